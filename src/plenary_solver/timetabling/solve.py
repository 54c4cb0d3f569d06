"""Search for a good timetable (docs/explanation/timetabling-search.md)."""

import time

from plenary_solver.results import OnProgress, Progress, Result, Status
from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Problem, Timetable

REPORTS = 0.3  # seconds between two reports of progress


def solve(
    problem: Problem,
    *,
    stop: StopRule,
    seed: int = 0,
    start: Timetable | None = None,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
) -> Result[Timetable]:
    """Search until `stop` says so.

    `start` is improved when given, whatever it breaks. `workers` is how many threads search, by default one for each
    processor, two at most; with one, the same seed and a rule that counts steps the result is the same every time.
    `on_progress` is told a few times a second how far the search is, from this thread.
    """
    began = time.monotonic()
    stop.begin()
    # numba takes a second to import, which who only reads or scores a timetable need not wait for
    from plenary_solver.timetabling.search.compiled import COMPILED, WITHOUT_NUMBA
    from plenary_solver.timetabling.search.construct import construct, valid_part
    from plenary_solver.timetabling.search.state import timetable_of
    from plenary_solver.timetabling.search.tables import tables
    from plenary_solver.timetabling.search.workers import Team

    costs = Costs(problem)
    tb = tables(costs)
    cells = construct(tb, None if start is None else valid_part(problem, start, tb))
    trace = _Trace(began, on_progress)
    team = Team(tb, cells, stop, seed, workers, trace.watch)
    team.search()
    reasons = () if COMPILED else (WITHOUT_NUMBA,)
    return _result(problem, timetable_of(problem, team.best_cells()), team.steps, trace, seed, reasons)


class _Trace:
    """What a search told of its way; the caller hears of it now and then."""

    def __init__(self, began: float, on_progress: OnProgress | None):
        self.began = began
        self.on_progress = on_progress
        self.lines: list[Progress] = []
        self.told = -REPORTS

    def watch(self, steps: int, objective: int | None) -> None:
        seconds = time.monotonic() - self.began
        line = Progress(seconds, steps, objective, None, "annealing" if steps else "construction")
        if not self.lines or objective != self.lines[-1].objective:
            self.lines.append(line)
        if self.on_progress is not None and seconds - self.told >= REPORTS:
            self.told = seconds
            self.on_progress(line)


def _result(
    problem: Problem, found: Timetable, steps: int, trace: _Trace, seed: int, reasons: tuple[str, ...]
) -> Result[Timetable]:
    scored = evaluate(problem, found)
    return Result(
        status=Status.FEASIBLE if scored.feasible else Status.UNKNOWN,
        solution=found if scored.feasible else None,
        objective=scored.objective if scored.feasible else None,
        by_rule=scored.by_rule if scored.feasible else {},
        bound=None,
        seconds=time.monotonic() - trace.began,
        seed=seed,
        steps=steps,
        trace=tuple(trace.lines),
        reasons=reasons,
    )
