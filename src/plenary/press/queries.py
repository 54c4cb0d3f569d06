"""Reads of the press desk."""

from django.db.models import QuerySet

from plenary.editions.models import Edition
from plenary.press.models import Outlet


def media_accredited(edition: Edition) -> QuerySet[Outlet]:
    """Outlets whose accreditation stands: the count behind «70+ media»."""
    return Outlet.objects.filter(edition=edition).exclude(accredited_at=None)
