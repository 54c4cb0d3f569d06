"""What cells cost as they are given to tracks, taken from them, or moved to another room of their session."""

from plenary_solver.compiled import compiled, inlined
from plenary_solver.timetabling.search.state import (
    FIRST,
    LEN,
    OF_SESSION,
    USED_CELLS,
    USED_ROOMS,
    USED_SESSIONS,
)
from plenary_solver.timetabling.search.tables import (
    CELLS,
    CONSECUTIVE,
    HARD,
    HOME,
    IN_CELL,
    IN_SESSION,
    LEAVING,
    OF_CELL,
    ORDERED,
    OWN,
    PARALLEL,
    PINNED,
    ROOMS,
    ROOMS_PER_TRACK,
    ROOMY,
    SESSIONS,
    TRACK,
)


@inlined
def is_interrupted(tb, st, t):  # type: ignore[no-untyped-def]
    """Whether the sessions of track t are not consecutive."""
    count = st.track[t, USED_CELLS]
    if count == 0:
        return False
    own = tb.number[OWN]
    first = st.cell[st.track[t, own], OF_SESSION]
    last = st.cell[st.track[t, own + count - 1], OF_SESSION]
    return last - first + 1 != st.track[t, USED_SESSIONS]


@inlined
def beside(tb, st, t, s):  # type: ignore[no-untyped-def]
    """What a cell of track t costs for the used cells of other tracks in session s."""
    cost = 0
    first = s * tb.number[ROOMS]
    for c in range(first, first + tb.number[ROOMS]):
        u = st.cell[c, TRACK]
        if u >= 0:
            cost += tb.track[t, OF_CELL + tb.number[CELLS] + u]
    return cost


@inlined
def open_cell(tb, st, t, c):  # type: ignore[no-untyped-def]
    """Give an empty cell to track t; returns the change in cost of cells."""
    s = st.cell[c, OF_SESSION]
    in_room = IN_SESSION + tb.number[SESSIONS] + c - s * tb.number[ROOMS]
    delta = tb.track[t, OF_CELL + c] + beside(tb, st, t, s)
    st.cell[c, TRACK] = t
    if is_interrupted(tb, st, t):
        delta -= tb.number[CONSECUTIVE]
    own = tb.number[OWN]
    k = st.track[t, USED_CELLS]
    while k > 0 and st.track[t, own + k - 1] > c:
        st.track[t, own + k] = st.track[t, own + k - 1]
        k -= 1
    st.track[t, own + k] = c
    st.track[t, USED_CELLS] += 1
    if st.track[t, IN_SESSION + s] == 0:
        st.track[t, USED_SESSIONS] += 1
    else:
        delta += tb.number[PARALLEL]
    st.track[t, IN_SESSION + s] += 1
    if st.track[t, in_room] == 0:
        st.track[t, USED_ROOMS] += 1
        if st.track[t, USED_ROOMS] > 1:
            delta += tb.number[ROOMS_PER_TRACK]
    st.track[t, in_room] += 1
    if is_interrupted(tb, st, t):
        delta += tb.number[CONSECUTIVE]
    return delta


@inlined
def close_cell(tb, st, t, c):  # type: ignore[no-untyped-def]
    """Take an emptied cell from track t; returns the change in cost of cells."""
    s = st.cell[c, OF_SESSION]
    in_room = IN_SESSION + tb.number[SESSIONS] + c - s * tb.number[ROOMS]
    st.cell[c, TRACK] = -1
    delta = -tb.track[t, OF_CELL + c] - beside(tb, st, t, s)
    if is_interrupted(tb, st, t):
        delta -= tb.number[CONSECUTIVE]
    own = tb.number[OWN]
    last = st.track[t, USED_CELLS] - 1
    k = 0
    while st.track[t, own + k] != c:
        k += 1
    for m in range(k, last):
        st.track[t, own + m] = st.track[t, own + m + 1]
    st.track[t, USED_CELLS] = last
    st.track[t, IN_SESSION + s] -= 1
    if st.track[t, IN_SESSION + s] == 0:
        st.track[t, USED_SESSIONS] -= 1
    else:
        delta -= tb.number[PARALLEL]
    st.track[t, in_room] -= 1
    if st.track[t, in_room] == 0:
        st.track[t, USED_ROOMS] -= 1
        if st.track[t, USED_ROOMS] > 0:
            delta -= tb.number[ROOMS_PER_TRACK]
    if is_interrupted(tb, st, t):
        delta += tb.number[CONSECUTIVE]
    return delta


@compiled
def positions_apart(tb, st, t, s):  # type: ignore[no-untyped-def]
    """Whether the room of a cell says nothing about the positions of track t: it has one cell in session s at most."""
    return t < 0 or tb.track[t, ORDERED] == 0 or st.track[t, IN_SESSION + s] < 2


@compiled
def interchangeable(tb, st, c, d):  # type: ignore[no-untyped-def]
    """Whether two cells may change rooms by `swap_in_session`: of one session, of two tracks, positions apart."""
    s = st.cell[c, OF_SESSION]
    t = st.cell[c, TRACK]
    u = st.cell[d, TRACK]
    if s != st.cell[d, OF_SESSION] or t == u:
        return False
    return positions_apart(tb, st, t, s) and positions_apart(tb, st, u, s)


@compiled
def other_room(tb, st, c, d):  # type: ignore[no-untyped-def]
    """What it would change that the content of cell c is in d, another room of the session, and d's elsewhere."""
    t = st.cell[c, TRACK]
    if t < 0:
        return 0
    S = tb.number[SESSIONS]
    first = st.cell[c, OF_SESSION] * tb.number[ROOMS]
    delta = tb.track[t, OF_CELL + d] - tb.track[t, OF_CELL + c]
    if st.track[t, IN_SESSION + S + c - first] == 1:
        delta -= tb.number[ROOMS_PER_TRACK]
    if st.track[t, IN_SESSION + S + d - first] == 0:
        delta += tb.number[ROOMS_PER_TRACK]
    if tb.number[ROOMY] != 0:
        for k in range(st.cell[c, LEN]):
            i = st.cell[c, FIRST + k]
            delta += tb.talk[i, IN_CELL + S + d - first] - tb.talk[i, IN_CELL + S + c - first]
            if tb.talk[i, PINNED] == c:
                delta += tb.number[HARD]
            elif tb.talk[i, PINNED] == d:
                delta -= tb.number[HARD]
            if tb.talk[i, HOME] == c:
                delta += tb.number[LEAVING]
            elif tb.talk[i, HOME] == d:
                delta -= tb.number[LEAVING]
    return delta


@compiled
def exchange_cell(tb, st, t, c, d):  # type: ignore[no-untyped-def]
    """Write cell d instead of c into the list of track t's cells, which is ascending."""
    own = tb.number[OWN]
    k = 0
    while st.track[t, own + k] != c:
        k += 1
    while k > 0 and st.track[t, own + k - 1] > d:
        st.track[t, own + k] = st.track[t, own + k - 1]
        k -= 1
    while k + 1 < st.track[t, USED_CELLS] and st.track[t, own + k + 1] < d:
        st.track[t, own + k] = st.track[t, own + k + 1]
        k += 1
    st.track[t, own + k] = d
    in_room = IN_SESSION + tb.number[SESSIONS] - st.cell[c, OF_SESSION] * tb.number[ROOMS]
    st.track[t, in_room + c] -= 1
    if st.track[t, in_room + c] == 0:
        st.track[t, USED_ROOMS] -= 1
    if st.track[t, in_room + d] == 0:
        st.track[t, USED_ROOMS] += 1
    st.track[t, in_room + d] += 1
