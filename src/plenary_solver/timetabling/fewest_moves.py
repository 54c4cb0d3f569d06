"""The fewest talks that must move to make a timetable possible again, proven.

Two steps. Counting what cannot stay gives a lower bound; a small depth-first search that leaves everything else alone
often meets it, which proves it. Otherwise CP-SAT solves a compact model. In that model a cell that had talks, or that
a pin names, stands for itself; all other open cells of a session are alike as far as moves go, so they form a pool: a
talk that moves into «some new cell of its track in session s» needs no room yet. That keeps 330 talks to a few thousand
literals. The pool is exact but for packing (two talks of 3 slots and one of 2 do not fill two cells of 4), so a
packing that fails adds its cut and the model is solved again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plenary_solver.timetabling.displaced import Homes, staying
from plenary_solver.timetabling.problem import Problem

TRIALS = 20_000  # nodes of the depth-first search: some 20 ms


@dataclass(frozen=True)
class Fewest:
    """`cell_of` gives a repair's cells (None when none was found), `bound` a proven lower bound on the moves of every
    repair; `possible` is False when it is proven that there is none."""

    cell_of: tuple[int, ...] | None
    bound: int
    possible: bool = True


def by_filling(problem: Problem, homes: Homes) -> Fewest:
    """Tries to place what cannot stay without moving anything else; when that works it is proven minimal."""
    kept, bound = staying(problem, homes)
    filling = _Filling(problem, homes, kept)
    return Fewest(tuple(filling.cell_of) if filling.fill() else None, bound)


class _Filling:
    def __init__(self, problem: Problem, homes: Homes, kept: dict[int, list[int]]):
        self.problem, self.homes = problem, homes
        self.rooms = len(problem.rooms)
        self.left = [session.slots for session in problem.sessions for _room in problem.rooms]
        self.track: list[int | None] = [None] * len(self.left)
        self.members = [0] * len(self.left)
        self.cell_of = [-1] * len(problem.talks)
        for cell, talks in kept.items():
            for talk in talks:
                self._put(talk, cell)
        self.to_place = [talk for talk, cell in enumerate(self.cell_of) if cell < 0]
        self.trials = TRIALS

    def _put(self, talk: int, cell: int) -> None:
        self.cell_of[talk] = cell
        self.left[cell] -= self.problem.talks[talk].slots
        self.track[cell] = self.problem.talks[talk].track
        self.members[cell] += 1

    def _take(self, talk: int, cell: int) -> None:
        self.cell_of[talk] = -1
        self.left[cell] += self.problem.talks[talk].slots
        self.members[cell] -= 1
        if not self.members[cell]:
            self.track[cell] = None

    def _options(self, talk: int) -> list[int]:
        """Cells of its track with space, then one empty cell a session: the others are as good."""
        slots, track = self.problem.talks[talk].slots, self.problem.talks[talk].track
        joined: list[int] = []
        opened: dict[int, int] = {}
        for cell in self.homes.allowed[talk].nonzero()[0].tolist():
            if cell == self.homes.home[talk] or self.left[cell] < slots:
                continue
            if self.track[cell] == track:
                joined.append(cell)
            elif self.track[cell] is None:
                opened.setdefault(cell // self.rooms, cell)
        return joined + list(opened.values())

    def fill(self) -> bool:
        """Depth first, always the talk with the fewest places left."""
        self.trials -= 1
        if not self.to_place:
            return True
        if self.trials < 0:
            return False
        options = {talk: self._options(talk) for talk in self.to_place}
        talk = min(
            self.to_place, key=lambda talk: (len(options[talk]), -self.problem.talks[talk].slots, talk)
        )
        at = self.to_place.index(talk)
        del self.to_place[at]
        for cell in options[talk]:
            self._put(talk, cell)
            if self.fill():
                return True
            self._take(talk, cell)
        self.to_place.insert(at, talk)
        return False


def packed(problem: Problem, talks: Iterable[int], slots: int) -> list[list[int]]:
    """The talks in as few cells of `slots` slots as possible: longest first, each tried in every open cell."""
    order = sorted(talks, key=lambda talk: (-problem.talks[talk].slots, talk))
    needs = [problem.talks[talk].slots for talk in order]
    least = -(-sum(needs) // slots)
    best = [[talk] for talk in order]
    cells: list[list[int]] = []

    def place(position: int) -> None:
        nonlocal best
        if len(cells) >= len(best) or len(best) == least:
            return
        if position == len(order):
            best = [list(cell) for cell in cells]
            return
        tried = set()
        for cell in [*cells, []]:
            left = slots - sum(problem.talks[talk].slots for talk in cell)
            if left < needs[position] or left in tried:
                continue
            tried.add(left)
            if not cell:
                cells.append(cell)
            cell.append(order[position])
            place(position + 1)
            cell.pop()
            if not cell:
                cells.pop()

    place(0)
    return best
