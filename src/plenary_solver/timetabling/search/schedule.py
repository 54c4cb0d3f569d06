"""How hot the annealing is when: cycles of falling temperature, most of them short, some long, from heats of all kinds.

How slowly a problem must cool, and from which heat, is not known beforehand: weights lie between 1 and a million. So
lengths follow Luby, Sinclair and Zuckerman, «Optimal speedup of Las Vegas algorithms», Information Processing Letters
47 (1993): never much worse than the best fixed length. A cycle goes on from the best timetable; the hottest forget it,
the coolest only mend it (thermal cycling: Möbius, Neklioudov, Díaz-Sánchez, Hoffmann, Fachat and Schreiber, Physical
Review Letters 79, 1997).
"""

from dataclasses import dataclass

from plenary_solver.draws import seeded, uniform
from plenary_solver.timetabling.search.tables import Int64

UNITS = 32  # of the whole search: that is how long the shortest cycles are,
SHORTEST = 500_000  # but not shorter than so many steps,
FEWEST = 3  # unless there would be fewer cycles than this
COOLEST = 0.85  # where between hot (0) and cold (1) the coolest cycles begin
COOL = 0.5  # where the first begins when a good timetable is to be made better
LAST, LAST_FROM = 0.1, 0.72  # share of the search for a last cycle, and where it begins


@dataclass(frozen=True)
class Cycle:
    """From `begin` to `end`, shares of the search, temperatures fall geometrically from `hot` to `cold`."""

    begin: float
    end: float
    hot: float
    cold: float

    def temperature(self, spent: float) -> float:
        progress = min(1.0, (spent - self.begin) / max(1e-9, self.end - self.begin))
        return self.hot * (self.cold / self.hot) ** progress


class Schedule:
    """The cycles of one worker; `draws` decide where each begins."""

    def __init__(self, hot: float, cold: float, seed: int, stream: int, *, coolly: bool = False):
        self.hot, self.cold = hot, cold
        self.first = COOL if coolly else 0.0
        self.draws: Int64 = seeded(seed, 1000 + stream)
        self.count = 0

    def next(self, spent: float, steps: float) -> Cycle:
        """The cycle that begins now, when `steps` is what the whole search is expected to take of one worker."""
        self.count += 1
        unit = max(1 / UNITS, min(1 / FEWEST, SHORTEST / max(1.0, steps)))
        end = spent + unit * luby(self.count)
        if spent >= 1 - LAST:
            return self._from(LAST_FROM, spent, 1.0)
        if end > 1 - LAST - unit / 2:
            end = 1 - LAST
        return self._from(self.first if self.count == 1 else COOLEST * uniform(self.draws), spent, end)

    def _from(self, depth: float, begin: float, end: float) -> Cycle:
        return Cycle(begin, end, self.hot * (self.cold / self.hot) ** depth, self.cold)


def luby(k: int) -> int:
    """1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8, …"""
    while (k + 1) & k:  # k + 1 is no power of two
        k -= (1 << (k.bit_length() - 1)) - 1
    return (k + 1) >> 1
