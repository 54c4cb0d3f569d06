"""A schedule under search: placing a meeting, taking it out, and what both cost."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plenary_solver.compiled import inlined
from plenary_solver.meetings.search.board import (
    BREAK,
    CHANGE,
    FAIR,
    FREE_TABLES,
    HELD,
    INTERRUPTION,
    LARGEST_MASK,
    LEFT_OUT,
    MEETINGS,
    NEAR_END,
    NEAR_FROM,
    NONE,
    OUT_OF_ORDER,
    OWN,
    PEOPLE,
    ROOM,
    ROWS,
    SHARED,
    SLOTS,
    TALK,
    TOLL,
    UNFAIR,
    A,
    B,
    Board,
    Int64,
)

COST, CROWDED, PRICE, MOVED = range(4)


class State(NamedTuple):
    """`slot`, `table` (own table in use, NONE for any) of each meeting, NONE when not placed. `at`: rows × slots, the
    meeting there. `mask`: a person's slots. `worth`: what a person's breaks cost. `load`: of each slot, meetings and
    those without an own table. `placed`: meetings of a person. `now`: COST; meetings in slots
    without a table for them, PRICE each; and MOVED, how many are not at home."""

    slot: Int64
    table: Int64
    at: Int64
    mask: Int64
    worth: Int64
    load: Int64
    placed: Int64
    now: Int64
    waiting: Int64  # the meetings not placed; their number last
    chain: Int64  # scratch: × 3, the meetings of a move, from where, to where
    log: Int64  # scratch: × 2, the meetings of several chains and from where
    ends: Int64  # scratch: where each chain ends in `log`
    hurt: Int64  # scratch: someone with more breaks than before, and the length of the chain
    met: NDArray[np.int8]  # scratch: in the chain


def empty(bd: Board) -> State:
    """Nothing placed."""
    n, rows, slots = int(bd.number[MEETINGS]), int(bd.number[ROWS]), int(bd.number[SLOTS])
    people = int(bd.number[PEOPLE])
    state = State(
        slot=np.full(n, NONE, np.int64),
        table=bd.meeting[:, OWN].copy(),
        at=np.full((rows, slots), NONE, np.int64),
        mask=np.zeros(people, np.int64),
        worth=np.zeros(people, np.int64),
        load=np.zeros((slots, 2), np.int64),
        placed=np.zeros(people, np.int64),
        now=np.array([bd.meeting[:, LEFT_OUT].sum(), 0, 1, (bd.home >= 0).sum()], np.int64),
        waiting=np.arange(n + 1, dtype=np.int64),
        chain=np.zeros((n + 8, 3), np.int64),
        log=np.zeros((256, 2), np.int64),
        ends=np.zeros(16, np.int64),
        hurt=np.zeros(2, np.int64),
        met=np.zeros(n, np.int8),
    )
    return state


@inlined
def ones(x):  # type: ignore[no-untyped-def]
    """How many bits are set."""
    x = x - ((x >> 1) & 0x5555555555555555)
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F
    x = x + (x >> 8)
    x = x + (x >> 16)
    return (x + (x >> 32)) & 127


@inlined
def span(x):  # type: ignore[no-untyped-def]
    """All bits from the lowest to the highest that is set."""
    y = x | (x >> 1)
    y |= y >> 2
    y |= y >> 4
    y |= y >> 8
    y |= y >> 16
    y |= y >> 32
    return y & ~((x & -x) - 1)


@inlined
def worth_of(bd, st, p, without, slot):  # type: ignore[no-untyped-def]
    """Breaks, unfair ones and interruptions of a person as they cost, the person's meeting in one slot taken out and
    one put in another (NONE for neither)."""
    if bd.number[SLOTS] <= LARGEST_MASK:
        mask = st.mask[p]
        if without >= 0:
            mask &= ~(1 << without)
        if slot >= 0:
            mask |= 1 << slot
        if mask == 0:
            return 0
        idle = span(mask) & ~mask
        interruptions = 0
        if bd.number[INTERRUPTION]:
            interruptions = ones(idle & ~(idle << 1))
        idle &= ~bd.talks[p]
        breaks = ones(idle & ~(idle << 1))
    else:
        breaks = interruptions = 0
        here_breaks = here_interruptions = 0
        begun = waits = idles = False
        for t in range(bd.number[SLOTS]):
            meets = (st.at[p, t] >= 0 and t != without) or t == slot
            if meets:
                breaks += here_breaks
                interruptions += here_interruptions
                here_breaks = here_interruptions = 0
                begun = True
                waits = idles = False
            elif begun:
                if not waits:
                    here_interruptions += 1
                    waits = True
                if bd.talk[p, t] == TALK:
                    idles = False
                elif not idles:
                    here_breaks += 1
                    idles = True
    cost = breaks * bd.number[BREAK] + interruptions * bd.number[INTERRUPTION]
    if breaks > bd.number[FAIR]:
        cost += (breaks - bd.number[FAIR]) * bd.number[UNFAIR]
    return cost


@inlined
def edges_through(bd, st, m, p, t, u):  # type: ignore[no-untyped-def]
    """How many people go from meeting to meeting between slots t and u along the path that leaves m, in t, with p:
    meetings at own tables end it. Negative when it comes back to m."""
    edges = 0
    here, there = t, u
    while True:
        x = st.at[p, there]
        if x < 0 or st.table[x] >= 0:
            return edges
        edges += 1
        if x == m:
            return -edges
        p = bd.meeting[x, A] + bd.meeting[x, B] - p
        here, there = there, here


@inlined
def changes_at(bd, st, m, t):  # type: ignore[no-untyped-def]
    """How many table changes fewer there are, at best, without meeting m in slot t."""
    changes = 0
    a, b = bd.meeting[m, A], bd.meeting[m, B]
    table = st.table[m]
    for u in (t - 1, t + 1):
        if u < 0 or u >= bd.number[SLOTS]:
            continue
        if table >= 0:
            x, y = st.at[a, u], st.at[b, u]
            if x >= 0 and st.table[x] != table:
                changes += 1
            if y >= 0 and st.table[y] != table:
                changes += 1
            continue
        x, y = st.at[a, u], st.at[b, u]
        if x >= 0 and st.table[x] >= 0:
            changes += 1
            x = NONE
        if y >= 0 and st.table[y] >= 0:
            changes += 1
            y = NONE
        if x >= 0 and x == y:
            continue  # the same two people again: both stay
        one = edges_through(bd, st, m, a, t, u) if x >= 0 else 0
        if one < 0:
            changes += 1  # a cycle of e edges changes e/2 times, the path left of it e/2 - 1 times
            continue
        other = edges_through(bd, st, m, b, t, u) if y >= 0 else 0
        changes += (one + other) // 2 - max(one - 1, 0) // 2 - max(other - 1, 0) // 2
    return changes


@inlined
def out_of_order(bd, st, m, t):  # type: ignore[no-untyped-def]
    """How many placed meetings are on the wrong side of m in slot t."""
    wrong = 0
    for i in range(bd.meeting[m, NEAR_FROM], bd.meeting[m, NEAR_END]):
        other = st.slot[bd.near[i, 0]]
        if other >= 0 and ((bd.near[i, 1] == 1 and other >= t) or (bd.near[i, 1] == 0 and other <= t)):
            wrong += 1
    return wrong


@inlined
def ties(bd, st, m, t):  # type: ignore[no-untyped-def]
    """What m in slot t costs beside its people's breaks."""
    cost = 0
    if bd.number[CHANGE]:
        cost += bd.number[CHANGE] * changes_at(bd, st, m, t)
    if bd.meeting[m, NEAR_FROM] < bd.meeting[m, NEAR_END]:
        cost += bd.number[OUT_OF_ORDER] * out_of_order(bd, st, m, t)
    if bd.home[m] >= 0 and bd.home[m] != t:
        cost += bd.number[TOLL]
    return cost


@inlined
def take_out(bd, st, m):  # type: ignore[no-untyped-def]
    """The meeting leaves its slot; costs and `waiting` are for the caller."""
    t = st.slot[m]
    a, b, shared = bd.meeting[m, A], bd.meeting[m, B], bd.meeting[m, SHARED]
    st.at[a, t] = NONE
    st.at[b, t] = NONE
    if shared >= 0:
        st.at[shared, t] = NONE
    if bd.number[SLOTS] <= LARGEST_MASK:
        st.mask[a] &= ~(1 << t)
        st.mask[b] &= ~(1 << t)
    st.now[MOVED] += bd.home[m] == t
    st.now[CROWDED] -= st.load[t, 0] > bd.number[ROOM]
    st.load[t, 0] -= 1
    if bd.meeting[m, HELD]:
        st.now[CROWDED] -= st.load[t, 1] > bd.number[FREE_TABLES]
        st.load[t, 1] -= 1
    st.placed[a] -= 1
    st.placed[b] -= 1
    st.slot[m] = NONE


@inlined
def put_in(bd, st, m, t):  # type: ignore[no-untyped-def]
    """The meeting enters a slot in which nothing is in its way."""
    a, b, shared = bd.meeting[m, A], bd.meeting[m, B], bd.meeting[m, SHARED]
    st.at[a, t] = m
    st.at[b, t] = m
    if shared >= 0:
        st.at[shared, t] = m
    if bd.number[SLOTS] <= LARGEST_MASK:
        st.mask[a] |= 1 << t
        st.mask[b] |= 1 << t
    st.now[MOVED] -= bd.home[m] == t
    st.now[CROWDED] += st.load[t, 0] >= bd.number[ROOM]
    st.load[t, 0] += 1
    if bd.meeting[m, HELD]:
        st.now[CROWDED] += st.load[t, 1] >= bd.number[FREE_TABLES]
        st.load[t, 1] += 1
    st.placed[a] += 1
    st.placed[b] += 1
    st.slot[m] = t


@inlined
def settle(bd, st, m):  # type: ignore[no-untyped-def]
    """Count the people of a meeting anew."""
    for p in (bd.meeting[m, A], bd.meeting[m, B]):
        st.worth[p] = worth_of(bd, st, p, NONE, NONE)
