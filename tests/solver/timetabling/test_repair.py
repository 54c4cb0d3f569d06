"""Repair from outside: the fewest moves first, and every point possible."""

from dataclasses import replace
from random import Random

import pytest

from plenary_solver.results import Status
from plenary_solver.stopping import MaxSteps
from plenary_solver.timetabling import evaluate, impossible, solve
from plenary_solver.timetabling.problem import Timetable
from plenary_solver.timetabling.repair import repair, repair_to_json
from plenary_solver.timetabling.synthetic import summit


@pytest.mark.parametrize("seed", range(3))
def test_a_summit_is_mended_with_the_fewest_moves(seed):
    problem = summit(seed)
    timetable = solve(problem, stop=MaxSteps(100_000), seed=seed, workers=1).solution
    placed = {talk: cell.session for cell in timetable.cells for talk in cell.talks}
    pinned = {pin.talk for pin in problem.pins}
    gone = Random(seed).sample(sorted(set(placed) - pinned), 3)
    away = frozenset((talk, placed[talk]) for talk in gone)
    found = repair(problem, timetable, unavailable=away, stop=MaxSteps(20_000), seed=seed, workers=1)
    assert found.minimum_proven
    assert found.points[0].moves == found.minimum_moves >= len(gone)
    assert set(gone) <= set(found.points[0].moved)
    tight = replace(problem, forbidden=problem.forbidden | away)
    for point in found.points:
        scored = evaluate(tight, point.timetable)
        assert (scored.feasible, scored.objective) == (True, point.objective)
    assert [point.moves for point in found.points] == sorted({point.moves for point in found.points})
    assert repair_to_json(problem, found)["points"][0]["moves"] == found.minimum_moves


def test_nothing_to_mend_moves_nothing():
    problem = summit(1)
    timetable = solve(problem, stop=MaxSteps(50_000), seed=1, workers=1).solution
    found = repair(problem, timetable, stop=MaxSteps(0), workers=1)
    assert (found.minimum_moves, found.minimum_proven, found.points[0].moved) == (0, True, ())


def test_what_cannot_be_mended_is_infeasible_with_reasons():
    problem = summit(1)
    timetable = solve(problem, stop=MaxSteps(50_000), seed=1, workers=1).solution
    everywhere = frozenset((0, session) for session in range(len(problem.sessions)))
    found = repair(problem, timetable, unavailable=everywhere, stop=MaxSteps(1000), workers=1)
    assert (found.status, found.points) == (Status.INFEASIBLE, ())
    assert found.reasons


def test_the_reasons_of_a_repair_are_sought_for_seconds_not_for_minutes(monkeypatch):
    """A crowded conference of 35 talks took 49 seconds to say why, when asked for a repair in ten."""
    limits = []
    monkeypatch.setattr(impossible, "why_impossible", lambda problem, stop=None: limits.append(stop) or ())
    problem = summit(1)
    everywhere = frozenset((0, session) for session in range(len(problem.sessions)))
    repair(problem, Timetable(()), unavailable=everywhere, stop=MaxSteps(1000), workers=1)
    assert [stop.seconds_left() <= 5 for stop in limits] == [True]
