"""Verbs: lists come in (guest_lists), waves go out (waves), answers come back (answers)."""

from plenary.invitations.actions.answers import (
    InvitationClosed,
    answer_invitation,
    end_contact_links,
    end_links,
    reinstate_invitation,
    withdraw_invitation,
)
from plenary.invitations.actions.waves import AlreadySent, NobodyToInvite, send_wave, try_wave, write_to_guest

__all__ = [
    "AlreadySent",
    "InvitationClosed",
    "NobodyToInvite",
    "answer_invitation",
    "end_contact_links",
    "end_links",
    "reinstate_invitation",
    "send_wave",
    "try_wave",
    "withdraw_invitation",
    "write_to_guest",
]
