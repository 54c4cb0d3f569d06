"""CP-SAT under our stopping rules: limits, seeds, cancelling, and bounds as whole numbers."""

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from plenary_solver.stopping import StopRule

STEPS_PER_UNIT = 1_000_000  # a unit of CP-SAT's deterministic time, about a second, stands for so many moves
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Limit:
    """How long CP-SAT may work: seconds of the clock, units of its deterministic time, None for no limit."""

    seconds: float | None = None
    units: float | None = None

    @classmethod
    def of(cls, stop: StopRule, *, share: float = 1.0, steps: int = 0) -> "Limit":
        """What a stopping rule leaves after `steps` moves, or a share of it."""
        seconds, moves = stop.seconds_left(), stop.steps_left(steps)
        return cls(
            seconds=None if seconds is None else max(0.0, seconds * share),
            units=None if moves is None else moves * share / STEPS_PER_UNIT,
        )

    def at_most(self, units: float) -> "Limit":
        """The same, but no more than so many units of deterministic time, or seconds if there is a clock."""
        return Limit(
            seconds=None if self.seconds is None else min(self.seconds, units),
            units=units if self.units is None else min(self.units, units),
        )

    @property
    def spent(self) -> bool:
        return 0 in (self.seconds, self.units)


@dataclass(frozen=True)
class Outcome:
    """`bound` is proven (None when nothing is), `units` the deterministic time taken."""

    status: cp_model.CpSolverStatus
    solver: cp_model.CpSolver
    bound: int | None
    units: float

    @property
    def found(self) -> bool:
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def run(
    model: cp_model.CpModel,
    *,
    limit: Limit,
    seed: int,
    workers: int = 1,
    stop: StopRule | None = None,
    on_bound: Callable[[int], None] | None = None,
    on_solution: Callable[[int], None] | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Outcome:
    """Solve within a limit, and until `stop` says so: it is polled, so that somebody can cancel.

    With a limit in units and no clock the answer is the same every time; then there is one worker.
    """
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.num_workers = workers if limit.units is None else 1
    if limit.seconds is not None:
        solver.parameters.max_time_in_seconds = limit.seconds
    if limit.units is not None:
        solver.parameters.max_deterministic_time = limit.units
    for name, value in (parameters or {}).items():
        setattr(solver.parameters, name, value)
    proven: list[int] = []

    def report(bound: float) -> None:
        value = rounded_up(bound)
        if not proven or value > proven[-1]:
            proven.append(value)
            if on_bound is not None:
                on_bound(value)

    # Not `best_objective_bound`: it is 0 before anything is known, and an objective may be negative.
    solver.best_bound_callback = report
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(solver, stop, ended), daemon=True)
    watch.start()
    try:
        status = solver.solve(model, _Announcer(on_solution) if on_solution else None)
    finally:
        ended.set()
        watch.join()
    if status == cp_model.OPTIMAL:
        proven.append(round(solver.objective_value))
    bound = max(proven, default=None)
    return Outcome(status, solver, bound, solver.response_proto.deterministic_time)


def rounded_up(bound: float) -> int:
    """The least whole objective that a bound in floating point allows."""
    return math.ceil(bound - 1e-6 - 1e-12 * abs(bound))


class _Announcer(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_solution: Callable[[int], None]):
        super().__init__()
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        self._on_solution(round(self.objective_value))


def _watch(solver: cp_model.CpSolver, stop: StopRule | None, ended: threading.Event) -> None:
    while stop is not None and not ended.wait(POLL_SECONDS):
        if stop.done(0, None):
            solver.stop_search()
            return
