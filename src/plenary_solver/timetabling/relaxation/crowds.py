"""Tracks, or talks of tracks, any two of which cost the same when they are side by side.

When m members of a crowd are in one session, m(m−1)/2 pairs are, which is at least m−1: one inequality for the whole
crowd is stronger than one for each pair, because half a member each satisfies all pairs. Crowds share no pair, so what
they charge adds up.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from plenary_solver.timetabling.costs import Costs, PairCost

Pair = tuple[int, int]


class Member(NamedTuple):
    """Some talks of a track, or any of it when none are named."""

    track: int
    talks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Crowd:
    """`cost` is that of any two members in one of the `sessions`."""

    members: tuple[Member, ...]
    sessions: tuple[int, ...]
    cost: int


def charge(costs: Costs, talks: Pair, pair: PairCost, session: int) -> int:
    """What talks of different tracks cost in a session: long ones share slots wherever in it they are."""
    shared = costs.slots[talks[0]] + costs.slots[talks[1]] - costs.capacity[session]
    return pair.session + pair.slot * max(0, shared)


def crowds(costs: Costs) -> list[Crowd]:
    """A crowd for every pair that costs something: of tracks, and of talks of different tracks."""
    sessions = tuple(costs.sessions)
    found = []
    by_cost: dict[int, set[Pair]] = defaultdict(set)
    for pair, cost in costs.track_pairs.items():
        if cost > 0:
            by_cost[cost].add(pair)
    for cost, pairs in sorted(by_cost.items()):
        for clique in _cliques(pairs):
            found.append(Crowd(tuple(Member(t) for t in clique), sessions, cost))
    return found + _talk_crowds(costs)


def _cliques(pairs: set[Pair]) -> list[list[int]]:
    """Cliques that share no pair and have all pairs between them, each grown from the first pair that is left."""
    left, found = set(pairs), []
    nodes = sorted({node for pair in pairs for node in pair})
    for pair in sorted(pairs):
        if pair not in left:
            continue
        clique = list(pair)
        for node in nodes:
            if node not in clique and all((min(node, x), max(node, x)) in left for x in clique):
                clique.append(node)
        left -= {(min(a, b), max(a, b)) for a, b in combinations(clique, 2)}
        found.append(sorted(clique))
    return found


def _talk_crowds(costs: Costs) -> list[Crowd]:
    left: dict[tuple[int, int, int], int] = {}
    for (i, j), pair in costs.talk_pairs.items():
        if costs.track_of[i] != costs.track_of[j]:
            for s in costs.sessions_of[i]:
                if s in costs.sessions_of[j] and (cost := charge(costs, (i, j), pair, s)):
                    left[i, j, s] = cost
    found = []
    for members in _people(costs):
        for s in costs.sessions:
            if crowd := _crowd(costs, members, s, left):
                found.append(crowd)
                for i, j in _pairs_across(crowd.members):
                    del left[i, j, s]
    singles = (
        Crowd((Member(costs.track_of[i], (i,)), Member(costs.track_of[j], (j,))), (s,), cost)
        for (i, j, s), cost in left.items()
    )
    return found + list(singles)


def _people(costs: Costs) -> list[list[Member]]:
    """The talks each person presents, or should hear, by track."""
    by_person: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i in costs.talks:
        talk = costs.problem.talks[i]
        for person in dict.fromkeys((*talk.presenters, *talk.attendees)):
            by_person[person][talk.track].append(i)
    return [
        [Member(t, tuple(talks)) for t, talks in by_track.items()]
        for by_track in by_person.values()
        if len(by_track) > 1
    ]


def _crowd(
    costs: Costs, members: list[Member], session: int, left: Mapping[tuple[int, int, int], int]
) -> Crowd | None:
    """Members in a session, if all pairs across are still to be charged and cost the same."""
    present = [
        Member(member.track, talks)
        for member in members
        if (talks := tuple(i for i in member.talks if session in costs.sessions_of[i]))
    ]
    charges = {left.get((i, j, session)) for i, j in _pairs_across(tuple(present))}
    cost = charges.pop() if len(charges) == 1 else None
    return Crowd(tuple(present), (session,), cost) if cost else None


def _pairs_across(members: tuple[Member, ...]) -> list[Pair]:
    """Pairs of talks of different members, the smaller first."""
    return [(min(i, j), max(i, j)) for a, b in combinations(members, 2) for i in a.talks for j in b.talks]
