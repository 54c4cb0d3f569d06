"""The adapter to `plenary_reader`: a dropped spreadsheet, read in a limited subprocess, as plain JSON."""

import secrets
from pathlib import Path

from django.conf import settings

from plenary.web.sentences import said
from plenary_reader.intake import guest_list
from plenary_reader.refusals import NotReadable
from plenary_reader.sentences import PROBLEMS

MOST_BYTES = 10 * 1024 * 1024


class NotAGuestList(Exception):
    """`str()` says in the reader's language why the file was not read and what to do."""


def keep(content: bytes) -> str:
    """Writes the upload where only we choose the name; returns that name."""
    name = secrets.token_hex(16)
    _folder().mkdir(parents=True, exist_ok=True)
    (_folder() / name).write_bytes(content)
    return name


def forget(name: str) -> None:
    if name:
        (_folder() / name).unlink(missing_ok=True)


def read_kept(name: str, columns: dict[str, str] | None = None) -> dict:
    return read(_folder() / name, columns)


def read(path: Path, columns: dict[str, str] | None = None) -> dict:
    """The reading as JSON: columns, rows, problems. `columns` says of «sheet|letter» what it holds.

    Raises NotAGuestList; never anything else about the file.
    """
    try:
        return guest_list(path, columns=columns or {}).as_json()
    except NotReadable as refusal:
        raise NotAGuestList(said(refusal.template, refusal.params)) from refusal


def sentence(problem: dict) -> str:
    """What a problem of the reading says, in the reader's language."""
    template = PROBLEMS.get(problem["code"])
    return said(template, problem["params"]) if template else problem["what"]


def _folder() -> Path:
    return Path(settings.DATA) / "guest-lists"
