"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class PersonRemoved(Fact):
    person_id: int
    edition_id: int


@dataclass(frozen=True)
class PersonRestored(Fact):
    person_id: int
    edition_id: int
