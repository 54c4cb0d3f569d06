"""A whole problem as JSON, in names; docs/reference/solver-files.md describes it.

Penalties are objects of objects: `"talk_session": {"A101": {"Wed1": 10}}`; what is not named costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.checks import check
from plenary_solver.timetabling.json_fields import Fields, whole
from plenary_solver.timetabling.layout import zeros_left_out
from plenary_solver.timetabling.problem import (
    Matrix,
    Pin,
    Problem,
    Room,
    Session,
    Talk,
    TimeWindow,
    Track,
    Weights,
)
from plenary_solver.timetabling.timezones import is_time, timezone_penalties

TALK = ("ref", "track", "slots", "order", "presenters", "attendees", "timezone")
TRACK = ("name", "chairs")
SESSION = ("name", "slots", "date", "start", "end")
PIN = ("talk", "session", "room")
WEIGHTS = tuple(field.name for field in fields(Weights))
WINDOW = tuple(field.name for field in fields(TimeWindow))
MATRICES = {  # the rows and columns of each matrix of penalties
    "track_session": ("track", "session"),
    "track_room": ("track", "room"),
    "session_room": ("session", "room"),
    "similar": ("track", "track"),
    "talk_session": ("talk", "session"),
    "talk_room": ("talk", "room"),
    "talk_timezone": ("talk", "session"),
}
PROBLEM = (
    *("name", "talks", "tracks", "sessions", "rooms", "weights", "window"),
    *MATRICES,
    *("forbidden", "closed", "pins"),
)

Positions = dict[str, int]


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """The problem in names. `similar` names each two tracks once."""
    names = _names(problem)
    data: dict[str, Any] = {
        "name": problem.name,
        "talks": [
            {**asdict(talk), "track": names["track"][talk.track], **_lists(talk)} for talk in problem.talks
        ],
        "tracks": [{"name": track.name, "chairs": list(track.chairs)} for track in problem.tracks],
        "sessions": [asdict(session) for session in problem.sessions],
        "rooms": [room.name for room in problem.rooms],
        "weights": asdict(problem.weights),
        "window": asdict(problem.window),
    }
    for field, (rows, columns) in MATRICES.items():
        data[field] = _sparse(getattr(problem, field), names[rows], names[columns], once=field == "similar")
    data["forbidden"] = [
        {"talk": names["talk"][i], "session": names["session"][s]} for i, s in sorted(problem.forbidden)
    ]
    data["closed"] = [
        {"session": names["session"][s], "room": names["room"][r]} for s, r in sorted(problem.closed)
    ]
    data["pins"] = [
        {
            "talk": names["talk"][pin.talk],
            "session": names["session"][pin.session],
            "room": None if pin.room is None else names["room"][pin.room],
        }
        for pin in problem.pins
    ]
    return data


def problem_from_json(data: object, name: str = "") -> Problem:
    """The problem of a document, called `name` when it has none itself. Matrices without any penalty are ().

    A talk is in the local time zone when it names none. Without `talk_timezone`, penalties of time zones follow from `window`, as in a workbook. Raises BadInput.
    """
    document = Fields(data, "", PROBLEM)
    sessions = tuple(_session(item) for item in document.each("sessions", SESSION))
    tracks = tuple(Track(item.text("name"), item.texts("chairs")) for item in document.each("tracks", TRACK))
    rooms = tuple(Room(room) for room in document.texts("rooms"))
    positions = {
        "session": _positions([session.name for session in sessions], "sessions"),
        "track": _positions([track.name for track in tracks], "tracks"),
        "room": _positions([room.name for room in rooms], "rooms"),
    }
    weights, window = _weights(document), _window(document)
    talks = tuple(_talk(item, positions["track"], window.timezone) for item in document.each("talks", TALK))
    positions["talk"] = _positions([talk.ref for talk in talks], "talks")
    matrices = {field: _matrix(document, field, positions) for field in MATRICES}
    if not document.has("talk_timezone") and weights.talk_timezone > 0:
        matrices["talk_timezone"] = _derived(talks, sessions, window)
    problem = Problem(
        name=document.text("name", name),
        talks=talks,
        tracks=tracks,
        sessions=sessions,
        rooms=rooms,
        weights=weights,
        window=window,
        **matrices,
        forbidden=frozenset(
            (_at(item, "talk", positions), _at(item, "session", positions))
            for item in document.each("forbidden", ("talk", "session"))
        ),
        closed=frozenset(
            (_at(item, "session", positions), _at(item, "room", positions))
            for item in document.each("closed", ("session", "room"))
        ),
        pins=tuple(_pin(item, positions) for item in document.each("pins", PIN)),
    )
    check(problem, lambda field, index: f"{field}[{index}]" if field in ("talks", "pins") else field)
    return problem


def _names(problem: Problem) -> dict[str, list[str]]:
    return {
        "talk": [talk.ref for talk in problem.talks],
        "track": [track.name for track in problem.tracks],
        "session": [session.name for session in problem.sessions],
        "room": [room.name for room in problem.rooms],
    }


def _lists(talk: Talk) -> dict[str, list[str]]:
    return {"presenters": list(talk.presenters), "attendees": list(talk.attendees)}


def _sparse(
    matrix: Matrix, rows: Sequence[str], columns: Sequence[str], *, once: bool
) -> dict[str, dict[str, int]]:
    found = {
        rows[r]: {columns[c]: cost for c, cost in enumerate(row) if cost and (not once or c > r)}
        for r, row in enumerate(matrix)
    }
    return {name: costs for name, costs in found.items() if costs}


def _positions(names: Sequence[str], where: str) -> Positions:
    found: Positions = {}
    for number, name in enumerate(names):
        if not name.strip():
            raise BadInput("It has no name.", where=f"{where}[{number}]")
        if name in found:
            raise BadInput(f"«{name}» is named twice; every name must be unique.", where=f"{where}[{number}]")
        found[name] = number
    if not found:
        raise BadInput("There is none; name at least one.", where=where)
    return found


def _known(name: object, kind: str, positions: Mapping[str, Positions], where: str) -> int:
    if not isinstance(name, str) or name not in positions[kind]:
        raise BadInput(f"«{name}» is no {kind} of this problem.", where=where)
    return positions[kind][name]


def _at(item: Fields, kind: str, positions: Mapping[str, Positions]) -> int:
    return _known(item.data.get(kind), kind, positions, item.at(kind))


def _session(item: Fields) -> Session:
    for field in ("start", "end"):
        if item.text(field, "") and not is_time(item.text(field)):
            raise BadInput(f"«{item.text(field)}» is no time of day such as 09:30.", where=item.at(field))
    return Session(
        name=item.text("name"),
        slots=item.whole("slots", least=1),
        date=item.text("date", ""),
        start=item.text("start", ""),
        end=item.text("end", ""),
    )


def _talk(item: Fields, tracks: Positions, local: int) -> Talk:
    return Talk(
        ref=item.text("ref"),
        track=_at(item, "track", {"track": tracks}),
        slots=item.whole("slots", 1, least=1),
        order=item.whole("order", 0, least=0),
        presenters=item.texts("presenters"),
        attendees=item.texts("attendees"),
        timezone=item.whole("timezone", local, least=-12, most=14),
    )


def _pin(item: Fields, positions: Mapping[str, Positions]) -> Pin:
    room = _at(item, "room", positions) if item.has("room") else None
    return Pin(_at(item, "talk", positions), _at(item, "session", positions), room)


def _weights(document: Fields) -> Weights:
    item = Fields(document.data.get("weights") or {}, "weights", WEIGHTS)
    return Weights(**{name: item.whole(name, 0) for name in WEIGHTS})


def _window(document: Fields) -> TimeWindow:
    item = Fields(document.data.get("window") or {}, "window", WINDOW)
    plain = TimeWindow()
    times = {}
    for name in ("suitable_from", "suitable_to", "bearable_from", "bearable_to"):
        times[name] = item.text(name, getattr(plain, name))
        if not is_time(times[name]):
            raise BadInput(f"«{times[name]}» is no time of day such as 09:30.", where=item.at(name))
    return TimeWindow(
        timezone=item.whole("timezone", 0, least=-12, most=14),
        **times,
        bearable_penalty=item.whole("bearable_penalty", 0, least=0),
        unsuitable_penalty=item.whole("unsuitable_penalty", 0, least=0),
    )


def _derived(talks: tuple[Talk, ...], sessions: tuple[Session, ...], window: TimeWindow) -> Matrix:
    for number, session in enumerate(sessions):
        if not (session.start and session.end):
            raise BadInput(
                "Start or end is missing, and time zones have a weight.", where=f"sessions[{number}]"
            )
    return timezone_penalties(talks, sessions, window)


def _matrix(document: Fields, field: str, positions: Mapping[str, Positions]) -> Matrix:
    row_kind, column_kind = MATRICES[field]
    rows = [[0] * len(positions[column_kind]) for _ in positions[row_kind]]
    for name, costs in Fields(document.data.get(field) or {}, field).data.items():
        row = _known(name, row_kind, positions, field)
        for other, cost in Fields(costs, f"{field}.{name}").data.items():
            where = f"{field}.{name}.{other}"
            column = _known(other, column_kind, positions, where)
            penalty = whole(cost, where, least=0)
            if field == "similar":
                if row == column or rows[row][column] not in (0, penalty):
                    raise BadInput(
                        "Name each two different tracks once; they are alike in both directions.", where=where
                    )
                rows[column][row] = penalty
            rows[row][column] = penalty
    return zeros_left_out(tuple(tuple(row) for row in rows))
