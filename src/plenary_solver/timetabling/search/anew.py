"""A track placed anew: the move that changes when a whole track is.

Moving one cell of a track after the other leads through timetables in which the track is interrupted or in two rooms
at once, which a cool search does not accept.
"""

from plenary_solver.compiled import compiled
from plenary_solver.draws import below
from plenary_solver.timetabling.search.moves import IMPOSSIBLE, fits
from plenary_solver.timetabling.search.state import (
    CELL,
    DIRTY_FIRST,
    FIRST,
    LEN,
    OF_SESSION,
    USED,
    USED_CELLS,
)
from plenary_solver.timetabling.search.steps import place_cost, put, take
from plenary_solver.timetabling.search.tables import (
    GROUPED,
    OWN,
    ROOMS,
    SESSION_SLOTS,
    SESSIONS,
    TALKS,
    TALKS_END,
    TALKS_FROM,
    TRACK,
    TRACKS,
)


@compiled
def retime(tb, st, rng):  # type: ignore[no-untyped-def]
    """All talks of a track into the cells of one room from some session on, session after session.

    A cell in use is passed over for an empty one of its session, or its talks go to a cell that the track had.
    """
    t = tb.talk[below(rng, tb.number[TALKS]), TRACK]
    S = tb.number[SESSIONS]
    R = tb.number[ROOMS]
    talks = DIRTY_FIRST + tb.number[TRACKS]
    left = tb.track[t, TALKS_END] - tb.track[t, TALKS_FROM]
    had = talks + left
    cells = st.track[t, USED_CELLS]
    for m in range(cells):
        st.now[had + m] = st.track[t, tb.number[OWN] + m]
    s = below(rng, S)
    r = below(rng, R)
    if cells > 0 and below(rng, 2) != 0:
        r = st.now[had + below(rng, cells)] % R
    delta = 0
    for k in range(left):
        i = tb.talk[tb.track[t, TALKS_FROM] + k, GROUPED]
        st.now[talks + k] = i
        if st.place[i, CELL] >= 0:
            delta += take(tb, st, i)
    while left > 0 and s < S:
        c = s * R + r
        if st.cell[c, LEN] > 0:
            if cells > 0 and below(rng, 2) != 0:
                m = below(rng, cells)
                d = st.now[had + m]
                cells -= 1
                st.now[had + m] = st.now[had + cells]
                if (
                    st.cell[d, LEN] > 0
                    or st.cell[c, USED] > tb.number[SESSION_SLOTS + st.cell[d, OF_SESSION]]
                ):
                    return IMPOSSIBLE
                delta += empty_into(tb, st, c, d)
            else:
                c = empty_cell(tb, st, rng, s)
        if c >= 0:
            before = left
            while left > 0:
                k = cheapest(tb, st, rng, talks, left, c)
                if k < 0:
                    break
                left -= 1
                i = st.now[talks + k]
                st.now[talks + k] = st.now[talks + left]
                delta += put(tb, st, i, c, st.cell[c, LEN])
            if left == before:
                return IMPOSSIBLE
        s += 1
    if left > 0:
        return IMPOSSIBLE
    return delta


@compiled
def empty_into(tb, st, c, d):  # type: ignore[no-untyped-def]
    """The talks of cell c to the empty cell d, in their sequence."""
    delta = 0
    k = 0
    while st.cell[c, LEN] > 0:
        i = st.cell[c, FIRST]
        delta += take(tb, st, i)
        delta += put(tb, st, i, d, k)
        k += 1
    return delta


@compiled
def empty_cell(tb, st, rng, s):  # type: ignore[no-untyped-def]
    """Some cell of session s that nobody uses, -1 when there is none."""
    R = tb.number[ROOMS]
    start = below(rng, R)
    for step in range(R):
        c = s * R + (start + step) % R
        if st.cell[c, LEN] == 0:
            return c
    return -1


@compiled
def cheapest(tb, st, rng, talks, left, c):  # type: ignore[no-untyped-def]
    """Which of the `left` talks in `now` from `talks` on costs least in cell c, -1 when none fits."""
    best = -1
    least = IMPOSSIBLE
    start = below(rng, left)
    for step in range(left):
        k = (start + step) % left
        i = st.now[talks + k]
        if fits(tb, st, i, c):
            cost = place_cost(tb, st, i, c, st.cell[c, OF_SESSION])
            if cost < least:
                least = cost
                best = k
    return best
