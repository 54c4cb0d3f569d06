"""The conferences that never were."""

import pytest

from plenary_solver.timetabling.checks import check
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Cell, Timetable
from plenary_solver.timetabling.rules import RULES
from plenary_solver.timetabling.synthetic import summit, synthetic
from tests.solver.timetabling.scattered import scattered


def test_the_same_seed_makes_the_same_problem_and_another_seed_another():
    assert synthetic(talks=40, seed=7) == synthetic(talks=40, seed=7)
    assert synthetic(talks=40, seed=7) != synthetic(talks=40, seed=8)


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_rule_finds_something_in_scattered_timetables(seed):
    problem = synthetic(talks=60, seed=seed)
    scores = [evaluate(problem, scattered(problem, seed=start)).by_rule for start in range(5)]
    silent = [rule.name for rule in RULES if not any(by_rule[rule.name].count for by_rule in scores)]
    assert silent == []


def test_a_summit_has_sixty_talks_and_the_restrictions_of_a_board():
    problem = summit()
    check(problem, lambda field, index: field)
    assert (problem.name, len(problem.talks), len(problem.tracks)) == ("summit-1", 60, 9)
    assert (len(problem.forbidden) > 0, len(problem.closed), len(problem.pins)) == (True, 1, 3)


def test_a_conference_may_have_a_single_talk():
    problem = synthetic(talks=1, seed=2)
    assert evaluate(problem, Timetable((Cell(0, 0, 0, (0,)),))).hard == ()


def test_more_tracks_than_talks_are_refused():
    with pytest.raises(ValueError, match="no more tracks than talks"):
        synthetic(talks=3, tracks=4)
