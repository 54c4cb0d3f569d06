"""Numbered public changes. This table is the truth; its number is the id of the event stream."""

from django.db import models

from plenary.editions.models import Edition


class Change(models.Model):
    """Something public changed. `kind` «release», «news» …; `data` is what an open page needs to know."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    data = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
