"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class ExhibitionChanged(Fact):
    """What the public page of the exhibition shows may have changed."""

    edition_id: int
