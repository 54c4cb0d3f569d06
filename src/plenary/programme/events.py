"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class ProgrammeReleased(Fact):
    edition_id: int
    release_id: int
    number: int
