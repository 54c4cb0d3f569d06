"""A CoSPLib workbook as a problem."""

import datetime
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.checks import check
from plenary_solver.timetabling.cosplib.parameters import Parameters, read_parameters, timezone
from plenary_solver.timetabling.cosplib.sheets import Sheet, as_text, open_workbook
from plenary_solver.timetabling.layout import zeros_left_out
from plenary_solver.timetabling.problem import Matrix, Pin, Problem, Room, Session, Talk, Track
from plenary_solver.timetabling.timezones import timezone_penalties

SHEETS = (
    "parameters",
    "submissions",
    "tracks",
    "sessions",
    "rooms",
    "tracks_sessions|penalty",
    "tracks_rooms|penalty",
    "similar tracks",
    "sessions_rooms|penalty",
)
ADDITIONS = ("submissions_forbidden", "rooms_closed", "submissions_pinned")
SUBMISSION = ("Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees")
SESSION = ("Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time")

Rows = dict[str, int]  # the row in which each name stands, in the order of the sheet


def read(path: str | Path) -> Problem:
    """The problem of a workbook, named after its file. Matrices without any penalty are ().

    Raises BadInput, naming sheet, row and cell.
    """
    path = Path(path)
    book, titles = open_workbook(path, (*SHEETS, *ADDITIONS))
    if missing := [name for name in SHEETS if name not in book]:
        there = ", ".join(f"«{title}»" for title in titles)
        raise BadInput(
            f"The workbook has no sheet «{missing[0]}»; its sheets are {there}. Add it as the benchmark's template "
            "has it.",
            where=f"sheet {missing[0]}",
        )
    return _Reader(path.stem, book).problem()


class _Reader:
    def __init__(self, name: str, book: Mapping[str, Sheet]):
        self.name = name
        self.book = book
        self.parameters: Parameters = read_parameters(book["parameters"])
        self.sessions = _names(book["sessions"], "session")
        self.rooms = _names(book["rooms"], "room")
        self.tracks = _names(book["tracks"], "track")
        self.talks = _names(book["submissions"], "submission")

    def problem(self) -> Problem:
        sessions = self._read_sessions()
        tracks = self._read_tracks()
        talk_session, talk_room = self._talk_penalties()
        talks = self._read_talks()
        weights, window = self.parameters.weights, self.parameters.window
        problem = Problem(
            name=self.name,
            talks=talks,
            tracks=tracks,
            sessions=sessions,
            rooms=tuple(Room(name) for name in self.rooms),
            weights=weights,
            track_session=_matrix(
                self.book["tracks_sessions|penalty"], self.tracks, self.sessions, "track", "session"
            ),
            track_room=_matrix(self.book["tracks_rooms|penalty"], self.tracks, self.rooms, "track", "room"),
            session_room=_matrix(
                self.book["sessions_rooms|penalty"], self.sessions, self.rooms, "session", "room"
            ),
            similar=_similar(self.book["similar tracks"], self.tracks),
            talk_session=talk_session,
            talk_room=talk_room,
            talk_timezone=timezone_penalties(talks, sessions, window) if weights.talk_timezone > 0 else (),
            window=window,
            forbidden=frozenset(self._pairs("submissions_forbidden", "submission", "session")),
            closed=frozenset(self._pairs("rooms_closed", "session", "room")),
            pins=tuple(self._pins()),
        )
        check(problem, self._where)
        return problem

    def _read_sessions(self) -> tuple[Session, ...]:
        sheet = self.book["sessions"]
        _columns_in_place(sheet, SESSION)
        return tuple(
            Session(
                name=name,
                slots=sheet.whole(row, 1, f"The number of time slots of session «{name}»", least=1),
                date=_date(sheet.value(row, 2)),
                start=self._session_time(sheet, row, 3, f"The start of session «{name}»"),
                end=self._session_time(sheet, row, 4, f"The end of session «{name}»"),
            )
            for name, row in self.sessions.items()
        )

    def _session_time(self, sheet: Sheet, row: int, column: int, what: str) -> str:
        time = sheet.time(row, column, what)
        if not time and self.parameters.weights.talk_timezone > 0:
            raise sheet.refusal(f"{what} is missing, and time zones have a weight.", row, column)
        return time

    def _read_tracks(self) -> tuple[Track, ...]:
        sheet = self.book["tracks"]
        return tuple(Track(name, _people(sheet.text(row, 1))) for name, row in self.tracks.items())

    def _read_talks(self) -> tuple[Talk, ...]:
        sheet = self.book["submissions"]
        position = {name: index for index, name in enumerate(self.tracks)}
        talks = []
        for ref, row in self.talks.items():
            track = sheet.text(row, 1)
            if track not in position:
                raise sheet.refusal(
                    f"Submission «{ref}» belongs to track «{track}», which sheet tracks does not name.",
                    row,
                    1,
                )
            talks.append(
                Talk(
                    ref=ref,
                    track=position[track],
                    slots=sheet.whole(row, 2, f"The number of time slots of «{ref}»", least=1),
                    order=self._order(sheet, row, ref),
                    timezone=timezone(sheet, row, 4),
                    presenters=_people(sheet.text(row, 5)),
                    attendees=_people(sheet.text(row, 6)),
                )
            )
        return tuple(talks)

    def _order(self, sheet: Sheet, row: int, ref: str) -> int:
        # The benchmark takes a blank for a wish that nothing fulfils; that may only pass where order does not count.
        if sheet.value(row, 3) == "" and self.parameters.weights.talk_order <= 0:
            return 0
        return sheet.whole(row, 3, f"The order of «{ref}» (0 for none)", least=0)

    def _talk_penalties(self) -> tuple[Matrix, Matrix]:
        sheet = self.book["submissions"]
        _columns_in_place(sheet, SUBMISSION)
        first_room = len(SUBMISSION) + len(self.sessions)
        _expect_width(
            sheet,
            first_room + len(self.rooms),
            f"{_count(self.sessions, 'session')} and {_count(self.rooms, 'room')}",
        )
        to_sessions = _header(sheet, len(SUBMISSION), self.sessions, "session")
        to_rooms = _header(sheet, first_room, self.rooms, "room")
        return (
            _body(sheet, self.talks.values(), [to_sessions[name] for name in self.sessions]),
            _body(sheet, self.talks.values(), [to_rooms[name] for name in self.rooms]),
        )

    def _positions(self, kind: str) -> dict[str, int]:
        rows = {"submission": self.talks, "session": self.sessions, "room": self.rooms}[kind]
        return {name: index for index, name in enumerate(rows)}

    def _named(self, sheet: Sheet, row: int, column: int, kind: str) -> int:
        name = sheet.text(row, column)
        positions = self._positions(kind)
        if name not in positions:
            raise sheet.refusal(f"«{name}» is no {kind} of sheet {kind}s.", row, column)
        return positions[name]

    def _pairs(self, title: str, first: str, second: str) -> list[tuple[int, int]]:
        sheet = self.book.get(title)
        if sheet is None:
            return []
        return [
            (self._named(sheet, row, 0, first), self._named(sheet, row, 1, second)) for row in sheet.body()
        ]

    def _pins(self) -> list[Pin]:
        sheet = self.book.get("submissions_pinned")
        if sheet is None:
            return []
        return [
            Pin(
                self._named(sheet, row, 0, "submission"),
                self._named(sheet, row, 1, "session"),
                None if sheet.value(row, 2) == "" else self._named(sheet, row, 2, "room"),
            )
            for row in sheet.body()
        ]

    def _where(self, kind: str, index: int) -> str:
        """Where the checks of a whole problem point to."""
        if kind == "talks":
            return self.book["submissions"].where(list(self.talks.values())[index], 2)
        if kind == "pins":
            return self.book["submissions_pinned"].where(
                list(self.book["submissions_pinned"].body())[index], 1
            )
        if kind == "forbidden":
            return "sheet submissions_forbidden"
        return "sheet parameters" if kind == "weights" else f"sheet {kind}"


def _names(sheet: Sheet, what: str) -> Rows:
    """The names in the first column with their rows."""
    found: Rows = {}
    for row in sheet.body():
        name = sheet.text(row, 0)
        if not name:
            raise sheet.refusal(f"The {what} has no name; name it, or clear its row.", row, 0)
        if name in found:
            raise sheet.refusal(
                f"«{name}» stands in row {found[name] + 1} already; every {what} needs a name of its own.",
                row,
                0,
            )
        found[name] = row
    if not found:
        raise sheet.refusal(f"There is no {what}; name at least one below the header.")
    return found


def _count(names: Rows, kind: str) -> str:
    return f"1 {kind}" if len(names) == 1 else f"{len(names)} {kind}s"


def _people(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(", ") if name)


def _date(value: object) -> str:
    """An ISO date; "" for anything else, since the date of a session changes no penalty."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else ""


def _columns_in_place(sheet: Sheet, expected: tuple[str, ...]) -> None:
    """Columns are read by position; a header that names another of them is a column that was moved."""
    titles = [re.sub(r"\W", "", title).casefold() for title in expected]
    for column, title in enumerate(expected):
        found = re.sub(r"\W", "", sheet.text(0, column)).casefold()
        if found in titles and found != titles[column]:
            raise sheet.refusal(
                f"The column is headed «{sheet.text(0, column)}» where «{title}» belongs; columns are read by position.",
                0,
                column,
            )


def _expect_width(sheet: Sheet, width: int, why: str) -> None:
    if sheet.width != width:
        sentence = f"The sheet has {sheet.width} columns, but with {why} it needs {width}."
        raise sheet.refusal(sentence, *(sheet.beyond(width) or (0,)))


def _header(sheet: Sheet, first: int, names: Rows, kind: str) -> dict[str, int]:
    """The columns in which the names stand, in whatever order."""
    found: dict[str, int] = {}
    for column in range(first, first + len(names)):
        name = as_text(sheet.value(0, column))
        if name not in names:
            raise sheet.refusal(
                f"The column is headed «{name}», which is no {kind} of sheet {kind}s.", 0, column
            )
        if name in found:
            raise sheet.refusal(f"«{name}» heads two columns; every {kind} has one.", 0, column)
        found[name] = column
    return found


def _matrix(sheet: Sheet, rows: Rows, columns: Rows, row_kind: str, column_kind: str) -> Matrix:
    """A sheet of penalties, by the names of its rows and columns."""
    _expect_width(sheet, 1 + len(columns), _count(columns, column_kind))
    to_column = _header(sheet, 1, columns, column_kind)
    to_row = _penalty_rows(sheet, rows, row_kind)
    return _body(sheet, [to_row[name] for name in rows], [to_column[name] for name in columns])


def _penalty_rows(sheet: Sheet, names: Rows, kind: str) -> Rows:
    found = _names(sheet, kind)
    for name, row in found.items():
        if name not in names:
            raise sheet.refusal(f"«{name}» is no {kind} of sheet {kind}s.", row, 0)
    if missing := [name for name in names if name not in found]:
        raise sheet.refusal(f"There is no row for {kind} «{missing[0]}»; add one.")
    return found


def _similar(sheet: Sheet, tracks: Rows) -> Matrix:
    """Penalties above the diagonal, where column j belongs to the track of row j whatever its header says."""
    found = _penalty_rows(sheet, tracks, "track")
    _expect_width(sheet, 1 + len(tracks), _count(tracks, "track"))
    position = {name: index for index, name in enumerate(tracks)}
    rows = [[0] * len(tracks) for _ in tracks]
    order = list(found)
    for i, first in enumerate(order):
        for j in range(i + 1, len(order)):
            a, b = position[first], position[order[j]]
            rows[a][b] = rows[b][a] = sheet.penalty(found[first], j + 1)
    return zeros_left_out(tuple(tuple(row) for row in rows))


def _body(sheet: Sheet, rows: Iterable[int], columns: list[int]) -> Matrix:
    return zeros_left_out(tuple(tuple(sheet.penalty(row, column) for column in columns) for row in rows))
