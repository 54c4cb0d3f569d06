"""Can a summit's meetings have few breaks and few table changes at once? An estimate that needs no search.

    python -m benchmarks.first_moment [SEED]

Let people meet each other at random, each as often with an exhibitor and without one as in a generated summit. The
number of schedules with at most 30 breaks, and changes in at most a fifth of the back-to-back pairs, is then at most
e^x in expectation, and where x is far below nought there is none (Markov's inequality). The expectation is a product: of
each person's days, summed by dynamic programming over the slots, and of the ways to pair those who meet in a slot (the
configuration model: Bollobás, European Journal of Combinatorics 1, 1980). How many meet in a slot is taken from the
largest term, a fixed point of the derivatives, and factorials from Stirling: x is an estimate, not a proof.

What makes changes countable slot by slot: a visitor changes between an exhibitor's table and any other; and of two
visitors who meet and both come from (or both go to) a meeting without an own table, one changes. A path of e edges
between two slots has e - 1 such meetings and ⌊e/2⌋ changes, so that half their number never exceeds the changes.
"""

import sys
from dataclasses import dataclass
from math import lgamma, log

import numba
import numpy as np
from numpy.typing import NDArray

from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.synthetic import summit

Floats = NDArray[np.float64]

BREAKS, SHARE = 30, 0.2
PER_BREAK = -7.0  # ln of the weight of a break; any value gives a bound
PRICES = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)  # of a change beyond the share; any value gives a bound
ROUNDS, FIRST_ROUNDS, STEP = 150, 300, 0.15  # of the fixed point

# What a person did last: nothing yet; met without an own table, having come from elsewhere or from another such
# meeting; met at an own table; heard a talk; idled; has met everybody.
NOT_YET, CAME, STAYED, OWN, TALK, IDLE, DONE = range(7)


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def follow(last, t, a, b, need, day, at, own, prices, exhibits, out):  # type: ignore[no-untyped-def]
    """What may follow in slot t for somebody with a and b meetings of either kind so far, rows of `out`: the next state,
    meetings of either kind, whether a meeting without an own table goes on to another, and the factor. How many rows;
    at the end of the day those who have met everybody are done. `day`: 1 free, 2 a talk. `prices`: the factors of a
    break, a change, a pair back to back."""
    met = a == need[0] and b == need[1]
    from_shared = last in (CAME, STAYED)
    pair = prices[2] if from_shared or last == OWN else 1.0
    change = 1.0 if exhibits else prices[1]
    leaves = goes_on = 1.0
    if from_shared:
        leaves, goes_on = at[t - 1, last - CAME, 0], at[t - 1, last - CAME, 1]
    out[:, 1:4] = 0.0
    out[0, 4] = leaves
    if t == len(day):
        out[0, 0] = DONE
        return 1 if met and last not in (TALK, IDLE) else 0
    if last in (NOT_YET, DONE):
        out[0, 0] = last
    elif met:
        out[0, 0] = DONE
    elif day[t] == 2:
        out[0, 0] = TALK
    else:
        out[0, 0] = IDLE
        out[0, 4] *= 1.0 if last == IDLE else prices[0]
    n = 1
    if day[t] == 1 and last != DONE:
        if a < need[0]:
            out[n, 0] = STAYED if from_shared else CAME
            out[n, 1] = 1.0
            out[n, 3] = from_shared
            out[n, 4] = goes_on * pair * (change if last == OWN else 1.0)
            n += 1
        if b < need[1]:
            out[n, 0] = OWN
            out[n, 2] = 1.0
            out[n, 4] = leaves * pair * own[t] * (change if from_shared or last == OWN else 1.0)
            n += 1
    return n


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def days(day, need, exhibits, at, own, prices, load, own_load):  # type: ignore[no-untyped-def]
    """ln of the sum over one person's days, forward; expected meetings are added to `load` and `own_load`, backward.
    `at` (slots × came or stayed × goes on or not) and `own` (slots) are the factors of a meeting there."""
    T = len(day)
    shape = (need[0] + 1, need[1] + 1, 7)
    ahead = np.zeros((T + 2, *shape))
    ahead[0, 0, 0, NOT_YET] = 1.0
    scale = np.zeros(T + 2)
    out = np.zeros((3, 5))
    for t in range(T + 1):
        for a, b, last in np.ndindex(shape):
            value = ahead[t, a, b, last]
            if value:
                for i in range(follow(last, t, a, b, need, day, at, own, prices, exhibits, out)):
                    ahead[t + 1, a + int(out[i, 1]), b + int(out[i, 2]), int(out[i, 0])] += value * out[i, 4]
        largest = ahead[t + 1].max()
        if largest == 0:
            return -np.inf
        ahead[t + 1] /= largest
        scale[t + 1] = scale[t] + np.log(largest)
    total = np.log(ahead[T + 1, need[0], need[1], DONE]) + scale[T + 1]
    behind = np.zeros(shape)
    behind[need[0], need[1], DONE] = 1.0
    shift = 0.0
    for t in range(T, -1, -1):
        before = np.zeros(shape)
        for a, b, last in np.ndindex(shape):
            value = ahead[t, a, b, last] * np.exp(scale[t] + shift - total)
            if value:
                for i in range(follow(last, t, a, b, need, day, at, own, prices, exhibits, out)):
                    gain = out[i, 4] * behind[a + int(out[i, 1]), b + int(out[i, 2]), int(out[i, 0])]
                    before[a, b, last] += gain
                    if last in (CAME, STAYED):
                        load[t - 1, last - CAME, int(out[i, 3])] += value * gain
                    if out[i, 2]:
                        own_load[t] += value * gain
        largest = before.max()
        behind = before / largest
        shift += np.log(largest)
    return total


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def all_days(day, need, exhibits, at, own, among, prices, load, own_load, among_load):  # type: ignore[no-untyped-def]
    """The same for everybody. Exhibitors' meetings among themselves are their meetings of the first kind."""
    total = 0.0
    for p in range(len(day)):
        if exhibits[p]:
            total += days(day[p], need[p], True, among, own[1], prices, among_load, own_load[1])
        else:
            total += days(day[p], need[p], False, at, own[0], prices, load, own_load[0])
    return total


def matchings(n: float) -> float:
    """ln of the ways to pair n people."""
    return lgamma(n + 1) - n / 2 * log(2) - lgamma(n / 2 + 1)


BOTH_CAME_AND_GO = 0.5 * (np.outer([0, 0, 1, 1], [0, 0, 1, 1]) + np.outer([0, 1, 0, 1], [0, 1, 0, 1]))


def weighted_matchings(load: Floats, price: float) -> tuple[float, Floats]:
    """ln of the ways to pair those in a slot, weighted by the changes that must be, and its derivatives by the load."""
    n = np.maximum(load.reshape(4), 1e-9)
    weights = np.exp(-price * BOTH_CAME_AND_GO)
    even = n / np.sqrt(n.sum())
    s = even
    for _ in range(200):
        s = np.sqrt(s * n / (weights @ s))
    value = matchings(float(n.sum())) + float((n * np.log(even / s)).sum())
    return value, (np.log(n) - np.log(s)).reshape(2, 2)


@dataclass(frozen=True)
class Random:
    """Who may meet when, and how often with either kind; visitors' kinds are without an exhibitor and with one,
    exhibitors' are with an exhibitor and without one."""

    day: NDArray[np.int64]  # people × slots, 1 free, 2 a talk
    need: NDArray[np.int64]
    exhibits: NDArray[np.bool_]
    tables: int

    @classmethod
    def like(cls, problem: Problem) -> "Random":
        slots, people = range(problem.slots), problem.people
        exhibits = np.array([person.table is not None for person in people])
        need = np.zeros((len(people), 2), np.int64)
        for meeting in problem.meetings:
            mixed = exhibits[meeting.a] != exhibits[meeting.b]
            need[[meeting.a, meeting.b], int(mixed)] += 1
        return cls(
            np.array(
                [[2 if t in each.attends else int(t not in each.away) for t in slots] for each in people]
            ),
            need,
            exhibits,
            len(problem.tables) - int(exhibits.sum()),
        )

    def exponents(self) -> list[tuple[float, float]]:
        """(price, x) for each price."""
        T = self.day.shape[1]
        kinds = [self.need[~self.exhibits, 0].sum(), self.need[self.exhibits].sum(axis=0)]
        named = sum(lgamma(n + 1) for n in self.need.ravel())
        named -= matchings(float(kinds[0])) + matchings(float(kinds[1][0])) + lgamma(float(kinds[1][1]) + 1)
        at, ee, own, full = np.zeros((T, 2, 2)), np.zeros((T, 2, 2)), np.zeros((2, T)), np.zeros(T)
        found: list[tuple[float, float]] = []
        for price in PRICES:
            for _ in range(ROUNDS if found else FIRST_ROUNDS):
                load, ee_load, own_load = np.zeros((T, 2, 2)), np.zeros((T, 2, 2)), np.zeros((2, T))
                x = named + all_days(
                    *(self.day, self.need, self.exhibits, np.exp(at), np.exp(own), np.exp(ee)),
                    *(np.exp([PER_BREAK, -price, price * SHARE]), load, own_load, ee_load),
                )
                x -= sum(float((a * b).sum()) for a, b in ((load, at), (ee_load, ee), (own_load, own)))
                for t in range(T):
                    value, slope = weighted_matchings(load[t], price)
                    crowd = max(float(load[t].sum()), 1.0)
                    full[t] = max(0.0, full[t] + 0.1 * log(crowd / (2 * self.tables)))
                    at[t] += STEP * (slope - full[t] - at[t])
                    mixed, among = float(own_load[:, t].mean()), float(ee_load[t].sum())
                    x += value + lgamma(mixed + 1) + matchings(among)
                    own[:, t] += STEP * (log(max(mixed, 0.2)) / 2 - own[:, t])
                    ee[t] += STEP * (log(max(among, 0.2)) / 2 - ee[t])
            found.append((price, x - BREAKS * PER_BREAK))
        return found


if __name__ == "__main__":
    of = summit(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for price, x in Random.like(of).exponents():
        print(f"{of.name}: at price {price:.0f} of a change, at most e^{x:.0f} schedules", flush=True)
