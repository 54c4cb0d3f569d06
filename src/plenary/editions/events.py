"""What happened to an edition and its team."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class EditionCreated(Fact):
    edition_id: int
    by_id: int | None


@dataclass(frozen=True)
class EditionChanged(Fact):
    """Something the public can see changed: a fact, a category, a room, the public address, the demo clock."""

    edition_id: int
    what: str
    by_id: int | None


@dataclass(frozen=True)
class ColleagueJoined(Fact):
    edition_id: int
    user_id: int
    role: str


@dataclass(frozen=True)
class TeamChanged(Fact):
    """A link was made or ended, or a role was taken away: `what` says which, `about` whose."""

    edition_id: int
    what: str
    about: str
    by_id: int
