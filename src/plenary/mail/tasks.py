"""Sending e-mail over SMTP, in a thread of its own: a slow mail server never holds up the worker."""

import logging
import smtplib
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection

from plenary.lib.clock import now
from plenary.mail.models import Message
from plenary.mail.smtp import CannotBeSent, Outage, connect, deliver
from plenary.outbox.worker import every

log = logging.getLogger(__name__)
# At most this many in one go, so that a provider's limit by the minute is not run into: 30 every 5 s.
BATCH = 30
MOST_TRIES = 10
_busy = threading.Lock()
_rest_until = 0.0


@every(5)
def send_mail() -> None:
    """Starts a round of sending unless one is still running."""
    if settings.EMAIL_HOST and time.monotonic() >= _rest_until and _busy.acquire(blocking=False):
        threading.Thread(target=_round, name="mail", daemon=True).start()


def _round() -> None:
    try:
        send_due()
    except Exception:
        log.exception("sending mail stumbled and goes on")
    finally:
        connection.close()
        _busy.release()


def send_due() -> int:
    """Sends what is due, oldest first, over one connection; returns how many went out."""
    global _rest_until
    due = list(Message.objects.due(at=now()).select_related("edition")[:BATCH])
    if not due or not settings.EMAIL_HOST:
        return 0
    try:
        server = connect()
    except Outage as outage:
        log.warning("mail server: %s", outage)
        # Every message waits; the reason stands in the outbox beside the one that was next.
        Message.objects.filter(pk=due[0].pk).update(error=str(outage))
        _rest_until = time.monotonic() + 30
        return 0
    try:
        return sum(_send(server, message) for message in due)
    except Outage as outage:
        log.warning("mail server: %s", outage)
        return 0
    finally:
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


def _send(server: smtplib.SMTP, message: Message) -> bool:
    """One message. Claimed by moving its due time, so that a second worker leaves it alone and a crash brings it
    back; its Message-ID stays the same, so that a repeated delivery shows once."""
    tries = message.tries + 1
    claimed = Message.objects.due(at=now()).filter(pk=message.pk, due_at=message.due_at)
    if not claimed.update(due_at=now() + timedelta(minutes=10), tries=tries):
        return False
    try:
        deliver(server, message)
    except CannotBeSent as refusal:
        Message.objects.filter(pk=message.pk).update(given_up_at=now(), error=str(refusal))
        return False
    except Outage as outage:
        again = {"due_at": now() + timedelta(seconds=min(30 * 2**tries, 4 * 3600)), "error": str(outage)}
        if tries >= MOST_TRIES:
            again = {"given_up_at": now(), "error": str(outage)}
        Message.objects.filter(pk=message.pk).update(**again)
        if outage.ends_connection:
            raise
        return False
    Message.objects.filter(pk=message.pk).update(sent_at=now(), error="")
    return True
