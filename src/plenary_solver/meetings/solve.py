"""`solve`: one-to-one meetings, proven where that can be, searched where not (docs/explanation/meetings.md)."""

import time

from plenary_solver.meetings.bounds import lower_bound
from plenary_solver.meetings.evaluator import Evaluation, evaluate
from plenary_solver.meetings.exact import Beside, is_modelled, prove
from plenary_solver.meetings.impossible import why_impossible
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import OnProgress, Progress, Result, Status
from plenary_solver.stopping import FirstOf, MaxRuntime, StopRule

PROVEN_SIZE = (
    400  # meetings: the largest problem of the benchmark has 302, each of its variants proven in seconds
)
PROVING = 0.7  # share of the time for the proof before the other search begins
REPORTS = 0.3  # seconds between two reports of progress


def solve(
    problem: Problem,
    *,
    stop: StopRule,
    seed: int = 0,
    start: Schedule | None = None,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
) -> Result[Schedule]:
    """The best schedule found until `stop` says so, and what is proven about it.

    A problem of the benchmark's kind is proven first, which `seed`, `start` and `workers` do not change; a larger one
    is searched at the same time, and whichever comes to a proof ends it. Anything else is searched: `start` is improved
    when given, `workers` is how many threads search, by default one for each processor, two at most; with one, the
    same seed and a rule that counts steps the result is the same every time.
    """
    stop.begin()
    told = _Told(seed, on_progress)
    modelled = is_modelled(problem)
    if modelled and len(problem.meetings) <= PROVEN_SIZE:
        left = stop.seconds_left()
        while_proving = stop if left is None else FirstOf(stop, MaxRuntime(PROVING * left))
        proof = prove(
            problem, stop=while_proving, on_bound=lambda bound: told.line(bound, None, bound, "cores")
        )
        told.bound = proof.bound
        over = stop.done(len(told.trace), None) or stop.steps_left(0) is not None
        if proof.status is not Status.UNKNOWN or over or proof.reasons:
            return told.result(problem, proof.status, _scored(problem, proof.schedule), proof.reasons)
        return _searched(problem, stop, start, workers, told, None)
    if stop.done(0, None):
        return told.result(problem, Status.UNKNOWN, None)
    told.bound = lower_bound(problem)
    if (
        not modelled or stop.steps_left(0) is not None
    ):  # steps are counted where the answer is to repeat exactly
        return _searched(problem, stop, start, workers, told, None)
    beside = Beside(problem)
    try:
        return _searched(problem, stop, start, 1 if workers is None else workers, told, beside)
    finally:
        beside.close()


Scored = tuple[Schedule, Evaluation]


def _searched(
    problem: Problem,
    stop: StopRule,
    start: Schedule | None,
    workers: int | None,
    told: "_Told",
    beside: Beside | None,
) -> Result[Schedule]:
    # numba takes a second to import, which who only proves need not wait for
    from plenary_solver.compiled import COMPILED, NOT_YET, WITHOUT_NUMBA
    from plenary_solver.meetings.search.construct import made_fair
    from plenary_solver.meetings.search.workers import Team

    proven = _Proven(beside, told.bound)
    team = Team(
        problem,
        stop=stop,
        seed=told.seed,
        start=start,
        workers=workers,
        proven=proven.over,
        watch=lambda steps, cost: told.line(steps, cost, proven.bound(), "annealing"),
    )
    team.search()
    told.steps = team.steps
    told.bound = proven.bound()
    best_found = team.best()
    candidates = [
        _scored(problem, found) for found in (best_found, made_fair(problem, best_found), team.first, start)
    ]
    if beside is not None and beside.proof is not None:
        told.reasons += beside.proof.reasons
        if beside.proof.status is Status.INFEASIBLE:
            return told.result(problem, Status.INFEASIBLE, None)
        candidates.append(_scored(problem, beside.proof.schedule))
    holding = [each for each in candidates if each is not None and not each[1].hard]
    best = min(holding, key=lambda each: each[1].objective, default=None)
    told.reasons += () if COMPILED else (WITHOUT_NUMBA,)
    told.reasons += (NOT_YET,) if team.unprepared else ()
    return told.result(problem, Status.UNKNOWN if best is None else Status.FEASIBLE, best)


class _Proven:
    """Ends the search when nothing better can be found."""

    def __init__(self, beside: Beside | None, before: int | None):
        self.beside = beside
        self.before = before

    def bound(self) -> int | None:
        if self.beside is None:
            return self.before
        proof = self.beside.proof
        known = self.beside.bound if proof is None else proof.bound
        return self.before if known is None else max(self.before or 0, known)

    def over(self, objective: int | None) -> bool:
        proof = None if self.beside is None else self.beside.proof
        if proof is not None and proof.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return True
        bound = self.bound()
        return objective is not None and bound is not None and objective <= bound


class _Told:
    """What a search told of its way; the caller hears of it now and then."""

    def __init__(self, seed: int, on_progress: OnProgress | None):
        self.began = time.monotonic()
        self.seed = seed
        self.on_progress = on_progress
        self.trace: list[Progress] = []
        self.last = -REPORTS
        self.steps = 0
        self.bound: int | None = None
        self.reasons: tuple[str, ...] = ()

    def line(self, steps: int, objective: int | None, bound: int | None, phase: str) -> None:
        seconds = time.monotonic() - self.began
        line = Progress(seconds, steps, objective, bound, phase)
        before = self.trace[-1] if self.trace else None
        if before is None or (before.objective, before.bound) != (objective, bound):
            self.trace.append(line)
        if self.on_progress is not None and (phase == "cores" or seconds - self.last >= REPORTS):
            self.last = seconds
            self.on_progress(line)

    def result(
        self,
        problem: Problem,
        status: Status,
        found: Scored | None,
        reasons: tuple[str, ...] = (),
    ) -> Result[Schedule]:
        assert found is None or not found[1].hard
        bound = None if status is Status.INFEASIBLE else self.bound
        if status is Status.INFEASIBLE:
            reasons += why_impossible(problem)
        objective = None if found is None else found[1].objective
        if status is Status.FEASIBLE and objective is not None and bound is not None and objective <= bound:
            status = Status.OPTIMAL
        return Result(
            status,
            None if found is None else found[0],
            objective,
            {} if found is None else found[1].by_rule,
            bound,
            time.monotonic() - self.began,
            self.seed,
            self.steps or len(self.trace),
            tuple(self.trace),
            self.reasons + reasons,
        )


def _scored(problem: Problem, schedule: Schedule | None) -> Scored | None:
    return None if schedule is None else (schedule, evaluate(problem, schedule))
