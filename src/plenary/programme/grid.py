"""One day as a printed timetable: rooms are columns, starting times are rows. Plain values for a template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from plenary.programme.timetable import Room, Talk, Timetable


@dataclass(frozen=True)
class Cell:
    """Talks that begin at one time in one room (more than one only by mistake, or beside a cancelled one)."""

    talks: tuple[Talk, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Row:
    starts: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Day:
    date: date
    rooms: tuple[Room, ...]
    rows: tuple[Row, ...]


def days(timetable: Timetable) -> list[Day]:
    """Every day of the edition, those that hold no talk yet too. A talk past midnight belongs to where it starts."""
    return [
        _day(day, [talk for talk in timetable.talks if talk.starts.date() == day], timetable.rooms)
        for day in timetable.days
    ]


def _day(day: date, talks: list[Talk], all_rooms: tuple[Room, ...]) -> Day:
    used = {talk.room.id for talk in talks}
    rooms = tuple(room for room in all_rooms if room.id in used)
    starts = sorted({talk.starts for talk in talks})
    at: dict[tuple[datetime, int], list[Talk]] = {}
    for talk in talks:
        at.setdefault((talk.starts, talk.room.id), []).append(talk)
    together = _alone(talks)
    rows, busy = [], dict.fromkeys((room.id for room in rooms), 0)
    for index, start in enumerate(starts):
        rows.append(Row(start, tuple(_cells(index, starts, rooms, at, busy, together))))
    return Day(day, rooms, tuple(rows))


def _cells(
    index: int,
    starts: list[datetime],
    rooms: tuple[Room, ...],
    at: dict[tuple[datetime, int], list[Talk]],
    busy: dict[int, int],
    alone: set[int],
) -> Iterator[Cell]:
    """The cells of a row: what begins here, a gap where nothing runs, nothing where a cell above reaches down."""
    here = [found for room in rooms if (found := at.get((starts[index], room.id)))]
    if len(here) == 1 and {talk.number for talk in here[0]} <= alone:
        yield Cell(tuple(here[0]), columns=len(rooms))
        return
    for room in rooms:
        if busy[room.id] > index:
            continue
        found = at.get((starts[index], room.id), [])
        ends = max((talk.ends for talk in found), default=starts[index])
        # Down to the row where it has ended, or where this room goes on with something else.
        until = index + 1
        while until < len(starts) and starts[until] < ends and (starts[until], room.id) not in at:
            until += 1
        busy[room.id] = until
        yield Cell(tuple(found), rows=until - index)


def _alone(talks: list[Talk]) -> set[int]:
    """Numbers of talks with nothing beside them: openings, keynotes, breaks. They go across all columns."""
    alone, latest = set(), None
    ordered = sorted(talks, key=lambda talk: talk.starts)
    for position, talk in enumerate(ordered):
        after = ordered[position + 1] if position + 1 < len(ordered) else None
        if (latest is None or latest <= talk.starts) and (after is None or after.starts >= talk.ends):
            alone.add(talk.number)
        latest = max(latest, talk.ends) if latest else talk.ends
    return alone
