"""Verbs: lists come in (guest_lists), waves go out (waves), answers come back (answers)."""

from plenary.invitations.actions.answers import (
    InvitationClosed,
    answer_invitation,
    end_contact_links,
    end_links,
    reinstate_invitation,
    withdraw_invitation,
)

__all__ = [
    "InvitationClosed",
    "answer_invitation",
    "end_contact_links",
    "end_links",
    "reinstate_invitation",
    "withdraw_invitation",
]
