"""A problem as a CoSPLib workbook, which `read` and the benchmark's own programs read back."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.cosplib.parameters import WEIGHTS
from plenary_solver.timetabling.cosplib.reading import SESSION, SUBMISSION
from plenary_solver.timetabling.layout import penalty_of
from plenary_solver.timetabling.problem import Matrix, Problem, Session
from plenary_solver.timetabling.timezones import timezone_penalties

Value = str | int | datetime.date | datetime.time
Row = Sequence[Value]


def write(problem: Problem, path: str | Path) -> None:
    """Write a workbook such that `read` gives the same problem, if it is named after the file.

    Raises BadInput for what a workbook cannot say: a name that is blank or holds «, » where such names are listed, or
    time-zone penalties that do not follow from the time window.
    """
    _check(problem)
    sheets: dict[str, list[Row]] = {
        "parameters": _parameters(problem),
        "submissions": _submissions(problem),
        "tracks": [
            ("Tracks", "Chairs"),
            *((track.name, ", ".join(track.chairs)) for track in problem.tracks),
        ],
        "sessions": [SESSION, *(_session(session) for session in problem.sessions)],
        "rooms": [("Rooms",), *((name,) for name in _rooms(problem))],
        "tracks_sessions|penalty": _penalties(_tracks(problem), _sessions(problem), problem.track_session),
        "tracks_rooms|penalty": _penalties(_tracks(problem), _rooms(problem), problem.track_room),
        "similar tracks": _penalties(_tracks(problem), _tracks(problem), _upper(problem.similar)),
        "sessions_rooms|penalty": _penalties(_sessions(problem), _rooms(problem), problem.session_room),
    }
    sheets |= _additions(problem)
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for title, rows in sheets.items():
        _fill(book.create_sheet(title), rows)
    book.save(path)


def _check(problem: Problem) -> None:
    people = [
        *(name for talk in problem.talks for name in (*talk.presenters, *talk.attendees)),
        *(name for track in problem.tracks for name in track.chairs),
    ]
    for name in people:
        if ", " in name or not name:
            raise BadInput(f"A workbook separates people with «, »; «{name}» cannot be one of them.")
    names = [*_refs(problem), *_tracks(problem), *_sessions(problem), *_rooms(problem)]
    if not all(name.strip() for name in names):
        raise BadInput("A workbook needs a name for every submission, track, session and room.")
    if problem.weights.talk_timezone > 0:
        derived = timezone_penalties(problem.talks, problem.sessions, problem.window)
        for i, talk in enumerate(problem.talks):
            for s, session in enumerate(problem.sessions):
                ours, theirs = penalty_of(problem.talk_timezone, i, s), penalty_of(derived, i, s)
                if ours != theirs:
                    raise BadInput(
                        f"The time zone of «{talk.ref}» costs {ours} in «{session.name}», but {theirs} by the time "
                        "window, from which a workbook derives it."
                    )


def _fill(sheet: Worksheet, rows: Iterable[Row]) -> None:
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            if value == "":
                continue
            try:
                cell = sheet.cell(r, c, value)
            except IllegalCharacterError as error:
                raise BadInput(f"«{value!r}» holds a character that no workbook can hold.") from error
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is no formula


def _parameters(problem: Problem) -> list[Row]:
    window = problem.window
    left: list[tuple[str, Value]] = [
        ("Sessions", ""),
        ("Local time zone:", _zone(window.timezone)),
        ("Suitable scheduling times", ""),
        ("From:", _time(window.suitable_from)),
        ("To:", _time(window.suitable_to)),
        ("Less suitable scheduling times", ""),
        ("From:", _time(window.bearable_from)),
        ("To:", _time(window.bearable_to)),
        ("Penalty:", window.bearable_penalty),
        ("Unsuitable scheduling times", ""),
        ("Penalty:", window.unsuitable_penalty),
    ]
    left += [("", "")] * (1 + len(WEIGHTS) - len(left))
    right: list[tuple[str, Value]] = [("Weights", "")]
    right += [(label, getattr(problem.weights, name)) for name, label in WEIGHTS.items()]
    return [(*first, "", *second) for first, second in zip(left, right, strict=True)]


def _submissions(problem: Problem) -> list[Row]:
    rows: list[Row] = [(*SUBMISSION, *_sessions(problem), *_rooms(problem))]
    for i, talk in enumerate(problem.talks):
        to_sessions = (penalty_of(problem.talk_session, i, s) for s in range(len(problem.sessions)))
        to_rooms = (penalty_of(problem.talk_room, i, r) for r in range(len(problem.rooms)))
        rows.append(
            (
                talk.ref,
                problem.tracks[talk.track].name,
                talk.slots,
                talk.order,
                _zone(talk.timezone),
                ", ".join(talk.presenters),
                ", ".join(talk.attendees),
                *(cost or "" for cost in to_sessions),
                *(cost or "" for cost in to_rooms),
            )
        )
    return rows


def _chairs(problem: Problem) -> list[Row]:
    return [(track.name, ", ".join(track.chairs)) for track in problem.tracks]


def _session(session: Session) -> Row:
    date: Value = datetime.date.fromisoformat(session.date) if session.date else ""
    return session.name, session.slots, date, _time(session.start), _time(session.end)


def _penalties(rows: Sequence[str], columns: Sequence[str], matrix: Matrix) -> list[Row]:
    body = (
        (name, *(penalty_of(matrix, r, c) or "" for c in range(len(columns)))) for r, name in enumerate(rows)
    )
    return [("", *columns), *body]


def _upper(matrix: Matrix) -> Matrix:
    return tuple(tuple(cost if c > r else 0 for c, cost in enumerate(row)) for r, row in enumerate(matrix))


def _additions(problem: Problem) -> dict[str, list[Row]]:
    """Sheets for what the benchmark does not know, only when there is something to say."""
    refs, sessions, rooms = _refs(problem), _sessions(problem), _rooms(problem)
    sheets: dict[str, list[Row]] = {
        "submissions_forbidden": [(refs[i], sessions[s]) for i, s in sorted(problem.forbidden)],
        "rooms_closed": [(sessions[s], rooms[r]) for s, r in sorted(problem.closed)],
        "submissions_pinned": [
            (refs[pin.talk], sessions[pin.session], "" if pin.room is None else rooms[pin.room])
            for pin in problem.pins
        ],
    }
    headers = {
        "submissions_forbidden": ("Reference", "Session"),
        "rooms_closed": ("Session", "Room"),
        "submissions_pinned": ("Reference", "Session", "Room"),
    }
    return {title: [headers[title], *rows] for title, rows in sheets.items() if rows}


def _zone(hours: int) -> str:
    return f"GMT{hours:+d}"


def _time(time: str) -> Value:
    return datetime.time.fromisoformat(time) if time else ""


def _refs(problem: Problem) -> list[str]:
    return [talk.ref for talk in problem.talks]


def _tracks(problem: Problem) -> list[str]:
    return [track.name for track in problem.tracks]


def _sessions(problem: Problem) -> list[str]:
    return [session.name for session in problem.sessions]


def _rooms(problem: Problem) -> list[str]:
    return [room.name for room in problem.rooms]
