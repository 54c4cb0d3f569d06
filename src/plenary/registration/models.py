"""Participants: people who said they come."""

from django.db import models

from plenary.editions.models import Edition
from plenary.people.models import Person


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def coming(self):
        return self.filter(cancelled_at=None)


class Participant(models.Model):
    """One person who comes: an accepted guest, a speaker, staff, a walk-in."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participants")
    person = models.OneToOneField(Person, models.CASCADE, related_name="participant")
    since = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}"
