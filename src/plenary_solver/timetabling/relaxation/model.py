"""The relaxation as a CP-SAT model: talks go to sessions, tracks to classes of rooms that look alike.

Every timetable maps to a solution that costs no more, so a lower bound for this model is one for the problem. Kept are
the sessions of talks, how many cells of each class of rooms a track uses in a session, and all that follows from
these; dropped is in which cell and slot a talk is. docs/explanation/timetabling.md says what each rule loses.
"""

from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.relaxation import order, side_by_side, talk_rooms
from plenary_solver.timetabling.relaxation.crowds import Member
from plenary_solver.timetabling.relaxation.packing import cell_inequalities

Linear = cp_model.LinearExprT


class Relaxation:
    """The model over some tracks, all by default; `model` is ready to be minimised.

    `of_track[t]` holds the costs of track t apart from the others, `between` those of tracks side by side; `total` is
    their sum. `cells[t, s, c]` counts the cells of a track in a session and room class, `used[t, s][n]` says whether a
    track has more than n cells in a session, `here[i, s]` how many of the talks that i stands for are in a session
    (whether it is, when it stands for itself alone: see `Costs.alike`).
    """

    def __init__(self, costs: Costs, tracks: Sequence[int] | None = None):
        self.costs = costs
        self.tracks = list(costs.tracks if tracks is None else tracks)
        self.classes = costs.room_classes
        self.model = cp_model.CpModel()
        self.of_track: dict[int, list[Linear]] = {t: [] for t in self.tracks}
        self.between: list[Linear] = []
        self.here: dict[tuple[int, int], cp_model.IntVar] = {}
        self.cells: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self._present: dict[tuple[Member, int], cp_model.IntVar] = {}
        self.used: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for t in self.tracks:
            self._talks_to_sessions(t)
            for s in costs.sessions:
                self._cells_of_track(t, s)
                self._cells_hold_their_talks(t, s)
        self._rooms_hold_their_cells()
        for t in self.tracks:
            self._rooms_of_track(t)
            self._interruption(t)
            order.add(self, t)
            talk_rooms.add(self, t)
        side_by_side.add(self)
        self.total = cp_model.LinearExpr.sum([*(self.cost_of(t) for t in self.tracks), *self.between])
        self.model.minimize(self.total)

    def cost_of(self, track: int) -> cp_model.LinearExprT:
        """What a track costs apart from the others."""
        return cp_model.LinearExpr.sum(self.of_track[track])

    def present(self, track: int, session: int) -> dict[int, cp_model.IntVar]:
        """Talks of a track that can be in a session, and how many of those they stand for are."""
        standing = self.costs.alike[track]
        return {i: self.here[i, session] for i in standing if (i, session) in self.here}

    def presence(self, member: Member, session: int) -> cp_model.IntVar | None:
        """Whether a member of a crowd is in a session, None when it cannot be."""
        if not member.talks:
            return self.used[member.track, session][0] if self.used[member.track, session] else None
        here = [self.here[i, session] for i in member.talks if (i, session) in self.here]
        if len(here) < 2:
            return here[0] if here else None
        if (member, session) not in self._present:
            self._present[member, session] = self.model.new_bool_var(f"some of {member} in {session}")
            for one in here:
                self.model.add_implication(one, self._present[member, session])
        return self._present[member, session]

    def _talks_to_sessions(self, t: int) -> None:
        costs = self.costs
        for i, alike in costs.alike[t].items():
            for s in costs.sessions_of[i]:
                self.here[i, s] = self.model.new_int_var(0, len(alike), f"talk {i} in {s}")
                cost = costs.talk_session[i][s] + min(costs.talk_room[i][r] for r in costs.rooms_of(i, s))
                if cost:
                    self.of_track[t].append(cost * self.here[i, s])
            there = [self.here[i, s] for s in costs.sessions_of[i]]
            if len(alike) == 1:
                self.model.add_exactly_one(there)
            else:
                self.model.add(cp_model.LinearExpr.sum(there) == len(alike))

    def _cells_of_track(self, t: int, s: int) -> None:
        most = self.costs.most_cells(t, s)
        used = [self.model.new_bool_var(f"track {t} in {s} over {n}") for n in range(most)]
        for fewer, more in pairwise(used):
            self.model.add_implication(more, fewer)
        for c, rooms in enumerate(self.classes):
            count = self.model.new_int_var(0, min(most, self.costs.open_in_class(s, c)), f"cells {t} {s} {c}")
            self.cells[t, s, c] = count
            if cost := self.costs.cell(t, s, rooms[0]):
                self.of_track[t].append(cost * count)
        self.model.add(sum(self.cells[t, s, c] for c in range(len(self.classes))) == sum(used))
        self.of_track[t] += [self.costs.parallel * more for more in used[1:] if self.costs.parallel]
        self.used[t, s] = used

    def _cells_hold_their_talks(self, t: int, s: int) -> None:
        talks, cells = self.present(t, s), sum(self.used[t, s])
        if not talks:
            return
        self.model.add(sum(talks.values()) >= cells)
        for i, here in talks.items():
            if len(self.costs.alike[t][i]) == 1:
                self.model.add_implication(here, self.used[t, s][0])
        lengths = sorted({self.costs.slots[i] for i in talks})
        for sizes, cell in cell_inequalities(lengths, self.costs.capacity[s]):
            load = sum(sizes[self.costs.slots[i]] * here for i, here in talks.items())
            self.model.add(load <= cell * cells)

    def _rooms_hold_their_cells(self) -> None:
        for s in self.costs.sessions:
            for c in range(len(self.classes)):
                self.model.add(
                    sum(self.cells[t, s, c] for t in self.tracks) <= self.costs.open_in_class(s, c)
                )
        for pin in self.costs.problem.pins:
            track = self.costs.track_of[pin.talk]
            if pin.room is not None and track in self.of_track:
                own = next(c for c, rooms in enumerate(self.classes) if pin.room in rooms)
                self.model.add(self.cells[track, pin.session, own] >= 1)

    def _rooms_of_track(self, t: int) -> None:
        weight = self.costs.rooms_per_track
        if not weight or not self.costs.talks_of[t]:
            return
        rooms = [
            self.model.new_int_var(0, len(members), f"rooms {t} {c}")
            for c, members in enumerate(self.classes)
        ]
        for c, count in enumerate(rooms):
            for s in self.costs.sessions:
                self.model.add(count >= self.cells[t, s, c])
        self.model.add(sum(rooms) >= 1)
        self.of_track[t].append(weight * (sum(rooms) - 1))

    def _interruption(self, t: int) -> None:
        """A track is interrupted when it is before and after a session, but not in it."""
        if not self.costs.interrupted or len(self.costs.talks_of[t]) < 2:
            return
        interrupted = self.model.new_bool_var(f"track {t} interrupted")
        begun = [self.model.new_bool_var(f"track {t} begun by {s}") for s in self.costs.sessions]
        goes_on = [self.model.new_bool_var(f"track {t} goes on from {s}") for s in self.costs.sessions]
        for s in self.costs.sessions:
            there = self.used[t, s][:1]
            self.model.add_bool_or([interrupted, ~begun[s], ~goes_on[s], *there])
            for used in there:
                self.model.add_implication(used, begun[s])
                self.model.add_implication(used, goes_on[s])
            if s:
                self.model.add_implication(begun[s - 1], begun[s])
                self.model.add_implication(goes_on[s], goes_on[s - 1])
        self.of_track[t].append(self.costs.interrupted * interrupted)
