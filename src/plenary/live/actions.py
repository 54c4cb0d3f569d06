"""Appending a change: committed means pushed, within the bus's latency."""

from django.db import transaction

from plenary.editions.models import Edition
from plenary.lib import databus
from plenary.lib.clock import now
from plenary.live.models import Change


@transaction.atomic
def append_change(*, edition: Edition, kind: str, data: dict) -> Change:
    """`data` is public: never put a person's data in it. Shape per kind is listed in docs/reference/live.md."""
    # One writer of an edition's changes at a time, so that numbers become visible in their order and no reader who
    # has seen a number can miss a lower one.
    Edition.objects.select_for_update().get(pk=edition.pk)
    change = Change.objects.create(edition=edition, at=now(), kind=kind, data=data)
    databus.ring()
    return change
