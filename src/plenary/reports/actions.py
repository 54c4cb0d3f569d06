"""Tying promises to counts. The reading of the announcement proposes; a person decides."""

from collections.abc import Iterable

from django.db import transaction

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Category, Promise


@transaction.atomic
def tie_promise(*, promise: Promise, measure: str, categories: Iterable[Category], by: User) -> None:
    """Says which count keeps this promise; an empty `measure` unties it."""
    promise.measure = measure
    promise.save(update_fields=["measure"])
    promise.categories.set(categories)
    record(edition=promise.edition, by=by, verb="tied promise", about=str(promise), measure=measure)
