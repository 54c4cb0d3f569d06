"""What a guest list or a talk list says, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from plenary_reader.json_form import JsonForm
from plenary_reader.problems import Problem


@dataclass(frozen=True)
class ColumnMapping(JsonForm):
    """How one column was understood.

    `field` is a field of GuestRow or TalkRow, a combined field ("reach", "organisation_title", "contact"),
    "number" for a running number, "left_out" for data we refuse to read, or "extra" for a column kept
    under its own header. `confidence` is 1.0 for a header known by heart, less for one understood by its
    words, 0.5 for one guessed from the values, 0.0 for "extra".
    """

    sheet: str
    index: int  # from 0
    letter: str  # as the spreadsheet names it
    header: str
    field: str
    confidence: float


@dataclass(frozen=True)
class ContactPerson(JsonForm):
    """Who answers for the guest: a secretary or liaison, often the same one for several leaders."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuestRow(JsonForm):
    """One person. Two persons in one cell become two rows with the same row number."""

    sheet: str
    row: int  # as numbered in the file, from 1
    name: str
    family_name: str = ""
    given_name: str = ""
    salutation: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""  # 职务, position
    academic_title: str = ""  # 职称, professor
    phones: tuple[str, ...] = ()  # E.164 where the number is understood, as written otherwise
    emails: tuple[str, ...] = ()
    category: str = ""
    gender: str = ""
    diet: str = ""
    arrival: str = ""
    departure: str = ""
    lodging: str = ""
    note: str = ""
    contact: ContactPerson | None = None
    extra: dict = field(default_factory=dict)  # header: text, for columns we have no field for


@dataclass(frozen=True)
class GuestList(JsonForm):
    columns: tuple[ColumnMapping, ...]
    rows: tuple[GuestRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Speaker(JsonForm):
    name: str
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class TalkRow(JsonForm):
    """One talk. Times are as the sheet gives them: without a time zone, which is the edition's to know."""

    sheet: str
    row: int
    title: str
    abstract: str = ""
    speakers: tuple[Speaker, ...] = ()
    duration_minutes: int | None = None
    language: str = ""
    track: str = ""
    room: str = ""
    start: datetime | None = None
    end: datetime | None = None
    date_text: str = ""  # as written, when it could not be understood
    type: str = ""
    reference: str = ""  # the sheet's own identifier
    note: str = ""
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True)
class TalkList(JsonForm):
    columns: tuple[ColumnMapping, ...]
    rows: tuple[TalkRow, ...]
    problems: tuple[Problem, ...]
