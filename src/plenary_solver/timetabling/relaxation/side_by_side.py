"""Costs of tracks and talks that are in one session together."""

from itertools import combinations, product
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from plenary_solver.timetabling.costs import PairCost
from plenary_solver.timetabling.relaxation.crowds import Crowd, charge, crowds

if TYPE_CHECKING:
    from plenary_solver.timetabling.relaxation.model import Relaxation

TogetherKey = tuple[str, int, int, int]


def add(relaxation: "Relaxation") -> None:
    """Similar tracks, chairs of two tracks, and people that talks of different tracks share.

    Two talks of one track may share a cell, whatever people they share: the relaxation does not charge them.
    """
    costs, mine = relaxation.costs, set(relaxation.tracks)
    if len(mine) < 2:
        return
    together: dict[TogetherKey, cp_model.IntVar] = {}
    for (a, b), cost in costs.track_pairs.items():
        if a in mine and b in mine:
            for s in costs.sessions:
                _tracks(relaxation, (a, b), s, cost, together)
    for (i, j), pair in costs.talk_pairs.items():
        tracks = costs.track_of[i], costs.track_of[j]
        if tracks[0] != tracks[1] and mine.issuperset(tracks):
            _talks(relaxation, (i, j), pair, together)
    for crowd in crowds(costs):
        if len(crowd.members) > 2 and mine.issuperset(member.track for member in crowd.members):
            for s in crowd.sessions:
                _crowd(relaxation, crowd, s, together)


def _tracks(
    relaxation: "Relaxation",
    tracks: tuple[int, int],
    session: int,
    cost: int,
    together: dict[TogetherKey, cp_model.IntVar],
) -> None:
    """The cost times the cells of one track times those of the other.

    A positive cost is charged for the first of either only: m·n ≥ m + n − 1 when both are there.
    """
    one, other = (relaxation.used[t, session] for t in tracks)
    for (m, first), (n, second) in product(enumerate(one), enumerate(other)):
        if cost > 0 and m and n:
            continue
        both = relaxation.model.new_bool_var(f"tracks {tracks} in {session}")
        if cost > 0:
            relaxation.model.add_bool_or([both, ~first, ~second])
        else:
            relaxation.model.add_implication(both, first)
            relaxation.model.add_implication(both, second)
        relaxation.between.append(cost * both)
        together.setdefault(("tracks", *tracks, session), both)


def _talks(
    relaxation: "Relaxation",
    talks: tuple[int, int],
    pair: PairCost,
    together: dict[TogetherKey, cp_model.IntVar],
) -> None:
    costs, model, (i, j) = relaxation.costs, relaxation.model, talks
    charges = {s: charge(costs, talks, pair, s) for s in costs.sessions_of[i] if s in costs.sessions_of[j]}
    for cost in sorted(set(charges.values()) - {0}):
        both = model.new_bool_var(f"talks {talks}")
        for s in (s for s in charges if charges[s] == cost):
            model.add_bool_or([both, ~relaxation.here[i, s], ~relaxation.here[j, s]])
            together["talks", i, j, s] = both
        relaxation.between.append(cost * both)


def _crowd(
    relaxation: "Relaxation", crowd: Crowd, session: int, together: dict[TogetherKey, cp_model.IntVar]
) -> None:
    """Of m members in a session, at least m − 1 pairs are there. Implied, but helps."""
    present = [x for member in crowd.members if (x := relaxation.presence(member, session)) is not None]
    pairs = []
    for a, b in combinations(crowd.members, 2):
        if a.talks:
            pairs += [together["talks", min(i, j), max(i, j), session] for i in a.talks for j in b.talks]
        elif ("tracks", a.track, b.track, session) in together:
            pairs.append(together["tracks", a.track, b.track, session])
    relaxation.model.add(sum(present) - 1 <= sum(pairs))
