"""Verbs on one programme wait for each other."""

from plenary.editions.models import Edition


def hold(edition: Edition) -> None:
    """Until the end of the transaction. SQLite's IMMEDIATE transactions wait already; PostgreSQL locks the row."""
    list(Edition.objects.select_for_update(no_key=True).filter(pk=edition.pk).values_list("pk"))
