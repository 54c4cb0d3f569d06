"""Problems and schedules as JSON, for what `.dzn` files cannot say. Everything counts from 1, as in those.

    {"name", "slots", "capacity", "morning", "tables": [names], "distance": [[…]], "fairness", "all_placed",
     "weights": {rule: …}, "people": [{"name", "away": [slots], "attends": [slots], "table", "cap"}],
     "meetings": [{"a", "b", "slots": [slots], "after": [meetings], "must"}]}

`slots`, `capacity`, `people` and `meetings` must be there; what is left out is as in `problem`.
A schedule is {"slots": [slot of each meeting, or null], "tables": [the same, where tables have names]}.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights
from plenary_solver.refusals import BadInput

LARGEST_NUMBER = 10**9


def problem_to_json(problem: Problem) -> dict[str, Any]:
    return {
        "name": problem.name,
        "slots": problem.slots,
        "capacity": problem.capacity,
        "morning": problem.morning,
        "tables": list(problem.tables),
        "distance": [list(row) for row in problem.distance],
        "fairness": problem.fairness,
        "all_placed": problem.all_placed,
        "weights": asdict(problem.weights),
        "people": [
            {
                "name": person.name,
                "away": _from_one(person.away),
                "attends": _from_one(person.attends),
                "table": None if person.table is None else person.table + 1,
                "cap": person.cap,
            }
            for person in problem.people
        ],
        "meetings": [
            {
                "a": meeting.a + 1,
                "b": meeting.b + 1,
                "slots": None if meeting.slots is None else _from_one(meeting.slots),
                "after": [before + 1 for before in meeting.after],
                "must": meeting.must,
            }
            for meeting in problem.meetings
        ],
    }


def problem_from_json(data: object) -> Problem:
    """Read a problem. Raises BadInput, which names the field."""
    top = _Fields(data, "the problem")
    slots = top.number("slots", least=1, most=10_000)
    tables = tuple(str(name) for name in top.entries("tables"))
    rows = top.entries("people")
    count = len(top.entries("meetings"))
    people = tuple(_person(_Fields(row, f"people {i}"), slots, len(tables)) for i, row in enumerate(rows, 1))
    meetings = tuple(
        _meeting(_Fields(row, f"meetings {i}"), slots, len(people), count)
        for i, row in enumerate(top.entries("meetings"), 1)
    )
    problem = Problem(
        name=top.text("name"),
        people=people,
        meetings=meetings,
        slots=slots,
        capacity=top.number("capacity"),
        morning=top.number("morning", most=slots, default=0),
        tables=tables,
        distance=_distance(top, len(tables)),
        fairness=top.optional_number("fairness"),
        all_placed=top.flag("all_placed", default=True),
        weights=_weights(top.get("weights")),
    )
    top.finish(required=("slots", "capacity", "people", "meetings"))
    return problem


def schedule_to_json(problem: Problem, schedule: Schedule) -> dict[str, Any]:
    """Slots of the meetings in the order of the problem, and their tables where tables have names."""
    shown: dict[str, Any] = {"slots": [None if slot is None else slot + 1 for slot in schedule.slots]}
    if problem.tables:
        shown["tables"] = [None if table is None else table + 1 for table in schedule.tables]
    return shown


def schedule_from_json(problem: Problem, data: object) -> Schedule:
    """The schedule of a document with `slots`; other fields are ignored. Whether it holds the rules is for the
    evaluator to say. Raises BadInput."""
    if not isinstance(data, Mapping):
        raise BadInput("A schedule is an object with a list «slots».")
    slots = _places(data, "slots", problem.slots, len(problem.meetings))
    if not problem.tables:
        return Schedule(slots)
    return Schedule(slots, _places(data, "tables", len(problem.tables), len(problem.meetings)))


def _places(data: Mapping[str, object], key: str, most: int, meetings: int) -> tuple[int | None, ...]:
    values = data.get(key)
    if not isinstance(values, list) or len(values) != meetings:
        raise BadInput(f"«{key}» should be a list of {meetings}: one for each meeting.", where=key)
    found: list[int | None] = []
    for i, value in enumerate(values, start=1):
        if value is None:
            found.append(None)
        elif _is_number(value) and 1 <= value <= most:
            found.append(value - 1)
        else:
            raise BadInput(f"Entry {i} should be a number from 1 to {most}, or null.", where=key)
    return tuple(found)


def _from_one(positions: frozenset[int]) -> list[int]:
    return [position + 1 for position in sorted(positions)]


def _person(row: "_Fields", slots: int, tables: int) -> Person:
    table = row.optional_number("table", least=1, most=tables)
    person = Person(
        name=row.text("name"),
        away=row.positions("away", slots),
        attends=row.positions("attends", slots),
        table=None if table is None else table - 1,
        cap=row.optional_number("cap"),
    )
    row.finish()
    return person


def _meeting(row: "_Fields", slots: int, people: int, meetings: int) -> Meeting:
    a, b = (row.number(key, least=1, most=people) for key in "ab")
    if a == b:
        raise BadInput(f"This is a meeting of person {a} with themselves.", where=row.where)
    meeting = Meeting(
        a - 1,
        b - 1,
        slots=None if row.get("slots") is None else row.positions("slots", slots),
        after=tuple(sorted(row.positions("after", meetings))),
        must=row.flag("must", default=False),
    )
    row.finish(required=("a", "b"))
    return meeting


def _weights(data: object) -> Weights:
    if data is None:
        return Weights()
    row = _Fields(data, "weights")
    weights = Weights(
        **{f.name: row.number(f.name, default=getattr(Weights(), f.name)) for f in fields(Weights)}
    )
    row.finish()
    return weights


def _distance(top: "_Fields", tables: int) -> tuple[tuple[int, ...], ...]:
    rows = top.entries("distance")
    if not rows:
        return ()
    square = len(rows) == tables and all(isinstance(row, list) and len(row) == tables for row in rows)
    if not square or not all(
        _is_number(cell) and 0 <= cell <= LARGEST_NUMBER for row in rows for cell in row
    ):
        raise BadInput(f"This should be {tables} rows of {tables} numbers, none below 0.", where="distance")
    return tuple(tuple(row) for row in rows)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class _Fields:
    """One JSON object, read field by field; every refusal names the object and the field."""

    def __init__(self, data: object, where: str):
        if not isinstance(data, Mapping):
            raise BadInput("This should be an object.", where=where)
        self.data = data
        self.where = where
        self.read: set[str] = set()

    def get(self, key: str) -> Any:
        self.read.add(key)
        return self.data.get(key)

    def text(self, key: str) -> str:
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            self._refuse(key, "should be text")
        return value or ""

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self._refuse(key, "should be true or false")
        return default if value is None else value

    def number(
        self, key: str, *, least: int = 0, most: int = LARGEST_NUMBER, default: int | None = None
    ) -> int:
        value = self.optional_number(key, least=least, most=most)
        if value is not None:
            return value
        if default is None:
            self._refuse(key, "is missing")
        return int(default or 0)

    def optional_number(self, key: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
        value = self.get(key)
        if value is not None and not (_is_number(value) and least <= value <= most):
            self._refuse(key, f"should be a number from {least} to {most}")
        return value

    def entries(self, key: str) -> list[Any]:
        value = self.get(key)
        if value is not None and not isinstance(value, list):
            self._refuse(key, "should be a list")
        return value or []

    def positions(self, key: str, most: int) -> frozenset[int]:
        values = self.entries(key)
        for value in values:
            if not (_is_number(value) and 1 <= value <= most):
                self._refuse(key, f"should hold numbers from 1 to {most}")
        return frozenset(value - 1 for value in values)

    def finish(self, required: tuple[str, ...] = ()) -> None:
        for key in required:
            if key not in self.data:
                self._refuse(key, "is missing")
        for key in self.data:
            if key not in self.read:
                self._refuse(str(key), "is no field we know")

    def _refuse(self, key: str, sentence: str) -> None:
        raise BadInput(f"«{key}» {sentence}.", where=self.where)
