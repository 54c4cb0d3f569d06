"""Tables for meetings whose slots are known: the fewest table changes, then short ways.

Between two slots that follow each other, draw an edge between meetings that share a person. Everybody is in one meeting
a slot, so that these edges form paths and cycles. A meeting without an own table can keep its table for one edge before
it and one after: the edges that keep their table are a matching, a largest one leaves floor(e/2) changes of a path of
e edges, and matchings of different pairs of slots do not touch each other. Meetings linked by them form chains, one
table for each; a chain that begins finds a table, since those of the slot's other meetings are no more than the rest.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from plenary_solver.meetings.problem import Problem

Slots = Sequence[int | None]
SWEEPS = 2


def with_tables(
    problem: Problem, slots: Slots, own: Sequence[int], kept: Sequence[int | None] | None = None
) -> tuple[int | None, ...]:
    """The table of each meeting. `own`: that of the meetings which have one of their own, below 0 for others.
    `kept`: tables that do not change, of meetings that stay in their slots, None for others."""
    if not problem.tables:
        return ()
    tables: list[int | None] = [
        None if slot is None or table < 0 else table for slot, table in zip(slots, own, strict=True)
    ]
    agenda = _agenda(problem, slots)
    before = {} if kept else dict(_links(problem, slots, agenda, own))
    reserved = {person.table for person in problem.people} - {None}
    shared = [table for table in range(len(problem.tables)) if table not in reserved]
    for t in range(problem.slots):
        here = [m for m, slot in enumerate(slots) if slot == t]
        taken = {tables[m] for m in here}
        waiting = []
        for m in here:
            if tables[m] is not None:
                continue
            stays = kept[m] if kept else tables[before[m]] if m in before else None
            if stays is not None and stays not in taken:
                tables[m] = stays
                taken.add(stays)
            else:
                waiting.append(m)
        for m in waiting:
            free = [table for table in shared if table not in taken]
            if not free:
                continue
            near = _tables_before(problem, agenda, tables, m, t) + _tables_after(
                problem, agenda, kept or own, slots, m, t
            )
            tables[m] = min(free, key=partial(_way, problem, near))
            taken.add(tables[m])
    if not kept:
        _shorten(problem, slots, tables, agenda, before, own, shared)
    return tuple(tables)


def _shorten(
    problem: Problem,
    slots: Slots,
    tables: list[int | None],
    agenda: dict[tuple[int, int], int],
    before: dict[int, int],
    own: Sequence[int],
    shared: list[int],
) -> None:
    """Take chain after chain to the table that is best where the others are, now that all are known."""
    follows = {one: m for m, one in before.items()}
    used = set(zip(slots, tables, strict=True))
    for _ in range(SWEEPS if problem.weights.walking else 0):
        for first, slot in enumerate(slots):
            if slot is None or own[first] >= 0 or first in before or tables[first] is None:
                continue
            chain = [first]
            while chain[-1] in follows:
                chain.append(follows[chain[-1]])
            members = set(chain)
            near = []
            for m in chain:
                for p in (problem.meetings[m].a, problem.meetings[m].b):
                    for beside in (-1, 1):
                        x = agenda.get((p, (slots[m] or 0) + beside))
                        if x is not None and x not in members and (table := tables[x]) is not None:
                            near.append(table)
            taken = [slots[m] for m in chain]
            options = [t for t in shared if t == tables[first] or not any((s, t) in used for s in taken)]
            best = min(options, key=partial(_way, problem, near))
            if best != tables[first]:
                used -= {(s, tables[first]) for s in taken}
                used |= {(s, best) for s in taken}
                for m in chain:
                    tables[m] = best


def _agenda(problem: Problem, slots: Slots) -> dict[tuple[int, int], int]:
    """(person, slot) -> meeting."""
    agenda = {}
    for m, slot in enumerate(slots):
        if slot is not None:
            agenda[problem.meetings[m].a, slot] = agenda[problem.meetings[m].b, slot] = m
    return agenda


def _links(
    problem: Problem, slots: Slots, agenda: dict[tuple[int, int], int], own: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """(meeting, the meeting just before it whose table it keeps): largest matchings, path by path."""
    for t in range(problem.slots - 1):
        beside: dict[int, set[int]] = {}
        for m, slot in enumerate(slots):
            if slot != t or own[m] >= 0:
                continue
            for p in (problem.meetings[m].a, problem.meetings[m].b):
                after = agenda.get((p, t + 1))
                if after is not None and own[after] < 0:
                    beside.setdefault(m, set()).add(after)
                    beside.setdefault(after, set()).add(m)
        ends = [m for m, others in beside.items() if len(others) == 1]
        while (
            beside
        ):  # from an end of a path, or from anywhere in a cycle, the first edge may always be taken
            one = ends.pop() if ends else next(iter(beside))
            if not beside.get(one):
                beside.pop(one, None)
                continue
            other = next(iter(beside[one]))
            yield (other, one) if slots[one] == t else (one, other)
            for gone in (one, other):
                for neighbour in beside.pop(gone, ()):
                    if neighbour in beside:
                        beside[neighbour].discard(gone)
                        ends.append(neighbour)


def _tables_before(
    problem: Problem, agenda: dict[tuple[int, int], int], tables: Sequence[int | None], m: int, t: int
) -> list[int]:
    """Where the two people of a meeting come from."""
    people = (problem.meetings[m].a, problem.meetings[m].b)
    found = [agenda.get((p, t - 1)) for p in people]
    return [table for x in found if x is not None and (table := tables[x]) is not None]


def _tables_after(
    problem: Problem,
    agenda: dict[tuple[int, int], int],
    known: Sequence[int | None],
    slots: Slots,
    m: int,
    t: int,
) -> list[int]:
    """Where they go, as far as that is known."""
    people = (problem.meetings[m].a, problem.meetings[m].b)
    found = [agenda.get((p, t + 1)) for p in people]
    return [table for x in found if x is not None and (table := known[x]) is not None and table >= 0]


def _way(problem: Problem, near: list[int], table: int) -> tuple[int, int, int]:
    """Changes and walking to tables nearby, as they cost."""
    changes = sum(1 for other in near if other != table)
    walked = sum(
        problem.distance[other][table] if problem.distance else 1 for other in near if other != table
    )
    weights = problem.weights
    return (weights.table_changes * changes + weights.walking * walked, walked, table)
