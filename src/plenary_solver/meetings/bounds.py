"""Proven lower bounds on the objective of a meeting problem that may be large.

Each person alone: the cheapest set of slots for the person's meetings, by dynamic programming over the day, gives the
breaks and interruptions nobody can avoid, and the pairs of meetings back to back. An unplaced meeting is charged half
to each of its two.

Of table changes: every back-to-back pair is one, unless a meeting keeps its table for it. A meeting without an own
table keeps it for one pair that enters and one that leaves; a pair needs a meeting at both ends. So at most as many
pairs stay as there are such meetings, and an exhibitor's pairs. Charging others each pair and crediting every such
meeting once is a Lagrangian relaxation, valid for any price up to that of a change; the bound is linear in the price,
so that its best is at one end.
"""

from collections import Counter

from plenary_solver.meetings.problem import Meeting, Problem
from plenary_solver.meetings.rules import own_tables

NEVER = 10**15


def lower_bound(problem: Problem) -> int:
    """No schedule that holds the hard rules costs less."""
    days = [_Day(problem, mine, p) for p, mine in enumerate(_meetings_of(problem))]
    best = max(_halved(sum(day.least(0) for day in days)), _left_out(problem))
    change = problem.weights.table_changes + problem.weights.walking * _nearest(problem)
    if problem.tables and change:
        pairs = sum(day.least(0 if day.exhibits else change) for day in days)
        best = max(best, _halved(pairs) - change * _staying(problem))
    return best


def fewest_breaks(problem: Problem) -> list[int]:
    """Of each person, the breaks that cannot be avoided with all meetings placed; 0 when not all can be."""
    return [
        _halved(_Day(problem, mine, p, breaks=1, interruptions=0, all_placed=True).least(0))
        for p, mine in enumerate(_meetings_of(problem))
    ]


def _meetings_of(problem: Problem) -> list[list[Meeting]]:
    found: list[list[Meeting]] = [[] for _ in problem.people]
    for meeting in problem.meetings:
        found[meeting.a].append(meeting)
        found[meeting.b].append(meeting)
    return found


def _halved(twice: int) -> int:
    return -(-twice // 2)


def _nearest(problem: Problem) -> int:
    """Between two tables, at least."""
    if not problem.distance:
        return 1
    n = range(len(problem.tables))
    return min((problem.distance[a][b] for a in n for b in n if a != b), default=0)


def _staying(problem: Problem) -> int:
    """How many pairs of visitors may stay at a table: one that enters each meeting without an own table; one more when
    its two people meet twice, and where a table has several owners."""
    owners = Counter(person.table for person in problem.people if person.table is not None)
    pairs = Counter(frozenset((meeting.a, meeting.b)) for meeting in problem.meetings)
    staying = 0
    for m, meeting in enumerate(problem.meetings):
        own = own_tables(problem, m)
        staying += not own or any(owners[table] > 1 for table in own)
        staying += pairs[frozenset((meeting.a, meeting.b))] > 1
    return staying


def _left_out(problem: Problem) -> int:
    """What meetings cost for which there are not enough places in all slots together, the cheapest ones left out."""
    if problem.all_placed:
        return 0
    weights = problem.weights
    pools = [(problem.room, list(problem.meetings))]
    if problem.tables:
        free = len(problem.tables) - len({person.table for person in problem.people} - {None})
        pools.append((free, [each for m, each in enumerate(problem.meetings) if not own_tables(problem, m)]))
    most = 0
    for places, meetings in pools:
        prices = sorted(weights.must_unplaced if each.must else weights.unplaced for each in meetings)
        most = max(most, sum(prices[: max(0, len(meetings) - problem.slots * places)]))
    return most


class _Day:
    """One person's day; costs are doubled, since an unplaced meeting is charged half to each of its two."""

    def __init__(
        self,
        problem: Problem,
        mine: list[Meeting],
        p: int,
        *,
        breaks: int | None = None,
        interruptions: int | None = None,
        all_placed: bool = False,
    ):
        weights, person = problem.weights, problem.people[p]
        self.exhibits = person.table is not None
        self.breaks = 2 * (weights.breaks if breaks is None else breaks)
        self.interruptions = 2 * (weights.interruptions if interruptions is None else interruptions)
        self.talks = [t in person.attends for t in range(problem.slots)]
        self.free = [
            t not in person.away | person.attends
            and any(each.slots is None or t in each.slots for each in mine)
            for t in range(problem.slots)
        ]
        all_placed = all_placed or problem.all_placed
        prices = sorted(
            NEVER if all_placed else weights.must_unplaced if each.must else weights.unplaced for each in mine
        )
        most = len(mine) if person.cap is None else min(person.cap, len(mine))
        # by how many meetings are placed
        self.left_out = [sum(prices[: len(mine) - placed]) for placed in range(most + 1)]

    def least(self, pair: int) -> int:
        """Twice the cost of the cheapest day when each back-to-back pair costs `pair`; 0 when there is no day."""
        best = self.left_out[0]
        costs = {(0, "meets"): 0}  # by meetings so far and what the last slot was
        for free, talk in zip(self.free, self.talks, strict=True):
            after: dict[tuple[int, str], int] = {}

            def reach(state: tuple[int, str], cost: int, after: dict[tuple[int, str], int] = after) -> None:
                after[state] = min(cost, after.get(state, cost))

            for (met, last), cost in costs.items():
                begins = self.interruptions if met and last == "meets" else 0
                if not met:
                    reach((0, "meets"), cost)
                elif talk:
                    reach((met, "talk"), cost + begins)
                else:
                    reach((met, "idle"), cost + begins + (0 if last == "idle" else self.breaks))
                if free and met + 1 < len(self.left_out):
                    there = cost + (2 * pair if met and last == "meets" else 0)
                    reach((met + 1, "meets"), there)
                    best = min(best, there + self.left_out[met + 1])
            costs = after
        return best if best < NEVER else 0
