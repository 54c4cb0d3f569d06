"""Badges, scans, arrivals."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

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


class ScanQuerySet(models.QuerySet["Scan"]):
    def admissions(self):
        """Admissions that stand: not taken back by a later scan of the same turn."""
        undone = Scan.objects.filter(verdict="undone", person=OuterRef("person"), turn=OuterRef("turn"))
        return self.filter(verdict="admitted").exclude(Exists(undone))


class Scan(models.Model):
    """A fact: somebody was scanned, typed or picked at a door. Never rewritten; who is in is derived.

    `turn` counts how often a person's admission was taken back: each turn holds one admission at most, and one
    taking back, so that two doors at once admit once, whatever the order.
    """

    VERDICTS = [
        ("admitted", _("admitted")),
        ("again", _("already in")),
        ("unknown", _("unknown badge")),
        ("revoked", _("badge ended")),
        ("not_coming", _("not on the list")),
        ("undone", _("taken back")),
    ]
    WAYS = [("camera", _("scanned")), ("code", _("typed")), ("search", _("searched"))]

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="scans")
    # Made by the device: the same nonce always gets the same answer.
    nonce = models.CharField(max_length=36)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="scans")
    badge = models.ForeignKey(Badge, models.SET_NULL, null=True, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    door = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=6, choices=WAYS)
    # A member of staff, or the name a volunteer gave at the door.
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True)
    volunteer = models.CharField(max_length=60, blank=True)
    # Domain time (the edition's clock) and the real time of receipt.
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=VERDICTS)

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "nonce"], name="scan_nonce_once_an_edition"),
            models.UniqueConstraint(
                fields=["person", "turn"], condition=Q(verdict="admitted"), name="person_admitted_once_a_turn"
            ),
            models.UniqueConstraint(
                fields=["person", "turn"], condition=Q(verdict="undone"), name="admission_undone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.person_id}"
