"""The adapter to the reader: an archive is looked through in a limited subprocess before a row of it is believed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from plenary.web.sentences import said
from plenary_reader.archives import FORMAT, LIMITS, VERSION, rows
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.sandbox import run_limited

__all__ = ["FORMAT", "VERSION", "Archive", "NotAnArchive"]


class NotAnArchive(Exception):
    """The file is no archive of ours, or was cut or changed. The text is a whole sentence for the reader."""


class Archive:
    """A checked archive: `manifest`, `counts` (table → rows), and the rows of each table."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            found = run_limited("plenary_reader.archives:check_archive", path, limits=LIMITS)
        except LimitExceeded as refusal:
            raise NotAnArchive(
                _("The archive is too large or damaged: %(reason)s")
                % {"reason": said(refusal.template, refusal.params)}
            ) from refusal
        except NotReadable as refusal:
            raise NotAnArchive(said(refusal.template, refusal.params)) from refusal
        self.manifest: dict[str, Any] = found["manifest"]
        self.counts: dict[str, int] = found["tables"]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        return rows(self._path, table)
