"""Talks of a track with wanted positions, put in order again after a move.

A wanted position counts over all cells of a track, so nearly every move of a talk or a cell puts the talks behind it
out of place. Where that costs much, a search that moves one talk at a time stands still. So a move decides how many
talks each cell has, and `put_in_order` which these are.
"""

from plenary_solver.compiled import compiled, inlined
from plenary_solver.timetabling.search.state import DIRTY_FIRST, FIRST, LEN, OF_SESSION, USED_CELLS
from plenary_solver.timetabling.search.steps import put, take
from plenary_solver.timetabling.search.tables import (
    OWN,
    SESSION_SLOTS,
    SLOTS,
    TALKS_END,
    TALKS_FROM,
    TRACKS,
    WANTED,
)


@compiled
def write_sequence(tb, st, t, at):  # type: ignore[no-untyped-def]
    """From `now[at]` on the talks of track t: those with a wanted position there, the others as they stand."""
    count = tb.track[t, TALKS_END] - tb.track[t, TALKS_FROM]
    own = tb.number[OWN]
    for k in range(count):
        st.now[at + k] = -1
    placed = 0
    for m in range(st.track[t, USED_CELLS]):
        c = st.track[t, own + m]
        placed += st.cell[c, LEN]
        for k in range(st.cell[c, LEN]):
            i = st.cell[c, FIRST + k]
            w = tb.talk[i, WANTED] - 1
            if w >= 0 and w < count and st.now[at + w] < 0:
                st.now[at + w] = i
    if placed < count:
        return False
    free = 0
    for m in range(st.track[t, USED_CELLS]):
        c = st.track[t, own + m]
        for k in range(st.cell[c, LEN]):
            i = st.cell[c, FIRST + k]
            w = tb.talk[i, WANTED] - 1
            if w < 0 or w >= count or st.now[at + w] != i:
                while st.now[at + free] >= 0:
                    free += 1
                st.now[at + free] = i
    return True


@compiled
def write_ends(tb, st, t, at, ends):  # type: ignore[no-untyped-def]
    """From `now[ends]` on how many talks of the sequence are placed once each cell is full, near to what they are.

    Backwards first: what the cells behind can take decides how many must be placed before them. False when the cells
    cannot take the sequence at all.
    """
    own = tb.number[OWN]
    cells = st.track[t, USED_CELLS]
    needed = tb.track[t, TALKS_END] - tb.track[t, TALKS_FROM]
    for m in range(cells - 1, -1, -1):
        st.now[ends + m] = needed
        left = tb.number[SESSION_SLOTS + st.cell[st.track[t, own + m], OF_SESSION]]
        while needed > 0 and tb.talk[st.now[at + needed - 1], SLOTS] <= left:
            left -= tb.talk[st.now[at + needed - 1], SLOTS]
            needed -= 1
    if needed > 0:
        return False
    done = 0
    target = 0
    for m in range(cells):
        c = st.track[t, own + m]
        target += st.cell[c, LEN]
        wanted = max(target, st.now[ends + m])
        left = tb.number[SESSION_SLOTS + st.cell[c, OF_SESSION]]
        while done < wanted and tb.talk[st.now[at + done], SLOTS] <= left:
            left -= tb.talk[st.now[at + done], SLOTS]
            done += 1
        st.now[ends + m] = done
    return True


@inlined
def holds(tb, st, c, at, begin, end):  # type: ignore[no-untyped-def]
    """Whether cell c holds just that part of the sequence."""
    if st.cell[c, LEN] != end - begin:
        return False
    for k in range(end - begin):  # noqa: SIM110 (generators are not compiled)
        if st.cell[c, FIRST + k] != st.now[at + begin + k]:
            return False
    return True


@compiled
def put_in_order(tb, st, t):  # type: ignore[no-untyped-def]
    """The talks of track t in their sequence, in each cell about as many as are there now; returns the change in cost.

    Nothing changes while a talk has no place, or when the cells cannot take the sequence.
    """
    at = DIRTY_FIRST + tb.number[TRACKS]
    cells = st.track[t, USED_CELLS]
    ends = at + tb.track[t, TALKS_END] - tb.track[t, TALKS_FROM]
    if not write_sequence(tb, st, t, at) or not write_ends(tb, st, t, at, ends):
        return 0
    changed = ends + cells
    begin = 0
    delta = 0
    for m in range(cells):
        c = st.track[t, tb.number[OWN] + m]
        st.now[changed + m] = -1
        if not holds(tb, st, c, at, begin, st.now[ends + m]):
            st.now[changed + m] = c
        begin = st.now[ends + m]
    for m in range(cells):
        c = st.now[changed + m]
        if c >= 0:
            for k in range(st.cell[c, LEN] - 1, -1, -1):
                delta += take(tb, st, st.cell[c, FIRST + k])
    begin = 0
    for m in range(cells):
        c = st.now[changed + m]
        if c >= 0:
            for k in range(st.now[ends + m] - begin):
                delta += put(tb, st, st.now[at + begin + k], c, k)
        begin = st.now[ends + m]
    return delta
