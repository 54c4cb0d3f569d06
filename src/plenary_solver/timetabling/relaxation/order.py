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
    """A talk at its position p is in a session up to s when p or more talks of its track are, and only then."""
    costs, model = relaxation.costs, relaxation.model
    talks = costs.talks_of[track]
    wanted = {i: costs.problem.talks[i].order for i in talks if costs.problem.talks[i].order}
    if not wanted:
        return
    reached = _reached(relaxation, track)
    rivals: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for i, position in wanted.items():
        if position not in range(1, len(talks) + 1):
            relaxation.of_track[track].append(costs.order)
            continue
        in_place = model.new_bool_var(f"talk {i} in place")
        rivals[position].append(in_place)
        relaxation.of_track[track].append(costs.order * (1 - in_place))
        for s in costs.sessions[:-1]:
            by_then = sum(relaxation.here[i, z] for z in costs.sessions_of[i] if z <= s)
            model.add(by_then == reached[s][position - 1]).only_enforce_if(in_place)
    for same in rivals.values():
        model.add_at_most_one(same)


def _reached(relaxation: "Relaxation", track: int) -> list[list[cp_model.IntVar]]:
    """Sessions × positions: whether so many talks of a track are in sessions up to this one."""
    model, talks = relaxation.model, relaxation.costs.talks_of[track]
    reached: list[list[cp_model.IntVar]] = []
    so_far: list[cp_model.IntVar] = []
    for s in relaxation.costs.sessions:
        so_far += relaxation.present(track, s).values()
        reached.append([model.new_bool_var(f"track {track} by {s} over {n}") for n in range(len(talks))])
        model.add(cp_model.LinearExpr.sum(so_far) == cp_model.LinearExpr.sum(reached[s]))
        for fewer, more in pairwise(reached[s]):
            model.add_implication(more, fewer)
        if s:
            for earlier, later in zip(reached[s - 1], reached[s], strict=True):
                model.add_implication(earlier, later)
    return reached


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
    taken = sum(costs.slots[i] * talks[i] for i in ordered)
    for j in range(1, min(most, TANGENTS + 1)):
        offset = j * (j + 1) // 2
        model.add(pairs >= j * taken - offset * costs.capacity[session])
        if len(ordered) == len(talks):
            model.add(pairs >= j * sum(relaxation.used[track, session]) - offset)
    relaxation.of_track[track].append(costs.order * pairs)
