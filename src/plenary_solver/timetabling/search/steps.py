"""The two steps every move is made of: take a talk out, put a talk in.

Both return what they change in the objective and write themselves into a journal, so that a move of any length can be
undone. Position costs (rule talk_order) of a track are settled once at the end of a move, since every talk behind
the one that moved may change its position.
"""

from plenary_solver.compiled import compiled, entry, inlined
from plenary_solver.timetabling.search.cells import close_cell, exchange_cell, open_cell
from plenary_solver.timetabling.search.positions import settle
from plenary_solver.timetabling.search.state import (
    CELL,
    COST,
    DIRTY,
    DIRTY_FIRST,
    FIRST,
    IS_DIRTY,
    JOURNAL,
    LEN,
    NEW_ORDER_COST,
    OF_SESSION,
    ORDER_COST,
    POSITION,
    SESSION,
    START,
    UNPLACED,
    USED,
)
from plenary_solver.timetabling.search.tables import (
    CELLS,
    HARD,
    HOME,
    IN_CELL,
    LEAVING,
    NEAR_END,
    NEAR_FROM,
    NO_PIN,
    ORDERED,
    PINNED,
    ROOMS,
    SEQUENCED,
    SESSIONS,
    SLOTS,
    SLOTTED,
    TALKS,
    TRACK,
)

SWAPPED = -1  # in the journal, instead of a talk: two cells of a session exchanged their contents


@inlined
def conflicts(tb, st, i, s, c):  # type: ignore[no-untyped-def]
    """What talk i costs in session s for the conflicts with talks outside cell c."""
    cost = 0
    for k in range(tb.talk[i, NEAR_FROM], tb.talk[i, NEAR_END]):
        j = tb.near[k, 0]
        if st.place[j, SESSION] == s and st.place[j, CELL] != c:
            cost += tb.near[k, 1]
    return cost


@inlined
def between(tb, i, j):  # type: ignore[no-untyped-def]
    """What talks i and j cost in different rooms of one session."""
    for k in range(tb.talk[i, NEAR_FROM], tb.talk[i, NEAR_END]):
        if tb.near[k, 0] == j:
            return tb.near[k, 1]
    return 0


@inlined
def slot_conflicts(tb, st, i):  # type: ignore[no-untyped-def]
    """What talk i costs where it is for the conflicts in a time slot."""
    cost = 0
    s = st.place[i, SESSION]
    start = st.place[i, START]
    end = start + tb.talk[i, SLOTS]
    for k in range(tb.talk[i, NEAR_FROM], tb.talk[i, NEAR_END]):
        j = tb.near[k, 0]
        if tb.near[k, 2] != 0 and st.place[j, SESSION] == s:
            shared = min(end, st.place[j, START] + tb.talk[j, SLOTS]) - max(start, st.place[j, START])
            if shared > 0:
                cost += shared * tb.near[k, 2]
    return cost


@inlined
def cell_slot_conflicts(tb, st, c, k):  # type: ignore[no-untyped-def]
    """The same for the talks of cell c from position k on; talks of one cell never share a slot."""
    cost = 0
    for m in range(k, st.cell[c, LEN]):
        cost += slot_conflicts(tb, st, st.cell[c, FIRST + m])
    return cost


@inlined
def place_cost(tb, st, i, c, s):  # type: ignore[no-untyped-def]
    """What talk i costs in cell c of session s by itself and by conflicts in the session."""
    cost = tb.talk[i, IN_CELL + s] + tb.talk[i, IN_CELL + tb.number[SESSIONS] + c - s * tb.number[ROOMS]]
    if tb.talk[i, PINNED] != NO_PIN and tb.talk[i, PINNED] != c:
        cost += tb.number[HARD]
    if tb.talk[i, HOME] >= 0 and tb.talk[i, HOME] != c:
        cost += tb.number[LEAVING]
    return cost + conflicts(tb, st, i, s, c)


@inlined
def link(tb, st, i, c, k):  # type: ignore[no-untyped-def]
    """Write talk i into cell c at position k, at the end where sequence does not matter; no costs."""
    count = st.cell[c, LEN]
    if tb.track[tb.talk[i, TRACK], SEQUENCED] != 0:
        start = 0
        if k > 0:
            before = st.cell[c, FIRST + k - 1]
            start = st.place[before, START] + tb.talk[before, SLOTS]
        st.place[i, START] = start
        for m in range(count, k, -1):
            j = st.cell[c, FIRST + m - 1]
            st.cell[c, FIRST + m] = j
            st.place[j, POSITION] = m
            st.place[j, START] += tb.talk[i, SLOTS]
    else:
        k = count
    st.cell[c, FIRST + k] = i
    st.place[i, POSITION] = k
    st.place[i, CELL] = c
    st.place[i, SESSION] = st.cell[c, OF_SESSION]
    st.cell[c, LEN] = count + 1
    st.cell[c, USED] += tb.talk[i, SLOTS]


@inlined
def unlink(tb, st, i):  # type: ignore[no-untyped-def]
    """Remove talk i from its cell; no costs."""
    c = st.place[i, CELL]
    k = st.place[i, POSITION]
    last = st.cell[c, LEN] - 1
    if tb.track[tb.talk[i, TRACK], SEQUENCED] != 0:
        for m in range(k, last):
            j = st.cell[c, FIRST + m + 1]
            st.cell[c, FIRST + m] = j
            st.place[j, POSITION] = m
            st.place[j, START] -= tb.talk[i, SLOTS]
    else:
        j = st.cell[c, FIRST + last]
        st.cell[c, FIRST + k] = j
        st.place[j, POSITION] = k
    st.cell[c, LEN] = last
    st.cell[c, USED] -= tb.talk[i, SLOTS]
    st.place[i, CELL] = -1
    st.place[i, SESSION] = -1


@inlined
def note(st, i, c, k):  # type: ignore[no-untyped-def]
    m = st.now[JOURNAL]
    st.journal[m, 0] = i
    st.journal[m, 1] = c
    st.journal[m, 2] = k
    st.now[JOURNAL] = m + 1


@inlined
def to_settle(tb, st, t):  # type: ignore[no-untyped-def]
    """Positions in track t may have changed."""
    if tb.track[t, ORDERED] != 0 and st.track[t, IS_DIRTY] == 0:
        st.track[t, IS_DIRTY] = 1
        st.now[DIRTY_FIRST + st.now[DIRTY]] = t
        st.now[DIRTY] += 1


@compiled
def put(tb, st, i, c, k):  # type: ignore[no-untyped-def]
    """Put talk i, which has no place, into cell c at position k; it must fit and be of the cell's track."""
    t = tb.talk[i, TRACK]
    s = st.cell[c, OF_SESSION]
    delta = place_cost(tb, st, i, c, s) - tb.number[HARD] * tb.talk[i, SLOTS]
    if st.cell[c, LEN] == 0:
        delta += open_cell(tb, st, t, c)
    slotted = tb.number[SLOTTED] != 0 and tb.track[t, SEQUENCED] != 0
    if slotted:
        delta -= cell_slot_conflicts(tb, st, c, k)
    link(tb, st, i, c, k)
    if slotted:
        delta += cell_slot_conflicts(tb, st, c, k)
    to_settle(tb, st, t)
    note(st, i, c, k)
    st.now[UNPLACED] -= 1
    return delta


@compiled
def take(tb, st, i):  # type: ignore[no-untyped-def]
    """Take talk i out of its cell."""
    t = tb.talk[i, TRACK]
    c = st.place[i, CELL]
    s = st.place[i, SESSION]
    k = st.place[i, POSITION]
    slotted = tb.number[SLOTTED] != 0 and tb.track[t, SEQUENCED] != 0
    delta = tb.number[HARD] * tb.talk[i, SLOTS]
    if slotted:
        delta -= cell_slot_conflicts(tb, st, c, k)
    unlink(tb, st, i)
    if slotted:
        delta += cell_slot_conflicts(tb, st, c, k)
    delta -= place_cost(tb, st, i, c, s)
    if st.cell[c, LEN] == 0:
        delta += close_cell(tb, st, t, c)
    to_settle(tb, st, t)
    note(st, i, -1 - c, k)
    st.now[UNPLACED] += 1
    return delta


@compiled
def swap_in_session(tb, st, c, d):  # type: ignore[no-untyped-def]
    """Exchange the contents of two interchangeable cells; sessions, slots and positions stay, so no costs here."""
    t = st.cell[c, TRACK]
    u = st.cell[d, TRACK]
    if t >= 0:
        exchange_cell(tb, st, t, c, d)
    if u >= 0:
        exchange_cell(tb, st, u, d, c)
    st.cell[c, TRACK] = u
    st.cell[d, TRACK] = t
    for k in range(max(st.cell[c, LEN], st.cell[d, LEN])):
        i = st.cell[c, FIRST + k]
        j = st.cell[d, FIRST + k]
        if k < st.cell[c, LEN]:
            st.place[i, CELL] = d
        if k < st.cell[d, LEN]:
            st.place[j, CELL] = c
        st.cell[c, FIRST + k] = j
        st.cell[d, FIRST + k] = i
    for column in (LEN, USED):
        kept = st.cell[c, column]
        st.cell[c, column] = st.cell[d, column]
        st.cell[d, column] = kept
    note(st, SWAPPED, c, d)


@compiled
def carry(tb, st, i, c):  # type: ignore[no-untyped-def]
    """Talk i to the end of cell c; both cells keep talks throughout, and costs are the caller's."""
    note(st, i, -1 - st.place[i, CELL], st.place[i, POSITION])
    unlink(tb, st, i)
    note(st, i, c, st.cell[c, LEN])
    link(tb, st, i, c, st.cell[c, LEN])


@inlined
def keep(tb, st, delta):  # type: ignore[no-untyped-def]
    """Accept the move in the journal, whose settled change is delta."""
    for m in range(st.now[DIRTY]):
        t = st.now[DIRTY_FIRST + m]
        st.track[t, ORDER_COST] = st.track[t, NEW_ORDER_COST]
        st.track[t, IS_DIRTY] = 0
    st.now[DIRTY] = 0
    st.now[JOURNAL] = 0
    st.now[COST] += delta


@compiled
def undo(tb, st):  # type: ignore[no-untyped-def]
    """Take back the move in the journal."""
    for m in range(st.now[JOURNAL] - 1, -1, -1):
        i = st.journal[m, 0]
        c = st.journal[m, 1]
        if i == SWAPPED:
            swap_in_session(tb, st, c, st.journal[m, 2])
            continue
        t = tb.talk[i, TRACK]
        if c >= 0:
            unlink(tb, st, i)
            st.now[UNPLACED] += 1
            if st.cell[c, LEN] == 0:
                close_cell(tb, st, t, c)
        else:
            c = -1 - c
            if st.cell[c, LEN] == 0:
                open_cell(tb, st, t, c)
            link(tb, st, i, c, st.journal[m, 2])
            st.now[UNPLACED] -= 1
    for m in range(st.now[DIRTY]):
        st.track[st.now[DIRTY_FIRST + m], IS_DIRTY] = 0
    st.now[DIRTY] = 0
    st.now[JOURNAL] = 0


@inlined
def clear(tb, st):  # type: ignore[no-untyped-def]
    """Take every talk out."""
    for i in range(tb.number[TALKS]):
        if st.place[i, CELL] >= 0:
            delta = take(tb, st, i)
            keep(tb, st, delta + settle(tb, st))


@entry
def load(tb, st, cell):  # type: ignore[no-untyped-def]
    """Make the state that of another, given as its `State.cell`."""
    clear(tb, st)
    for c in range(tb.number[CELLS]):
        for k in range(cell[c, LEN]):
            delta = put(tb, st, cell[c, FIRST + k], c, k)
            keep(tb, st, delta + settle(tb, st))
