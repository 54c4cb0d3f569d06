"""Costs of tracks and talks that are in one session together."""

from itertools import product
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from plenary_solver.timetabling.costs import PairCost

if TYPE_CHECKING:
    from plenary_solver.timetabling.relaxation.model import Relaxation


def add(relaxation: "Relaxation") -> None:
    """Similar tracks, chairs of two tracks, and people that talks of different tracks share.

    Two talks of one track may share a cell, whatever people they share: the relaxation does not charge them.
    """
    mine = set(relaxation.tracks)
    for (a, b), cost in relaxation.costs.track_pairs.items():
        if a in mine and b in mine:
            for s in relaxation.costs.sessions:
                _tracks(relaxation, relaxation.used[a, s], relaxation.used[b, s], cost)
    track_of = relaxation.costs.track_of
    for (i, j), pair in relaxation.costs.talk_pairs.items():
        if track_of[i] != track_of[j] and track_of[i] in mine and track_of[j] in mine:
            _talks(relaxation, i, j, pair)


def _tracks(
    relaxation: "Relaxation", one: list[cp_model.IntVar], other: list[cp_model.IntVar], cost: int
) -> None:
    """The cost times the cells of one track times those of the other.

    A positive cost is charged for the first of either only: m·n ≥ m + n − 1 when both are there.
    """
    for (m, first), (n, second) in product(enumerate(one), enumerate(other)):
        if cost > 0 and m and n:
            continue
        both = relaxation.model.new_bool_var("tracks side by side")
        if cost > 0:
            relaxation.model.add_bool_or([both, ~first, ~second])
        else:
            relaxation.model.add_implication(both, first)
            relaxation.model.add_implication(both, second)
        relaxation.between.append(cost * both)


def _talks(relaxation: "Relaxation", i: int, j: int, pair: PairCost) -> None:
    """Talks of different tracks are in different rooms; long ones share slots wherever in the session they are."""
    costs, model = relaxation.costs, relaxation.model
    shared = [s for s in costs.sessions_of[i] if (j, s) in relaxation.here]
    charge = {
        s: pair.session + pair.slot * max(0, costs.slots[i] + costs.slots[j] - costs.capacity[s])
        for s in shared
    }
    for cost in sorted(set(charge.values()) - {0}):
        together = model.new_bool_var(f"talks {i} and {j}")
        for s in shared:
            if charge[s] == cost:
                model.add_bool_or([together, ~relaxation.here[i, s], ~relaxation.here[j, s]])
        relaxation.between.append(cost * together)
