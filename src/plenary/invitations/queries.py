"""Reads across people and their invitations."""

from django.db.models import Count, Q, QuerySet

from plenary.editions.models import Edition
from plenary.invitations.models import Wave
from plenary.people.models import Person

# How a guest stands, as filters on people; every present person is in exactly one state.
STATES = {
    "not_invited": Q(invitation=None),
    "invited": Q(
        invitation__isnull=False,
        invitation__withdrawn_at=None,
        invitation__accepted_at=None,
        invitation__declined_at=None,
    ),
    "accepted": Q(invitation__withdrawn_at=None, invitation__accepted_at__isnull=False),
    "declined": Q(invitation__withdrawn_at=None, invitation__declined_at__isnull=False),
    "withdrawn": Q(invitation__withdrawn_at__isnull=False),
}


def guests(edition: Edition, *, text: str = "", category: str = "", state: str = "") -> QuerySet[Person]:
    """The guest list as filtered: with category, organisation and invitation at hand."""
    found = edition.people.present().select_related("category", "organisation", "invitation")
    if text:
        found = found.search(text)
    if category == "none":
        found = found.filter(category=None)
    elif category:
        found = found.filter(category__code=category)
    if state in STATES:
        found = found.filter(STATES[state])
    return found


def counts_by_category(edition: Edition) -> list[dict]:
    """One row a category, in the edition's order, those without one last; one query for the counts."""
    counted = {
        row["category"]: row
        for row in edition.people.present()
        .order_by()
        .values("category")
        .annotate(total=Count("pk"), **{name: Count("pk", filter=rule) for name, rule in STATES.items()})
    }
    rows = [
        {"category": one} | counted.pop(one.pk) | {"category": one}
        for one in edition.categories.all()
        if one.pk in counted
    ]
    return rows + [row | {"category": None} for row in counted.values()]


def totals(rows: list[dict]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("total", *STATES)}


def recipients(wave: Wave) -> QuerySet[Person]:
    """Whom the wave goes to now: never twice, reminders only to those who have not answered."""
    people = wave.edition.people.present().select_related("organisation", "invitation")
    if wave.audience == "categories":
        people = people.filter(category__in=wave.categories.all())
    elif wave.audience == "people":
        people = people.filter(pk__in=wave.people.all())
    people = people.filter(STATES["not_invited" if wave.kind == "invitation" else "invited"])
    return people.order_by("search_key", "pk")
