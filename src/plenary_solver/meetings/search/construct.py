"""A first schedule: meeting after meeting in the slot with the fewest new breaks, must-meets first.

It is what there is while the moves are compiled, which takes a while the first time.
"""

from collections import defaultdict

from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.meetings.rules import agendas, breaks_per_person, idle_runs, own_tables
from plenary_solver.meetings.search.tables import with_tables


def construct(problem: Problem) -> Schedule:
    """Holds the hard rules, except that some meetings may have no slot."""
    return _Day(problem).fill()


class _Day:
    def __init__(self, problem: Problem):
        self.problem = problem
        self.slots: list[int | None] = [None] * len(problem.meetings)
        self.own = [next(iter(own_tables(problem, m)), -1) for m in range(len(problem.meetings))]
        self.agendas: list[list[tuple[int, int]]] = [[] for _ in problem.people]
        self.load = [0] * problem.slots
        self.shared = [0] * problem.slots
        self.used: set[tuple[int, int]] = set()  # (slot, own table)
        reserved = {person.table for person in problem.people} - {None}
        self.free_tables = len(problem.tables) - len(reserved) if problem.tables else len(problem.meetings)
        self.bounds: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for m, meeting in enumerate(problem.meetings):
            for before in meeting.after:
                self.bounds[m].append((before, True))
                self.bounds[before].append((m, False))

    def fill(self) -> Schedule:
        meetings = self.problem.meetings
        busy = [0] * len(self.problem.people)
        for meeting in meetings:
            busy[meeting.a] += 1
            busy[meeting.b] += 1
        order = sorted(
            range(len(meetings)),
            key=lambda m: (not meetings[m].must, -busy[meetings[m].a] - busy[meetings[m].b], m),
        )
        for m in order:
            costs = [(cost, t) for t in range(self.problem.slots) if (cost := self._cost(m, t)) is not None]
            if costs:
                self._put(m, min(costs)[1])
        return Schedule(tuple(self.slots), with_tables(self.problem, self.slots, self.own))

    def _put(self, m: int, t: int) -> None:
        self.slots[m] = t
        self.load[t] += 1
        self.shared[t] += self.own[m] < 0
        self.used.add((t, self.own[m]))
        for p in (self.problem.meetings[m].a, self.problem.meetings[m].b):
            self.agendas[p] = sorted([*self.agendas[p], (t, m)])

    def _cost(self, m: int, t: int) -> int | None:
        """Breaks of both, None when the meeting cannot be there."""
        problem, meeting = self.problem, self.problem.meetings[m]
        if meeting.slots is not None and t not in meeting.slots:
            return None
        if self.load[t] >= problem.room or (self.own[m] < 0 and self.shared[t] >= self.free_tables):
            return None
        if self.own[m] >= 0 and (t, self.own[m]) in self.used:
            return None
        for other, before in self.bounds[m]:
            there = self.slots[other]
            if there is not None and (there >= t if before else there <= t):
                return None
        cost = 0
        for p in (meeting.a, meeting.b):
            person, agenda = problem.people[p], self.agendas[p]
            if t in person.away or t in person.attends or any(slot == t for slot, _ in agenda):
                return None
            if person.cap is not None and len(agenda) >= person.cap:
                return None
            breaks = sum(1 for _ in idle_runs(sorted([*agenda, (t, m)]), person.attends))
            if problem.fairness is not None and breaks > problem.fairness:
                return None
            cost += breaks
        return cost


def made_fair(problem: Problem, schedule: Schedule) -> Schedule:
    """Leave meetings out, of whoever has the most breaks, until fairness holds: for a schedule that breaks nothing
    else, where meetings may be left out."""
    slots, tables = list(schedule.slots), list(schedule.tables)
    fairness = problem.fairness
    if fairness is None or problem.all_placed:
        return schedule
    for _ in range(len(slots)):
        now = Schedule(tuple(slots), tuple(tables))
        breaks = breaks_per_person(problem, now)
        most = max(breaks)
        if most - min(breaks) <= fairness:
            break
        agenda = agendas(problem, now)[breaks.index(most)]
        m = min((agenda[0][1], agenda[-1][1]), key=lambda m: (problem.meetings[m].must, m))
        slots[m] = None
        if tables:
            tables[m] = None
    return Schedule(tuple(slots), tuple(tables))
