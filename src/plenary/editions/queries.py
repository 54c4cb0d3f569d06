"""Reads of editions."""

from django.db.models import QuerySet

from plenary.accounts.models import User
from plenary.editions.models import Edition
from plenary.web.hooks import NextStep, next_steps


def consoles_of(user: User) -> QuerySet[Edition]:
    """The editions this person works on, newest first; the owner works on all."""
    if user.is_owner:
        return Edition.objects.all()
    return Edition.objects.filter(memberships__user=user, memberships__ended_at=None).distinct()


def next_step(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    """Of everything the modules propose, what comes first in a summit's life."""
    return min(next_steps.ask(edition, grants), key=lambda step: step.order, default=None)


def current_edition() -> Edition | None:
    """The edition that «/» names: the confirmed one that is on or comes next, else the one that ended last."""
    editions = list(Edition.objects.exclude(confirmed_at=None))
    dated = [e for e in editions if e.ends_on or e.starts_on]
    coming = [e for e in dated if (e.ends_on or e.starts_on) >= e.now().date()]
    if coming:
        return min(coming, key=lambda e: e.starts_on or e.ends_on)
    undated = [e for e in editions if e not in dated]
    if undated:
        return undated[0]
    return max(dated, key=lambda e: e.ends_on or e.starts_on, default=None)
