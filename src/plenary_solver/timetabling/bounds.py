"""Proven lower bounds on the objective of every timetable of a problem (docs/explanation/timetabling.md)."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.checks import largest_objective
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import Limit, Outcome, run
from plenary_solver.timetabling.problem import Problem
from plenary_solver.timetabling.relaxation import Relaxation
from plenary_solver.timetabling.relaxation.prices import FINENESS, LINEAR, Priced, PriceSearch
from plenary_solver.timetabling.relaxation.shared import shared_things

UNITS_PER_TRACK = 3.0  # of deterministic time: a track alone is a small model
UNITS_PER_PLAN = 1.0
PRICES_SHARE = 0.6  # of the time left goes to better prices, at most
LAST_PRICES = 4  # become inequalities of the whole model

Upper = int | Callable[[], int | None] | None


@dataclass(frozen=True)
class Share:
    """What a relaxation added to the bound, and what it leaves out."""

    relaxation: str
    value: int


@dataclass(frozen=True)
class Bound:
    """No timetable costs less than `value`.

    `exact` says that some timetable is proven to cost just that: the `upper` given. `infeasible` says that there is
    no timetable at all; `value` means nothing then. `relaxations` tells where the bound comes from, in the order in
    which it grew; shares add up to the value.
    """

    value: int
    exact: bool
    relaxations: tuple[Share, ...]
    seconds: float
    infeasible: bool = False


def lower_bound(
    problem: Problem,
    *,
    stop: StopRule,
    seed: int = 0,
    upper: Upper = None,
    on_bound: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Bound:
    """A proven lower bound on the objective of every timetable, better the longer it may take.

    `upper` is the objective of some timetable, or asked for that of the best so far (from this thread): what would
    cost more need not be looked at, which is worth a lot. `on_bound` is told
    each better bound, from this thread or another. `stop` is not begun here, so that a search can share its own; under
    a rule that counts steps, a million of them stand for a unit of CP-SAT's deterministic time and the result is the
    same every time.
    """
    return _Proof(problem, stop, seed, upper, on_bound, workers).bound()


class _Proof:
    """Bounds for each track alone add up, since a cost belongs to one track or lies between two."""

    def __init__(
        self,
        problem: Problem,
        stop: StopRule,
        seed: int,
        upper: Upper,
        on_bound: Callable[[int], None] | None,
        workers: int,
    ):
        self.began = time.monotonic()
        self.costs = Costs(problem)
        self.stop = stop
        self.seed = seed
        self.upper = upper if callable(upper) else lambda: upper
        self.on_bound = on_bound
        self.workers = workers
        self.units = 0.0
        self.infeasible = not all(self.costs.sessions_of[i] for i in self.costs.talks)
        self.value: int | None = None
        self.shares: list[Share] = []

    def bound(self) -> Bound:
        if not self.infeasible:
            alone = self._tracks_alone()
            between = floor_between(self.costs)
            prices = self._tracks_at_prices(alone, between)
            self._tracks_together(alone, prices)
        return Bound(
            value=self.value or 0,
            exact=not self.infeasible and self.value is not None and self.value == self.upper(),
            relaxations=tuple(self.shares),
            seconds=time.monotonic() - self.began,
            infeasible=self.infeasible,
        )

    def _tracks_alone(self) -> dict[int, int]:
        floors = {t: track_floor(self.costs, t) for t in self.costs.tracks}
        between = floor_between(self.costs)
        self._raise("the cheapest session and room of each talk", sum(floors.values()) + between)
        for t in self.costs.tracks:
            if self._finished():
                break
            outcome = self._run(Relaxation(self.costs, [t]).model, UNITS_PER_TRACK, parameters=LINEAR)
            self.infeasible = outcome.status == cp_model.INFEASIBLE
            if outcome.bound is not None:
                floors[t] = max(floors[t], outcome.bound)
        self._raise(
            "each track alone, without the cell and slot of each talk", sum(floors.values()) + between
        )
        return floors

    def _tracks_at_prices(self, alone: dict[int, int], between: int) -> list[Priced]:
        found: list[Priced] = []
        if self._finished():
            return found
        enough = self._left() * (1 - PRICES_SHARE)

        def finished() -> bool:
            return self._finished() or self._left() < enough

        search = PriceSearch(self.costs, alone, between, self.upper, self._plan, finished)
        most = largest_objective(self.costs.problem)
        for priced in search.ascend():
            found.append(priced)
            self.infeasible = priced.objective > most
            self._raise("tracks that pay each other for what they share", priced.objective)
            if finished():
                break
        if search.nothing_cheaper:
            self._nothing_cheaper("tracks that pay each other for what they share")
        return found[-LAST_PRICES:]

    def _tracks_together(self, alone: dict[int, int], prices: list[Priced]) -> None:
        if self._finished():
            return
        whole = Relaxation(self.costs)
        upper = self.upper()
        for t, least in alone.items():
            whole.model.add(whole.cost_of(t) >= least)
        for priced in prices:
            keep_prices(whole, priced, upper)
        if upper is not None:
            whole.model.add(whole.total <= upper - 1)
        name = "all tracks together, without the cell and slot of each talk"
        outcome = self._run(
            whole.model, None, on_bound=lambda value: self._raise(name, value), parameters=LINEAR
        )
        if outcome.status == cp_model.INFEASIBLE:
            self.infeasible = upper is None
            self._nothing_cheaper(name)
        elif outcome.bound is not None:
            self._raise(name, outcome.bound)

    def _nothing_cheaper(self, relaxation: str) -> None:
        """There is a timetable, but none that costs less."""
        upper = self.upper()
        if upper is not None:
            self._raise(relaxation, upper)

    def _plan(self, model: cp_model.CpModel, parameters: Mapping[str, object]) -> Outcome:
        return self._run(model, UNITS_PER_PLAN, parameters=parameters)

    def _run(
        self,
        model: cp_model.CpModel,
        units: float | None,
        *,
        on_bound: Callable[[int], None] | None = None,
        parameters: Mapping[str, object],
    ) -> Outcome:
        limit = self._limit() if units is None else self._limit().at_most(units)
        outcome = run(
            model,
            limit=limit,
            seed=self.seed,
            workers=self.workers,
            stop=self.stop,
            on_bound=on_bound,
            parameters=parameters,
        )
        self.units += outcome.units
        return outcome

    def _limit(self) -> Limit:
        limit = Limit.of(self.stop)
        left = None if limit.units is None else max(0.0, limit.units - self.units)
        return Limit(limit.seconds, left)

    def _left(self) -> float:
        """What is left of seconds or units, whichever is scarcer."""
        limit = self._limit()
        return min((left for left in (limit.seconds, limit.units) if left is not None), default=math.inf)

    def _finished(self) -> bool:
        upper = self.upper()
        met = upper is not None and self.value is not None and self.value >= upper
        return self.infeasible or met or self._limit().spent or self.stop.done(0, None)

    def _raise(self, relaxation: str, value: int) -> None:
        upper = self.upper()
        if upper is not None:
            value = min(value, upper)
        if not self.infeasible and (self.value is None or value > self.value):
            added = value - (self.value or 0)
            if self.shares and self.shares[-1].relaxation == relaxation:
                added += self.shares.pop().value
            self.shares.append(Share(relaxation, added))
            self.value = value
            if self.on_bound is not None:
                self.on_bound(value)


def keep_prices(whole: Relaxation, priced: Priced, upper: int | None) -> None:
    """What prices prove of each track, as inequalities; a timetable cheaper than `upper` can lose only so much."""
    for t in whole.tracks:
        if t in priced.bounds:
            things = enumerate(shared_things(whole.costs))
            paid = [
                priced.prices[n] * x
                for n, thing in things
                if priced.prices[n]
                for x in thing.used_by(whole, t)
            ]
            pays = cp_model.LinearExpr.sum([FINENESS * whole.cost_of(t), *paid])
            whole.model.add(pays >= priced.bounds[t])
            if upper is not None:
                whole.model.add(pays <= priced.bounds[t] + FINENESS * (upper - 1) - priced.value)


def track_floor(costs: Costs, track: int) -> int:
    """What a track costs at least, by each talk's cheapest place; what a cell may earn counts in every cell."""
    talks = sum(
        min(
            costs.talk_session[i][s] + min(costs.talk_room[i][r] for r in costs.rooms_of(i, s))
            for s in costs.sessions_of[i]
        )
        for i in costs.talks_of[track]
    )
    earned = sum(
        costs.most_cells(track, s) * min(0, *(costs.cell(track, s, r) for r in costs.open_rooms[s]))
        for s in costs.sessions
        if costs.open_rooms[s]
    )
    return talks + earned


def floor_between(costs: Costs) -> int:
    """What pairs of tracks may earn at most by being side by side, as a number not above zero."""
    return sum(
        min(0, cost) * costs.most_cells(a, s) * costs.most_cells(b, s)
        for (a, b), cost in costs.track_pairs.items()
        for s in costs.sessions
    )
