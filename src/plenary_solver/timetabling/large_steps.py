"""Large steps beside small ones: now and then some tracks are placed anew by an exact model, as many as it can manage."""

import random
from collections.abc import Callable

from ortools.sat.python import cp_model

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import STEPS_PER_UNIT, Limit
from plenary_solver.timetabling.neighbourhood import Neighbourhood, free_tracks
from plenary_solver.timetabling.problem import Problem, Timetable

SECONDS = 3.0  # for one step
FIRST_SIZE = 1000  # places to choose from
GROW, SHRINK = 1.25, 0.8
SMALL = 4000  # a whole problem of this size is tried first: that would be a proof


class LargeSteps:
    """`take` until `stop` (a million of its steps are a unit of CP-SAT's deterministic time); `current` gives the best timetable known, `offer` is told of better ones."""

    def __init__(self, problem: Problem, seed: int):
        self.costs = Costs(problem)
        self.draws = random.Random(seed)
        self.free = free_tracks(self.costs)
        self.size = float(FIRST_SIZE)
        self.units = 0.0  # of CP-SAT's deterministic time
        self.proven: int | None = (
            None  # the objective below which nothing is, once the whole problem was settled
        )

    def take(
        self,
        current: Callable[[], Timetable | None],
        offer: Callable[[Timetable], None],
        stop: StopRule,
    ) -> None:
        timetable = current()
        if timetable is not None and len(self.free) == sum(map(bool, self.costs.talks_of)):
            self._step(timetable, self.free, offer, stop)
        while self.free and self.proven is None and not stop.done(int(self.units * STEPS_PER_UNIT), None):
            timetable = current()
            if timetable is None:
                return
            tracks = self._some_tracks(timetable)
            if not tracks:
                return
            self._step(timetable, tracks, offer, stop)

    def _step(
        self, timetable: Timetable, tracks: list[int], offer: Callable[[Timetable], None], stop: StopRule
    ) -> None:
        neighbourhood = Neighbourhood(self.costs, timetable, tracks)
        whole = not neighbourhood.stay
        if whole and neighbourhood.size > SMALL:
            return
        limit = Limit.of(stop).at_most(SECONDS)
        better, outcome = neighbourhood.solve(limit=limit, seed=self.draws.randrange(2**31), stop=stop)
        if better is not None:
            offer(better)
        self.units += outcome.units
        settled = outcome.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if settled and whole:
            gained = 0 if better is None else neighbourhood.worth - round(outcome.solver.objective_value)
            self.proven = neighbourhood.objective - gained
        self.size *= GROW if settled else SHRINK

    def _some_tracks(self, timetable: Timetable) -> list[int]:
        """Tracks at random, as long as the places to choose from are not too many."""
        cells = {t: sum(cell.track == t for cell in timetable.cells) for t in self.free}
        left = sum(map(len, self.costs.open_rooms)) - len(timetable.cells)
        talks = 0
        chosen: list[int] = []
        for t in self.draws.sample(self.free, len(self.free)):
            more = talks + len(self.costs.talks_of[t])
            if more * (left + cells[t]) <= self.size or not chosen:
                chosen.append(t)
                talks, left = more, left + cells[t]
        return chosen
