"""The one place that reads the wall clock. Domain time of an edition is `edition.now()`, which may be shifted."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Real time, aware, UTC. For links, sign-ins, audit and mail."""
    return timezone.now()
