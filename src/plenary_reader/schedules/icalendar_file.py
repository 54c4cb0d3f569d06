"""iCalendar (RFC 5545): every VEVENT, and every occurrence of one that repeats, is a talk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from plenary_reader.limits import Limits
from plenary_reader.problems import NOTICE, Problem, problem
from plenary_reader.refusals import NotReadable
from plenary_reader.schedules.calendar_zones import Zones
from plenary_reader.schedules.content_lines import Component, components_of
from plenary_reader.schedules.frab import CONTROLS, line, paragraphs
from plenary_reader.schedules.model import Schedule, ScheduledTalk, SchedulePerson
from plenary_reader.schedules.repetition import occurrences
from plenary_reader.schedules.times import YEARS, read_minutes

FORMAT = "icalendar"
MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(Z)?)?$", re.ASCII)
MOST_BROKEN_LINES = 20


def read_icalendar(data: bytes, limits: Limits) -> Schedule:
    found, broken = components_of(data)
    calendars = [component for component in found if component.name == "VCALENDAR"]
    events = [child for calendar in calendars for child in calendar.children if child.name == "VEVENT"]
    if not events:
        raise NotReadable("no_events")
    problems = [
        problem("broken_line", f"line {number}", line=number) for number in broken[:MOST_BROKEN_LINES]
    ]
    zones = Zones(calendars)
    talks = list(_talks(events, zones, limits, problems))
    problems += zones.problems
    if count := sum(bool(talk.persons) for talk in talks):
        problems.append(problem("attendees_as_persons", "calendar", severity=NOTICE, count=count))
    days = sorted({talk.date for talk in talks if talk.date})
    first = calendars[0]
    return Schedule(
        format=FORMAT,
        title=line(first.text("NAME") or first.text("X-WR-CALNAME")),
        talks=tuple(talks),
        days=tuple(days),
        day_count=len(days),
        rooms=tuple(dict.fromkeys(talk.room for talk in talks if talk.room)),
        problems=tuple(problems),
        start=days[0] if days else None,
        end=days[-1] if days else None,
        time_zone=zones.calendar_zone_name,
    )


def _talks(
    events: list[Component], zones: Zones, limits: Limits, problems: list[Problem]
) -> Iterator[ScheduledTalk]:
    moved = {
        (event.text("UID"), _moment(event, "RECURRENCE-ID", zones))
        for event in events
        if event.first("RECURRENCE-ID")
    }
    for number, event in enumerate(events, start=1):
        talk = _talk(event, number, zones, problems)
        if talk.start is None or event.first("RECURRENCE-ID") or not _repeats(event):
            yield talk
            continue
        skipped = {start for uid, start in moved if uid == talk.id}
        read = partial(_read, zones=zones, event=event)
        starts = occurrences(event, talk.title, talk.start, read, limits)
        starts = [start for start in starts if start not in skipped]
        problems.append(
            problem("repeating", f"talk {talk.id}", severity=NOTICE, title=talk.title, count=len(starts))
        )
        for at, start in enumerate(starts):
            suffix = f"/{start:%Y%m%dT%H%M}" if at else ""
            yield replace(talk, id=talk.id + suffix, guid=talk.guid + suffix, start=start, date=start.date())


def _repeats(event: Component) -> bool:
    return bool(event.first("RRULE") or event.first("RDATE"))


def _talk(event: Component, number: int, zones: Zones, problems: list[Problem]) -> ScheduledTalk:
    title = line(event.text("SUMMARY"))
    uid = line(event.text("UID"))
    id = uid or f"event-{number}"
    if event.first("RECURRENCE-ID"):
        id = f"{id}/{line(event.text('RECURRENCE-ID'))}"
    where = f"talk {id}"
    start, end = _moment(event, "DTSTART", zones), _moment(event, "DTEND", zones)
    written = event.first("DTSTART")
    if written and start is None:
        problems.append(problem("unparsable_time", where, text=line(written.value)[:60], title=title))
    if CONTROLS.search(event.text("SUMMARY") + event.text("LOCATION")):
        problems.append(problem("control_characters", where, severity=NOTICE, title=title))
    cancelled = event.text("STATUS").strip().upper() == "CANCELLED"
    if cancelled:
        problems.append(problem("cancelled", where, severity=NOTICE, title=title))
    whole_day = start is not None and not isinstance(start, datetime)
    if whole_day:
        problems.append(problem("whole_day", where, severity=NOTICE, title=title))
    url = line(event.text("URL"))
    return ScheduledTalk(
        id=id,
        guid=id if uid else "",
        title=title,
        date=start.date() if isinstance(start, datetime) else start,
        start=start if isinstance(start, datetime) else None,
        duration_minutes=_minutes(event, start, end, title, where, problems),
        room=line(event.text("LOCATION")),
        description=paragraphs(event.text("DESCRIPTION")),
        track=line(event.text("CATEGORIES")),
        url=url if url.lower().startswith(("http://", "https://")) else "",
        cancelled=cancelled,
        persons=tuple(_persons(event)),
    )


def _minutes(event: Component, start, end, title: str, where: str, problems: list[Problem]) -> int | None:
    if event.first("DURATION"):
        return read_minutes(event.text("DURATION").strip())
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    if (start.tzinfo is None) != (end.tzinfo is None):
        end = end.replace(tzinfo=start.tzinfo)
    minutes = round((end - start) / timedelta(minutes=1))
    if minutes < 0:
        problems.append(problem("end_before_start", where, title=title))
        return None
    return minutes


def _persons(event: Component) -> Iterator[SchedulePerson]:
    for attendee in event.properties.get("ATTENDEE", ()):
        role = attendee.parameters.get("CUTYPE", "INDIVIDUAL").upper()
        name = line(attendee.parameters.get("CN"))
        if name and role == "INDIVIDUAL":  # not the rooms and projectors that calendars invite too
            yield SchedulePerson(name=name)


def _moment(event: Component, name: str, zones: Zones) -> datetime | date | None:
    found = event.first(name)
    return _read(found.value, zones, event, found.parameters.get("TZID", "")) if found else None


def _read(text: str, zones: Zones, event: Component, zone_name: str | None = None) -> datetime | date | None:
    """`zone_name=None` means: the zone the event's DTSTART has, for the lists that may not name it again."""
    found = MOMENT.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, utc = found.groups()
    if zone_name is None:
        begun = event.first("DTSTART")
        zone_name = begun.parameters.get("TZID", "") if begun else ""
    try:
        if hour is None:
            moment = date(int(year), int(month), int(day))
            return moment if moment.year in YEARS else None
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59))
    except ValueError:
        return None
    return zones.place(moment, utc=bool(utc), name=zone_name) if moment.year in YEARS else None
