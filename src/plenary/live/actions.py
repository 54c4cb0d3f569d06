"""Appending a change: committed means pushed, within the bus's latency."""

from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.live.models import Change


def append_change(*, edition: Edition, kind: str, data: dict) -> Change:
    """`data` is public: never put a person's data in it. Shape per kind is listed in docs/reference/live.md."""
    return Change.objects.create(edition=edition, at=now(), kind=kind, data=data)
