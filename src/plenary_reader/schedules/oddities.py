"""What a person should look at in a schedule that was read: gaps, doubles, clashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from plenary_reader.problems import NOTICE, Problem, problem
from plenary_reader.schedules.model import Schedule, ScheduledTalk

MOST_OF_A_KIND = 200  # a file whose talks all clash says so two hundred times, not twenty million
LONG = 12 * 60


def oddities_of(schedule: Schedule) -> tuple[Problem, ...]:
    talks = schedule.talks
    if not talks:
        return (problem("no_talks", "schedule"),)
    kinds = (
        _gaps(talks),
        _missing_guids(talks),
        _naive_times(talks),
        _duplicates(talks, "id"),
        _duplicates(talks, "guid"),
        _after_midnight(talks),
        _room_overlaps(talks),
        _person_overlaps(talks),
    )
    return tuple(found for kind in kinds for found in islice(kind, MOST_OF_A_KIND))


def where(talk: ScheduledTalk) -> str:
    return f"talk {talk.id}" if talk.id else f"talk “{talk.title[:60]}”"


def _gaps(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    for talk in talks:
        if not talk.title:
            yield problem("talk_without_title", where(talk))
        if not talk.persons:
            yield problem("talk_without_person", where(talk), severity=NOTICE, title=talk.title)
        if not talk.room:
            yield problem("missing_room", where(talk), title=talk.title)
        if not talk.start and not talk.date:
            yield problem("missing_time", where(talk), title=talk.title)
        if not talk.duration_minutes:
            yield problem("missing_duration", where(talk), title=talk.title)
        elif talk.duration_minutes > LONG:
            hours = round(talk.duration_minutes / 60, 1)
            yield problem("long_duration", where(talk), title=talk.title, hours=hours)


def _missing_guids(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    count = sum(not talk.guid for talk in talks)
    if count:
        yield problem("missing_guids", "schedule", severity=NOTICE, count=count)


def _naive_times(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    count = sum(talk.start is not None and talk.start.tzinfo is None for talk in talks)
    if count:
        yield problem("naive_times", "schedule", count=count)


def _duplicates(talks: Iterable[ScheduledTalk], name: str) -> Iterator[Problem]:
    first: dict[str, ScheduledTalk] = {}
    for talk in talks:
        value = getattr(talk, name)
        other = first.setdefault(value, talk)
        if value and other is not talk:
            titles = {"title": talk.title, "other": other.title}
            yield problem(f"duplicate_{name}", where(talk), **titles, **{name: value})


def _after_midnight(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    for talk in talks:
        if talk.start and talk.date and talk.start.date() != talk.date:
            clock = talk.start.strftime("%H:%M")
            day = talk.date.isoformat()
            yield problem(
                "after_midnight", where(talk), severity=NOTICE, title=talk.title, time=clock, date=day
            )


def _room_overlaps(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    by_room = defaultdict(list)
    for talk in talks:
        if talk.room:
            by_room[talk.room].append(talk)
    for room, held in by_room.items():
        for talk, other in _overlapping(held):
            yield problem("room_overlap", where(other), title=talk.title, other=other.title, room=room)


def _person_overlaps(talks: Iterable[ScheduledTalk]) -> Iterator[Problem]:
    by_person = defaultdict(list)
    for talk in talks:
        for key, name in {(person.id or person.name): person.name for person in talk.persons}.items():
            by_person[key].append((name, talk))
    for held in by_person.values():
        if len(held) < 2:
            continue
        for talk, other in _overlapping([talk for _, talk in held]):
            if talk.room != other.room:
                names = {"person": held[0][0], "title": talk.title, "other": other.title}
                rooms = {"room": talk.room or "?", "other_room": other.room or "?"}
                yield problem("person_overlap", where(other), **names, **rooms)


def _overlapping(talks: list[ScheduledTalk]) -> Iterator[tuple[ScheduledTalk, ScheduledTalk]]:
    spans = sorted(
        (
            (_instant(talk.start), talk.duration_minutes, number, talk)
            for number, talk in enumerate(talks)
            if talk.start and talk.duration_minutes and not talk.cancelled
        ),
    )
    for at, (start, minutes, _, talk) in enumerate(spans):
        end = start + timedelta(minutes=minutes)
        for later, _, _, other in islice(spans, at + 1, None):
            if later >= end:
                break
            yield talk, other


def _instant(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
