"""The one adapter to the reader of announcements: a stranger's text is read in a limited subprocess."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from plenary.lib.bilingual import pick
from plenary_reader.limits import STANDARD
from plenary_reader.sandbox import LimitExceeded, NotReadable, run_limited

MOST_BYTES = STANDARD.file_bytes
LIMITS = replace(STANDARD, cpu_seconds=10, wall_seconds=20.0)
# What committees drop by mistake: the first bytes tell it from text.
_NO_TEXT = [
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
]


class Unreadable(Exception):
    """The file is no text, or cost too much to read; the text says what to do."""


class NoAnnouncement(Exception):
    """The text was read and announces nothing; the text says why."""


def read(data: bytes, filename: str) -> dict:
    """The reading as `plenary read --json` prints it, with `text` and `spans`. Raises Unreadable, NoAnnouncement."""
    _check(data)
    with tempfile.TemporaryDirectory(prefix="plenary-") as folder:
        path = Path(folder) / "announcement"
        path.write_bytes(data)
        try:
            reading = run_limited(
                "plenary_reader.announcements.limited:read_file",
                path,
                limits=LIMITS,
                options={"name": filename},
            )
        except LimitExceeded as problem:
            raise Unreadable(
                _(
                    "This text takes too long to read. Paste only the announcement itself, without the pages around it."
                )
            ) from problem
        except NotReadable as problem:
            raise Unreadable(_("This file cannot be read. Paste its text into the box instead.")) from problem
    if not reading["is_event"]:
        from plenary_reader.announcements.verdict import (
            REASONS,  # the reader's grammars load slowly, and here seldom
        )

        raise NoAnnouncement(pick(*REASONS[reading["reason_key"] or "nothing"]))
    return reading


def _check(data: bytes) -> None:
    if not data.strip():
        raise Unreadable(_("There is no text yet. Paste the announcement, or choose a file."))
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than 10 MB. An announcement is a page or two: paste its text instead.")
        )
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if any(data.startswith(start) for start in _NO_TEXT) or (b"\0" in data[:4096] and not is_wide):
        raise Unreadable(
            _(
                "This file is no text: it looks like a document, a picture or an archive. Open it, copy its text and paste it here."
            )
        )
