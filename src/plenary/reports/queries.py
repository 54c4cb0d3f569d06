"""The promise ledger: each promised number beside the counted one."""

from dataclasses import dataclass

from plenary.editions.models import Category, Edition, Promise
from plenary.reports.measures import MEASURES, Counts, Measure, read_counts


@dataclass(frozen=True)
class Entry:
    """One promise, what it is tied to, and what was counted; `counted` is None while it is tied to nothing."""

    promise: Promise
    measure: Measure | None
    categories: list[Category]
    counted: int | None
    address: str

    @property
    def kept(self) -> bool:
        return self.counted is not None and self.counted >= self.promise.count


@dataclass(frozen=True)
class Stage:
    """One category on its way: listed, invited, accepted, arrived."""

    category: Category | None
    listed: int
    invited: int
    accepted: int
    arrived: int


@dataclass(frozen=True)
class Ledger:
    entries: list[Entry]
    stages: list[Stage]

    @property
    def kept(self) -> int:
        return sum(entry.kept for entry in self.entries)


def ledger(edition: Edition) -> Ledger:
    """Seven queries, whatever the number of guests and promises."""
    counts = read_counts(edition)
    promises = (
        Promise.objects.filter(edition=edition).select_related("edition").prefetch_related("categories")
    )
    categories = {category.pk: category for category in Category.objects.filter(edition=edition)}
    return Ledger([_entry(promise, counts) for promise in promises], _stages(counts, categories))


def _entry(promise: Promise, counts: Counts) -> Entry:
    measure = MEASURES.get(promise.measure)
    chosen = list(promise.categories.all())
    if measure is None:
        return Entry(promise, None, chosen, None, "")
    counted = measure.count(counts, {category.pk for category in chosen})
    return Entry(promise, measure, chosen, counted, measure.address(promise))


def _stages(counts: Counts, categories: dict[int, Category]) -> list[Stage]:
    order = [*categories, None]
    return [
        Stage(categories.get(pk) if pk else None, **counts.people[pk]) for pk in order if pk in counts.people
    ]
