"""The common shape of frab XML and JSON, made into a `Schedule`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from plenary_reader.problems import NOTICE, Problem, problem
from plenary_reader.schedules.model import Link, Schedule, ScheduledTalk, SchedulePerson
from plenary_reader.schedules.times import (
    at_clock,
    read_clock,
    read_date,
    read_minutes,
    read_moment,
    zone_named,
)

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def schedule_from(format: str, conference: dict, days: list[dict]) -> Schedule:
    """`days` hold `rooms` as pairs of a name and its events; every other value is as the file has it."""
    problems: list[Problem] = []
    if not conference.get("title") and not conference.get("acronym"):
        problems.append(problem("no_conference", "conference", severity=NOTICE))
    zone_name = line(conference.get("time_zone_name"))
    zone = zone_named(zone_name) if zone_name else None
    if zone_name and zone is None:
        problems.append(
            problem(
                "unknown_time_zone",
                "conference",
                zone=zone_name,
                reading="times without an offset stay local",
            )
        )
    change = read_clock(line(conference.get("day_change"))) or timedelta()
    talks: list[ScheduledTalk] = []
    dates: list[date] = []
    used_rooms: dict[str, None] = {}
    all_rooms: dict[str, None] = {}
    for number, day in enumerate(days, start=1):
        day_date = read_date(line(day.get("date")))
        if day_date is None:
            problems.append(problem("day_unreadable", f"day {number}", index=number))
        else:
            dates.append(day_date)
        for name, events in day["rooms"]:
            all_rooms.setdefault(line(name))
            for event in events:
                talk = _talk(event, line(name), day_date, zone, change, problems)
                talks.append(talk)
                if talk.room:
                    used_rooms.setdefault(talk.room)
    problems += [
        problem("empty_room", f"room {room}", severity=NOTICE, room=room)
        for room in all_rooms
        if room and room not in used_rooms
    ]
    return Schedule(
        format=format,
        title=line(conference.get("title")),
        acronym=line(conference.get("acronym")),
        start=read_date(line(conference.get("start"))),
        end=read_date(line(conference.get("end"))),
        time_zone=zone_name,
        talks=tuple(talks),
        days=tuple(dates),
        day_count=len(days),
        rooms=tuple(used_rooms),
        problems=tuple(problems),
    )


def _talk(
    event: dict, room: str, day: date | None, zone: tzinfo | None, change: timedelta, problems: list[Problem]
) -> ScheduledTalk:
    title = line(event.get("title"))
    id = line(event.get("id")) or line(event.get("code")) or line(event.get("guid"))
    where = f"talk {id}" if id else f"talk “{title[:60]}”"
    start = _start(event, day, zone, change)
    written = line(event.get("date")) or line(event.get("start"))
    if start is None and written:
        problems.append(problem("unparsable_time", where, text=written[:60], title=title))
    duration = event.get("duration")
    minutes = read_minutes(duration)
    if minutes is None and duration not in (None, ""):
        problems.append(problem("unparsable_duration", where, text=line(duration)[:60], title=title))
    links = tuple(_links(event))
    if any(not _is_web(link.url) for link in links):
        problems.append(problem("unsafe_link", where, severity=NOTICE, title=title))
    url = line(event.get("url"))
    return ScheduledTalk(
        id=id,
        guid=line(event.get("guid")),
        title=title,
        date=day or (start.date() if start else None),
        start=start,
        duration_minutes=minutes,
        room=room or line(event.get("room")),
        subtitle=line(event.get("subtitle")),
        abstract=paragraphs(event.get("abstract")),
        description=paragraphs(event.get("description")),
        language=line(event.get("language")),
        track=line(event.get("track")),
        type=line(event.get("type")),
        url=url if _is_web(url) else "",
        persons=tuple(_persons(event)),
        links=tuple(link for link in links if _is_web(link.url)),
    )


def _start(event: dict, day: date | None, zone: tzinfo | None, change: timedelta):
    if moment := read_moment(line(event.get("date"))):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment := read_moment(line(event.get("start"))):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    clock = read_clock(line(event.get("start")))
    on = read_date(line(event.get("date"))) or day
    if clock is None or on is None:
        return None
    if clock < change:  # the conference's day ends after midnight: this is still the evening before
        clock += timedelta(days=1)
    return at_clock(on, clock, zone)


def _persons(event: dict) -> Iterator[SchedulePerson]:
    persons = event.get("persons") or event.get("speakers") or []
    for person in persons if isinstance(persons, list) else []:
        if isinstance(person, dict):
            keys = ("public_name", "name", "full_public_name", "display_name")
            name = next((line(person[key]) for key in keys if person.get(key)), "")
            id = line(person.get("id")) or line(person.get("code")) or line(person.get("guid"))
        else:
            name, id = line(person), ""
        if name or id:
            yield SchedulePerson(name=name, id=id)


def _links(event: dict) -> Iterator[Link]:
    links = event.get("links") or []
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict):
            yield Link(url=line(link.get("url") or link.get("href")), title=line(link.get("title")))
        else:
            yield Link(url=line(link))


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def line(value) -> str:
    """One line of text, whatever the file put there; a value by language gives its first."""
    if isinstance(value, dict):
        value = next((item for item in value.values() if item), "")
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return " ".join(CONTROLS.sub(" ", str(value)).split())


def paragraphs(value) -> str:
    if isinstance(value, dict):
        value = next((item for item in value.values() if item), "")
    if not isinstance(value, str):
        return ""
    return CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
