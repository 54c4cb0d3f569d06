"""The field's `.dzn` files: MiniZinc data with the arrays of the University of Girona's meeting instances.

    nBusiness, nMeetings, nTables, nTotalSlots, nMorningSlots   numbers of people, meetings, places, slots
    requested     [|person, person, part of the day| …]: 1 the morning, 2 the afternoon, 3 any time
    forbidden     of each person the set of slots in which they cannot meet
    fixed         of each meeting its slot, 0 for none
    precedences   of each meeting the set of meetings that must come before it

Everything counts from 1, and a 0 in a set stands for nothing. `meetingsxBusiness` and `nMeetingsBusiness` repeat what
`requested` says (and not always rightly): they are written, but not read.
"""

from collections.abc import Iterable
from pathlib import Path

from plenary_solver.meetings.minizinc import Item, parse
from plenary_solver.meetings.problem import Meeting, Person, Problem
from plenary_solver.refusals import BadInput

LARGEST = 4 * 2**20  # bytes: hundreds of times the largest published file
MOST_SLOTS = 10_000
NUMBERS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
ANY_TIME, MORNING, AFTERNOON = 3, 1, 2


def read(path: str | Path, *, fairness: int | None = 2) -> Problem:
    """Read a problem. The files do not say how fair breaks must be shared: the literature's default is 2.

    Raises BadInput, which names the line, and OSError.
    """
    path = Path(path)
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return from_bytes(content, name=path.stem, fairness=fairness)


def from_bytes(content: bytes, *, name: str, fairness: int | None = 2) -> Problem:
    if len(content) > LARGEST:
        raise BadInput(f"The file is larger than {LARGEST // 2**20} MB; meeting problems are not.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("This is not text in UTF-8.", where=f"line {line}") from error
    return from_text(text, name=name, fairness=fairness)


def from_text(text: str, *, name: str, fairness: int | None = 2) -> Problem:
    items = parse(text)
    people, meetings, places, slots, morning = (_number(items, key) for key in NUMBERS)
    if slots > MOST_SLOTS:
        raise BadInput(f"nTotalSlots is {slots}, more than {MOST_SLOTS}.", where=items["nTotalSlots"].where)
    if morning > slots:
        raise BadInput(
            f"nMorningSlots is {morning}, but there are {slots} slots in all.",
            where=items["nMorningSlots"].where,
        )
    away = _sets(items, "forbidden", people, "person", range(1, slots + 1), "slot")
    before = _sets(items, "precedences", meetings, "meeting", range(1, meetings + 1), "meeting")
    parts = {MORNING: frozenset(range(morning)), AFTERNOON: frozenset(range(morning, slots)), ANY_TIME: None}
    found = []
    for m, ((a, b, part), fixed) in enumerate(
        zip(_requested(items, meetings, people), _fixed(items, meetings, slots), strict=True)
    ):
        allowed = parts[part]
        if fixed:
            allowed = frozenset({fixed - 1}) & (frozenset(range(slots)) if allowed is None else allowed)
        found.append(Meeting(a - 1, b - 1, allowed, tuple(sorted(i - 1 for i in before[m]))))
    return Problem(
        name=name,
        people=tuple(Person(away=frozenset(s - 1 for s in group)) for group in away),
        meetings=tuple(found),
        slots=slots,
        capacity=places,
        morning=morning,
        fairness=fairness,
    )


def write(problem: Problem, path: str | Path) -> None:
    """Write a problem; see `to_text`."""
    Path(path).write_text(to_text(problem), encoding="utf-8")


def to_text(problem: Problem) -> str:
    """The problem as a `.dzn` file, without its name, its people's names and its fairness, which such files lack.

    Raises ValueError when the problem holds what such a file cannot say: talks, caps, named tables, must-meets,
    meetings that need not be placed, or a meeting with several slots that are not a half of the day.
    """
    _refuse_what_cannot_be_written(problem)
    placed = [_part_and_fixed(problem, m) for m in range(len(problem.meetings))]
    of: list[list[int]] = [[] for _ in problem.people]
    for m, meeting in enumerate(problem.meetings):
        of[meeting.a].append(m + 1)
        of[meeting.b].append(m + 1)
    sizes = (len(problem.people), len(problem.meetings), problem.capacity, problem.slots, problem.morning)
    rows = [f"|{x.a + 1}, {x.b + 1}, {part}," for x, (part, _) in zip(problem.meetings, placed, strict=True)]
    return "\n".join(
        [
            *(f"{key} = {value};" for key, value in zip(NUMBERS, sizes, strict=True)),
            "\nrequested = [" + "\n".join([*rows, "|];"] if rows else ["||];"]),
            _written_sets("meetingsxBusiness", of),
            f"\nnMeetingsBusiness = [{', '.join(str(len(group)) for group in of)}];",
            _written_sets("forbidden", ([s + 1 for s in sorted(person.away)] for person in problem.people)),
            f"\nfixed = [{', '.join(str(fixed) for _, fixed in placed)}];",
            _written_sets("precedences", ([i + 1 for i in meeting.after] for meeting in problem.meetings)),
            "",
        ]
    )


def _number(items: dict[str, Item], key: str) -> int:
    item = _item(items, key)
    if not isinstance(item.value, int):
        raise BadInput(f"{key} should be a number.", where=item.where)
    if item.value < 0:
        raise BadInput(f"{key} is {item.value}, but cannot be less than 0.", where=item.where)
    return item.value


def _item(items: dict[str, Item], key: str) -> Item:
    if key not in items:
        raise BadInput(f"The file does not say what {key} is.")
    return items[key]


def _array(items: dict[str, Item], key: str, length: int, of: str) -> list[Item]:
    item = _item(items, key)
    if not isinstance(item.value, list) or item.rows:
        raise BadInput(f"{key} should be an array, one entry for each {of}.", where=item.where)
    if len(item.value) != length:
        raise BadInput(
            f"{key} has {len(item.value)} entries, but there are {length}: one for each {of}.",
            where=item.where,
        )
    return item.value


def _sets(
    items: dict[str, Item], key: str, length: int, of: str, allowed: range, what: str
) -> list[frozenset[int]]:
    found = []
    for i, entry in enumerate(_array(items, key, length, of), start=1):
        if not isinstance(entry.value, frozenset):
            raise BadInput(f"{key} of {of} {i} should be a set, as in {{3,8}}.", where=entry.where)
        for number in sorted(entry.value - {0}):
            if number not in allowed:
                raise BadInput(
                    f"{key} of {of} {i} names {what} {number}, but there are {len(allowed)}.",
                    where=entry.where,
                )
        found.append(entry.value - {0})
    return found


def _fixed(items: dict[str, Item], meetings: int, slots: int) -> list[int]:
    found = []
    for i, entry in enumerate(_array(items, "fixed", meetings, "meeting"), start=1):
        if not isinstance(entry.value, int) or not 0 <= entry.value <= slots:
            raise BadInput(
                f"fixed of meeting {i} should be its slot, 1 to {slots}, or 0 for none.", where=entry.where
            )
        found.append(entry.value)
    return found


def _requested(items: dict[str, Item], meetings: int, people: int) -> list[tuple[int, int, int]]:
    item = _item(items, "requested")
    if not isinstance(item.value, list) or (item.value and not item.rows):
        raise BadInput("requested should be a table: [|1, 2, 3| …|].", where=item.where)
    if len(item.value) != meetings:
        raise BadInput(
            f"requested has {len(item.value)} rows, but there are {meetings} meetings.", where=item.where
        )
    found = []
    for i, row in enumerate(item.value, start=1):
        values = [cell.value for cell in row.value] if isinstance(row.value, list) else []
        numbers = [value for value in values if isinstance(value, int)]
        if len(values) != 3 or len(numbers) != 3:
            raise BadInput(
                f"Row {i} of requested should hold three numbers: two people and a part of the day.",
                where=row.where,
            )
        a, b, part = numbers
        _check_meeting(i, a, b, part, people, row.where)
        found.append((a, b, part))
    return found


def _check_meeting(i: int, a: int, b: int, part: int, people: int, where: str) -> None:
    for person in (a, b):
        if not 1 <= person <= people:
            raise BadInput(
                f"Meeting {i} is with person {person}, but there are {people} people.", where=where
            )
    if a == b:
        raise BadInput(f"Meeting {i} is of person {a} with themselves.", where=where)
    if part not in (MORNING, AFTERNOON, ANY_TIME):
        raise BadInput(
            f"Meeting {i} is in part {part} of the day, but the parts are 1 (morning), 2 (afternoon) and 3 (any).",
            where=where,
        )


def _refuse_what_cannot_be_written(problem: Problem) -> None:
    said = {
        "named tables": bool(problem.tables),
        "meetings that need not be placed": not problem.all_placed,
        "must-meets": any(meeting.must for meeting in problem.meetings),
        "talks people attend": any(person.attends for person in problem.people),
        "caps": any(person.cap is not None for person in problem.people),
        "own tables": any(person.table is not None for person in problem.people),
    }
    for what, is_there in said.items():
        if is_there:
            raise ValueError(f"A .dzn file cannot say {what}: write the problem as JSON.")


def _part_and_fixed(problem: Problem, m: int) -> tuple[int, int]:
    slots = problem.meetings[m].slots
    if slots is None:
        return ANY_TIME, 0
    if slots == frozenset(range(problem.morning)):
        return MORNING, 0
    if slots == frozenset(range(problem.morning, problem.slots)):
        return AFTERNOON, 0
    if len(slots) == 1:
        return ANY_TIME, min(slots) + 1
    if not slots and problem.morning:
        return AFTERNOON, 1  # a contradiction, as it was
    raise ValueError(
        f"A .dzn file cannot say which slots meeting {m + 1} may have: write the problem as JSON."
    )


def _written_sets(key: str, groups: Iterable[Iterable[int]]) -> str:
    return f"\n{key} = [" + ",\n".join("{" + ",".join(map(str, group)) + "}" for group in groups) + "];"
