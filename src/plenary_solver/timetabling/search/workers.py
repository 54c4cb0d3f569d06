"""One or two threads that anneal, and the thread that waits for them."""

import os
from collections.abc import Callable
from functools import partial

from plenary_solver.compiled import COMPILED
from plenary_solver.stopping import Budget, StopRule
from plenary_solver.threads import run_beside
from plenary_solver.timetabling.search.annealer import Annealer, Found, range_of_costs, warm
from plenary_solver.timetabling.search.schedule import Schedule
from plenary_solver.timetabling.search.tables import HARD, Int64, Tables

CHUNK = 8192 if COMPILED else 64  # steps between two looks at the stopping rule
MENDING = 0.5  # share of the search after which hard rules that are still broken are lived with
MENDING_CHUNKS = 16

Watch = Callable[[int, int | None], None]


class Team:
    """A search that several threads share. `watch` is told steps and objective (None while hard rules are broken).

    `coolly` when the cells are a good timetable, which a hot first cycle would forget."""

    def __init__(
        self,
        tb: Tables,
        cells: Int64,
        stop: StopRule,
        *,
        seed: int,
        workers: int | None,
        watch: Watch,
        coolly: bool = False,
    ):
        self.tb = tb
        self.cells = cells
        self.stop = stop
        self.seed = seed
        self.workers = workers or min(2, os.cpu_count() or 1)
        self.watch = watch
        self.coolly = coolly
        self.budget = Budget(stop)
        self.annealers: list[Annealer] = []
        self.offered: Found | None = None
        self.halted = False
        self.unprepared = False  # whether the search ended before it could begin

    @property
    def steps(self) -> int:
        return sum(annealer.steps for annealer in self.annealers)

    @property
    def best(self) -> Found | None:
        """The first of the best timetables, None before any search has begun."""
        found = [annealer.found for annealer in self.annealers]
        if self.offered is not None:
            found.append(self.offered)
        return min(found, key=lambda one: one.cost, default=None)

    @property
    def objective(self) -> int | None:
        best = self.best
        return None if best is None or self._broken(best) else best.cost

    def offer(self, cells: Int64, cost: int) -> None:
        """A timetable somebody else found, which holds all hard rules: later cycles go on from it, if it is the best."""
        self.offered = Found(cost, cells)

    def _broken(self, found: Found) -> bool:
        """Whether it breaks hard rules, or leaves talks out."""
        return found.cost > int(self.tb.number[HARD]) // 2

    def search(self) -> None:
        """Until the stopping rule says so."""
        if len(self.tb.talk) == 0 or self._over():
            return
        self.unprepared = True
        run_beside([self._warm], self._over, halt=self._halt, wait=False)
        if self.halted:
            return
        self.budget = Budget(self.stop)  # what compiling took is not to be planned any more
        self.annealers = [Annealer(self.tb, self.cells, self.seed, stream) for stream in range(self.workers)]
        least, largest = range_of_costs(self.tb)
        schedules = [
            Schedule(largest / 5, least / 10, self.seed, stream, coolly=self.coolly)
            for stream in range(self.workers)
        ]
        if self.workers == 1:
            self._anneal(self.annealers[0], schedules[0], self._over)
        else:
            jobs = [
                partial(self._anneal, annealer, schedule, lambda: self.halted)
                for annealer, schedule in zip(self.annealers, schedules, strict=True)
            ]
            run_beside(jobs, self._over, halt=self._halt, wait=True)

    def _warm(self) -> None:
        warm(self.tb, self.cells)
        self.unprepared = False

    def best_cells(self) -> Int64:
        """The rows of `State.cell` of the best timetable."""
        best = self.best
        return self.cells if best is None else best.cells

    def _over(self) -> bool:
        """Look at the stopping rule; once it says so, all is over."""
        self.watch(self.steps, self.objective)
        self.halted = self.halted or self.stop.done(self.steps, self.objective)
        return self.halted

    def _halt(self) -> None:
        self.halted = True

    def _anneal(self, annealer: Annealer, schedule: Schedule, over: Callable[[], bool]) -> None:
        self._mend(annealer, over)
        cycle = None
        while not over():
            spent = self.budget.spent(self.steps)
            if cycle is None or spent >= cycle.end:
                if cycle is not None and self.best is not None:
                    annealer.restart(self.best.cells)
                cycle = schedule.next(spent, self.budget.whole(self.steps) / self.workers)
            annealer.run(cycle.temperature(spent), self._chunk(annealer))

    def _mend(self, annealer: Annealer, over: Callable[[], bool]) -> None:
        """Find a place for every talk and mend broken hard rules, at temperatures at which nothing else matters."""
        hard = float(self.tb.number[HARD])
        while self._broken(annealer.found) and not over() and self.budget.spent(self.steps) < MENDING:
            heat = (annealer.steps / CHUNK % MENDING_CHUNKS) / MENDING_CHUNKS
            annealer.run(hard / 2 * 0.3**heat, self._chunk(annealer))
        annealer.restart(annealer.found.cells)

    def _chunk(self, annealer: Annealer) -> int:
        """Steps until the next look, no more than the stopping rule allows."""
        left = self.stop.steps_left(self.steps)
        if left is None:
            return CHUNK
        return max(1, min(CHUNK, left // self.workers, 1 + (self.budget.steps or 0) // 200))
