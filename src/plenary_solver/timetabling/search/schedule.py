"""How hot the annealing is when: cycles of falling temperature, each longer than the one before."""

from dataclasses import dataclass

from plenary_solver.stopping import StopRule

# Shares of the whole search after which each cycle ends.
CYCLES = (0.04, 0.2, 1.0)
HALFWAY = 10_000_000  # steps after which a search without an end in sight has done half of its plan


class Budget:
    """How much of the time or of the steps that a stopping rule gives is spent."""

    def __init__(self, stop: StopRule):
        self.stop = stop
        self.seconds = stop.seconds_left()
        self.steps = stop.steps_left(0)

    def spent(self, steps: int) -> float:
        """From 0 to 1, after so many steps of all workers."""
        if self.seconds is None and self.steps is None:
            return steps / (steps + HALFWAY)
        shares = [0.0]
        left = self.stop.seconds_left()
        if self.seconds is not None and left is not None:
            shares.append(1 - left / self.seconds if self.seconds else 1.0)
        if self.steps is not None:
            shares.append(steps / self.steps if self.steps else 1.0)
        return min(1.0, max(shares))


@dataclass(frozen=True)
class Schedule:
    """Temperatures fall geometrically from hot to cold in each cycle."""

    hot: float
    cold: float

    def cycle(self, spent: float) -> int:
        return next((k for k, end in enumerate(CYCLES) if spent < end), len(CYCLES) - 1)

    def temperature(self, spent: float) -> float:
        k = self.cycle(spent)
        begin = CYCLES[k - 1] if k else 0.0
        return self.hot * (self.cold / self.hot) ** ((spent - begin) / (CYCLES[k] - begin))
