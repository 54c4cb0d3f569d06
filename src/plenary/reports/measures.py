"""The named counts a promise can be tied to. Each has one definition, said in words, and one list it counts.

A measure is a pure reading of facts: nothing is stored, so a promise can never disagree with its list.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from plenary.checkin.queries import arrived
from plenary.editions.models import Edition, Promise
from plenary.exhibition.models import Booth
from plenary.people.models import Person
from plenary.press.models import Outlet
from plenary.programme.models import Release

SPOKEN = ("keynote", "talk", "panel")


@dataclass(frozen=True)
class Counts:
    """Everything the ledger counts of one edition, read in a fixed number of queries.

    `people` maps a category's number (None: without category) to its four counts.
    """

    people: dict[int | None, dict[str, int]]
    talks_released: int
    media_accredited: int
    booths_allocated: int

    def of_people(self, state: str, categories: set[int]) -> int:
        """How many people stand in `state`; of every category when `categories` is empty."""
        return sum(row[state] for pk, row in self.people.items() if not categories or pk in categories)


@dataclass(frozen=True)
class Measure:
    """`count(counts, categories)` reads the number; `page` names the address of the list that was counted."""

    code: str
    name: str | Lazy
    definition: str | Lazy
    count: Callable[[Counts, set[int]], int]
    page: str

    def address(self, promise: Promise) -> str:
        slug = promise.edition.slug
        return reverse(self.page, args=[slug, promise.pk] if self.page == "counted_people" else [slug])


def states(edition: Edition) -> dict[str, Q]:
    """The stages of a guest's way, each as a condition on Person."""
    return {
        "listed": Q(),
        "invited": Q(invitation__isnull=False, invitation__withdrawn_at=None),
        "accepted": Q(invitation__accepted_at__isnull=False, invitation__withdrawn_at=None),
        "arrived": Q(pk__in=arrived(edition).values("pk")),
    }


def people_counted(edition: Edition, state: str, categories: Collection[int]) -> QuerySet[Person]:
    """The very people a measure counts, so that a number and its list cannot differ."""
    found = Person.objects.filter(states(edition)[state], edition=edition).present()
    return found.filter(category__in=categories) if categories else found


def read_counts(edition: Edition) -> Counts:
    """Four queries, however many people there are."""
    conditions = states(edition)
    rows = (
        Person.objects.filter(edition=edition)
        .present()
        .values("category")
        .annotate(**{name: Count("pk", filter=rule, distinct=True) for name, rule in conditions.items()})
        .order_by()
    )
    release = (
        Release.objects.filter(edition=edition).order_by("-number").values_list("snapshot", flat=True).first()
    )
    talks = (release or {}).get("talks", [])
    return Counts(
        people={row["category"]: {name: row[name] for name in conditions} for row in rows},
        talks_released=sum(talk["kind"] in SPOKEN and not talk.get("cancelled") for talk in talks),
        media_accredited=Outlet.objects.filter(edition=edition).exclude(accredited_at=None).count(),
        booths_allocated=Booth.objects.filter(edition=edition).exclude(exhibitor=None).count(),
    )


def _people(code: str, name: str | Lazy, definition: str | Lazy) -> Measure:
    return Measure(
        code, name, definition, lambda counts, chosen: counts.of_people(code, chosen), "counted_people"
    )


MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        _people("invited", _("invited"), _("Guests whose invitation was sent and not withdrawn.")),
        _people("accepted", _("accepted"), _("Guests whose last answer is yes.")),
        _people("arrived", _("arrived"), _("Guests admitted at a door, each counted once.")),
        Measure(
            "talks_released",
            _("talks released"),
            _("Keynotes, talks and panels in the current release; ceremonies and breaks do not count."),
            lambda counts, _chosen: counts.talks_released,
            "releases",
        ),
        Measure(
            "media_accredited",
            _("media accredited"),
            _("Outlets whose accreditation was granted."),
            lambda counts, _chosen: counts.media_accredited,
            "press",
        ),
        Measure(
            "booths_allocated",
            _("booths allocated"),
            _("Booths given to an exhibitor."),
            lambda counts, _chosen: counts.booths_allocated,
            "exhibition",
        ),
    )
}
