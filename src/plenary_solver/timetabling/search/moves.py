"""The moves: each changes the state through the steps, and returns the change in cost before positions.

A move that cannot be made returns `IMPOSSIBLE`; whatever it has done so far stands in the journal. Some moves are told
the `limit`, what a move may cost to be accepted, and say `IMPOSSIBLE` without a step when they would cost more.
"""

from plenary_solver.compiled import compiled, inlined
from plenary_solver.draws import below
from plenary_solver.timetabling.search.cells import interchangeable, other_room
from plenary_solver.timetabling.search.state import (
    CELL,
    FIRST,
    JOURNAL,
    LEN,
    OF_SESSION,
    ORDER_COST,
    POSITION,
    SESSION,
    USED,
    USED_CELLS,
)
from plenary_solver.timetabling.search.steps import (
    between,
    carry,
    link,
    note,
    place_cost,
    put,
    swap_in_session,
    take,
    unlink,
)
from plenary_solver.timetabling.search.tables import (
    CELLS,
    GROUPED,
    IN_SESSION,
    ORDER,
    OWN,
    ROOMS,
    ROOMY,
    SEQUENCED,
    SESSION_SLOTS,
    SESSIONS,
    SLOTS,
    TALKS,
    TALKS_END,
    TALKS_FROM,
    TRACK,
    WANTED,
)

IMPOSSIBLE = 2**62


@inlined
def fits(tb, st, i, c):  # type: ignore[no-untyped-def]
    """Whether talk i may join cell c as it is."""
    t = st.cell[c, TRACK]
    if t != -1 and t != tb.talk[i, TRACK]:
        return False
    return st.cell[c, USED] + tb.talk[i, SLOTS] <= tb.number[SESSION_SLOTS + st.cell[c, OF_SESSION]]


@inlined
def any_position(tb, st, rng, t, c):  # type: ignore[no-untyped-def]
    if tb.track[t, SEQUENCED] != 0:
        return below(rng, st.cell[c, LEN] + 1)
    return st.cell[c, LEN]


@inlined
def same_room(tb, rng, c):  # type: ignore[no-untyped-def]
    """The room of cell c in some session."""
    R = tb.number[ROOMS]
    return c % R + R * below(rng, tb.number[SESSIONS])


@inlined
def some_cell(tb, st, rng, t):  # type: ignore[no-untyped-def]
    """Mostly one of the track's own cells, else one of their rooms, else any."""
    if st.track[t, USED_CELLS] > 0:
        c = st.track[t, tb.number[OWN] + below(rng, st.track[t, USED_CELLS])]
        draw = below(rng, 4)
        if draw > 1:
            return c
        if draw == 1:
            return same_room(tb, rng, c)
    return below(rng, tb.number[CELLS])


@compiled
def keeps_order(tb, st, i, limit):  # type: ignore[no-untyped-def]
    """Whether talk i is where it should be in a track in order, which is not worth breaking."""
    t = tb.talk[i, TRACK]
    return tb.talk[i, WANTED] != 0 and tb.number[ORDER] > limit and st.track[t, ORDER_COST] == 0


@compiled
def relocate(tb, st, rng, limit):  # type: ignore[no-untyped-def]
    """A talk to another cell of its track, or to an empty one."""
    i = below(rng, tb.number[TALKS])
    t = tb.talk[i, TRACK]
    d = some_cell(tb, st, rng, t)
    c = st.place[i, CELL]
    if c == d or not fits(tb, st, i, d):
        return IMPOSSIBLE
    if c >= 0 and st.cell[c, LEN] > 1 and st.cell[d, LEN] > 0 and tb.track[t, SEQUENCED] == 0:
        delta = place_cost(tb, st, i, d, st.cell[d, OF_SESSION]) - place_cost(
            tb, st, i, c, st.place[i, SESSION]
        )
        if delta > limit:
            return IMPOSSIBLE
        carry(tb, st, i, d)
        return delta
    delta = 0
    if c >= 0:
        delta = take(tb, st, i)
    return delta + put(tb, st, i, d, any_position(tb, st, rng, t, d))


@compiled
def exchange(tb, st, rng, limit):  # type: ignore[no-untyped-def]
    """Two talks of one track in different cells."""
    i = below(rng, tb.number[TALKS])
    t = tb.talk[i, TRACK]
    first = tb.track[t, TALKS_FROM]
    j = tb.talk[first + below(rng, tb.track[t, TALKS_END] - first), GROUPED]
    c = st.place[i, CELL]
    d = st.place[j, CELL]
    if c == d or c < 0 or d < 0:
        return IMPOSSIBLE
    more = tb.talk[j, SLOTS] - tb.talk[i, SLOTS]
    r = st.place[i, SESSION]
    s = st.place[j, SESSION]
    if (
        st.cell[c, USED] + more > tb.number[SESSION_SLOTS + r]
        or st.cell[d, USED] - more > tb.number[SESSION_SLOTS + s]
    ):
        return IMPOSSIBLE
    if tb.track[t, SEQUENCED] == 0:
        if r == s and tb.number[ROOMY] == 0:
            return IMPOSSIBLE  # nothing would change
        delta = place_cost(tb, st, i, d, s) - place_cost(tb, st, i, c, r)
        delta += place_cost(tb, st, j, c, r) - place_cost(tb, st, j, d, s)
        if r == s:
            # each has counted the other where it leaves, or not where it goes: together that is twice too little
            delta += 2 * between(tb, i, j)
        if delta > limit:
            return IMPOSSIBLE
        note(st, i, -1 - c, st.place[i, POSITION])
        unlink(tb, st, i)
        carry(tb, st, j, c)
        note(st, i, d, st.cell[d, LEN])
        link(tb, st, i, d, st.cell[d, LEN])
        return delta
    if keeps_order(tb, st, i, limit) or keeps_order(tb, st, j, limit):
        return IMPOSSIBLE
    k = st.place[i, POSITION]
    m = st.place[j, POSITION]
    delta = take(tb, st, i)
    delta += take(tb, st, j)
    delta += put(tb, st, j, c, k)
    return delta + put(tb, st, i, d, m)


@compiled
def reorder(tb, st, rng, limit):  # type: ignore[no-untyped-def]
    """A talk to another position of its cell."""
    i = below(rng, tb.number[TALKS])
    c = st.place[i, CELL]
    if c < 0 or tb.track[tb.talk[i, TRACK], SEQUENCED] == 0 or st.cell[c, LEN] < 2:
        return IMPOSSIBLE
    k = below(rng, st.cell[c, LEN])
    if k == st.place[i, POSITION] or keeps_order(tb, st, i, limit):
        return IMPOSSIBLE
    delta = take(tb, st, i)
    return delta + put(tb, st, i, c, k)


@compiled
def swap_cells(tb, st, c, d):  # type: ignore[no-untyped-def]
    """The contents of two cells, sequences kept; either may be empty."""
    if c == d:
        return IMPOSSIBLE
    if interchangeable(tb, st, c, d):
        delta = other_room(tb, st, c, d) + other_room(tb, st, d, c)
        swap_in_session(tb, st, c, d)
        return delta
    if (
        st.cell[c, USED] > tb.number[SESSION_SLOTS + st.cell[d, OF_SESSION]]
        or st.cell[d, USED] > tb.number[SESSION_SLOTS + st.cell[c, OF_SESSION]]
    ):
        return IMPOSSIBLE
    count_c = st.cell[c, LEN]
    count_d = st.cell[d, LEN]
    from_c = st.now[JOURNAL]
    delta = 0
    for k in range(count_c - 1, -1, -1):
        delta += take(tb, st, st.cell[c, FIRST + k])
    from_d = st.now[JOURNAL]
    for k in range(count_d - 1, -1, -1):
        delta += take(tb, st, st.cell[d, FIRST + k])
    for k in range(count_c):
        delta += put(tb, st, st.journal[from_c + count_c - 1 - k, 0], d, k)
    for k in range(count_d):
        delta += put(tb, st, st.journal[from_d + count_d - 1 - k, 0], c, k)
    return delta


@inlined
def used_cell(tb, st, rng):  # type: ignore[no-untyped-def]
    """The cell of a random talk, -1 when that has no place."""
    return st.place[below(rng, tb.number[TALKS]), CELL]


@compiled
def swap_rooms(tb, st, rng, limit):  # type: ignore[no-untyped-def]
    """A cell and another of the same session."""
    c = used_cell(tb, st, rng)
    if c < 0:
        return IMPOSSIBLE
    R = tb.number[ROOMS]
    d = st.cell[c, OF_SESSION] * R + below(rng, R)
    if interchangeable(tb, st, c, d) and other_room(tb, st, c, d) + other_room(tb, st, d, c) > limit:
        return IMPOSSIBLE
    return swap_cells(tb, st, c, d)


@compiled
def swap_blocks(tb, st, rng):  # type: ignore[no-untyped-def]
    """A cell and another of its room, or any other."""
    c = used_cell(tb, st, rng)
    if c < 0:
        return IMPOSSIBLE
    if below(rng, 2) != 0:
        return swap_cells(tb, st, c, same_room(tb, rng, c))
    return swap_cells(tb, st, c, below(rng, tb.number[CELLS]))


@compiled
def rotate_blocks(tb, st, rng):  # type: ignore[no-untyped-def]
    """Three cells in a ring."""
    c = used_cell(tb, st, rng)
    d = used_cell(tb, st, rng)
    if c < 0 or d < 0:
        return IMPOSSIBLE
    R = tb.number[ROOMS]
    draw = below(rng, 4)
    if draw < 2:
        d = same_room(tb, rng, c)
    e = below(rng, tb.number[CELLS])
    if draw != 0:
        e = st.cell[d, OF_SESSION] * R + below(rng, R)
    delta = swap_cells(tb, st, c, d)
    if delta == IMPOSSIBLE or e in (c, d):
        return IMPOSSIBLE
    more = swap_cells(tb, st, c, e)
    if more == IMPOSSIBLE:
        return IMPOSSIBLE
    return delta + more


@compiled
def dissolve(tb, st, rng):  # type: ignore[no-untyped-def]
    """The talks of a cell into the other cells of its track."""
    c = used_cell(tb, st, rng)
    if c < 0:
        return IMPOSSIBLE
    t = st.cell[c, TRACK]
    cells = st.track[t, USED_CELLS]
    if cells < 2:
        return IMPOSSIBLE
    delta = 0
    while st.cell[c, LEN] > 0:
        i = st.cell[c, FIRST + st.cell[c, LEN] - 1]
        delta += take(tb, st, i)
        cells = st.track[t, USED_CELLS]
        start = below(rng, cells)
        found = False
        for step in range(cells):
            d = st.track[t, tb.number[OWN] + (start + step) % cells]
            if d != c and fits(tb, st, i, d):
                delta += put(tb, st, i, d, any_position(tb, st, rng, t, d))
                found = True
                break
        if not found:
            return IMPOSSIBLE
    return delta


@compiled
def track_to_room(tb, st, rng):  # type: ignore[no-untyped-def]
    """All cells of a track into one room, whoever is there changes places with it."""
    t = tb.talk[below(rng, tb.number[TALKS]), TRACK]
    R = tb.number[ROOMS]
    r = below(rng, R)
    delta = 0
    moved = False
    for s in range(tb.number[SESSIONS]):
        here = st.track[t, IN_SESSION + s]
        target = s * R + r
        if here > 0 and st.cell[target, TRACK] != t:
            for c in range(s * R, s * R + R):
                if st.cell[c, TRACK] == t:
                    delta += swap_cells(tb, st, c, target)
                    moved = True
                    break
    if not moved:
        return IMPOSSIBLE
    return delta


@compiled
def swap_tracks(tb, st, rng):  # type: ignore[no-untyped-def]
    """The cells of two tracks, first with first and so on."""
    t = tb.talk[below(rng, tb.number[TALKS]), TRACK]
    u = tb.talk[below(rng, tb.number[TALKS]), TRACK]
    cells = min(st.track[t, USED_CELLS], st.track[u, USED_CELLS])
    if t == u or cells == 0:
        return IMPOSSIBLE
    skip_t = below(rng, st.track[t, USED_CELLS] - cells + 1)
    skip_u = below(rng, st.track[u, USED_CELLS] - cells + 1)
    pairs = below(rng, cells) + 1
    delta = 0
    for k in range(pairs):
        # the k cells swapped before stand where the other track's stood; look the next up by sorted place each time
        c = nth_other(tb, st, t, u, skip_t, k)
        d = nth_other(tb, st, u, t, skip_u, k)
        if c < 0 or d < 0:
            return IMPOSSIBLE
        more = swap_cells(tb, st, c, d)
        if more == IMPOSSIBLE:
            return IMPOSSIBLE
        delta += more
    return delta


@compiled
def nth_other(tb, st, t, u, skip, k):  # type: ignore[no-untyped-def]
    if skip + k >= st.track[t, USED_CELLS]:
        return -1
    return st.track[t, tb.number[OWN] + skip + k]


@compiled
def swap_sessions(tb, st, rng):  # type: ignore[no-untyped-def]
    """The whole contents of two sessions, as far as they fit."""
    S = tb.number[SESSIONS]
    R = tb.number[ROOMS]
    a = below(rng, S)
    b = below(rng, S)
    if a == b:
        return IMPOSSIBLE
    delta = 0
    for r in range(R):
        c = a * R + r
        d = b * R + r
        if st.cell[c, LEN] > 0 or st.cell[d, LEN] > 0:
            more = swap_cells(tb, st, c, d)
            if more == IMPOSSIBLE:
                return IMPOSSIBLE
            delta += more
    return delta


@compiled
def swap_room_run(tb, st, rng):  # type: ignore[no-untyped-def]
    """Two rooms over a run of sessions."""
    S = tb.number[SESSIONS]
    R = tb.number[ROOMS]
    q = below(rng, R)
    r = below(rng, R)
    if q == r:
        return IMPOSSIBLE
    first = below(rng, S)
    last = first + below(rng, S - first)
    delta = 0
    moved = False
    for s in range(first, last + 1):
        c = s * R + q
        d = s * R + r
        if st.cell[c, LEN] > 0 or st.cell[d, LEN] > 0:
            delta += swap_cells(tb, st, c, d)
            moved = True
    if not moved:
        return IMPOSSIBLE
    return delta


@compiled
def force(tb, st, rng):  # type: ignore[no-untyped-def]
    """A talk without a place into a cell, putting out whoever is in the way."""
    n = tb.number[TALKS]
    start = below(rng, n)
    i = -1
    for step in range(n):
        if st.place[(start + step) % n, CELL] < 0:
            i = (start + step) % n
            break
    if i < 0:
        return IMPOSSIBLE
    t = tb.talk[i, TRACK]
    c = some_cell(tb, st, rng, t)
    slots = tb.number[SESSION_SLOTS + st.cell[c, OF_SESSION]]
    if tb.talk[i, SLOTS] > slots:
        return IMPOSSIBLE
    delta = 0
    while st.cell[c, LEN] > 0 and (st.cell[c, TRACK] != t or st.cell[c, USED] + tb.talk[i, SLOTS] > slots):
        delta += take(tb, st, st.cell[c, FIRST + below(rng, st.cell[c, LEN])])
    return delta + put(tb, st, i, c, any_position(tb, st, rng, t, c))
