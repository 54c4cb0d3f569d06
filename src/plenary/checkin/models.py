"""Badges, scans, arrivals."""

from django.db import models
from django.db.models import Q

from plenary.accounts.models import User
from plenary.editions.models import Edition
from plenary.people.models import Person


class Badge(models.Model):
    """A participant's badge: a signed token in the QR, and a short code somebody can type."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="badges")
    person = models.OneToOneField(Person, models.CASCADE, related_name="badge")
    # Crockford base32, eight signs: no I, L, O, U to be misread.
    code = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="badge_code_once_an_edition")]

    def __str__(self) -> str:
        return self.code


class Scan(models.Model):
    """A fact: somebody was scanned, typed or picked at a door. `admitted` holds for one scan a person."""

    VERDICTS = [("admitted", "admitted"), ("again", "again"), ("unknown", "unknown"), ("revoked", "revoked")]

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="scans")
    # Made by the device: the same nonce always gets the same answer.
    nonce = models.CharField(max_length=36, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="scans")
    badge = models.ForeignKey(Badge, models.SET_NULL, null=True, blank=True)
    door = models.CharField(max_length=60, blank=True)
    how = models.CharField(
        max_length=6, choices=[("camera", "camera"), ("code", "code"), ("search", "search")]
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True)
    # Domain time (the edition's clock) and the real time of receipt.
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=VERDICTS)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(verdict="admitted"), name="person_admitted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.person_id}"
