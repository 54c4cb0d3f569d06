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
    """The edition that «/» names: the confirmed one that is on or comes next, else one whose days are not known,
    else the one that ended last."""
    editions = list(Edition.objects.exclude(confirmed_at=None))
    dated = [(last, edition) for edition in editions if (last := edition.ends_on or edition.starts_on)]
    coming = [pair for pair in dated if pair[0] >= pair[1].now().date()]
    if coming:
        return min(coming, key=lambda pair: pair[0])[1]
    undated = [edition for edition in editions if not (edition.ends_on or edition.starts_on)]
    if undated:
        return undated[0]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None
