"""Periodic work: uploads nobody decided on are personal data lying about."""

from datetime import timedelta

from plenary.invitations.actions.guest_lists import AlreadyDecided, discard
from plenary.invitations.models import GuestListFile
from plenary.lib.clock import now
from plenary.outbox.worker import every

KEPT_FOR = timedelta(days=7)


@every(3600)
def forget_undecided_lists() -> None:
    at = now()
    old = GuestListFile.objects.filter(confirmed_at=None, discarded_at=None, at__lt=at - KEPT_FOR)
    for guest_list in old.select_related("edition"):
        try:
            discard(guest_list=guest_list, by="Plenary", at=at)
        except AlreadyDecided:
            continue
