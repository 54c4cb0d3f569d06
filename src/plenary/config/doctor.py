"""`plenary doctor`: is this installation healthy, in words. Exit 0 when nothing is wrong, 1 otherwise."""

import json
import shutil
import smtplib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from plenary.lib.address import is_local_only, is_secure, public_address
from plenary.lib.clock import now


@dataclass(frozen=True)
class Finding:
    """`state` is ok, note (works, but know it) or wrong (mend it)."""

    subject: str
    state: str
    text: str


def examine(*, as_json: bool) -> int:
    found = [
        finding
        for check in (_database, _disk, _address, _mail, _paper, _worker, _backups)
        for finding in check()
    ]
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
    else:
        for finding in found:
            print(f"{finding.state:5}  {finding.subject}: {finding.text}")
    return 1 if any(finding.state == "wrong" for finding in found) else 0


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sound = cursor.execute("PRAGMA quick_check").fetchone()[0]
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if sound != "ok":
            yield Finding(
                "database",
                "wrong",
                f"SQLite reports damage: {sound}. Restore the last copy of the data folder.",
            )
        elif mode != "wal":
            yield Finding(
                "database", "wrong", f"SQLite runs in {mode} mode: its file system cannot hold a WAL."
            )
        else:
            yield Finding("database", "ok", "SQLite is sound, in WAL mode, and syncs every commit.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_standby_names')")
        standby = cursor.fetchone()[0]
    if standby:
        yield Finding(
            "database", "ok", f"PostgreSQL waits for its standby ({standby}) before a commit counts."
        )
    else:
        yield Finding(
            "database",
            "note",
            "PostgreSQL has no synchronous standby: a failover may lose acknowledged scans.",
        )


def _disk() -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.DATA)
    free = usage.free / 2**30
    if usage.free < 2**30 or usage.free < usage.total * 0.1:
        yield Finding(
            "disk", "note" if free > 1 else "wrong", f"{free:.1f} GiB are free where the data lie. Make room."
        )
    else:
        yield Finding("disk", "ok", f"{free:.0f} GiB are free where the data lie ({settings.DATA}).")
    mode = (
        (Path(settings.DATA) / "secret").stat().st_mode & 0o077
        if (Path(settings.DATA) / "secret").exists()
        else 0
    )
    if mode:
        yield Finding(
            "secret", "wrong", "Other users of this machine can read the key: chmod 600 the file «secret»."
        )


def _address() -> Iterator[Finding]:
    if is_local_only():
        yield Finding(
            "address", "note", f"Links begin with {public_address()}: only this machine can open them."
        )
    elif not is_secure():
        yield Finding(
            "address",
            "note",
            f"{public_address()} has no HTTPS: cameras at the doors stay shut, typing works.",
        )
    else:
        yield Finding("address", "ok", f"Links begin with {public_address()}.")


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_HOST:
        yield Finding(
            "mail",
            "note",
            "No mail server is set (EMAIL_URL): messages wait in the outbox page to be copied.",
        )
        return
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
            server.noop()
            if settings.EMAIL_HOST_USER:
                if not settings.EMAIL_USE_SSL and server.has_extn("starttls"):
                    server.starttls()
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as problem:
        yield Finding(
            "mail", "wrong", f"The mail server {settings.EMAIL_HOST} did not answer as it should: {problem}."
        )
    else:
        yield Finding("mail", "ok", f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers.")


def _paper() -> Iterator[Finding]:
    from plenary.lib.paper import missing_glyphs

    lacking = missing_glyphs(["群贤毕至 張偉 ABC 买买提·艾力 ①②③ — …"])
    if lacking:
        yield Finding(
            "fonts", "wrong", f"The fonts for paper lack {' '.join(sorted(lacking))}. Run the set-up again."
        )
    else:
        yield Finding("fonts", "ok", "The fonts for badges and pictures have Chinese and Latin.")


def _worker() -> Iterator[Finding]:
    from plenary.outbox.models import Delivery

    stuck = (
        Delivery.objects.filter(done_at=None, given_up_at=None, due_at__lt=now()).order_by("due_at").first()
    )
    given_up = Delivery.objects.exclude(given_up_at=None).count()
    if stuck and (now() - stuck.due_at).total_seconds() > 60:
        yield Finding(
            "worker",
            "wrong",
            f"Work has waited since {stuck.due_at:%Y-%m-%d %H:%M} UTC: is `plenary serve` running?",
        )
    elif given_up:
        yield Finding("worker", "wrong", f"{given_up} pieces of work failed for good; the log says why.")
    else:
        yield Finding("worker", "ok", "No work is left lying.")


def _backups() -> Iterator[Finding]:
    yield Finding(
        "backups", "note", "Plenary makes no copies by itself yet: copy the data folder while it is stopped."
    )
