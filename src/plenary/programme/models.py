"""Talks, speakers, slots, and releases."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plenary.accounts.models import User
from plenary.editions.models import Edition, Room
from plenary.lib.bilingual import Bilingual
from plenary.people.models import Person


class Track(models.Model):
    """分论坛: a strand of talks."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tracks")
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="track_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """A row of the board: from when to when talks run, in every room."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "starts_at"], name="slot_starts_once"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=models.F("ends_at")), name="slot_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%m-%d %H:%M}"


class TalkQuerySet(models.QuerySet["Talk"]):
    def live(self):
        return self.filter(cancelled_at=None)

    def placed(self):
        return self.live().exclude(starts_at=None)


class Talk(models.Model):
    """One thing on the programme: keynote, talk, panel, ceremony, break. The draft; visitors see releases."""

    KINDS = [
        ("keynote", _("keynote")),
        ("talk", _("talk")),
        ("panel", _("panel")),
        ("ceremony", _("ceremony")),
        ("break", _("break")),
    ]
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="talks")
    # Positive number within the edition and UUID for ever: frab's event@id and event@guid, the ICS UID.
    number = models.PositiveIntegerField()
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=KINDS, default="talk")
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    abstract_zh = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    track = models.ForeignKey(Track, models.SET_NULL, null=True, blank=True, related_name="talks")
    minutes = models.PositiveSmallIntegerField(default=30)
    room = models.ForeignKey(Room, models.RESTRICT, null=True, blank=True, related_name="talks")
    starts_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Raised by every change: who changes an older version than they saw is refused, never overwritten.
    version = models.PositiveIntegerField(default=0)
    title = Bilingual("title")
    abstract = Bilingual("abstract")

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="talk_number_once_an_edition"),
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="talk_has_a_title"),
            models.CheckConstraint(
                condition=Q(room=None, starts_at=None) | (~Q(room=None) & ~Q(starts_at=None)),
                name="talk_has_room_and_time_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & Q(minutes__lte=720), name="talk_lasts_5_to_720_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class Speaker(models.Model):
    """Who speaks in a talk, in order."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    talk = models.ForeignKey(Talk, models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="speaking")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["talk", "person"], name="speaker_once_a_talk")]

    def __str__(self) -> str:
        return f"{self.person}"


class Move(models.Model):
    """One placing of a talk on the board, kept so that its author can undo and redo it."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    talk = models.ForeignKey(Talk, models.CASCADE, related_name="moves")
    by = models.ForeignKey(User, models.CASCADE)
    at = models.DateTimeField()
    from_room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    from_starts_at = models.DateTimeField(null=True)
    to_room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    to_starts_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["edition", "by", "-id"], name="move_edition_by_newest")]

    def __str__(self) -> str:
        return f"{self.talk_id} → {self.to_room_id} {self.to_starts_at}"


class ProgrammeFile(models.Model):
    """A talk list or a schedule as it was dropped: read in a limited subprocess, previewed, confirmed once."""

    KINDS = [("talks", _("list of talks")), ("schedule", _("schedule"))]

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="programme_files")
    kind = models.CharField(max_length=8, choices=KINDS)
    filename = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    # What the reader found: plenary_reader's TalkList or Schedule, as_json().
    reading = models.JSONField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Keys of the rows that confirming made, by table, so that it can be undone.
    made = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(confirmed_at=None),
                name="programme_file_confirmed_then_undone",
            )
        ]

    def __str__(self) -> str:
        return self.filename


class ReleaseQuerySet(models.QuerySet["Release"]):
    def current(self, edition: Edition) -> "Release | None":
        """The newest release of an edition: what the public sees. None before the first."""
        return self.filter(edition=edition).order_by("-number").first()


class Release(models.Model):
    """A numbered, immutable version of the programme. Every public face is rendered from `snapshot`."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    # See programme.snapshots: days, rooms, tracks, talks with speakers; plain JSON.
    snapshot = models.JSONField()
    # What changed since the release before: see programme.snapshots.difference.
    changes = models.JSONField(default=list)
    note = Bilingual("note")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="release_number_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"release {self.number}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A release is never rewritten: make the next one.")
        super().save(*args, **kwargs)
