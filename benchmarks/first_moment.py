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
from math import exp, lgamma, log

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
def follow(last, talk, free, met, weight, change, pair, exhibits, out):  # type: ignore[no-untyped-def]
    """What may follow in a slot, rows of `out`: the next state, a factor, whether a meeting without an own table goes on
    to another, and meetings of either kind. How many rows."""
    n = 0
    out[:, 2:] = 0.0
    out[0, 1] = 1.0
    if last in (NOT_YET, DONE):
        out[0, 0] = last
    elif met:
        out[0, 0] = DONE
    elif talk:
        out[0, 0] = TALK
    else:
        out[0, 0] = IDLE
        out[0, 1] = 1.0 if last == IDLE else weight
    n = 1
    if free and last != DONE and not met:
        goes_on = last in (CAME, STAYED)
        moves = goes_on or last == OWN
        out[1, 0] = STAYED if goes_on else CAME
        out[1, 1] = pair if moves else 1.0
        if last == OWN and not exhibits:
            out[1, 1] *= change
        out[1, 2] = goes_on
        out[1, 3] = 1
        out[2, 0] = OWN
        out[2, 1] = pair if moves else 1.0
        if moves and not exhibits:
            out[2, 1] *= change
        out[2, 4] = 1
        n = 3
    return n


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def days(talk, free, need, exhibits, at, own, weight, change, pair, load, own_load):  # type: ignore[no-untyped-def]
    """ln of the sum over one person's days. `at` (slots × came or stayed × goes on or not) and `own` (slots) are the
    factors of a meeting; how many are expected there is added to `load` and `own_load`."""
    T, A, B = len(talk), need[0] + 1, need[1] + 1
    ahead = np.zeros((T + 2, A, B, 7))
    ahead[0, 0, 0, NOT_YET] = 1.0
    scale = np.zeros(T + 2)
    out = np.zeros((3, 5))
    for t in range(T + 1):
        for a in range(A):
            for b in range(B):
                for last in range(7):
                    value = ahead[t, a, b, last]
                    if value == 0 or (t == T and (a < A - 1 or b < B - 1 or last in (TALK, IDLE))):
                        continue
                    met = a == A - 1 and b == B - 1
                    n = follow(
                        last, t < T and talk[t], t < T and free[t], met, weight, change, pair, exhibits, out
                    )
                    for i in range(n):
                        x, y = a + int(out[i, 3]), b + int(out[i, 4])
                        if x < A and y < B:
                            factor = out[i, 1] * (own[t] if out[i, 4] else 1.0)
                            if last in (CAME, STAYED):
                                factor *= at[t - 1, last - CAME, int(out[i, 2])]
                            ahead[t + 1, x, y, int(out[i, 0])] += value * factor
        largest = ahead[t + 1].max()
        if largest == 0:
            return -np.inf
        ahead[t + 1] /= largest
        scale[t + 1] = scale[t] + np.log(largest)
    total = np.log(ahead[T + 1, A - 1, B - 1, DONE]) + scale[T + 1]
    behind = np.zeros((A, B, 7))
    behind[A - 1, B - 1, DONE] = 1.0
    shift = 0.0
    for t in range(T, -1, -1):
        before = np.zeros((A, B, 7))
        for a in range(A):
            for b in range(B):
                for last in range(7):
                    value = ahead[t, a, b, last] * np.exp(scale[t] + shift - total)
                    if value == 0 or (t == T and (a < A - 1 or b < B - 1 or last in (TALK, IDLE))):
                        continue
                    met = a == A - 1 and b == B - 1
                    n = follow(
                        last, t < T and talk[t], t < T and free[t], met, weight, change, pair, exhibits, out
                    )
                    for i in range(n):
                        x, y = a + int(out[i, 3]), b + int(out[i, 4])
                        if x < A and y < B:
                            factor = out[i, 1] * (own[t] if out[i, 4] else 1.0)
                            if last in (CAME, STAYED):
                                factor *= at[t - 1, last - CAME, int(out[i, 2])]
                            gain = factor * behind[x, y, int(out[i, 0])]
                            before[a, b, last] += gain
                            if last in (CAME, STAYED):
                                load[t - 1, last - CAME, int(out[i, 2])] += value * gain
                            if out[i, 4]:
                                own_load[t] += value * gain
        largest = before.max()
        behind = before / largest
        shift += np.log(largest)
    return total


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def all_days(talk, free, need, exhibits, at, own, ee, weight, change, pair, load, own_load, ee_load):  # type: ignore[no-untyped-def]
    """The same for everybody. Exhibitors among themselves (`ee`) count as meetings of the first kind."""
    total = 0.0
    for p in range(len(talk)):
        if exhibits[p]:
            total += days(
                talk[p], free[p], need[p], True, ee, own[1], weight, 1.0, pair, ee_load, own_load[1]
            )
        else:
            total += days(
                talk[p], free[p], need[p], False, at, own[0], weight, change, pair, load, own_load[0]
            )
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

    talk: NDArray[np.bool_]
    free: NDArray[np.bool_]
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
            np.array([[t in person.attends for t in slots] for person in people]),
            np.array([[t not in person.attends | person.away for t in slots] for person in people]),
            need,
            exhibits,
            len(problem.tables) - int(exhibits.sum()),
        )

    def exponents(self) -> list[tuple[float, float]]:
        """(price, x) for each price."""
        T = self.talk.shape[1]
        kinds = [self.need[~self.exhibits, 0].sum(), self.need[self.exhibits].sum(axis=0)]
        named = sum(lgamma(n + 1) for n in self.need.ravel())
        named -= matchings(float(kinds[0])) + matchings(float(kinds[1][0])) + lgamma(float(kinds[1][1]) + 1)
        at, ee, own, full = np.zeros((T, 2, 2)), np.zeros((T, 2, 2)), np.zeros((2, T)), np.zeros(T)
        found: list[tuple[float, float]] = []
        for price in PRICES:
            for _ in range(ROUNDS if found else FIRST_ROUNDS):
                load, ee_load, own_load = np.zeros((T, 2, 2)), np.zeros((T, 2, 2)), np.zeros((2, T))
                x = named + all_days(
                    *(self.talk, self.free, self.need, self.exhibits, np.exp(at), np.exp(own), np.exp(ee)),
                    *(exp(PER_BREAK), exp(-price), exp(price * SHARE), load, own_load, ee_load),
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
