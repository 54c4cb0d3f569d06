"""What goes on beside the annealing, in a thread of its own: a lower bound is sought, then CP-SAT takes large steps."""

import threading
from collections.abc import Callable

from plenary_solver.stopping import FirstOf, MaxRuntime, StopRule, WhenSet
from plenary_solver.timetabling.problem import Problem, Timetable

SHARE = 0.8  # of the time for the bound, at most


class Beside:
    """`bound` grows while `start`ed, `infeasible` becomes True when no timetable can be. As a stopping rule it ends a
    search whose objective has met the bound, or that has nothing to find. `current` gives the best timetable of the
    search, `offer` tells it of a better one."""

    def __init__(self, problem: Problem, stop: StopRule, seed: int, *, wanted: bool = True):
        self.bound: int | None = None
        self.best: int | None = None  # objective of the search: what costs more need not be looked at
        self.infeasible = False
        self.current: Callable[[], Timetable | None] = lambda: None
        self.offer: Callable[[Timetable], None] = lambda timetable: None
        self._over = threading.Event()
        left = stop.seconds_left()
        # Without a clock a search is to repeat exactly, which two threads side by side cannot promise.
        self._thread = (
            None
            if left is None or not wanted
            else threading.Thread(
                target=self._seek, args=(problem, stop, seed, max(0.0, left) * SHARE), daemon=True
            )
        )

    def start(self) -> None:
        if self._thread:
            self._thread.start()

    def finish(self) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def begin(self) -> None:
        pass

    def done(self, steps: int, objective: int | None) -> bool:
        self.best = objective
        met = objective is not None and self.bound is not None and objective <= self.bound
        return met or self.infeasible

    def seconds_left(self) -> float | None:
        return None

    def steps_left(self, steps: int) -> int | None:
        return None

    def _seek(self, problem: Problem, stop: StopRule, seed: int, seconds: float) -> None:
        # OR-Tools takes a second to import: not before the search has begun.
        from plenary_solver.timetabling.bounds import lower_bound

        limit = FirstOf(stop, MaxRuntime(seconds), WhenSet(self._over))
        found = lower_bound(problem, stop=limit, seed=seed, upper=lambda: self.best, on_bound=self._raise)
        self.infeasible = found.infeasible
        self._raise(found.value)
        over = FirstOf(stop, WhenSet(self._over))
        if not found.infeasible and not over.done(0, self.best):
            from plenary_solver.timetabling.large_steps import LargeSteps

            steps = LargeSteps(problem, seed)
            steps.take(self.current, self.offer, over)
            if steps.proven is not None:
                self._raise(steps.proven)

    def _raise(self, value: int) -> None:
        if not self.infeasible:
            self.bound = max(value, self.bound or 0)
