"""Who meets whom, in layers between two sides: in a slot as many of one side are busy as of the other.

Where hosts meet guests every meeting is between the two, and one layer holds them all. Elsewhere the sides are chosen so
that few meetings are within one (a large cut), and those few make the next layer. Any choice is right; a larger cut
only helps a proof more. Generalises «an even number of people is busy in a slot» (Bofill et al., JAIR 74, 2022).
"""

from collections.abc import Collection, Sequence
from random import Random
from typing import NamedTuple

from plenary_solver.meetings.problem import Problem

ATTEMPTS = 20  # at a large cut, from sides drawn anew


class Layer(NamedTuple):
    """Every one of these meetings is of somebody of `one` side and somebody who is not."""

    one: frozenset[int]
    meetings: tuple[int, ...]


def layers(problem: Problem) -> list[Layer]:
    """Every meeting is in one of them. The same problem gives the same layers."""
    pair = [(meeting.a, meeting.b) for meeting in problem.meetings]
    random, left, found = Random(0), list(range(len(pair))), []
    while left:
        one = _largest_cut([pair[m] for m in left], random)
        across = tuple(m for m in left if len(one.intersection(pair[m])) == 1)
        found.append(Layer(one, across))
        left = sorted(set(left).difference(across))
    return found


def _largest_cut(pairs: Sequence[tuple[int, int]], random: Random) -> frozenset[int]:
    met: dict[int, list[int]] = {}
    for a, b in pairs:
        met.setdefault(a, []).append(b)
        met.setdefault(b, []).append(a)
    cuts = (_cut(met, {p for p in met if random.random() < 0.5}) for _ in range(ATTEMPTS))
    return max(cuts, key=lambda one: sum((a in one) != (b in one) for a, b in pairs))


def _cut(met: dict[int, list[int]], one: set[int]) -> frozenset[int]:
    """People change sides as long as that puts more of those they meet on the other side; so a meeting is cut at least."""
    changed = True
    while changed:
        changed = False
        for p, others in met.items():
            if 2 * _beside(p, others, one) > len(others):
                one ^= {p}
                changed = True
    return frozenset(one)


def _beside(p: int, others: Collection[int], one: set[int]) -> int:
    return sum((q in one) == (p in one) for q in others)
