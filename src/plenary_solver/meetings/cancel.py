"""Meetings are cancelled shortly before the day, or on it: the rest stays as far as it can.

A cancelled meeting leaves its two people a break each, if it was inside their day. Few others may move to mend that,
since everybody has seen the schedule: never more than a share of them, and the search weighs which.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import Result, Status
from plenary_solver.stopping import StopRule

MOST_MOVED = 0.02
UNFAIR = "Some people keep more breaks than fairness allows: let more meetings move to mend that."


@dataclass(frozen=True)
class Mended:
    """`problem`: without the cancelled meetings; `kept`: which meetings of the old problem it has, in its order;
    `moved`: positions in the new problem of meetings whose slot or table changed. `before`: the objective with the
    holes left as they were."""

    problem: Problem
    kept: tuple[int, ...]
    result: Result[Schedule]
    moved: tuple[int, ...]
    before: int


def cancel(
    problem: Problem,
    schedule: Schedule,
    cancelled: Collection[int],
    *,
    stop: StopRule,
    seed: int = 0,
    workers: int | None = None,
    most_moved: float = MOST_MOVED,
) -> Mended:
    """A schedule without the cancelled meetings, in which at most the given share of the others moves.

    The schedule must hold the hard rules; raises ValueError when it does not. Holes may leave somebody with more breaks
    than fairness allows: those are mended first, and when so few moves do not mend them all, the problem that comes
    back has no fairness and `reasons` say so.
    """
    from plenary_solver.meetings.search.workers import Team

    stop.begin()
    if evaluate(problem, schedule).hard:
        raise ValueError("The schedule to mend breaks a rule that must hold: score it to see which.")
    kept, smaller = without(problem, cancelled)
    older = Schedule(
        tuple(schedule.slots[m] for m in kept), tuple(schedule.tables[m] for m in kept if problem.tables)
    )
    team = Team(
        smaller,
        stop=stop,
        seed=seed,
        start=older,
        workers=workers,
        toll=max(1, 2 * smaller.weights.table_changes),
        limit=int(most_moved * sum(slot is not None for slot in older.slots)),
    )
    team.search()
    standing = evaluate(smaller, older)
    candidates = [team.best(), older]
    fair = [found for found in candidates if not evaluate(smaller, found).hard]
    if not fair:
        smaller = replace(smaller, fairness=None)
    found = min(fair or candidates[:1], key=lambda found: evaluate(smaller, found).objective)
    scored = evaluate(smaller, found)
    assert not scored.hard
    result = Result(
        Status.FEASIBLE,
        found,
        scored.objective,
        scored.by_rule,
        None,
        team.seconds,
        seed,
        team.steps,
        reasons=() if fair else (UNFAIR,),
    )
    return Mended(smaller, kept, result, moved(older, found), standing.objective)


def without(problem: Problem, cancelled: Collection[int]) -> tuple[tuple[int, ...], Problem]:
    """The positions of the meetings that are left, and the problem of these alone."""
    gone = set(cancelled)
    kept = tuple(m for m in range(len(problem.meetings)) if m not in gone)
    position = {m: i for i, m in enumerate(kept)}
    meetings = tuple(
        replace(
            problem.meetings[m], after=tuple(position[x] for x in problem.meetings[m].after if x in position)
        )
        for m in kept
    )
    return kept, replace(problem, meetings=meetings)


def moved(older: Schedule, newer: Schedule) -> tuple[int, ...]:
    """Meetings that were placed and are elsewhere now, in another slot or at another table."""
    tables = list(zip(older.tables, newer.tables, strict=True)) or [(None, None)] * len(older.slots)
    return tuple(
        m
        for m, (was, now) in enumerate(zip(older.slots, newer.slots, strict=True))
        if was is not None and (was != now or tables[m][0] != tables[m][1])
    )
