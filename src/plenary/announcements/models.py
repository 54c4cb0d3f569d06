"""The published text an edition grew from, and what was read from it."""

from django.db import models

from plenary.accounts.models import User
from plenary.editions.models import Edition


class Announcement(models.Model):
    """One announcement beside its draft edition. `reading` is the contract of `plenary read --json` plus spans."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="announcement")
    # Of the bytes that came: the same text pasted twice, or by two at once, is one draft.
    digest = models.CharField(max_length=64, unique=True, null=True)
    filename = models.CharField(max_length=200, blank=True)
    # The readable text that evidence points into, and the source as it came.
    text = models.TextField()
    source = models.TextField()
    reading = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.filename or str(self.edition)
