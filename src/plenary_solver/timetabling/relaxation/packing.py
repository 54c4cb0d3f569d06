"""How many cells a set of talks needs at least: inequalities of bin packing.

A dual feasible function f turns each set of lengths that fits one bin of size C into sizes that fit one of size f(C),
so the sum of f over the talks of a track is at most f(C) times its cells. We use two families, each without roundings
that need fractions: f_k(x) = k·x where C divides (k+1)·x, else C·⌊(k+1)·x/C⌋, with f(C) = k·C; and for a threshold
λ ≤ C/2, x below λ counts 0, x above C − λ counts C.

Source: Fekete and Schepers, «New classes of fast lower bounds for bin packing problems», Mathematical Programming 91
(2001), doi 10.1007/s101070100243.
"""

from collections.abc import Mapping, Sequence

Inequality = tuple[Mapping[int, int], int]


def cell_inequalities(lengths: Sequence[int], capacity: int) -> list[Inequality]:
    """Pairs (size of each length, size of a cell) such that sizes of talks in n cells add up to n cells at most.

    The first is the plain one: lengths themselves. `lengths` are distinct, positive and at most `capacity`.
    """
    plain: Inequality = ({x: x for x in lengths}, capacity)
    found: list[Inequality] = [plain]
    if any(x > 1 for x in lengths):
        found += [(_scaled(lengths, capacity, k), k * capacity) for k in range(1, capacity)]
        found += [(_thresholds(lengths, capacity, low), capacity) for low in lengths if 2 * low <= capacity]
    kept: list[Inequality] = []
    for candidate in found:
        if not any(_implies(other, candidate) for other in kept):
            kept = [other for other in kept if other is plain or not _implies(candidate, other)] + [candidate]
    return kept


def _scaled(lengths: Sequence[int], capacity: int, k: int) -> dict[int, int]:
    return {x: k * x if (k + 1) * x % capacity == 0 else (k + 1) * x // capacity * capacity for x in lengths}


def _thresholds(lengths: Sequence[int], capacity: int, low: int) -> dict[int, int]:
    return {x: 0 if x < low else capacity if x > capacity - low else x for x in lengths}


def _implies(one: Inequality, other: Inequality) -> bool:
    """Whether sizes of `one`, relative to its bin, are nowhere below those of `other`."""
    return all(one[0][x] * other[1] >= other[0][x] * one[1] for x in other[0])
