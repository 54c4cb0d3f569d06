"""Prices at which each track plans alone: the Lagrangian dual of what tracks share.

Tracks share rooms, and pay for being side by side. With a price on each of these, every track can be planned by
itself; the cheapest plans together, less what the shared things are worth, bound the whole from below, and the best
prices bound it as well as the convex hull of each track's plans allows. That is much better than the linear relaxation
of the whole model, since a track's own rules (its order, its rooms, its cells) hold in full.

The prices are improved by cutting planes within a box around the best ones so far, which grows or shrinks by success.

Sources: Geoffrion, «Lagrangean relaxation for integer programming», Mathematical Programming Study 2 (1974),
doi 10.1007/BFb0120690; Marsten, Hogan and Blankenship, «The boxstep method for large-scale optimization», Operations
Research 23 (1975), doi 10.1287/opre.23.3.389.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import Outcome
from plenary_solver.timetabling.relaxation.model import Relaxation
from plenary_solver.timetabling.relaxation.planes import CuttingPlanes, Estimate, Plan
from plenary_solver.timetabling.relaxation.shared import Shared, shared_things

FINENESS = 20  # prices are whole multiples of 1/FINENESS, so that CP-SAT computes exactly
ENOUGH = 0.05  # of the gain that the cutting planes promise makes new prices the best ones
LITTLE = 0.05  # units of the objective that are not worth another step
FIRST_REACH = 3.0  # times what would close the gap if every overdrawn thing were priced alike
SHRINK, AFTER_FAILURES = 0.7, 3
LINEAR: Mapping[str, object] = {"linearization_level": 2}  # the linear relaxation carries the proof
SMALL = 400  # variables; CP-SAT's presolve takes longer than it saves on less

Solve = Callable[[cp_model.CpModel, Mapping[str, object]], Outcome]


@dataclass(frozen=True)
class Priced:
    """`prices` and `bounds` in units of 1/FINENESS: no plan of a track costs and pays less than its bound.

    So no timetable costs less than `value`, the sum of the bounds less what there is of each thing at its price.
    """

    prices: tuple[int, ...]
    bounds: Mapping[int, int]
    value: int

    @property
    def objective(self) -> int:
        """The least whole objective that the value allows."""
        return -(-self.value // FINENESS)


class PricedTrack:
    """One track's model, solved again and again at new prices. `least` is what the track costs at any prices."""

    def __init__(self, costs: Costs, track: int, things: Sequence[Shared], least: int):
        self.track = track
        self.least = least
        self.relaxation = Relaxation(costs, [track])
        self.own = self.relaxation.cost_of(track)
        uses = ((number, thing.used_by(self.relaxation, track)) for number, thing in enumerate(things))
        self.uses = [(number, used) for number, used in uses if used]
        self.parameters = dict(LINEAR)
        if len(self.relaxation.model.proto.variables) < SMALL:
            self.parameters["cp_model_presolve"] = False
        self.effort, self.promise = 0.0, 1.0

    def at(self, prices: Sequence[int]) -> cp_model.CpModel:
        paid = [prices[number] * x for number, used in self.uses if prices[number] for x in used]
        self.relaxation.model.minimize(cp_model.LinearExpr.sum([FINENESS * self.own, *paid]))
        return self.relaxation.model

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        taken = ((number, sum(solver.value(x) for x in used)) for number, used in self.uses)
        return Plan(solver.value(self.own), tuple((number, n) for number, n in taken if n))


class PriceSearch:
    """Better and better prices. `alone` is what each track costs at least, `between` what sharing earns at most (≤ 0).

    `upper` is asked for the objective of the best timetable known: plans of a track that would cost more with the
    least of the others are of no use. `nothing_cheaper` is set when that leaves no plan at all. `finished` is asked
    before each attempt.
    """

    def __init__(
        self,
        costs: Costs,
        alone: Mapping[int, int],
        between: int,
        upper: Callable[[], int | None],
        solve: Solve,
        finished: Callable[[], bool] = lambda: False,
    ):
        self.finished = finished
        self.between = between
        self.upper, self.solve = upper, solve
        self.things = shared_things(costs)
        self.tracks = [
            PricedTrack(costs, t, self.things, alone[t]) for t in costs.tracks if costs.talks_of[t]
        ]
        self.total = sum(alone.values()) + between
        self.planes = CuttingPlanes(self.things, len(self.tracks))
        self.capped: int | None = None
        self.nothing_cheaper = False

    def ascend(self) -> Iterator[Priced]:
        """Prices, each worth more than those before; ends when no better ones exist, or `solve` finds nothing."""
        best = self._try([0] * len(self.things), None)
        if best is None or not self.things:
            return
        yield best
        reach = self._first_reach()
        failures = 0
        while not self.nothing_cheaper and not self.finished():
            estimate = self.planes.best([price / FINENESS for price in best.prices], reach)
            if estimate is None:
                return
            gain = estimate.value + self.between - best.value / FINENESS
            if not estimate.held and (gain < LITTLE or self._as_good(estimate, best)):
                return
            if gain < LITTLE:
                reach *= 4
                continue
            needed = best.value + ENOUGH * gain * FINENESS
            better = self._try(self._whole(estimate), needed)
            if better is None:
                failures += 1
                if self._stuck:
                    return
                reach *= SHRINK if failures % AFTER_FAILURES == 0 else 1
                continue
            if better.value - best.value > gain * FINENESS / 2 and estimate.held:
                reach *= 2
            best, failures = better, 0
            yield best

    def _as_good(self, estimate: Estimate, best: Priced) -> bool:
        """Whether no prices at all are worth a unit of the objective more."""
        return math.ceil(estimate.value + self.between - 1e-6) <= best.objective

    def _whole(self, estimate: Estimate) -> list[int]:
        return [
            round(FINENESS * price)
            if thing.cost is None
            else min(round(FINENESS * price), FINENESS * thing.cost)
            for price, thing in zip(estimate.prices, self.things, strict=True)
        ]

    def _first_reach(self) -> float:
        overdrawn = [-thing.limit for thing in self.things]
        for plans in self.planes.plans:
            for number, taken in plans[0].uses:
                overdrawn[number] += taken
        upper = self.upper()
        gap = max(10, abs(self.total) / 4) if upper is None else max(1, upper - self.total)
        return FIRST_REACH * gap / max(1, sum(max(0, excess) for excess in overdrawn))

    def _try(self, prices: list[int], needed: float | None) -> Priced | None:
        """The value of prices; None as soon as it is clear that it will not be more than `needed`.

        Tracks come first whose plans seen so far are likely to promise too much, for little work.
        """
        self._cap()
        self._stuck = False
        exact = [price / FINENESS for price in prices]
        value = FINENESS * self.between - sum(
            price * thing.limit for price, thing in zip(prices, self.things, strict=True)
        )
        order = list(range(len(self.tracks)))
        promised = [0.0] * len(self.tracks)
        if needed is not None:
            promised = [FINENESS * self.planes.pays_at_most(k, exact) for k in order]
            order = sorted(order, key=lambda k: (-self.tracks[k].promise / (self.tracks[k].effort + 0.01), k))
        left = sum(promised)
        bounds = {}
        for k in order:
            priced = self.tracks[k]
            bound = self._plan(k, prices)
            if bound is None:
                return None
            bounds[priced.track] = bound
            value += bound
            left -= promised[k]
            if needed is not None:
                priced.promise = 0.5 * priced.promise + max(0.0, promised[k] - bound)
                if value + left <= needed:
                    return None
        return Priced(tuple(prices), bounds, value)

    def _plan(self, k: int, prices: list[int]) -> int | None:
        priced = self.tracks[k]
        outcome = self.solve(priced.at(prices), priced.parameters)
        if outcome.status == cp_model.INFEASIBLE:
            self.nothing_cheaper = True
            return None
        if outcome.found:
            self.planes.add(k, priced.plan(outcome.solver))
        elif not self.planes.plans[k]:
            self._stuck = True
            return None
        priced.effort = 0.5 * priced.effort + 0.5 * outcome.units
        least = FINENESS * priced.least  # prices only add to it
        return least if outcome.bound is None else max(least, outcome.bound)

    def _cap(self) -> None:
        upper = self.upper()
        if upper is None or (self.capped is not None and self.capped <= upper):
            return
        self.capped = upper
        for priced in self.tracks:
            priced.relaxation.model.add(priced.own <= upper - 1 - (self.total - priced.least))
