"""The rules of a meeting timetable, one function each, which say in words what is wrong.

Nothing here is shared with a search: this is what searches are checked against. A hard rule must hold; a soft rule
adds its weight (`Weights`) for every violation, walking its weight times the distance.

What breaks, interruptions, table changes and walking are is defined in `problem`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise

from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import Names, Reason, Violation

Rule = Callable[[Problem, Schedule], Iterator[Violation]]


def slot_allowed(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """A meeting is in one of its own slots, and neither of the two is away or in a talk."""
    for m, slot in _placed(schedule):
        meeting = problem.meetings[m]
        if not 0 <= slot < problem.slots:
            yield _hard(
                "slot_allowed",
                "Meeting %(meeting)s is in slot %(slot)s, but slots end at %(last)s.",
                meeting=m + 1,
                slot=slot + 1,
                last=problem.slots,
            )
            continue
        if meeting.slots is not None and slot not in meeting.slots:
            yield _hard(
                "slot_allowed",
                "Meeting %(meeting)s is in slot %(slot)s, but may only be in %(allowed)s.",
                meeting=m + 1,
                slot=slot + 1,
                allowed=slot_list(meeting.slots),
            )
        for p in (meeting.a, meeting.b):
            if slot in problem.people[p].away:
                template = "Meeting %(meeting)s is in slot %(slot)s, when %(person)s is away."
            elif slot in problem.people[p].attends:
                template = "Meeting %(meeting)s is in slot %(slot)s, when %(person)s attends a talk."
            else:
                continue
            yield _hard(
                "slot_allowed", template, meeting=m + 1, slot=slot + 1, person=person_name(problem, p)
            )


def one_meeting_at_a_time(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    for p, agenda in enumerate(agendas(problem, schedule)):
        for slot, same in groupby(agenda, key=lambda entry: entry[0]):
            meetings = [m for _, m in same]
            if len(meetings) > 1:
                yield _hard(
                    "one_meeting_at_a_time",
                    "%(person)s has %(count)s meetings in slot %(slot)s: %(meetings)s.",
                    person=person_name(problem, p),
                    count=len(meetings),
                    slot=slot + 1,
                    meetings=and_list(m + 1 for m in meetings),
                )


def capacity(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """A slot holds no more meetings than there are places (or tables, when they have names)."""
    used: dict[int, int] = defaultdict(int)
    for _, slot in _placed(schedule):
        used[slot] += 1
    for slot in sorted(used):
        if used[slot] > problem.room:
            yield _hard(
                "capacity",
                "Slot %(slot)s has %(count)s meetings, but places for %(room)s.",
                slot=slot + 1,
                count=used[slot],
                room=problem.room,
            )


def precedence(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """A meeting comes in a later slot than those it must follow; one that is not placed holds up nobody."""
    for m, slot in _placed(schedule):
        for before in problem.meetings[m].after:
            earlier = schedule.slots[before]
            if earlier is not None and earlier >= slot:
                yield _hard(
                    "precedence",
                    "Meeting %(before)s must come before meeting %(meeting)s, but they are in slots %(earlier)s and "
                    "%(slot)s.",
                    before=before + 1,
                    meeting=m + 1,
                    earlier=earlier + 1,
                    slot=slot + 1,
                )


def fairness(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Nobody has many more breaks than anybody else, people without meetings included."""
    counts = breaks_per_person(problem, schedule)
    if problem.fairness is None or not counts or max(counts) - min(counts) <= problem.fairness:
        return
    most, least = counts.index(max(counts)), counts.index(min(counts))
    yield _hard(
        "fairness",
        "%(most)s has more breaks than %(least)s, %(many)s against %(few)s: they may differ by %(allowed)s at most.",
        most=person_name(problem, most),
        many=counts[most],
        least=person_name(problem, least),
        few=counts[least],
        allowed=problem.fairness,
    )


def cap(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Nobody has more meetings than they asked for at most."""
    for p, agenda in enumerate(agendas(problem, schedule)):
        most = problem.people[p].cap
        if most is not None and len(agenda) > most:
            yield _hard(
                "cap",
                "%(person)s has %(count)s meetings, but wants %(most)s at most.",
                person=person_name(problem, p),
                count=len(agenda),
                most=most,
            )


def all_placed(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    if problem.all_placed:
        for m, slot in enumerate(schedule.slots):
            if slot is None:
                yield _hard("all_placed", "Meeting %(meeting)s has no slot.", meeting=m + 1)


def own_table(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Where tables have names, a placed meeting is at a table that exists, at an own table of its people if they have
    one, and at nobody else's."""
    if not problem.tables:
        return
    owner = {person.table: p for p, person in reversed(list(enumerate(problem.people)))}
    for m, _ in _placed(schedule):
        table = _table(problem, schedule, m)
        own = own_tables(problem, m)
        if table is None:
            yield _hard("own_table", "Meeting %(meeting)s has a slot but no table.", meeting=m + 1)
        elif own and table not in own:
            yield _hard(
                "own_table",
                "Meeting %(meeting)s is at table %(table)s, but must be at %(own)s.",
                meeting=m + 1,
                table=problem.tables[table],
                own=" or ".join(problem.tables[t] for t in own),
            )
        elif not own and table in owner:
            yield _hard(
                "own_table",
                "Meeting %(meeting)s is at table %(table)s, which is kept for %(owner)s.",
                meeting=m + 1,
                table=problem.tables[table],
                owner=person_name(problem, owner[table]),
            )


def one_meeting_a_table(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """No table is used by two meetings in the same slot."""
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for m, slot in _placed(schedule):
        if problem.tables and (table := _table(problem, schedule, m)) is not None:
            at[slot, table].append(m)
    for (slot, table), meetings in sorted(at.items()):
        if len(meetings) > 1:
            yield _hard(
                "one_meeting_a_table",
                "Table %(table)s has %(count)s meetings in slot %(slot)s: %(meetings)s.",
                table=problem.tables[table],
                count=len(meetings),
                slot=slot + 1,
                meetings=and_list(m + 1 for m in meetings),
            )


def must_unplaced(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    yield from _unplaced(problem, schedule, "must_unplaced", must=True)


def unplaced(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """Meetings that need not be and are not: must-meets are counted by their own rule."""
    yield from _unplaced(problem, schedule, "unplaced", must=False)


def breaks(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    for p, agenda in enumerate(agendas(problem, schedule)):
        for first, last in idle_runs(agenda, problem.people[p].attends):
            yield _wait(problem, "breaks", p, first, last, problem.weights.breaks)


def interruptions(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    for p, agenda in enumerate(agendas(problem, schedule)):
        for first, last in idle_runs(agenda, frozenset()):
            yield _wait(problem, "interruptions", p, first, last, problem.weights.interruptions)


def table_changes(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """A person changes tables between meetings in two slots that follow each other."""
    for p, slot, here, there in _moves_between_tables(problem, schedule):
        yield Violation(
            "table_changes",
            "%(person)s changes from table %(here)s to %(there)s after slot %(slot)s.",
            {
                "person": person_name(problem, p),
                "here": problem.tables[here],
                "there": problem.tables[there],
                "slot": slot + 1,
            },
            penalty=problem.weights.table_changes,
        )


def walking(problem: Problem, schedule: Schedule) -> Iterator[Violation]:
    """How far a person walks between meetings in two slots that follow each other."""
    for p, slot, here, there in _moves_between_tables(problem, schedule):
        distance = problem.distance[here][there] if problem.distance else 1
        if distance:
            yield Violation(
                "walking",
                "%(person)s walks %(distance)s from table %(here)s to %(there)s after slot %(slot)s.",
                {
                    "person": person_name(problem, p),
                    "distance": distance,
                    "here": problem.tables[here],
                    "there": problem.tables[there],
                    "slot": slot + 1,
                },
                penalty=problem.weights.walking * distance,
            )


HARD: tuple[Rule, ...] = (
    slot_allowed,
    one_meeting_at_a_time,
    capacity,
    precedence,
    fairness,
    cap,
    all_placed,
    own_table,
    one_meeting_a_table,
)
SOFT: tuple[Rule, ...] = (
    must_unplaced,
    unplaced,
    breaks,
    interruptions,
    table_changes,
    walking,
)  # the most important first


def agendas(problem: Problem, schedule: Schedule) -> list[list[tuple[int, int]]]:
    """Of each person the (slot, meeting) pairs in the order of time."""
    found: list[list[tuple[int, int]]] = [[] for _ in problem.people]
    for m, slot in _placed(schedule):
        meeting = problem.meetings[m]
        for p in sorted({meeting.a, meeting.b}):
            found[p].append((slot, m))
    for agenda in found:
        agenda.sort()
    return found


def idle_runs(agenda: list[tuple[int, int]], attends: frozenset[int]) -> Iterator[tuple[int, int]]:
    """First and last slot of each break in one person's agenda."""
    for (before, _), (after, _) in pairwise(agenda):
        idle = [slot for slot in range(before + 1, after) if slot not in attends]
        start = 0
        for i in range(1, len(idle) + 1):
            if i == len(idle) or idle[i] != idle[i - 1] + 1:
                yield idle[start], idle[i - 1]
                start = i


def breaks_per_person(problem: Problem, schedule: Schedule) -> tuple[int, ...]:
    return tuple(
        sum(1 for _ in idle_runs(agenda, problem.people[p].attends))
        for p, agenda in enumerate(agendas(problem, schedule))
    )


def own_tables(problem: Problem, m: int) -> tuple[int, ...]:
    """The tables a meeting is bound to: those of its people that have one; empty when it may be anywhere."""
    meeting = problem.meetings[m]
    tables = {problem.people[p].table for p in (meeting.a, meeting.b)} - {None}
    return tuple(sorted(t for t in tables if t is not None))


def person_name(problem: Problem, p: int) -> str:
    return problem.people[p].name or f"Person {p + 1}"


def and_list(items: Iterator[object]) -> str:
    """«3», «3 and 40», «3, 8 and 40»."""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def slot_list(slots: frozenset[int]) -> Reason:
    """«slot 3», «slots 1–12», «slots 3 and 8», counted from 1."""
    runs = number_runs(slots)
    if not runs:
        return Reason("no slot")
    return Reason("slot %(slots)s" if len(slots) == 1 else "slots %(slots)s", slots=runs)


def number_runs(numbers: Iterable[int]) -> Names:
    """Counted from 1; three and more in a row are «5–9»."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return Names(
        word
        for run in runs
        for word in ([f"{run[0] + 1}–{run[-1] + 1}"] if len(run) > 2 else [str(n + 1) for n in run])
    )


def _placed(schedule: Schedule) -> Iterator[tuple[int, int]]:
    return ((m, slot) for m, slot in enumerate(schedule.slots) if slot is not None)


def _unplaced(problem: Problem, schedule: Schedule, rule: str, *, must: bool) -> Iterator[Violation]:
    if problem.all_placed:
        return  # then it is a hard rule
    weight = problem.weights.must_unplaced if must else problem.weights.unplaced
    for m, slot in enumerate(schedule.slots):
        meeting = problem.meetings[m]
        if slot is None and meeting.must == must:
            yield Violation(
                rule,
                "%(a)s and %(b)s do not meet (meeting %(meeting)s).",
                {
                    "a": person_name(problem, meeting.a),
                    "b": person_name(problem, meeting.b),
                    "meeting": m + 1,
                },
                penalty=weight,
            )


def _wait(problem: Problem, rule: str, p: int, first: int, last: int, penalty: int) -> Violation:
    template = "%(person)s waits between meetings in slot %(first)s."
    if first != last:
        template = "%(person)s waits between meetings from slot %(first)s to %(last)s."
    params = {"person": person_name(problem, p), "first": first + 1, "last": last + 1}
    return Violation(rule, template, params, penalty=penalty)


def _moves_between_tables(problem: Problem, schedule: Schedule) -> Iterator[tuple[int, int, int, int]]:
    """(person, slot, table in that slot, another table in the next slot)."""
    if not problem.tables:
        return
    for p, agenda in enumerate(agendas(problem, schedule)):
        for (slot, m), (next_slot, next_m) in pairwise(agenda):
            here, there = _table(problem, schedule, m), _table(problem, schedule, next_m)
            if next_slot == slot + 1 and here is not None and there is not None and here != there:
                yield p, slot, here, there


def _table(problem: Problem, schedule: Schedule, m: int) -> int | None:
    table = schedule.tables[m]
    return table if table is not None and 0 <= table < len(problem.tables) else None


def _hard(rule: str, template: str, **params: object) -> Violation:
    return Violation(rule, template, params, hard=True)
