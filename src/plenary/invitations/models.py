"""Guest lists come in, waves go out, answers come back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plenary.accounts.models import User
from plenary.editions.models import Category, Edition
from plenary.people.models import Person


class GuestListFile(models.Model):
    """A spreadsheet as it was dropped: read in a limited subprocess, previewed, then confirmed once."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="guest_lists")
    filename = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    # Name of the file kept under data/guest-lists until the list is decided on: columns may be read anew.
    file = models.CharField(max_length=80, blank=True)
    # What the reader found (plenary_reader.sheets.GuestList.as_json()); emptied once the list was decided on.
    reading = models.JSONField()
    # What a person chose in the preview: columns, categories, who is the same person (planning.Choices).
    choices = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    # What confirming wrote, so that it can be undone: row numbers added, old values of what was changed.
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(discarded_at=None), name="guest_list_decided_once"
            )
        ]

    def __str__(self) -> str:
        return self.filename


class Wave(models.Model):
    """One round of invitations or reminders: whom, with which words, until when. Sent once."""

    KINDS = [("invitation", _("invitation")), ("reminder", _("reminder"))]
    AUDIENCES = [
        ("everyone", _("everyone it can go to")),
        ("categories", _("everyone in these categories")),
        ("people", _("the people chosen")),
    ]
    kind = models.CharField(max_length=10, choices=KINDS, default="invitation")
    audience = models.CharField(max_length=10, choices=AUDIENCES, default="everyone")
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="waves")
    name = models.CharField(max_length=100)
    categories = models.ManyToManyField(Category, blank=True)
    subject_zh = models.CharField(max_length=200, blank=True)
    subject_en = models.CharField(max_length=200, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    closes_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self):
        """Sent and not taken back, to somebody who is still on the list."""
        return self.filter(withdrawn_at=None, person__removed_at=None)

    def open(self):
        return self.standing().filter(accepted_at=None, declined_at=None)

    def accepted(self):
        return self.standing().exclude(accepted_at=None)

    def declined(self):
        return self.standing().exclude(declined_at=None)

    def gone(self):
        """Declined, or withdrawn by the committee: whoever does not come."""
        return self.exclude(declined_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """One guest's invitation and how it stands. The history of answers is in Answer."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitations")
    person = models.OneToOneField(Person, models.CASCADE, related_name="invitation")
    wave = models.ForeignKey(Wave, models.SET_NULL, null=True, blank=True, related_name="invitations")
    # Raised to end the guest's older links (a forwarded mail, a lost phone).
    link_version = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField()
    # The last day on which the guest may answer by link; the liaison may record an answer later.
    closes_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="invitation_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def state(self) -> str:
        """invited, accepted, declined or withdrawn: one word for lists and filters."""
        if self.withdrawn_at:
            return "withdrawn"
        return "accepted" if self.accepted_at else "declined" if self.declined_at else "invited"

    def is_closed(self) -> bool:
        """In domain time: the day by which we asked for an answer has passed."""
        return self.closes_on is not None and self.edition.now().date() > self.closes_on


class Answer(models.Model):
    """A fact: who said yes or no, when, how it reached us. Never rewritten; the newest one counts."""

    CHANNELS = [("link", _("by link")), ("contact", _("by the contact's link")), ("phone", _("by phone"))]

    edition = models.ForeignKey(Edition, models.CASCADE)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers")
    accepts = models.BooleanField()
    at = models.DateTimeField()
    channel = models.CharField(max_length=7, choices=CHANNELS)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.invitation_id} {'yes' if self.accepts else 'no'}"
