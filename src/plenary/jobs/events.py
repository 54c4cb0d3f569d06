"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class JobStarted(Fact):
    job_id: int
