"""`solve`: one-to-one meetings, proven.

The benchmark's problem is solved exactly by core-guided MaxSAT. What it does not model (tables with names, caps, other
weights, meetings that may stay unplaced) is declined in words, never answered wrongly.
"""

import time

from plenary_solver.meetings.encoding import Encoding, Impossible
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.impossible import why_impossible
from plenary_solver.meetings.maxsat import fewest
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import OnProgress, Progress, Result, Status
from plenary_solver.stopping import StopRule

NOT_MODELLED = (
    "Named tables, caps, attended talks, other weights than breaks and meetings that may stay unplaced are not "
    "modelled by the exact search."
)
NOT_PROVEN = (
    "Nobody is sure to have no break, so a fair schedule in which everybody has one was not ruled out; "
    "allow a larger fairness."
)


def solve(
    problem: Problem,
    *,
    stop: StopRule,
    seed: int = 0,
    start: Schedule | None = None,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
) -> Result[Schedule]:
    """The schedule with the fewest breaks, and the proof. `seed`, `start` and `workers` change nothing: the search is
    deterministic and looks at bounds from below. `stop` is asked between two calls of the SAT solver."""
    began = time.monotonic()
    stop.begin()
    trace: list[Progress] = []

    def told(bound: int) -> None:
        trace.append(Progress(time.monotonic() - began, bound, None, bound, "cores"))
        if on_progress:
            on_progress(trace[-1])

    def result(status: Status, slots: tuple[int, ...] | None, bound: int | None, *reasons: str) -> Result:
        solution = None if slots is None else Schedule(slots)
        scored = None if solution is None else evaluate(problem, solution)
        assert scored is None or not scored.hard
        if status is Status.INFEASIBLE:
            reasons = why_impossible(problem)
        return Result(
            status,
            solution,
            scored.objective if scored else None,
            scored.by_rule if scored else {},
            bound,
            time.monotonic() - began,
            seed,
            len(trace),
            tuple(trace),
            reasons,
        )

    if not _is_modelled(problem):
        return result(Status.UNKNOWN, None, None, NOT_MODELLED)
    try:
        encoding = Encoding(problem)
    except Impossible:
        return result(Status.INFEASIBLE, None, None)
    answer = fewest(encoding.cnf, encoding.breaks, stop=stop, on_bound=told)
    if answer.model is not None:
        # Fair schedules in which everybody has a break cost one break a person at least.
        proven = answer.bound <= len(problem.people) or problem.fairness is None or _someone_has_none(problem)
        bound = answer.bound if proven else len(problem.people)
        status = Status.OPTIMAL if proven else Status.FEASIBLE
        return result(status, encoding.slots(answer.model), bound)
    if not answer.settled:
        return result(Status.UNKNOWN, None, answer.bound)
    if problem.fairness is None or _someone_has_none(problem):
        return result(Status.INFEASIBLE, None, None)
    return result(Status.UNKNOWN, None, None, NOT_PROVEN)


def _is_modelled(problem: Problem) -> bool:
    weights = problem.weights
    return (
        problem.all_placed
        and not problem.tables
        and (weights.breaks, weights.interruptions) == (1, 0)
        and not any(person.attends or person.cap is not None for person in problem.people)
    )


def _someone_has_none(problem: Problem) -> bool:
    """Whether a person can have no break at all: fewer than two meetings, or one in every slot."""
    meetings = [0] * len(problem.people)
    for meeting in problem.meetings:
        meetings[meeting.a] += 1
        meetings[meeting.b] += 1
    return any(count < 2 or count >= problem.slots for count in meetings)
