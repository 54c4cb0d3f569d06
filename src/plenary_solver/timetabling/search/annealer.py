"""Simulated annealing of one timetable (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983), in chunks."""

from typing import NamedTuple

import numpy as np

from plenary_solver.draws import seeded
from plenary_solver.timetabling.search.kernel import MOVES, anneal
from plenary_solver.timetabling.search.state import COST, empty
from plenary_solver.timetabling.search.steps import load
from plenary_solver.timetabling.search.tables import HARD, IN_CELL, LARGEST, OF_CELL, Int64, Tables

# How often each kind of move is proposed, in the order of `kernel.propose`.
ODDS = (20, 20, 8, 15, 15, 5, 2, 2, 2, 0.5, 2, 4, 4.5)


class Found(NamedTuple):
    """A timetable as the rows of `State.cell`, never written again, and its cost, broken hard rules included."""

    cost: int
    cells: Int64


class Annealer:
    """A timetable under search, and the best one `found`. Not for two threads at once."""

    def __init__(self, tb: Tables, cells: Int64, seed: int, stream: int = 0):
        self.tb = tb
        self.state = empty(tb)
        self.rng = seeded(seed, stream)
        self.best = np.zeros((len(cells) + 1, cells.shape[1]), np.int64)
        self.counts = np.zeros((MOVES, 4), np.int64)
        shares = np.cumsum(ODDS)
        self.odds = (shares * 65536 / shares[-1]).astype(np.int64)
        self.steps = 0
        self.restart(cells)
        self.best[:-1] = cells
        self.best[-1, 0] = self.state.now[COST]
        self.found = Found(int(self.best[-1, 0]), self.best[:-1].copy())

    def restart(self, cells: Int64) -> None:
        """Go on from another timetable, given as the rows of `State.cell`."""
        load(self.tb, self.state, cells)

    def run(self, temperature: float, steps: int) -> None:
        anneal(self.tb, self.state, self.rng, self.odds, temperature, steps, self.best, self.counts)
        self.steps += steps
        if self.best[-1, 0] < self.found.cost:
            self.found = Found(int(self.best[-1, 0]), self.best[:-1].copy())


def warm(tb: Tables, cells: Int64) -> None:
    """Have all moves compiled, or read from the cache."""
    Annealer(tb, cells, 0).run(1.0, 1)


def range_of_costs(tb: Tables) -> tuple[int, int]:
    """The least and the largest amount that one count of a soft rule costs."""
    hard = int(tb.number[HARD])
    parts = [tb.number[HARD - 4 : HARD], tb.near[:, 1:], tb.talk[:, IN_CELL:], tb.track[:, OF_CELL:]]
    amounts = np.abs(np.concatenate([part.ravel() for part in parts]))
    amounts = amounts[(amounts > 0) & (amounts < hard)]
    return int(amounts.min(initial=LARGEST)), int(amounts.max(initial=1))
