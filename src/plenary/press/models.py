"""Accredited media and news posts."""

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
        ("online", _("online")),
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


class Post(models.Model):
    """A news post, in Markdown. Public from `published_at` on, never before `embargo_until`."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="posts")
    slug = models.SlugField(max_length=80)
    title_zh = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    title = Bilingual("title")
    body = Bilingual("body")

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="post_slug_once_an_edition"),
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="post_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
