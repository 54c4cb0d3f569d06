"""The smallest problems a test needs, written in names.

    problem = tiny(talk("A1", "A", presenters="Ada"), talk("B1", "B", presenters="Ada"), presenter_conflict=10)
    timetable = placed(problem, "Wed1 R1: A1", "Wed1 R2: B1")

Without more said there are sessions Wed1, Wed2 and Thu1 of two slots, rooms R1 and R2, and the tracks of the talks.
"""

from collections.abc import Mapping
from typing import NamedTuple

from plenary_solver.timetabling.problem import (
    Cell,
    Matrix,
    Pin,
    Problem,
    Room,
    Session,
    Talk,
    Timetable,
    Track,
    Weights,
)

Costs = Mapping[tuple[str, str], int]


class NamedTalk(NamedTuple):
    ref: str
    track: str
    slots: int
    order: int
    presenters: str
    attendees: str
    timezone: int


def talk(
    ref: str,
    track: str = "A",
    *,
    slots: int = 1,
    order: int = 0,
    presenters: str = "",
    attendees: str = "",
    timezone: int = 0,
) -> NamedTalk:
    """`presenters` and `attendees` are names with blanks between them."""
    return NamedTalk(ref, track, slots, order, presenters, attendees, timezone)


def tiny(
    *talks: NamedTalk,
    sessions: Mapping[str, int] | None = None,
    rooms: str = "R1 R2",
    chairs: Mapping[str, str] | None = None,
    track_session: Costs | None = None,
    track_room: Costs | None = None,
    session_room: Costs | None = None,
    similar: Costs | None = None,
    talk_session: Costs | None = None,
    talk_room: Costs | None = None,
    talk_timezone: Costs | None = None,
    forbidden: tuple[str, ...] = (),
    closed: tuple[str, ...] = (),
    pins: tuple[str, ...] = (),
    weights: Mapping[str, int] | None = None,
    name: str = "tiny",
    **more_weights: int,
) -> Problem:
    """`forbidden` holds «A1 Wed1», `closed` «Wed1 R1», `pins` «A1 Wed1» or «A1 Wed1 R1»; weights go by their names."""
    session_names = list(sessions or {"Wed1": 2, "Wed2": 2, "Thu1": 2})
    room_names = rooms.split()
    track_names = list(dict.fromkeys(talk.track for talk in talks))
    refs = [talk.ref for talk in talks]
    return Problem(
        name=name,
        talks=tuple(
            Talk(
                ref=each.ref,
                track=track_names.index(each.track),
                slots=each.slots,
                order=each.order,
                presenters=tuple(each.presenters.split()),
                attendees=tuple(each.attendees.split()),
                timezone=each.timezone,
            )
            for each in talks
        ),
        tracks=tuple(Track(track, tuple((chairs or {}).get(track, "").split())) for track in track_names),
        sessions=tuple(
            Session(session, slots)
            for session, slots in (sessions or dict.fromkeys(session_names, 2)).items()
        ),
        rooms=tuple(Room(room) for room in room_names),
        weights=Weights(**{**(weights or {}), **more_weights}),
        track_session=_matrix(track_names, session_names, track_session),
        track_room=_matrix(track_names, room_names, track_room),
        session_room=_matrix(session_names, room_names, session_room),
        similar=_matrix(
            track_names,
            track_names,
            {**(similar or {}), **{(b, a): cost for (a, b), cost in (similar or {}).items()}},
        ),
        talk_session=_matrix(refs, session_names, talk_session),
        talk_room=_matrix(refs, room_names, talk_room),
        talk_timezone=_matrix(refs, session_names, talk_timezone),
        forbidden=frozenset(_indices(pair, refs, session_names) for pair in forbidden),
        closed=frozenset(_indices(pair, session_names, room_names) for pair in closed),
        pins=tuple(Pin(*_indices(pin, refs, session_names, room_names)) for pin in pins),
    )


def placed(problem: Problem, *cells: str) -> Timetable:
    """Cells «Wed1 R1: A1 A2»; each has the track of its first talk."""
    refs = [talk.ref for talk in problem.talks]
    made = []
    for cell in cells:
        where, what = cell.split(":")
        session, room = _indices(
            where, [session.name for session in problem.sessions], [room.name for room in problem.rooms]
        )
        talks = tuple(refs.index(ref) for ref in what.split())
        made.append(Cell(session, room, problem.talks[talks[0]].track, talks))
    return Timetable(tuple(sorted(made, key=lambda cell: (cell.session, cell.room))))


def _indices(text: str, *names: list[str]) -> tuple[int, ...]:
    return tuple(there.index(word) for word, there in zip(text.split(), names, strict=False))


def _matrix(rows: list[str], columns: list[str], costs: Costs | None) -> Matrix:
    if not costs:
        return ()
    return tuple(tuple(costs.get((row, column), 0) for column in columns) for row in rows)
