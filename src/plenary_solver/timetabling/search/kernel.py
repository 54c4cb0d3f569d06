"""The loop of the annealing: propose, settle, accept or undo."""

import math

from plenary_solver.compiled import compiled, entry
from plenary_solver.draws import below
from plenary_solver.timetabling.search.anew import retime
from plenary_solver.timetabling.search.moves import (
    IMPOSSIBLE,
    dissolve,
    exchange,
    force,
    relocate,
    reorder,
    rotate_blocks,
    swap_blocks,
    swap_room_run,
    swap_rooms,
    swap_sessions,
    swap_tracks,
    track_to_room,
)
from plenary_solver.timetabling.search.positions import settle
from plenary_solver.timetabling.search.sequence import put_in_order
from plenary_solver.timetabling.search.state import COST, DIRTY, DIRTY_FIRST, FIRST, JOURNAL, LEN, UNPLACED
from plenary_solver.timetabling.search.steps import keep, undo
from plenary_solver.timetabling.search.tables import ORDER

FORCE = 12
MOVES = 13
RESOLUTION = 2**31 - 1


@compiled
def propose(tb, st, rng, kind, limit):  # type: ignore[no-untyped-def]
    if kind == 0:
        return relocate(tb, st, rng, limit)
    if kind == 1:
        return exchange(tb, st, rng, limit)
    if kind == 2:
        return reorder(tb, st, rng, limit)
    if kind == 3:
        return swap_rooms(tb, st, rng, limit)
    if kind == 4:
        return swap_blocks(tb, st, rng)
    if kind == 5:
        return rotate_blocks(tb, st, rng)
    if kind == 6:
        return dissolve(tb, st, rng)
    if kind == 7:
        return track_to_room(tb, st, rng)
    if kind == 8:
        return swap_tracks(tb, st, rng)
    if kind == 9:
        return swap_sessions(tb, st, rng)
    if kind == 10:
        return swap_room_run(tb, st, rng)
    if kind == 11:
        return retime(tb, st, rng)
    return force(tb, st, rng)


@compiled
def order_tracks(tb, st):  # type: ignore[no-untyped-def]
    """Put the tracks that a move has touched in order again; returns the change in cost."""
    delta = 0
    for m in range(st.now[DIRTY]):
        delta += put_in_order(tb, st, st.now[DIRTY_FIRST + m])
    return delta


@compiled
def save(st, best):  # type: ignore[no-untyped-def]
    """Keep a copy of the cells; its cost is in the row after the last, first column."""
    C = st.cell.shape[0]
    for c in range(C):
        for k in range(FIRST + st.cell[c, LEN]):
            best[c, k] = st.cell[c, k]
    best[C, 0] = st.now[COST]


@entry
def anneal(tb, st, rng, odds, temperature, steps, best, counts):  # type: ignore[no-untyped-def]
    """`steps` proposals, each kept when it costs no more or by Metropolis' chance, which is drawn first: so a move
    knows what it may cost.

    `odds`: cumulative chances of the kinds of move out of 2^16; `best`: the best timetable seen, see `save`;
    `counts`: how often each kind was proposed, possible, kept and better.
    """
    least = st.cell.shape[0]
    unsaved = st.now[COST] < best[least, 0]
    for _ in range(steps):
        draw = below(rng, 65536)
        kind = 0
        while draw >= odds[kind]:
            kind += 1
        if kind == FORCE and st.now[UNPLACED] == 0:
            kind = 0
        counts[kind, 0] += 1
        limit = -temperature * math.log((1 + below(rng, RESOLUTION)) / RESOLUTION)
        delta = propose(tb, st, rng, kind, limit)
        if delta != IMPOSSIBLE and st.now[DIRTY] > 0 and (tb.number[ORDER] > limit or below(rng, 2) != 0):
            delta += order_tracks(tb, st)
        if delta == IMPOSSIBLE:
            if st.now[JOURNAL] > 0:
                undo(tb, st)
            continue
        counts[kind, 1] += 1
        delta += settle(tb, st)
        if delta <= 0:
            keep(tb, st, delta)
            counts[kind, 2] += 1
            if delta < 0:
                counts[kind, 3] += 1
                unsaved = st.now[COST] < best[least, 0]
        elif delta <= limit:
            if unsaved:
                # what is best is saved before the first step up, not at every step on the way down
                undo(tb, st)
                save(st, best)
                unsaved = False
            else:
                keep(tb, st, delta)
                counts[kind, 2] += 1
        else:
            undo(tb, st)
    if unsaved:
        save(st, best)
