"""A published schedule, as frozen data, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plenary_reader.json_form import JsonForm
from plenary_reader.problems import Problem


@dataclass(frozen=True)
class SchedulePerson(JsonForm):
    name: str
    id: str = ""  # as the file gives it; formats without ids leave it empty


@dataclass(frozen=True)
class Link(JsonForm):
    url: str  # http(s) only
    title: str = ""


@dataclass(frozen=True)
class ScheduledTalk(JsonForm):
    id: str
    title: str
    guid: str = ""
    date: date | None = None  # the day it belongs to; a talk after midnight belongs to the evening before
    start: datetime | None = None  # aware when the file knows the offset, naive otherwise
    duration_minutes: int | None = None
    room: str = ""
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    language: str = ""
    track: str = ""
    type: str = ""
    url: str = ""
    cancelled: bool = False
    persons: tuple[SchedulePerson, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Schedule(JsonForm):
    format: str  # "frab-xml", "frab-json" or "icalendar"
    title: str
    talks: tuple[ScheduledTalk, ...]
    days: tuple[date, ...]  # the file's days, whether or not they hold a talk; iCalendar: local dates
    rooms: tuple[str, ...]  # that hold a talk, in the file's order
    problems: tuple[Problem, ...]
    acronym: str = ""
    start: date | None = None
    end: date | None = None
    day_count: int = 0  # the file's own day elements, even one whose date cannot be read
    time_zone: str = ""

    @property
    def speaker_count(self) -> int:
        """Distinct people: by id where the file has ids, by name where it has none."""
        return len({person.id or person.name for talk in self.talks for person in talk.persons})
