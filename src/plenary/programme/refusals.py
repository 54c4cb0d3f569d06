"""Why a verb of the programme did nothing. `str()` is a whole sentence for the reader, in their language."""


class Refused(Exception):
    """Nothing was changed; the text says why and what to do."""


class StaleTalk(Refused):
    """Somebody else changed the talk since the reader saw it."""


class NotPlaceable(Refused):
    """The talk cannot stand there: it is cancelled, or the room or time is not of this edition."""


class NothingToUndo(Refused):
    pass


class NothingChanged(Refused):
    """A release would tell nobody anything."""


class ReleaseRaced(Refused):
    """Another release, or another change of the draft, came in between."""


class HasClashes(Refused):
    """The draft clashes, and nobody said to release it all the same."""

    def __init__(self, text: str, clashes: list) -> None:
        super().__init__(text)
        self.clashes = clashes
