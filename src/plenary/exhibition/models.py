"""Exhibitors and booths."""

from django.db import models
from django.db.models import Q

from plenary.editions.models import Edition
from plenary.lib.bilingual import Bilingual


class Exhibitor(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="exhibitors")
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    website = models.URLField(blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    name = Bilingual("name")
    about = Bilingual("about")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="exhibitor_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Booth(models.Model):
    """A stand (展位): free, or allocated to one exhibitor."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="booths")
    number = models.CharField(max_length=12)
    area = models.CharField(max_length=60, blank=True)
    exhibitor = models.ForeignKey(Exhibitor, models.SET_NULL, null=True, blank=True, related_name="booths")
    allocated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="booth_number_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.number
