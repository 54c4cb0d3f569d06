"""Who did what, when. Rows are only ever added."""

from django.db import models

from plenary.accounts.models import User
from plenary.editions.models import Edition


class Line(models.Model):
    """One act: «2026-11-23 10:40 · Li Wei · released · release 3»."""

    edition = models.ForeignKey(Edition, models.CASCADE, null=True)
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.SET_NULL, null=True)
    # Who acted when it was no member of staff: a guest's or the system's name at that time.
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["edition", "-id"], name="audit_edition_newest")]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.about}"
