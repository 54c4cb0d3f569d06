"""Order of talks, as far as their sessions decide it."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from plenary_solver.timetabling.relaxation.model import Relaxation

TANGENTS = 3


def add(relaxation: "Relaxation", track: int) -> None:
    """The cost of talks out of place, and of talks of one track that follow an order but run at once."""
    if relaxation.costs.order:
        _positions(relaxation, track)
        for session in relaxation.costs.sessions:
            _at_once(relaxation, track, session)


def _positions(relaxation: "Relaxation", track: int) -> None:
    """A talk can be at its position only in the session that holds this position of its track."""
    costs, model = relaxation.costs, relaxation.model
    talks = costs.talks_of[track]
    positions = {i: costs.problem.talks[i].order for i in talks if costs.problem.talks[i].order}
    if not positions:
        return
    positioned = set(talks)
    before = [
        cp_model.LinearExpr.sum(
            [here for (i, z), here in relaxation.here.items() if z < s and i in positioned]
        )
        for s in range(len(costs.sessions) + 1)
    ]
    right: dict[int, dict[int, cp_model.IntVar]] = defaultdict(dict)
    for i, position in positions.items():
        in_place = model.new_bool_var(f"talk {i} in place")
        relaxation.of_track[track].append(costs.order * (1 - in_place))
        if position not in range(1, len(talks) + 1):
            model.add(in_place == 0)
            continue
        right[position][i] = in_place
        for s in costs.sessions_of[i]:
            both = (in_place, relaxation.here[i, s])
            model.add(before[s] <= position - 1).only_enforce_if(*both)
            model.add(before[s + 1] >= position).only_enforce_if(*both)
    for rivals in right.values():
        model.add_at_most_one(rivals.values())
    _precedences(relaxation, [right[position] for position in sorted(right)])


def _precedences(relaxation: "Relaxation", right: list[dict[int, cp_model.IntVar]]) -> None:
    """Of two talks in place, the one with the earlier position is in no later session. Implied, but helps."""
    for earlier, later in pairwise(right):
        for i, first in earlier.items():
            for j, second in later.items():
                for s in relaxation.costs.sessions[:-1]:
                    relaxation.model.add(_by(relaxation, i, s) >= _by(relaxation, j, s)).only_enforce_if(
                        first, second
                    )


def _by(relaxation: "Relaxation", talk: int, session: int) -> cp_model.LinearExprT:
    """Whether a talk is in a session up to the given one."""
    return sum(relaxation.here[talk, s] for s in relaxation.costs.sessions_of[talk] if s <= session)


def _at_once(relaxation: "Relaxation", track: int, session: int) -> None:
    """Pairs of ordered talks that share a slot: at least Σ m(m−1)/2 over slots that m of them occupy.

    Σ m is how many slots the ordered talks take, so with m(m−1)/2 ≥ j·m − j(j+1)/2 for every whole j the sum is at
    least j·(slots taken) − j(j+1)/2·(slots of the session). When all talks of the track have an order, every cell
    has one in its first slot, which gives j·(cells) − j(j+1)/2 there alone.
    """
    costs, model = relaxation.costs, relaxation.model
    talks = relaxation.present(track, session)
    ordered = [i for i in talks if costs.problem.talks[i].order]
    most = len(relaxation.used[track, session])
    if len(ordered) < 2 or most < 2:
        return
    pairs = model.new_int_var(
        0, costs.capacity[session] * most * (most - 1) // 2, f"at once {track} {session}"
    )
    taken = sum(costs.slots[i] * relaxation.here[i, session] for i in ordered)
    for j in range(1, min(most, TANGENTS + 1)):
        offset = j * (j + 1) // 2
        model.add(pairs >= j * taken - offset * costs.capacity[session])
        if len(ordered) == len(talks):
            model.add(pairs >= j * sum(relaxation.used[track, session]) - offset)
    relaxation.of_track[track].append(costs.order * pairs)
