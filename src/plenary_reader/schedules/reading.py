"""Decides by its content which kind of schedule a file is, and has it read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from plenary_reader.limits import Limits
from plenary_reader.refusals import NotReadable
from plenary_reader.schedules.model import Schedule
from plenary_reader.schedules.oddities import oddities_of

BINARY = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def schedule_in(path: Path, limits: Limits) -> Schedule:
    data = Path(path).read_bytes()
    head = _head(data)
    if head.startswith("<"):
        from plenary_reader.schedules.pentabarf import read_pentabarf

        schedule = read_pentabarf(data)
    elif head.startswith(("{", "[")):
        from plenary_reader.schedules.frab_json import read_frab_json

        schedule = read_frab_json(data)
    elif re.match(r"BEGIN\s*:\s*VCALENDAR", head, re.IGNORECASE):
        from plenary_reader.schedules.icalendar_file import read_icalendar

        schedule = read_icalendar(data, limits)
    else:
        raise NotReadable("not_a_schedule", kind=_kind(data, head))
    return replace(schedule, problems=schedule.problems + oddities_of(schedule))


def _head(data: bytes) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    return data[:4096].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\x00")


def _kind(data: bytes, head: str) -> str:
    for mark, kind in BINARY:
        if data.startswith(mark):
            return kind
    if head.upper().startswith("BEGIN:VCARD"):
        return "an address card (vCard)"
    if head.upper().startswith("BEGIN:"):
        return "a fragment of a calendar"
    return "plain text or a table"
