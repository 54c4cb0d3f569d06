"""Proven lower bounds on the objective of every timetable of a problem (docs/explanation/timetabling-bounds.md)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import Limit, Outcome, run
from plenary_solver.timetabling.problem import Problem
from plenary_solver.timetabling.relaxation import Relaxation

UNITS_PER_TRACK = 3.0  # of deterministic time: a track alone is a small model


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
    upper: int | None = None,
    on_bound: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Bound:
    """A proven lower bound on the objective of every timetable, better the longer it may take.

    `upper` is the objective of some timetable: costs that would exceed it need not be looked at. `on_bound` is told
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
        upper: int | None,
        on_bound: Callable[[int], None] | None,
        workers: int,
    ):
        self.began = time.monotonic()
        self.costs = Costs(problem)
        self.stop = stop
        self.seed = seed
        self.upper = upper
        self.on_bound = on_bound
        self.workers = workers
        self.units = 0.0
        self.infeasible = not all(self.costs.sessions_of[i] for i in self.costs.talks)
        self.value: int | None = None
        self.shares: list[Share] = []

    def bound(self) -> Bound:
        if not self.infeasible:
            alone = self._tracks_alone()
            if not (self.infeasible or self._finished()):
                self._tracks_together(alone)
        return Bound(
            value=self.value or 0,
            exact=not self.infeasible and self.value is not None and self.value == self.upper,
            relaxations=tuple(self.shares),
            seconds=time.monotonic() - self.began,
            infeasible=self.infeasible,
        )

    def _tracks_alone(self) -> dict[int, int]:
        floors = {t: track_floor(self.costs, t) for t in self.costs.tracks}
        between = floor_between(self.costs)
        self._raise("the cheapest session and room of each talk", sum(floors.values()) + between)
        for t in self.costs.tracks:
            if self._finished() or self.infeasible:
                break
            limit = self._limit().at_most(UNITS_PER_TRACK)
            outcome = self._run(Relaxation(self.costs, [t]).model, limit)
            if outcome.bound is not None:
                floors[t] = max(floors[t], outcome.bound)
        if not self.infeasible:
            self._raise("each track alone, without rooms of its own", sum(floors.values()) + between)
        return floors

    def _tracks_together(self, alone: dict[int, int]) -> None:
        whole = Relaxation(self.costs)
        for t, least in alone.items():
            whole.model.add(whole.cost_of(t) >= least)
        if self.upper is not None:
            whole.model.add(whole.total <= self.upper - 1)
        name = "all tracks, without the cell and slot of each talk"
        outcome = self._run(whole.model, self._limit(), lambda value: self._raise(name, value))
        if self.infeasible and self.upper is not None:
            self.infeasible = False  # there is a timetable, but none that costs less
            self._raise(name, self.upper)
        elif outcome.bound is not None:
            self._raise(name, outcome.bound)

    def _run(
        self, model: cp_model.CpModel, limit: Limit, on_bound: Callable[[int], None] | None = None
    ) -> Outcome:
        outcome = run(
            model,
            limit=limit,
            seed=self.seed,
            workers=self.workers,
            stop=self.stop,
            on_bound=on_bound,
        )
        self.units += outcome.units
        self.infeasible = self.infeasible or outcome.status == cp_model.INFEASIBLE
        return outcome

    def _limit(self) -> Limit:
        limit = Limit.of(self.stop)
        left = None if limit.units is None else max(0.0, limit.units - self.units)
        return Limit(limit.seconds, left)

    def _finished(self) -> bool:
        met = self.upper is not None and self.value is not None and self.value >= self.upper
        return met or self._limit().spent or self.stop.done(0, None)

    def _raise(self, relaxation: str, value: int) -> None:
        if self.upper is not None:
            value = min(value, self.upper)
        if self.value is None or value > self.value:
            added = value - (self.value or 0)
            if self.shares and self.shares[-1].relaxation == relaxation:
                added += self.shares.pop().value
            self.shares.append(Share(relaxation, added))
            self.value = value
            if self.on_bound is not None:
                self.on_bound(value)


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
