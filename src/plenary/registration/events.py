"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class RegistrationOpened(Fact):
    """Somebody comes: an accepted guest, a walk-in, somebody who comes again after all."""

    person_id: int
    edition_id: int
