"""The hard rules of a meeting problem one by one, each of which can be taken away."""

from dataclasses import dataclass

from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.rules import own_tables


@dataclass(frozen=True, order=True)
class Fact:
    """One hard rule of a problem that can be taken away.

    `kind` is «placed» (of a meeting: it has a slot), «slots» (of a meeting: only its own), «after» (meeting, the one it
    follows), «away» and «attends» (person, slot), «alone» (of a person: one meeting in a slot), «cap» (of a person),
    «capacity» (of a slot), «table» (of a table with owners: one meeting in a slot), «free tables» (of a slot: meetings
    without a table of their own share the others) or «fair» (of a person: no more breaks than fairness leaves).
    """

    kind: str
    index: int = 0
    other: int = 0


def all_facts(problem: Problem) -> list[Fact]:
    people, meetings = list(enumerate(problem.people)), list(enumerate(problem.meetings))
    slots = range(problem.slots)
    return [
        *(Fact("placed", m) for m, _ in meetings),
        *(Fact("slots", m) for m, meeting in meetings if meeting.slots is not None),
        *(Fact("after", m, before) for m, meeting in meetings for before in sorted(set(meeting.after))),
        *(Fact("away", p, slot) for p, person in people for slot in sorted(person.away)),
        *(Fact("attends", p, slot) for p, person in people for slot in sorted(person.attends - person.away)),
        *(Fact("alone", p) for p, own in enumerate(meetings_of(problem)) if len(own) > 1),
        *(Fact("cap", p) for p, person in people if person.cap is not None),
        *(Fact("capacity", slot) for slot in slots),
        *(Fact("table", table) for table in sorted(owned_tables(problem))),
        *(Fact("free tables", slot) for slot in slots if problem.tables),
        *(Fact("fair", p) for p in sorted(fair(problem))),
    ]


def meetings_of(problem: Problem) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in problem.people]
    for m, meeting in enumerate(problem.meetings):
        for p in sorted({meeting.a, meeting.b}):
            found[p].append(m)
    return found


def calm(problem: Problem) -> int | None:
    """Somebody who can have no break at all: with fewer than two meetings, or with one in every slot."""
    counts = [len(own) for own in meetings_of(problem)]
    return next((p for p, count in enumerate(counts) if count < 2 or count >= problem.slots), None)


def fair(problem: Problem) -> list[int]:
    """Those whose breaks fairness limits, because somebody can have none."""
    if problem.fairness is None or calm(problem) is None:
        return []
    most = problem.fairness
    return [
        p for p, own in enumerate(meetings_of(problem)) if min(len(own) - 1, problem.slots - len(own)) > most
    ]


def without_own_table(problem: Problem) -> list[int]:
    return [m for m in range(len(problem.meetings)) if problem.tables and not own_tables(problem, m)]


def owned_tables(problem: Problem) -> set[int]:
    return {person.table for person in problem.people if person.table is not None}
