"""A timetable under search, as arrays that the steps of a move change."""

from typing import NamedTuple

import numpy as np

from plenary_solver.timetabling.problem import Cell, Problem, Timetable
from plenary_solver.timetabling.search.tables import (
    CELLS,
    HARD,
    IN_SESSION,
    ROOMS,
    SESSIONS,
    SLOTS,
    TALKS,
    TRACK,
    TRACKS,
    WIDTH,
    Int64,
    Tables,
)

# Columns of `State.place`, of `State.cell` (TRACK, -1 for an empty cell, is column 0 as in `Tables.talk`), of
# `State.track`, and the numbers of `State.now`.
CELL, SESSION, POSITION, START = range(4)
LEN, USED, OF_SESSION, FIRST = range(1, 5)
USED_CELLS, USED_SESSIONS, USED_ROOMS, ORDER_COST, NEW_ORDER_COST, IS_DIRTY = range(6)
COST, JOURNAL, DIRTY, UNPLACED, DIRTY_FIRST = range(5)


class State(NamedTuple):
    """Shapes as in `Tables`. Few arrays with named columns, since each array makes every move longer to compile."""

    place: Int64  # n × 4: CELL and SESSION (-1 without a place), POSITION in the cell, START slot where that matters
    cell: Int64  # C × (4 + WIDTH): TRACK, LEN (talks), USED (slots), OF_SESSION, from FIRST on the talks
    track: Int64  # T × (6 + S + R + C + 1): see above; from IN_SESSION on how many cells in each session, then in each
    # room, then from column number[OWN] on its cells, ascending
    journal: Int64  # × 3: talk, cell (-1 - cell when taken out), position
    now: Int64  # COST, JOURNAL (entries), DIRTY (tracks to settle), UNPLACED (talks); from DIRTY_FIRST on those tracks,
    # then space for `sequence`


def empty(tb: Tables) -> State:
    """Nothing placed: every talk costs its slots in hard cost."""
    n, T, S, R, C, width = (int(tb.number[k]) for k in (TALKS, TRACKS, SESSIONS, ROOMS, CELLS, WIDTH))
    state = State(
        place=np.full((n, 4), -1, np.int64),
        cell=np.zeros((C, FIRST + width), np.int64),
        track=np.zeros((T, IN_SESSION + S + R + C + 1), np.int64),
        journal=np.zeros((16 * n + 16, 3), np.int64),
        now=np.zeros(DIRTY_FIRST + T + 3 * n, np.int64),
    )
    state.cell[:, TRACK] = -1
    state.cell[:, OF_SESSION] = np.arange(C) // max(1, R)
    state.now[COST] = tb.number[HARD] * tb.talk[:, SLOTS].sum()
    state.now[UNPLACED] = n
    return state


def cells_of(problem: Problem, timetable: Timetable, tb: Tables) -> Int64:
    """A timetable as the array `load` takes."""
    cells = empty(tb).cell
    for cell in timetable.cells:
        row = cells[cell.session * len(problem.rooms) + cell.room]
        row[TRACK], row[LEN] = cell.track, len(cell.talks)
        row[USED] = sum(problem.talks[i].slots for i in cell.talks)
        row[FIRST : FIRST + len(cell.talks)] = cell.talks
    return cells


def timetable_of(problem: Problem, cells: Int64) -> Timetable:
    """The other way; talks without a place are in no cell."""
    R = len(problem.rooms)
    used = [int(c) for c in np.flatnonzero(cells[:, LEN])]
    return Timetable(
        tuple(
            Cell(
                c // R,
                c % R,
                int(cells[c, TRACK]),
                tuple(int(i) for i in cells[c, FIRST : FIRST + cells[c, LEN]]),
            )
            for c in used
        )
    )
