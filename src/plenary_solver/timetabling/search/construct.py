"""A first timetable: talk by talk into the cheapest cell, hard rules first.

Plain numpy, so that there is a timetable before any machine code is; the moves find what this leaves undone.
"""

import numpy as np

from plenary_solver.timetabling.problem import Problem, Timetable
from plenary_solver.timetabling.search.state import FIRST, LEN, OF_SESSION, USED, empty
from plenary_solver.timetabling.search.tables import (
    CELLS,
    HARD,
    IN_CELL,
    NEAR_END,
    NEAR_FROM,
    NO_PIN,
    OF_CELL,
    ORDERED,
    PINNED,
    ROOMS,
    SESSION_SLOTS,
    SESSIONS,
    SLOTS,
    TALKS,
    TRACK,
    TRACKS,
    WANTED,
    Int64,
    Tables,
)

NEVER = 2**62


def construct(tb: Tables, cells: Int64 | None = None) -> Int64:
    """Place the talks that `cells` does not; returns all as the rows of `State.cell`. What fits nowhere is left out."""
    build = _Construction(tb, empty(tb).cell if cells is None else cells.copy())
    for talk in build.sequence():
        build.place(talk)
    return build.cells


def valid_part(problem: Problem, timetable: Timetable, tb: Tables) -> Int64:
    """The cells of a timetable as rows of `State.cell`, without what cannot be: strangers, doubles, too much."""
    cells = empty(tb).cell
    R, placed = len(problem.rooms), set()
    for cell in timetable.cells:
        if cell.session not in range(len(problem.sessions)) or cell.room not in range(R):
            continue
        row = cells[cell.session * R + cell.room]
        for talk in cell.talks:
            if talk not in range(len(problem.talks)) or talk in placed:
                continue
            track, slots = problem.talks[talk].track, problem.talks[talk].slots
            if row[TRACK] in (-1, track) and row[USED] + slots <= problem.sessions[cell.session].slots:
                _append(row, talk, track, slots)
                placed.add(talk)
    return cells


def _append(row: Int64, talk: int, track: int, slots: int) -> None:
    row[TRACK] = track
    row[FIRST + row[LEN]] = talk
    row[LEN] += 1
    row[USED] += slots


class _Construction:
    def __init__(self, tb: Tables, cells: Int64):
        self.tb = tb
        self.cells = cells
        self.S, self.R = int(tb.number[SESSIONS]), int(tb.number[ROOMS])
        self.free = tb.number[SESSION_SLOTS:][cells[:, OF_SESSION]] - cells[:, USED]
        self.session_of = np.full(int(tb.number[TALKS]), -1)
        self.cell_of = np.full(len(self.session_of), -1)
        self.tracks_in = np.zeros((self.S, int(tb.number[TRACKS])), np.int64)
        for c, row in enumerate(cells):
            if row[LEN]:
                self.tracks_in[row[OF_SESSION], row[TRACK]] += 1
                talks = row[FIRST : FIRST + row[LEN]]
                self.session_of[talks], self.cell_of[talks] = row[OF_SESSION], c

    def sequence(self) -> list[int]:
        """The talks without a place: the least free first, then large tracks, long talks, wanted positions."""
        talk, hard = self.tb.talk, self.tb.number[HARD]
        choices = (talk[:, IN_CELL : IN_CELL + self.S] < hard).sum(axis=1)
        choices[talk[:, PINNED] != NO_PIN] = 0
        load = np.bincount(talk[:, TRACK], weights=talk[:, SLOTS], minlength=int(self.tb.number[TRACKS]))

        def urgency(i: int) -> tuple[int, float, int, int, int, int]:
            t = int(talk[i, TRACK])
            return (int(choices[i]), -load[t], t, -int(talk[i, SLOTS]), int(talk[i, WANTED]), i)

        return sorted((int(i) for i in np.flatnonzero(self.cell_of < 0)), key=urgency)

    def place(self, i: int) -> None:
        costs = self._costs(i)
        c = int(np.argmin(costs)) if len(costs) else 0
        if not len(costs) or costs[c] >= NEVER:
            return
        track, slots = int(self.tb.talk[i, TRACK]), int(self.tb.talk[i, SLOTS])
        s = int(self.cells[c, OF_SESSION])
        self.tracks_in[s, track] += self.cells[c, LEN] == 0
        _append(self.cells[c], i, track, slots)
        self.free[c] -= slots
        self.session_of[i], self.cell_of[i] = s, c
        if self.tb.track[track, ORDERED]:
            talks = self.cells[c, FIRST : FIRST + self.cells[c, LEN]]
            talks[:] = sorted(talks, key=lambda j: self.tb.talk[j, WANTED])

    def _costs(self, i: int) -> Int64:
        """What talk i would add in each cell, NEVER where it does not fit; used cells of its track win ties."""
        tb = self.tb
        t = int(tb.talk[i, TRACK])
        C = int(tb.number[CELLS])
        opening = tb.track[t, OF_CELL : OF_CELL + C].reshape(self.S, self.R)
        opening = opening + (self.tracks_in @ tb.track[t, OF_CELL + C :])[:, None]
        own = self.cells[:, TRACK] == t
        in_session = tb.talk[i, IN_CELL : IN_CELL + self.S].copy()
        for j, cost, _ in tb.near[tb.talk[i, NEAR_FROM] : tb.talk[i, NEAR_END]]:
            if self.session_of[j] >= 0:
                in_session[self.session_of[j]] += cost
        room = tb.talk[i, IN_CELL + self.S :]
        costs = (in_session[:, None] + room[None, :]).reshape(C) + np.where(own, 0, opening.reshape(C))
        costs = 4 * costs + np.where(own, 0, 2 + (self.tracks_in[:, t] > 0).repeat(self.R))
        if tb.talk[i, PINNED] != NO_PIN:
            costs += 4 * tb.number[HARD] * (np.arange(C) != tb.talk[i, PINNED])
        impossible = (self.free < tb.talk[i, SLOTS]) | ~(own | (self.cells[:, LEN] == 0))
        return np.where(impossible, NEVER, costs)
