"""Queueing a message. Sending is the worker's (tasks.py); nobody ever waits for it."""

from datetime import datetime

from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.mail.models import Message


def queue_message(
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
    """One message, once per `key`: a second call returns the first row. `body` is plain text, addresses absolute."""
    at = now()
    one_line = " ".join
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "edition": edition,
            "kind": kind,
            "channel": channel,
            "to_name": one_line(to_name.split())[:200],
            "to_address": one_line(to_address.split())[:254],
            "subject": one_line(subject.split())[:300],
            "body": body,
            "language": language,
            "is_private": is_private,
            "created_at": at,
            "due_at": due_at or at,
        },
    )
    return message
