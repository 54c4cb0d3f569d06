"""What is left of an impossible set when nothing of it can be missed.

Items are taken away as long as the rest stays impossible: the «deletion filter» of Chinneck (Feasibility and
Infeasibility in Optimization, Springer 2008), here in chunks that halve.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Rest = Callable[[list[Item]], Sequence[Item] | None]


def minimal(items: Iterable[Item], kinds: Iterable[Callable[[Item], object]], rest: Rest[Item]) -> list[Item]:
    """Items of which none can be missed. `rest` is asked for an impossible part of some of them, None when there is
    none. For each of `kinds` in turn those go together that it calls alike; what it calls None goes by itself."""
    left = list(items)
    for kind in (*kinds, _alone):
        left = _filtered(_grouped(left, kind), rest)
    return left


def _alone(item: object) -> None:
    return None


def _grouped(items: Sequence[Item], kind: Callable[[Item], object]) -> list[list[Item]]:
    groups: dict[object, list[Item]] = defaultdict(list)
    for number, item in enumerate(items):
        alike = kind(item)
        groups[("alone", number) if alike is None else ("alike", alike)].append(item)
    return list(groups.values())


def _filtered(groups: list[list[Item]], rest: Rest[Item]) -> list[Item]:
    """`needed` groups have been tried already."""
    needed: list[list[Item]] = []
    waiting, size = groups, max(1, len(groups) // 2)
    while waiting:
        found = rest(_flat([*needed, *waiting[size:]]))
        if found is not None:
            kept = set(found)
            parts = ([item for item in group if item in kept] for group in waiting[size:])
            waiting = [part for part in parts if part]
            size = min(size, max(1, len(waiting)))
        elif size > 1:
            size = max(1, size // 2)
        else:
            needed.append(waiting.pop(0))
    return _flat(needed)


def _flat(groups: Iterable[list[Item]]) -> list[Item]:
    return [item for group in groups for item in group]
