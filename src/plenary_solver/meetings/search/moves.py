"""Moves: chains between two slots, meetings put in where others must leave, and exhibitors who meet changing tables."""

from plenary_solver.compiled import inlined
from plenary_solver.draws import below
from plenary_solver.meetings.search.board import (
    CHANGE,
    FREE_TABLES,
    HELD,
    LEFT_OUT,
    LIMIT,
    MEETINGS,
    NEAR_END,
    NEAR_FROM,
    NONE,
    OTHER_OWN,
    OWN,
    ROOM,
    SLOTS,
    TALK,
    TOLL,
    A,
    B,
)
from plenary_solver.meetings.search.state import (
    COST,
    CROWDED,
    MOVED,
    PRICE,
    changes_at,
    put_in,
    settle,
    take_out,
    ties,
    worth_of,
)

LONGEST_CHAIN = 16
DEEPEST = 8
TOO_MUCH = 1 << 60


@inlined
def link(bd, st, m, t, u):  # type: ignore[no-untyped-def]
    """Fill `chain` with what must change between slots t and u so that m can leave t for u: a Kempe chain. Its length,
    0 when a meeting of it may not be there, or it is too long."""
    chain, met = st.chain, st.met
    chain[0, 0], chain[0, 1], chain[0, 2] = m, t, u
    met[m] = 1
    length, i = 1, 0
    fits = True
    while i < length:
        x, there = chain[i, 0], chain[i, 2]
        if not bd.allowed[x, there]:
            fits = False
            break
        for c in range(3):
            row = bd.meeting[x, c]
            if row < 0:
                continue
            y = st.at[row, there]
            if y >= 0 and not met[y]:
                if length == LONGEST_CHAIN:
                    fits = False
                    break
                met[y] = 1
                chain[length, 0], chain[length, 1], chain[length, 2] = y, there, chain[i, 1]
                length += 1
        if not fits:
            break
        i += 1
    for j in range(length):
        met[chain[j, 0]] = 0
    return length if fits else 0


@inlined
def aim(bd, st, rng, p):  # type: ignore[no-untyped-def]
    """For a person who meets: the first or last meeting of the day, and in `chain` the slot for it that closes a
    break or lets the day begin earlier or end later. NONE when there is none."""
    slots = bd.number[SLOTS]
    first, last = 0, slots - 1
    while st.at[p, first] < 0:
        first += 1
    while st.at[p, last] < 0:
        last -= 1
    early = below(rng, 2)
    u = NONE
    seen = 0
    if st.worth[p]:
        for t in range(first + 1, last):
            if st.at[p, t] < 0 and bd.talk[p, t] != TALK:
                seen += 1
                if below(rng, seen) == 0:
                    u = t
    if u < 0:
        if early:
            u = last + 1
            while u < slots and bd.talk[p, u] == TALK:
                u += 1
            if u == slots:
                return NONE
        else:
            u = first - 1
            while u >= 0 and bd.talk[p, u] == TALK:
                u -= 1
            if u < 0:
                return NONE
    st.chain[0, 0] = u
    return st.at[p, first if early else last]


@inlined
def too_many(bd, st, t, more, held):  # type: ignore[no-untyped-def]
    """Meetings in slot t beyond its places, and beyond its free tables, when so many more come."""
    return max(0, st.load[t, 0] + more - bd.number[ROOM]) + max(
        0, st.load[t, 1] + held - bd.number[FREE_TABLES]
    )


@inlined
def crowding(bd, st, length, t, u):  # type: ignore[no-untyped-def]
    """How many more meetings than now would have no table after the chain."""
    more = held = 0
    for i in range(length):
        step = 1 if st.chain[i, 2] == u else -1
        more += step
        held += step * bd.meeting[st.chain[i, 0], HELD]
    if more == 0 and held == 0:
        return 0
    return (
        too_many(bd, st, u, more, held)
        - too_many(bd, st, u, 0, 0)
        + too_many(bd, st, t, -more, -held)
        - too_many(bd, st, t, 0, 0)
    )


@inlined
def swing(bd, st, rng, m, u, threshold):  # type: ignore[no-untyped-def]
    """Take a placed meeting to slot u and its chain along, when that costs no more than the threshold: what it costs,
    TOO_MUCH when it was not done. `hurt`: someone whose breaks cost more than before."""
    t = st.slot[m]
    length = link(bd, st, m, t, u)
    st.hurt[0] = NONE
    st.hurt[1] = length
    if length == 0:
        return TOO_MUCH
    chain = st.chain
    delta = crowding(bd, st, length, t, u) * st.now[PRICE]
    seen = 0
    for i in range(length):
        x, there = chain[i, 0], chain[i, 2]
        for c in range(2):
            p = bd.meeting[x, c]
            if st.at[p, there] < 0:  # who has meetings in both slots keeps both
                change = worth_of(bd, st, p, chain[i, 1], there) - st.worth[p]
                delta += change
                if change > 0:
                    seen += 1
                    if seen == 1 or below(rng, seen) == 0:
                        st.hurt[0] = p
    if delta - length * (4 * bd.number[CHANGE] + bd.number[TOLL]) > threshold:
        return TOO_MUCH
    for i in range(length):
        delta -= ties(bd, st, chain[i, 0], chain[i, 1])
        take_out(bd, st, chain[i, 0])
    for i in range(length):
        put_in(bd, st, chain[i, 0], chain[i, 2])
        delta += ties(bd, st, chain[i, 0], chain[i, 2])
    if delta > threshold or st.now[MOVED] > bd.number[LIMIT]:
        back(bd, st, chain, 0, length)
        return TOO_MUCH
    for i in range(length):
        settle(bd, st, chain[i, 0])
    return delta


@inlined
def back(bd, st, chain, start, end):  # type: ignore[no-untyped-def]
    """The meetings of these rows go back where they were."""
    for i in range(start, end):
        take_out(bd, st, chain[i, 0])
    for i in range(start, end):
        put_in(bd, st, chain[i, 0], chain[i, 1])


@inlined
def venture(bd, st, rng, m, u, threshold, slack, depth):  # type: ignore[no-untyped-def]
    """Chain after chain, each for someone the last one hurt, until together they cost no more than the threshold.
    Undone when they do not. Whether they did."""
    total = 0
    used = 0
    swings = 0
    log = st.log
    while True:
        delta = swing(bd, st, rng, m, u, threshold + slack - total)
        if delta == TOO_MUCH:
            break
        total += delta
        length = st.hurt[1]
        for i in range(length):
            log[used + i, 0], log[used + i, 1] = st.chain[i, 0], st.chain[i, 1]
        used += length
        st.ends[swings] = used
        swings += 1
        if total <= threshold:
            st.now[COST] += total
            return True
        p = st.hurt[0]
        if p < 0 or swings == depth:
            break
        m = aim(bd, st, rng, p)
        if m < 0:
            break
        u = st.chain[0, 0]
        if not bd.allowed[m, u]:
            break
    for k in range(swings - 1, -1, -1):
        start = 0 if k == 0 else st.ends[k - 1]
        back(bd, st, log, start, st.ends[k])
        for i in range(start, st.ends[k]):
            settle(bd, st, log[i, 0])
    return False


@inlined
def leave(bd, st, m):  # type: ignore[no-untyped-def]
    """Take a meeting out and have it wait. What that costs."""
    t = st.slot[m]
    a, b = bd.meeting[m, A], bd.meeting[m, B]
    delta = bd.meeting[m, LEFT_OUT] - ties(bd, st, m, t) - st.worth[a] - st.worth[b]
    delta -= st.now[CROWDED] * st.now[PRICE]
    take_out(bd, st, m)
    settle(bd, st, m)
    count = st.waiting[-1]
    st.waiting[count] = m
    st.waiting[-1] = count + 1
    return delta + st.worth[a] + st.worth[b] + st.now[CROWDED] * st.now[PRICE]


@inlined
def enter(bd, st, m, t):  # type: ignore[no-untyped-def]
    """Put a waiting meeting in a slot that is free for it. What that costs."""
    a, b = bd.meeting[m, A], bd.meeting[m, B]
    delta = -bd.meeting[m, LEFT_OUT] - st.worth[a] - st.worth[b] - st.now[CROWDED] * st.now[PRICE]
    put_in(bd, st, m, t)
    settle(bd, st, m)
    count = st.waiting[-1] - 1
    for i in range(count + 1):
        if st.waiting[i] == m:
            st.waiting[i] = st.waiting[count]
            break
    st.waiting[-1] = count
    return delta + ties(bd, st, m, t) + st.worth[a] + st.worth[b] + st.now[CROWDED] * st.now[PRICE]


@inlined
def any_in_slot(bd, st, rng, t, held):  # type: ignore[no-untyped-def]
    """Some meeting in the slot, without an own table if need be."""
    n = bd.number[MEETINGS]
    i = below(rng, n)
    for _ in range(n):
        if st.slot[i] == t and (not held or bd.meeting[i, HELD]):
            return i
        i = i + 1 if i + 1 < n else 0
    return NONE


@inlined
def push(bd, st, rng, m, t, threshold):  # type: ignore[no-untyped-def]
    """Put a meeting in slot t; whatever is in its way, or on the wrong side of it, leaves and waits. Undone when that
    costs more than the threshold."""
    if not bd.allowed[m, t]:
        return False
    chain = st.chain
    gone = 0
    delta = 0
    if st.slot[m] >= 0:
        chain[gone, 0], chain[gone, 1] = m, st.slot[m]
        gone += 1
        delta += leave(bd, st, m)
    for c in range(3):
        row = bd.meeting[m, c]
        if row >= 0 and st.at[row, t] >= 0:
            x = st.at[row, t]
            chain[gone, 0], chain[gone, 1] = x, t
            gone += 1
            delta += leave(bd, st, x)
    for i in range(bd.meeting[m, NEAR_FROM], bd.meeting[m, NEAR_END]):
        x = bd.near[i, 0]
        there = st.slot[x]
        if there >= 0 and ((bd.near[i, 1] == 1 and there >= t) or (bd.near[i, 1] == 0 and there <= t)):
            chain[gone, 0], chain[gone, 1] = x, there
            gone += 1
            delta += leave(bd, st, x)
    full = st.load[t, 0] >= bd.number[ROOM]
    held = bd.meeting[m, HELD] == 1 and st.load[t, 1] >= bd.number[FREE_TABLES]
    possible = True
    if full or held:
        x = any_in_slot(bd, st, rng, t, held)
        if x < 0:
            possible = False
        else:
            chain[gone, 0], chain[gone, 1] = x, t
            gone += 1
            delta += leave(bd, st, x)
    for c in range(2):
        p = bd.meeting[m, c]
        if possible and st.placed[p] >= bd.most[p]:
            possible = False
            u = below(rng, bd.number[SLOTS])
            for _ in range(bd.number[SLOTS]):
                x = st.at[p, u]
                if x >= 0:
                    chain[gone, 0], chain[gone, 1] = x, u
                    gone += 1
                    delta += leave(bd, st, x)
                    possible = True
                    break
                u = u + 1 if u + 1 < bd.number[SLOTS] else 0
    if possible:
        delta += enter(bd, st, m, t)
        if delta <= threshold and st.now[MOVED] <= bd.number[LIMIT]:
            st.now[COST] += delta
            return True
        leave(bd, st, m)
    for i in range(gone - 1, -1, -1):
        enter(bd, st, chain[i, 0], chain[i, 1])
    return False


@inlined
def change_table(bd, st, m, threshold):  # type: ignore[no-untyped-def]
    """Two exhibitors meet at the other one's table."""
    t = st.slot[m]
    before = changes_at(bd, st, m, t)
    here = st.table[m]
    st.table[m] = bd.meeting[m, OWN] + bd.meeting[m, OTHER_OWN] - here
    delta = bd.number[CHANGE] * (changes_at(bd, st, m, t) - before)
    if delta > threshold:
        st.table[m] = here
        return False
    st.now[COST] += delta
    return True
