"""Queueing messages and deciding about them. Sending is the worker's (tasks.py); nobody ever waits for it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.mail.models import Message


class MessageDecided(Exception):
    """The message is not waiting any more: it was sent, withdrawn or given up meanwhile."""


def make_message(
    *,
    edition: Edition | None,
    kind: str,
    key: str,
    to_name: str,
    to_address: str,
    subject: str,
    body: str,
    language: str = "zh",
    channel: str = "email",
    is_private: bool = False,
    due_at: datetime | None = None,
) -> Message:
    """An unsaved message whose heads are one line each: no header can be smuggled in. `body` is plain text."""
    at = now()
    return Message(
        edition=edition,
        kind=kind,
        key=key,
        channel=channel,
        to_name=_one_line(to_name)[:200],
        to_address=_one_line(to_address)[:254],
        subject=_one_line(subject)[:300],
        body=body.replace("\r\n", "\n").replace("\r", "\n"),
        language=language,
        is_private=is_private,
        created_at=at,
        due_at=due_at or at,
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def queue_message(**facts) -> Message:
    """One message, once per `key`: a second call returns the first row. Takes what `make_message` takes."""
    message = make_message(**facts)
    queue_many([message])
    return Message.objects.get(key=message.key)


def queue_many(messages: Iterable[Message]) -> None:
    """Many in one statement; those whose key is known already are left as they are."""
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def withdraw_message(*, message: Message, by: User, at: datetime) -> None:
    """Not sent any more. Raises MessageDecided when the worker was faster."""
    _decide(message, by, "withdrew the message to", withdrawn_at=at)


@transaction.atomic
def mark_sent(*, message: Message, by: User, at: datetime) -> None:
    """Somebody sent it by their own hand: by chat app, phone or another mail program."""
    _decide(message, by, "sent by hand the message to", sent_at=at, error="")


@transaction.atomic
def send_again(*, message: Message, by: User, at: datetime) -> Message:
    """A failed or withdrawn message is tried anew; of a sent one a second copy is queued, under its own key."""
    retried = Message.objects.filter(pk=message.pk, sent_at=None).update(
        withdrawn_at=None, given_up_at=None, tries=0, error="", due_at=at
    )
    if not retried:
        copies = Message.objects.filter(key__startswith=f"{message.key}:again:").count()
        message = queue_message(
            edition=message.edition,
            kind=message.kind,
            key=f"{message.key}:again:{copies + 1}",
            to_name=message.to_name,
            to_address=message.to_address,
            subject=message.subject,
            body=message.body,
            language=message.language,
            channel=message.channel,
        )
    record(
        edition=message.edition,
        by=by,
        verb="sent again the message to",
        about=message.to_name,
        key=message.key,
    )
    return message


def _decide(message: Message, by: User, verb: str, **changes) -> None:
    if not Message.objects.waiting().filter(pk=message.pk).update(**changes):
        raise MessageDecided
    record(edition=message.edition, by=by, verb=verb, about=message.to_name, key=message.key)
