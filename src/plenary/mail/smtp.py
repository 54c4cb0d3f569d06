"""One message as RFC 5322 text, and one SMTP connection. Plain text only: a name can never become markup (T-05)."""

import hashlib
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from plenary.mail.models import Message

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class CannotBeSent(Exception):
    """Trying again would not help: `str()` is the server's reason, or ours."""


class Outage(Exception):
    """Try again later. `ends_connection` when nothing else can go over this connection either."""

    def __init__(self, reason: str, *, ends_connection: bool = False) -> None:
        super().__init__(reason)
        self.ends_connection = ends_connection


def connect() -> smtplib.SMTP:
    """A greeted connection, encrypted when the server can; a password never goes over a bare one to another host."""
    tls = ssl.create_default_context()
    server: smtplib.SMTP
    try:
        if settings.EMAIL_USE_SSL:
            server = smtplib.SMTP_SSL(
                settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT, context=tls
            )
        else:
            server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        server.ehlo()
        encrypted = settings.EMAIL_USE_SSL
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
            encrypted = True
        if settings.EMAIL_HOST_USER:
            if not encrypted and settings.EMAIL_HOST not in THIS_MACHINE:
                raise Outage("The mail server offers no encryption, so the password was not sent to it.")
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return server
    except (smtplib.SMTPException, OSError) as problem:
        raise Outage(_reason(problem), ends_connection=True) from problem


def deliver(server: smtplib.SMTP, message: Message) -> None:
    """Hands the message to the server; returns when it took responsibility for it."""
    text = as_email(message)
    try:
        server.send_message(
            text, from_addr=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], to_addrs=[message.to_address]
        )
    except smtplib.SMTPRecipientsRefused as problem:
        _judge(*problem.recipients[message.to_address], problem)
    except smtplib.SMTPSenderRefused as problem:
        # Our own address is not welcome: that is for the committee to mend, no guest's fault.
        raise Outage(_reason(problem), ends_connection=True) from problem
    except smtplib.SMTPResponseException as problem:
        _judge(problem.smtp_code, problem.smtp_error, problem)
    except smtplib.SMTPNotSupportedError as problem:
        raise CannotBeSent(_reason(problem)) from problem
    except (smtplib.SMTPException, OSError) as problem:
        raise Outage(_reason(problem), ends_connection=True) from problem


def _judge(code: int, reason: bytes | str, problem: Exception) -> None:
    said = f"{code} {reason.decode('utf-8', 'replace') if isinstance(reason, bytes) else reason}"[:500]
    if code == 421:
        raise Outage(said, ends_connection=True) from problem
    if 500 <= code < 600:
        raise CannotBeSent(said) from problem
    raise Outage(said) from problem


def _reason(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        return f"{problem.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"[
            :500
        ]
    return f"{type(problem).__name__}: {problem}"[:500]


def as_email(message: Message) -> EmailMessage:
    """The stdlib's own header classes refuse line breaks and quote what needs quoting."""
    try:
        validate_email(message.to_address)
        text = EmailMessage(policy=SMTP)
        name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        title = message.edition.title if message.edition else name or "Plenary"
        text["From"] = Address(title, addr_spec=sender)
        text["To"] = Address(message.to_name, addr_spec=message.to_address)
        if message.edition and message.edition.contact_email:
            text["Reply-To"] = message.edition.contact_email
        text["Subject"] = message.subject
        text["Date"] = format_datetime(message.created_at)
        text["Message-ID"] = message_id(message)
        text["Auto-Submitted"] = "auto-generated"
        text["Content-Language"] = "en" if message.language == "en" else "zh-CN"
        text.set_content(message.body, charset="utf-8")
    except (ValidationError, ValueError, MessageError) as problem:
        raise CannotBeSent(f"The address “{message.to_address}” cannot be used.") from problem
    return text


def message_id(message: Message) -> str:
    """The same for every try, so that mail programs show a message once."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{host}>"
