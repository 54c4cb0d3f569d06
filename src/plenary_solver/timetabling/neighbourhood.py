"""Some tracks placed anew as well as can be while the others stay: an exact model for CP-SAT.

A large neighbourhood in the sense of Shaw, «Using constraint programming and local search methods to solve vehicle
routing problems», CP 1998. With all tracks it is the whole problem, and its answer a proof. Tracks in whose cells the
sequence of talks matters (wanted positions, conflicts in a time slot) are not modelled: they stay.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields

from ortools.sat.python import cp_model

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import Limit, Outcome, run
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Cell, Timetable

ByRoom = dict[int, cp_model.IntVar]

# The rules below, and those of sequence, whose tracks stay. A proof from a model without some rule would be none.
MODELLED = {
    *("track_session", "track_room", "session_room", "similar_tracks", "rooms_per_track", "parallel_track"),
    *("consecutive_sessions", "talk_timezone", "talk_session", "talk_room"),
    *("presenter_conflict", "attendee_conflict", "chair_conflict"),
    *("talk_order", "presenter_slot_conflict", "attendee_slot_conflict"),
}


def free_tracks(costs: Costs) -> list[int]:
    """Tracks with talks in whose cells the sequence does not matter; none when a rule counts that is not modelled."""
    weights = costs.problem.weights
    if any(getattr(weights, rule.name) > 0 for rule in fields(weights) if rule.name not in MODELLED):
        return []
    bound = {costs.track_of[i] for pair, cost in costs.talk_pairs.items() if cost.slot for i in pair}
    if costs.order:
        bound |= {costs.track_of[i] for i in costs.talks if costs.problem.talks[i].order}
    return [t for t in costs.tracks if costs.talks_of[t] and t not in bound]


class Neighbourhood:
    """`size` is the number of places to choose from, `objective` that of the timetable, of which the freed tracks
    are `worth` so much."""

    def __init__(self, costs: Costs, timetable: Timetable, tracks: Iterable[int]):
        self.costs = costs
        self.timetable = timetable
        self.tracks = sorted(tracks)
        self.freed = sorted(i for t in self.tracks for i in costs.talks_of[t])
        self.stay = tuple(cell for cell in timetable.cells if cell.track not in set(self.tracks))
        self.objective = evaluate(costs.problem, timetable).objective
        self.worth = self.objective - evaluate(costs.problem, Timetable(self.stay)).objective
        taken = {(cell.session, cell.room) for cell in self.stay}
        self.left = {s: [r for r in costs.open_rooms[s] if (s, r) not in taken] for s in costs.sessions}
        self.size = len(self.freed) * sum(map(len, self.left.values()))

    def solve(self, *, limit: Limit, seed: int, stop: StopRule) -> tuple[Timetable | None, Outcome]:
        """A better timetable, None when there is none or none was found: the outcome says which."""
        self.model = cp_model.CpModel()
        self.costing: list[cp_model.LinearExprT] = []
        self.used: dict[tuple[int, int], ByRoom] = defaultdict(dict)  # by track and session
        self.at: dict[tuple[int, int], ByRoom] = defaultdict(dict)  # by talk and session
        for t in self.tracks:
            self._cells(t)
            for i in self.costs.talks_of[t]:
                self._places(i)
            for s in self.costs.sessions:
                self._fill(t, s)
            self._rooms(t)
            self._sessions(t)
        for s, rooms in self.left.items():
            for r in rooms:
                self.model.add_at_most_one(self.used[t, s][r] for t in self.tracks if r in self.used[t, s])
        self._side_by_side()
        self._conflicts()
        total = cp_model.LinearExpr.sum(self.costing)
        self.model.add(total <= self.worth - 1)
        self.model.minimize(total)
        outcome = run(self.model, limit=limit, seed=seed, stop=stop)
        return (self._read(outcome.solver) if outcome.found else None), outcome

    def _cells(self, t: int) -> None:
        for s in sorted({s for i in self.costs.talks_of[t] for s in self.costs.sessions_of[i]}):
            for r in self.left[s]:
                self.used[t, s][r] = self.model.new_bool_var(f"track {t} at {s} {r}")
                self.costing.append(self.costs.cell(t, s, r) * self.used[t, s][r])

    def _places(self, i: int) -> None:
        costs = self.costs
        for s in costs.sessions_of[i]:
            for r in costs.rooms_of(i, s):
                if r in self.left[s]:
                    self.at[i, s][r] = x = self.model.new_bool_var(f"talk {i} at {s} {r}")
                    self.costing.append((costs.talk_session[i][s] + costs.talk_room[i][r]) * x)
        self.model.add_exactly_one(x for s in costs.sessions for x in self.at[i, s].values())

    def _fill(self, t: int, s: int) -> None:
        """A cell is used when a talk of its track is in it, and only then; talks take slots."""
        for r, used in self.used[t, s].items():
            inside = [(i, self.at[i, s][r]) for i in self.costs.talks_of[t] if r in self.at[i, s]]
            for _, x in inside:
                self.model.add_implication(x, used)
            self.model.add_bool_or([~used, *(x for _, x in inside)])
            self.model.add(sum(self.costs.slots[i] * x for i, x in inside) <= self.costs.capacity[s] * used)

    def _rooms(self, t: int) -> None:
        if not self.costs.rooms_per_track:
            return
        rooms: ByRoom = {}
        for s in self.costs.sessions:
            for r, used in self.used[t, s].items():
                if r not in rooms:
                    rooms[r] = self.model.new_bool_var(f"track {t} in room {r}")
                self.model.add_implication(used, rooms[r])
        self.costing.append(self.costs.rooms_per_track * (sum(rooms.values()) - 1))

    def _sessions(self, t: int) -> None:
        """A track beside itself, and one that is before and after a session but not in it."""
        costs, model = self.costs, self.model
        interrupted = model.new_bool_var(f"track {t} interrupted")
        begun = [model.new_bool_var(f"track {t} begun by {s}") for s in costs.sessions]
        goes_on = [model.new_bool_var(f"track {t} goes on from {s}") for s in costs.sessions]
        for s in costs.sessions:
            cells = list(self.used[t, s].values())
            if costs.parallel and len(cells) > 1:
                more = model.new_int_var(0, len(cells) - 1, f"track {t} beside itself in {s}")
                model.add(more >= sum(cells) - 1)
                self.costing.append(costs.parallel * more)
            model.add_bool_or([interrupted, ~begun[s], ~goes_on[s], *cells])
            for used in cells:
                model.add_implication(used, begun[s])
                model.add_implication(used, goes_on[s])
            if s:
                model.add_implication(begun[s - 1], begun[s])
                model.add_implication(goes_on[s], goes_on[s - 1])
        self.costing.append(costs.interrupted * interrupted)

    def _side_by_side(self) -> None:
        """Tracks that had better not share a session: freed ones beside those that stay, and beside each other."""
        beside = Counter((cell.track, cell.session) for cell in self.stay)
        for (a, b), cost in self.costs.track_pairs.items():
            for s in self.costs.sessions:
                one, other = self.used[a, s].values(), self.used[b, s].values()
                self.costing.append(cost * beside[b, s] * sum(one))
                self.costing.append(cost * beside[a, s] * sum(other))
                if one and other:
                    product = self.model.new_int_var(0, len(one) * len(other), f"tracks {a} {b} in {s}")
                    self.model.add_multiplication_equality(product, [sum(one), sum(other)])
                    self.costing.append(cost * product)

    def _conflicts(self) -> None:
        """Pairs of talks in different rooms of one session."""
        session_of = {i: cell.session for cell in self.stay for i in cell.talks}
        for (i, j), pair in self.costs.talk_pairs.items():
            if pair.session == 0 or (i in session_of and j in session_of):
                continue
            for s in self.costs.sessions:
                one, other = self.at[i, s], self.at[j, s]
                if i in session_of or j in session_of:
                    if s in (session_of.get(i), session_of.get(j)):
                        self.costing.append(pair.session * sum((one or other).values()))
                elif one and other:
                    both = self.model.new_bool_var(f"talks {i} {j} in {s}")
                    together = [self._together(one[r], other[r]) for r in one.keys() & other.keys()]
                    self.model.add(both >= sum(one.values()) + sum(other.values()) - 1 - sum(together))
                    self.costing.append(pair.session * both)

    def _together(self, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
        same = self.model.new_bool_var("")
        self.model.add_implication(same, one)
        self.model.add_implication(same, other)
        return same

    def _read(self, solver: cp_model.CpSolver) -> Timetable:
        talks: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (i, s), rooms in self.at.items():
            for r, x in rooms.items():
                if solver.boolean_value(x):
                    talks[s, r].append(i)
        placed = (Cell(s, r, self.costs.track_of[among[0]], tuple(among)) for (s, r), among in talks.items())
        cells = sorted([*self.stay, *placed], key=lambda cell: (cell.session, cell.room))
        return Timetable(tuple(cells))
