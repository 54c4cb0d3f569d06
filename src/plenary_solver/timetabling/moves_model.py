"""The CP-SAT model of the fewest moves (docs/explanation/timetabling.md has the mathematics).

Literals: `stay[i, c]` talk i in cell c, which keeps a track it had; `enter[i, s]` talk i in some new cell of its track
in session s; `keep[c, t]` and `vacate[c]` what becomes of a cell that had talks or that a pin names. Integers
`new[t, s]` count the new cells of a track in a session.
"""

import threading
from collections import defaultdict

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.displaced import NOWHERE, Homes
from plenary_solver.timetabling.fewest_moves import Fewest, packed
from plenary_solver.timetabling.problem import Problem

UNCLOCKED_EFFORT = 30.0  # deterministic time when no clock may be read: some 30 s, the same on every machine


def by_model(
    problem: Problem, homes: Homes, *, stop: StopRule, seed: int = 0, hint: tuple[int, ...] | None = None
) -> Fewest:
    """Solves the model to the end, or until `stop`; `hint` are the cells of a repair known already."""
    model = _Model(problem, homes)
    if model.hopeless:
        return Fewest(None, 0, possible=False)
    if hint is not None:
        model.suggest(hint)
    return model.solve(stop, seed)


class _Model:
    def __init__(self, problem: Problem, homes: Homes):
        # Takes more than a second: only those who need the model pay for it.
        from ortools.sat.python import cp_model

        self.cp, self.problem, self.homes = cp_model, problem, homes
        self.model = cp_model.CpModel()
        self.rooms = len(problem.rooms)
        self.named = {
            pin.talk: pin.session * self.rooms + pin.room for pin in problem.pins if pin.room is not None
        }
        self._add_cells()
        self.hopeless = not self._add_talks()
        self._add_capacities()
        at_home = [self.stay[key] for key in enumerate(homes.home) if key in self.stay]
        self.model.minimize(len(problem.talks) - sum(at_home))

    def _add_cells(self) -> None:
        """What each cell becomes. A cell that nobody can keep and no pin names is in its session's pool."""
        tracks: dict[int, set[int]] = defaultdict(set)
        for talk, home in enumerate(self.homes.home):
            if home != NOWHERE and self.homes.allowed[talk, home]:
                tracks[home].add(self.problem.talks[talk].track)
        for talk, cell in self.named.items():
            tracks[cell].add(self.problem.talks[talk].track)
        self.keep, self.vacate = {}, {}
        for cell in sorted(tracks):
            self.vacate[cell] = self.model.new_bool_var(f"vacate {cell}")
            for track in sorted(tracks[cell]):
                self.keep[cell, track] = self.model.new_bool_var(f"keep {cell} {track}")
            self.model.add_at_most_one(
                self.vacate[cell], *(self.keep[cell, track] for track in sorted(tracks[cell]))
            )
        self.shut = {session * self.rooms + room for session, room in self.problem.closed}

    def _pool(self, session: int) -> list[int]:
        """The open cells of a session that may get any track, whether empty already or once vacated."""
        cells = range(session * self.rooms, (session + 1) * self.rooms)
        return [cell for cell in cells if cell not in self.shut]

    def _add_talks(self) -> bool:
        """Every talk is in one place that it may have; False when one has none."""
        self.stay, self.enter = {}, {}
        cells_of: dict[int, list[int]] = defaultdict(list)
        for cell, track in self.keep:
            cells_of[track].append(cell)
        for talk, allowed in enumerate(self.homes.allowed):
            track = self.problem.talks[talk].track
            places = []
            for cell in cells_of[track]:
                if allowed[cell]:
                    literal = self.stay[talk, cell] = self.model.new_bool_var(f"stay {talk} {cell}")
                    self.model.add_implication(literal, self.keep[cell, track])
                    places.append(literal)
            if talk not in self.named:
                for session in sorted({cell // self.rooms for cell in allowed.nonzero()[0].tolist()}):
                    literal = self.enter[talk, session] = self.model.new_bool_var(f"enter {talk} {session}")
                    places.append(literal)
            if not places:
                return False
            self.model.add_exactly_one(places)
        return True

    def _add_capacities(self) -> None:
        slots = [talk.slots for talk in self.problem.talks]
        in_cell: dict[tuple[int, int], list[int]] = defaultdict(list)
        for talk, cell in self.stay:
            in_cell[cell, self.problem.talks[talk].track].append(talk)
        for (cell, track), talks in in_cell.items():
            room = self.problem.sessions[cell // self.rooms].slots * self.keep[cell, track]
            self.model.add(sum(slots[talk] * self.stay[talk, cell] for talk in talks) <= room)

        self.entering: dict[tuple[int, int], list[int]] = defaultdict(list)
        for talk, session in self.enter:
            self.entering[self.problem.talks[talk].track, session].append(talk)
        self.new = {}
        for (track, session), talks in self.entering.items():
            length, most = self.problem.sessions[session].slots, min(len(self._pool(session)), len(talks))
            count = self.new[track, session] = self.model.new_int_var(0, most, f"new {track} {session}")
            self.model.add(sum(slots[talk] * self.enter[talk, session] for talk in talks) <= length * count)
            long = [self.enter[talk, session] for talk in talks if 2 * slots[talk] > length]
            if long:
                self.model.add(sum(long) <= count)
        for session in range(len(self.problem.sessions)):
            pool = self._pool(session)
            empty = [cell for cell in pool if cell not in self.vacate]
            vacated = [self.vacate[cell] for cell in pool if cell in self.vacate]
            wanted = [count for (_track, at), count in self.new.items() if at == session]
            self.model.add(sum(wanted) <= len(empty) + sum(vacated))

    def suggest(self, cell_of: tuple[int, ...]) -> None:
        """Starts from a known repair: a cell keeps its track when a talk that may be there shares it."""
        for (talk, cell), literal in self.stay.items():
            self.model.add_hint(literal, cell_of[talk] == cell)
        for (talk, session), literal in self.enter.items():
            inside = (talk, cell_of[talk]) not in self.stay and cell_of[talk] // self.rooms == session
            self.model.add_hint(literal, inside)

    def solve(self, stop: StopRule, seed: int) -> Fewest:
        bound = 0
        while True:
            solver = self.cp.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = seed
            solver.parameters.linearization_level = 2  # the relaxation is all but integral
            left = stop.seconds_left()
            if left is None:
                solver.parameters.max_deterministic_time = UNCLOCKED_EFFORT
            else:
                solver.parameters.max_time_in_seconds = max(0.01, left)
            status = _solve_until(solver, self.model, stop)
            if status == self.cp.INFEASIBLE:
                return Fewest(None, bound, possible=False)
            if status != self.cp.UNKNOWN:
                bound = max(bound, round(solver.best_objective_bound))
            if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
                return Fewest(None, bound)
            cell_of = self._cells_of(solver)
            if cell_of is not None:
                return Fewest(cell_of, bound)

    def _cells_of(self, solver) -> tuple[int, ...] | None:
        """The solution's cells; None when its new cells do not pack, after adding the cuts that say so."""
        cell_of = [NOWHERE] * len(self.problem.talks)
        for (talk, cell), literal in self.stay.items():
            if solver.boolean_value(literal):
                cell_of[talk] = cell
        free = {
            session: [
                cell
                for cell in self._pool(session)
                if cell not in self.vacate or solver.boolean_value(self.vacate[cell])
            ]
            for session in range(len(self.problem.sessions))
        }
        fits = True
        for (track, session), among in self.entering.items():
            talks = [talk for talk in among if solver.boolean_value(self.enter[talk, session])]
            cells = packed(self.problem, talks, self.problem.sessions[session].slots)
            if len(cells) > solver.value(self.new[track, session]):
                fits = False
                absent = sum(1 - self.enter[talk, session] for talk in talks)
                self.model.add(self.new[track, session] >= len(cells) - absent)
            for members in cells if fits else ():
                at = free[session].pop(0)
                for talk in members:
                    cell_of[talk] = at
        return tuple(cell_of) if fits else None


def _solve_until(solver, model, stop: StopRule):
    """Solves; another thread watches `stop`, so that a cancel ends it at once."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.02):
            if stop.done(0, None):
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model)
    finally:
        finished.set()
        watcher.join()
