"""Search for a good timetable (docs/explanation/timetabling.md)."""

import time

from plenary_solver.results import OnProgress, Progress, Result, Status
from plenary_solver.stopping import FirstOf, MaxRuntime, StopRule
from plenary_solver.timetabling.beside import Beside
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Problem, Timetable

REPORTS = 0.3  # seconds between two reports of progress
REASONS = 3.0  # seconds to say why there is no timetable, once a search has found none


def solve(
    problem: Problem,
    *,
    stop: StopRule,
    seed: int = 0,
    start: Timetable | None = None,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
    bound: bool = True,
) -> Result[Timetable]:
    """Search until `stop` says so.

    `start` is improved when given, whatever it breaks. `workers` is how many threads search, by default one for each
    processor, two at most; with one, the same seed and a rule that counts steps the result is the same every time.
    `on_progress` is told a few times a second how far the search is, from this thread. A rule with a clock has a lower
    bound sought beside the search, which ends when it is met, unless `bound` is False.
    """
    began = time.monotonic()
    stop.begin()
    # numba takes a second to import, which who only reads or scores a timetable need not wait for
    from plenary_solver.compiled import COMPILED, NOT_YET, WITHOUT_NUMBA
    from plenary_solver.timetabling.search.construct import construct, valid_part
    from plenary_solver.timetabling.search.state import timetable_of
    from plenary_solver.timetabling.search.tables import tables
    from plenary_solver.timetabling.search.workers import Team

    costs = Costs(problem)
    tb = tables(costs)
    cells = construct(tb, None if start is None else valid_part(problem, start, tb))
    beside = Beside(problem, stop, seed, wanted=bound)
    trace = _Trace(began, on_progress, beside)
    team = Team(
        tb,
        cells,
        FirstOf(stop, beside),
        seed=seed,
        workers=workers,
        watch=trace.watch,
        coolly=start is not None,
    )
    beside.current = lambda: None if team.objective is None else timetable_of(problem, team.best_cells())
    beside.offer = lambda found: team.offer(
        valid_part(problem, found, tb), evaluate(problem, found).objective
    )
    beside.start()
    try:
        team.search()
    finally:
        beside.finish()
    reasons: tuple[str, ...] = () if COMPILED else (WITHOUT_NUMBA,)
    if COMPILED and team.unprepared:
        reasons = (NOT_YET,)
    return _result(problem, timetable_of(problem, team.best_cells()), team.steps, trace, seed, reasons)


class _Trace:
    """What a search told of its way; the caller hears of it now and then."""

    def __init__(self, began: float, on_progress: OnProgress | None, beside: Beside):
        self.began = began
        self.beside = beside
        self.on_progress = on_progress
        self.lines: list[Progress] = []
        self.told = -REPORTS

    def watch(self, steps: int, objective: int | None) -> None:
        seconds = time.monotonic() - self.began
        line = Progress(
            seconds, steps, objective, self.beside.bound, "annealing" if steps else "construction"
        )
        if not self.lines or objective != self.lines[-1].objective:
            self.lines.append(line)
        if self.on_progress is not None and seconds - self.told >= REPORTS:
            self.told = seconds
            self.on_progress(line)


def _result(
    problem: Problem, found: Timetable, steps: int, trace: _Trace, seed: int, reasons: tuple[str, ...]
) -> Result[Timetable]:
    scored = evaluate(problem, found)
    bound = trace.beside.bound
    if not scored.feasible:
        why = why_not(problem)
        return Result(
            status=Status.INFEASIBLE if why or trace.beside.infeasible else Status.UNKNOWN,
            solution=None,
            objective=None,
            by_rule={},
            bound=None,
            seconds=time.monotonic() - trace.began,
            seed=seed,
            steps=steps,
            trace=tuple(trace.lines),
            reasons=why or reasons,  # what cannot be does not depend on how the search went
        )
    return Result(
        status=Status.OPTIMAL if bound is not None and scored.objective <= bound else Status.FEASIBLE,
        solution=found,
        objective=scored.objective,
        by_rule=scored.by_rule,
        bound=bound,
        seconds=time.monotonic() - trace.began,
        seed=seed,
        steps=steps,
        trace=tuple(trace.lines),
        reasons=reasons,
    )


def why_not(problem: Problem) -> tuple[str, ...]:
    """Reasons when it is proven that there is no timetable; () when the search just found none. Takes a few seconds."""
    from plenary_solver.timetabling.impossible import why_impossible

    return why_impossible(problem, MaxRuntime(REASONS))
