"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class EditionImported(Fact):
    edition_id: int
