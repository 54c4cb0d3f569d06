"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    invitation_id: int
    person_id: int
    edition_id: int
    answer_id: int


@dataclass(frozen=True)
class InvitationDeclined(Fact):
    invitation_id: int
    person_id: int
    edition_id: int
    answer_id: int
