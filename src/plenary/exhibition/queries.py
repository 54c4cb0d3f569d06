"""Reads of the exhibition."""

from django.db.models import Prefetch, QuerySet

from plenary.editions.models import Edition
from plenary.exhibition.models import Booth, Exhibitor


def booths_allocated(edition: Edition) -> QuerySet[Booth]:
    """Booths that were given to somebody: the count behind «25+ booths»."""
    return Booth.objects.filter(edition=edition).exclude(exhibitor=None)


def exhibitors(edition: Edition) -> QuerySet[Exhibitor]:
    """All exhibitors, each with its booths in order."""
    return Exhibitor.objects.filter(edition=edition).prefetch_related(
        Prefetch("booths", Booth.objects.order_by("number"))
    )


def public_exhibitors(edition: Edition) -> QuerySet[Exhibitor]:
    """Who stands on the public page: whoever has a booth; others may still be talking with us."""
    return exhibitors(edition).filter(booths__isnull=False).distinct()
