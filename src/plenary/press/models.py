"""Accredited media and news posts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plenary.editions.models import Edition
from plenary.lib.bilingual import Bilingual
from plenary.people.models import Person


class Outlet(models.Model):
    """A medium that asks to report, and whether it may."""

    KINDS = [
        ("paper", _("newspaper")),
        ("tv", _("television")),
        ("online", _("online medium")),
        ("agency", _("agency")),
        ("other", _("other")),
    ]
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="outlets")
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=6, choices=KINDS, default="online")
    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="outlets")
    applied_at = models.DateTimeField()
    accredited_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="outlet_has_a_name"),
            models.CheckConstraint(
                condition=Q(accredited_at=None) | Q(refused_at=None), name="outlet_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """applied | accredited | refused"""
        return "accredited" if self.accredited_at else "refused" if self.refused_at else "applied"


class PostQuerySet(models.QuerySet["Post"]):
    def public(self):
        """What stands on pages and in feeds: a fact about each post, not a question to the clock."""
        return self.filter(withdrawn_at=None).exclude(published_at=None)

    def due(self, *, at):
        """Approved, and its embargo has just ended."""
        return self.filter(published_at=None, withdrawn_at=None, embargo_until__lte=at).exclude(
            approved_at=None
        )


class Post(models.Model):
    """A news post, in Markdown. `published_at` is the instant it became public, never before `embargo_until`.

    A post under embargo is approved first; the worker publishes it at the second. Until then nothing that is built
    for the public knows of it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="posts")
    # What feeds call it for ever, whatever its address becomes.
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80)
    title_zh = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    # For those who take the post over; our pages load no picture from elsewhere.
    lead_image = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    title = Bilingual("title")
    body = Bilingual("body")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="post_slug_once_an_edition"),
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="post_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(embargo_until=None)
                | Q(published_at__gte=models.F("embargo_until")),
                name="post_not_public_before_its_embargo",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """draft | embargoed | public | withdrawn"""
        if self.withdrawn_at:
            return "withdrawn"
        if self.published_at:
            return "public"
        return "embargoed" if self.approved_at else "draft"
