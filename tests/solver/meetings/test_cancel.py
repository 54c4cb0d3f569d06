"""Cancelled meetings, and how little moves."""

import random

import pytest

from plenary_solver.meetings.cancel import cancel
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule
from plenary_solver.meetings.solve import solve
from plenary_solver.meetings.synthetic import Size, summit
from plenary_solver.stopping import MaxSteps

SMALL = Size(people=60, meetings=160, slots=14, tables=24, exhibitors=8, talks=10, stars=2, busiest=8)


def test_few_others_move_and_holes_are_mended():
    problem = summit(2, size=SMALL)
    schedule = solve(problem, stop=MaxSteps(300_000), workers=1).solution
    gone = random.Random(1).sample(range(160), 8)
    mended = cancel(problem, schedule, gone, stop=MaxSteps(100_000), workers=1, most_moved=0.05)
    scored = evaluate(mended.problem, mended.result.solution)
    assert (len(mended.kept), scored.hard, len(mended.moved) <= 7) == (152, 0, True)
    assert mended.result.objective == scored.objective < mended.before


def test_when_nothing_may_move_nothing_moves():
    problem = summit(2, size=SMALL)
    schedule = solve(problem, stop=MaxSteps(200_000), workers=1).solution
    mended = cancel(problem, schedule, [3, 4], stop=MaxSteps(5_000), workers=1, most_moved=0)
    assert mended.moved == ()


def test_what_followed_a_cancelled_meeting_is_free_of_it():
    people = tuple(Person() for _ in range(3))
    meetings = (Meeting(0, 1), Meeting(0, 2, after=(0,)), Meeting(1, 2, after=(1,)))
    problem = Problem("order", people, meetings, 3, 1)
    mended = cancel(problem, Schedule((0, 1, 2)), [0], stop=MaxSteps(100), workers=1)
    assert (mended.kept, mended.problem.meetings) == ((1, 2), (Meeting(0, 2), Meeting(1, 2, after=(0,))))


def test_a_schedule_with_clashes_is_refused():
    problem = Problem("clash", (Person(), Person(), Person()), (Meeting(0, 1), Meeting(0, 2)), 3, 2)
    with pytest.raises(ValueError, match="breaks a rule"):
        cancel(problem, Schedule((0, 0)), [], stop=MaxSteps(1))
