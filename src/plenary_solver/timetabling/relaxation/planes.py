"""What tracks would pay at any prices, as far as plans seen so far tell: cutting planes of the Lagrangian dual."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from plenary_solver.timetabling.relaxation.shared import Shared

NEAR = 1e-6
LONGEST = (
    2_000  # milliseconds: a hundred times what it takes, unless the simplex method goes round in circles
)


@dataclass(frozen=True)
class Plan:
    """A way to place the talks of a track: what it costs apart from prices, and how much of each shared thing it takes.

    `uses` holds (number of the thing, how much), things that are not taken left out.
    """

    cost: int
    uses: tuple[tuple[int, int], ...]

    def pays(self, prices: Sequence[float]) -> float:
        return self.cost + sum(taken * prices[number] for number, taken in self.uses)


@dataclass(frozen=True)
class Estimate:
    """No prices near by are worth more than `value`; `held` says that the box kept some from going farther."""

    value: float
    prices: list[float]
    held: bool


class CuttingPlanes:
    """A linear program: the most that tracks together can pay, less the worth of what there is, by plans seen."""

    def __init__(self, things: Sequence[Shared], tracks: int):
        self.things = things
        self.plans: list[list[Plan]] = [[] for _ in range(tracks)]
        self._begin()

    def _begin(self) -> None:
        """A linear program without memory of how it was solved before."""
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetTimeLimit(LONGEST)
        infinity = self.solver.infinity()
        self.pays = [self.solver.NumVar(-infinity, infinity, "") for _ in self.plans]
        self.prices = [self.solver.NumVar(0, infinity, "") for _ in self.things]
        objective = self.solver.Objective()
        objective.SetMaximization()
        for pays in self.pays:
            objective.SetCoefficient(pays, 1)
        for price, thing in zip(self.prices, self.things, strict=True):
            objective.SetCoefficient(price, -thing.limit)
        for track, plans in enumerate(self.plans):
            for plan in plans:
                self._row(track, plan)

    def add(self, track: int, plan: Plan) -> None:
        """No track pays more than a plan of its own."""
        if plan not in self.plans[track]:
            self.plans[track].append(plan)
            self._row(track, plan)

    def _row(self, track: int, plan: Plan) -> None:
        row = self.solver.Constraint(-self.solver.infinity(), plan.cost)
        row.SetCoefficient(self.pays[track], 1)
        for number, taken in plan.uses:
            row.SetCoefficient(self.prices[number], -taken)

    def pays_at_most(self, track: int, prices: Sequence[float]) -> float:
        return min(plan.pays(prices) for plan in self.plans[track])

    def best(self, center: Sequence[float], reach: float) -> Estimate | None:
        """The best prices, none farther than `reach` from the center; None when the solver cannot tell in time, even anew."""
        box = [
            (
                max(0.0, middle - reach),
                middle + reach if thing.cost is None else min(thing.cost, middle + reach),
            )
            for thing, middle in zip(self.things, center, strict=True)
        ]
        if not self._solved(box):
            self._begin()
            if not self._solved(box):
                return None
        prices = [price.solution_value() for price in self.prices]
        held = any(
            (price < low + NEAR and low > 0) or (price > high - NEAR and high != thing.cost)
            for price, (low, high), thing in zip(prices, box, self.things, strict=True)
        )
        return Estimate(self.solver.Objective().Value(), prices, held)

    def _solved(self, box: Sequence[tuple[float, float]]) -> bool:
        for price, (low, high) in zip(self.prices, box, strict=True):
            price.SetBounds(low, high)
        return bool(self.solver.Solve() == pywraplp.Solver.OPTIMAL)
