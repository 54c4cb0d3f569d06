"""Reads of the door: who arrived, how many by category, who is meant by what was typed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from plenary.checkin.models import Badge, Scan
from plenary.editions.models import Category, Edition
from plenary.people.models import Person
from plenary.registration.models import Participant


def arrived(edition: Edition, categories: Collection[Category] = ()) -> QuerySet[Person]:
    """Persons with an admission that stands; of these categories when any are given."""
    people = Person.objects.filter(
        edition=edition, pk__in=Scan.objects.filter(edition=edition).admissions().values("person")
    )
    return people.filter(category__in=categories) if categories else people


def arrivals(edition: Edition) -> QuerySet[Scan]:
    """The admissions that stand, newest first, with the person: the list 签到记录."""
    return (
        Scan.objects.filter(edition=edition)
        .admissions()
        .select_related("person__organisation", "person__category", "by")
        .order_by("-pk")
    )


def coming(edition: Edition) -> QuerySet[Person]:
    """Everyone who is expected, and so gets a badge and a line on the sign-in sheet."""
    return Person.objects.present().filter(
        edition=edition, participant__in=Participant.objects.filter(edition=edition).coming()
    )


@dataclass(frozen=True)
class Tally:
    category: Category | None
    coming: int
    arrived: int


def tallies(edition: Edition) -> list[Tally]:
    """Expected and arrived by category, in the edition's order; people without a category last."""

    def by_category(people: QuerySet[Person]) -> dict[int | None, int]:
        counted = people.order_by().values("category").annotate(n=Count("pk"))
        return {row["category"]: row["n"] for row in counted}

    expected, there = by_category(coming(edition)), by_category(arrived(edition))
    rows = [Tally(c, expected.get(c.pk, 0), there.get(c.pk, 0)) for c in edition.categories.all()]
    rows.append(Tally(None, expected.get(None, 0), there.get(None, 0)))
    return [row for row in rows if row.coming or row.arrived]


def admission_of(scan: Scan) -> Scan | None:
    """The admission that a scan ran into: when and where the person came in."""
    if scan.person_id is None:
        return None
    return Scan.objects.filter(person=scan.person_id, turn=scan.turn, verdict="admitted").first()


def found_at_door(edition: Edition, text: str, most: int = 12) -> list[Person]:
    """Whom a volunteer may mean by a name, pinyin, initials, an organisation or the last digits of a phone.

    Each carries `came_at`, the time of the admission that stands, or None.
    """
    if not text.strip():
        return []
    admission = Scan.objects.filter(person=OuterRef("pk")).admissions().values("at")[:1]
    return list(
        Person.objects.present()
        .filter(edition=edition)
        .search(text)
        .select_related("organisation", "category", "participant")
        .annotate(came_at=Subquery(admission))
        .by_name()[:most]
    )


def badges(edition: Edition) -> QuerySet[Badge]:
    """All badges with their people, by organisation and name: as they are handed out."""
    return (
        Badge.objects.filter(edition=edition)
        .select_related("person__organisation", "person__category")
        .order_by(
            "person__organisation__name_zh",
            "person__organisation__name_en",
            "person__organisation",
            "person__search_key",
            "pk",
        )
    )


def badges_to_print(edition: Edition) -> QuerySet[Badge]:
    return badges(edition).filter(revoked_at=None, person__in=coming(edition))
