"""Simulated annealing of one schedule (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983), in chunks."""

import math

import numpy as np

from plenary_solver.compiled import entry, inlined
from plenary_solver.draws import below, seeded
from plenary_solver.meetings.search.board import (
    BREAK,
    CHANGE,
    FREE_TABLES,
    HELD,
    LEFT_OUT,
    MEETINGS,
    NONE,
    OTHER_OWN,
    OUT_OF_ORDER,
    PEOPLE,
    ROOM,
    SLOTS,
    UNFAIR,
    A,
    Board,
    Int64,
)
from plenary_solver.meetings.search.moves import (
    aim,
    any_in_slot,
    change_table,
    enter,
    leave,
    push,
    venture,
)
from plenary_solver.meetings.search.state import COST, CROWDED, PRICE, empty

# How often each kind of move is proposed, the first of 128 numbers: something wrong mended; a waiting meeting put in,
# while any waits; the first or last meeting of anybody's day to where it is wanted; two slots somebody meets in changed;
# anything to anywhere; two exhibitors at the other's table.
MENDED, PUT_IN, AIMED, SWAPPED, ANYWHERE, KINDS = 48, 80, 88, 98, 126, 128
OF_CROWDS = 3  # while any meeting has no table, one in so many of those that mend takes it to a slot with one
DEEPEST = 6  # chains one after the other before it must have been worth it
SLACK = 0.5  # in breaks: how far beyond the threshold a chain may go that others follow
NO_CROWDS = 1_000  # the price from which a meeting is rather left out than without a table


@inlined
def has_table(bd, st, m, t):  # type: ignore[no-untyped-def]
    """Whether slot t has a place, and a table, for one meeting more."""
    return st.load[t, 0] < bd.number[ROOM] and (
        not bd.meeting[m, HELD] or st.load[t, 1] < bd.number[FREE_TABLES]
    )


@inlined
def is_free(bd, st, m, t):  # type: ignore[no-untyped-def]
    """Whether nothing is in the way of a waiting meeting in slot t."""
    if not bd.allowed[m, t] or not has_table(bd, st, m, t):
        return False
    for c in range(3):
        row = bd.meeting[m, c]
        if row >= 0 and (st.at[row, t] >= 0 or (c < 2 and st.placed[row] >= bd.most[row])):
            return False
    return True


@entry
def place(bd, st, slots, tables):  # type: ignore[no-untyped-def]
    """Place meetings where a schedule says, each when nothing is in its way."""
    for m in range(bd.number[MEETINGS]):
        if tables[m] >= 0 and tables[m] == bd.meeting[m, OTHER_OWN]:
            st.table[m] = tables[m]
        if slots[m] >= 0 and is_free(bd, st, m, slots[m]):
            st.now[COST] += enter(bd, st, m, slots[m])


@inlined
def who_waits(bd, st, rng):  # type: ignore[no-untyped-def]
    """Somebody whose breaks cost something, NONE when nobody's do."""
    people = bd.number[PEOPLE]
    p = below(rng, people)
    for _ in range(people):
        if st.worth[p]:
            return p
        p = p + 1 if p + 1 < people else 0
    return NONE


@inlined
def without_table(bd, st, m):  # type: ignore[no-untyped-def]
    """The next meeting from m on in a slot that has too few tables for it; m itself when there is none."""
    n = bd.number[MEETINGS]
    for i in range(m, m + n):
        x = i if i < n else i - n
        t = st.slot[x]
        if t >= 0 and (
            st.load[t, 0] > bd.number[ROOM]
            or (bd.meeting[x, HELD] and st.load[t, 1] > bd.number[FREE_TABLES])
        ):
            return x
    return m


@inlined
def with_table(bd, st, rng, m):  # type: ignore[no-untyped-def]
    """A slot for a meeting, one with a table for it if a few attempts find any."""
    for _ in range(5):
        u = below(rng, bd.number[SLOTS])
        if bd.allowed[m, u] and has_table(bd, st, m, u):
            break
    return u


@entry
def anneal(bd, st, rng, heat, slack, steps, best, numbers):  # type: ignore[no-untyped-def]
    """`steps` moves at one temperature. `slack`: how far beyond the threshold a chain may go that others follow.
    `best`: slots and tables of the best schedule seen, `numbers`: its cost, and how many moves were made."""
    n, slots = bd.number[MEETINGS], bd.number[SLOTS]
    for _ in range(steps):
        kind = below(rng, KINDS)
        threshold = int(-heat * math.log((below(rng, 1 << 30) + 1) / (1 << 30)))
        waiting = st.waiting[-1]
        moved = False
        if waiting and MENDED <= kind < PUT_IN:
            m = st.waiting[below(rng, waiting)] if kind > MENDED else below(rng, n)
            moved = push(bd, st, rng, m, below(rng, slots), threshold)
        else:
            m = below(rng, n)
            if st.slot[m] < 0:
                continue
            if kind >= ANYWHERE:
                if bd.number[CHANGE] and bd.meeting[m, OTHER_OWN] >= 0:
                    moved = change_table(bd, st, m, threshold)
            else:
                p = bd.meeting[m, A + below(rng, 2)]
                if kind < MENDED and st.now[CROWDED] and below(rng, OF_CROWDS) == 0:
                    m = without_table(bd, st, m)
                    u = with_table(bd, st, rng, m)
                elif kind < AIMED:
                    hurt = who_waits(bd, st, rng) if kind < MENDED else NONE
                    m = aim(bd, st, rng, hurt if hurt >= 0 else p)
                    u = st.chain[0, 0]
                else:
                    u = below(rng, slots)
                    if kind < SWAPPED and st.at[p, u] < 0:
                        m = NONE
                if m >= 0 and u != st.slot[m] and bd.allowed[m, u]:
                    moved = venture(bd, st, rng, m, u, threshold, slack, DEEPEST)
        if moved:
            numbers[1] += 1
            if st.now[COST] < numbers[0] and st.now[CROWDED] == 0:
                numbers[0] = st.now[COST]
                for i in range(n):
                    best[0, i], best[1, i] = st.slot[i], st.table[i]


@entry
def thin_out(bd, st, rng):  # type: ignore[no-untyped-def]
    """Meetings leave slots that have no table for them, until none is without."""
    for t in range(bd.number[SLOTS]):
        while st.load[t, 1] > bd.number[FREE_TABLES]:
            st.now[COST] += leave(bd, st, any_in_slot(bd, st, rng, t, True))
        while st.load[t, 0] > bd.number[ROOM]:
            st.now[COST] += leave(bd, st, any_in_slot(bd, st, rng, t, False))


class Annealer:
    """A schedule under search and the best one seen. Not for two threads at once."""

    def __init__(self, bd: Board, slots: Int64, tables: Int64, seed: int, stream: int = 0):
        self.bd = bd
        self.state = empty(bd)
        self.rng = seeded(seed, stream)
        self.steps = 0
        self.unit = unit(bd)
        place(bd, self.state, slots, tables)
        self.best = np.array([self.state.slot, self.state.table])
        self.numbers = np.array([self.state.now[COST], 0], np.int64)

    def run(self, heat: float, price: float, steps: int) -> None:
        """`heat`, and the `price` of a meeting in a slot without a table for it, in units of `unit`."""
        now = self.state.now
        paid = max(1, round(price * self.unit))
        now[COST] += (paid - now[PRICE]) * now[CROWDED]
        now[PRICE] = paid
        if price >= NO_CROWDS and now[CROWDED]:
            thin_out(self.bd, self.state, self.rng)
        anneal(
            self.bd, self.state, self.rng, heat * self.unit, SLACK * self.unit, steps, self.best, self.numbers
        )
        self.steps += steps

    def forget(self) -> None:
        """Begin anew with nothing placed; the best schedule is kept."""
        self.state = empty(self.bd)

    def weigh(self, change: int, unfair: int) -> None:
        """Count a table change and a break too many as so much from now on; the schedule under search is the best."""
        self._count({CHANGE: change, UNFAIR: unfair})
        found = self.state
        self.forget()
        place(self.bd, self.state, found.slot, found.table)
        self._begin_with_this()

    def tighten(self, severe: int) -> None:
        """Count broken rules that must hold as `severe`, and begin anew: what is placed is not taken out by itself."""
        self._count({UNFAIR: severe, OUT_OF_ORDER: severe})
        self.forget()
        self._begin_with_this()

    def _count(self, weights: dict[int, int]) -> None:
        number = self.bd.number.copy()
        number[list(weights)] = list(weights.values())
        self.bd = self.bd._replace(number=number)

    def _begin_with_this(self) -> None:
        self.best = np.array([self.state.slot, self.state.table])
        self.numbers[0] = self.state.now[COST]

    @property
    def cost(self) -> int:
        """Of the best schedule, as the search counts."""
        return int(self.numbers[0])


def unit(bd: Board) -> int:
    """What temperatures are measured by: a break, or what costs most where breaks cost nothing."""
    left_out = int(bd.meeting[:, LEFT_OUT].max(initial=1))
    return int(bd.number[BREAK]) or int(bd.number[BREAK : CHANGE + 1].max()) or max(1, left_out)
