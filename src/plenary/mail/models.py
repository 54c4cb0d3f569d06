"""Messages to guests and staff: every one is a row, whether it leaves by SMTP or by somebody's thumb."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plenary.editions.models import Edition

_WAITING = Q(sent_at=None, withdrawn_at=None, given_up_at=None)
STATES = {
    "waiting": _WAITING & Q(channel="email"),
    "copy": _WAITING & Q(channel="copy"),
    "failed": Q(given_up_at__isnull=False, sent_at=None, withdrawn_at=None),
    "sent": Q(sent_at__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
}


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self):
        return self.filter(_WAITING)

    def shown(self, edition):
        """What the outbox page shows: never a sign-in code."""
        return self.filter(edition=edition, is_private=False)

    def in_state(self, state: str):
        """waiting, copy, sent, failed or withdrawn: the tabs of the outbox."""
        return self.filter(STATES[state])

    def due(self, *, at):
        return self.waiting().filter(channel="email", due_at__lte=at).order_by("due_at", "pk")


class Message(models.Model):
    """One message to one person. `key` makes it unique: a handler that runs twice queues it once."""

    CHANNELS = [("email", _("e-mail")), ("copy", _("copied into a chat app"))]

    edition = models.ForeignKey(Edition, models.CASCADE, null=True)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=5, choices=CHANNELS, default="email")
    to_name = models.CharField(max_length=200)
    # An e-mail address, or the phone the person is reached by in a chat app.
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    language = models.CharField(max_length=2, default="zh")
    # Not shown in the outbox page: sign-in codes.
    is_private = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(withdrawn_at=None), name="message_sent_or_withdrawn"
            ),
            models.CheckConstraint(
                condition=~Q(to_address__contains="\n") & ~Q(subject__contains="\n"),
                name="message_heads_are_one_line",
            ),
        ]
        indexes = [models.Index(fields=["edition", "-id"], name="message_edition_newest")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_name}"

    @property
    def state(self) -> str:
        """The tab of the outbox this message stands in."""
        if self.sent_at:
            return "sent"
        if self.withdrawn_at:
            return "withdrawn"
        if self.given_up_at:
            return "failed"
        return "copy" if self.channel == "copy" else "waiting"
