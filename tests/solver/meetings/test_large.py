"""What is beyond the benchmark: the search against everything that can be tried."""

import subprocess
import sys
import threading
from dataclasses import replace
from functools import cache

import pytest

from plenary_solver.meetings.bounds import fewest_breaks, lower_bound
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights
from plenary_solver.meetings.search.construct import made_fair
from plenary_solver.meetings.solve import solve
from plenary_solver.meetings.synthetic import Size, summit
from plenary_solver.results import Status
from plenary_solver.stopping import FirstOf, MaxRuntime, MaxSteps, WhenSet
from tests.solver.meetings import tiny

SMALL = Size(people=30, meetings=70, slots=12, tables=12, exhibitors=4, talks=10, stars=2, busiest=8)
SEEDS = range(24)


@cache
def least(seed: int) -> int | None:
    return tiny.least(tiny.problem(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_finds_what_trying_everything_finds(seed):
    best = least(seed)
    result = solve(tiny.problem(seed), stop=MaxSteps(12_000), workers=1)
    assert result.objective == best
    assert result.bound is None or best is None or result.bound <= best


@pytest.mark.parametrize("seed", SEEDS)
def test_no_schedule_costs_less_than_the_bound(seed):
    best = least(seed)
    assert best is None or 0 <= lower_bound(tiny.problem(seed)) <= best


def test_the_bound_says_something_of_unplaced_meetings_breaks_and_table_changes():
    found = [lower_bound(tiny.problem(seed)) for seed in SEEDS]
    assert sum(bound > 0 for bound in found) >= 5


def test_a_break_that_cannot_be_avoided_is_counted():
    people = (Person(away=frozenset({1})), Person(), Person())
    problem = Problem("away", people, (Meeting(0, 1), Meeting(0, 2)), 3, 1)
    assert fewest_breaks(problem) == [1, 0, 0]


def test_the_same_seed_and_steps_give_the_same_schedule():
    problem = summit(3, size=SMALL)
    one, other = (solve(problem, stop=MaxSteps(30_000), seed=5, workers=1) for _ in range(2))
    assert (one.solution, one.steps) == (other.solution, other.steps)


def test_a_small_summit_is_placed_without_clashes():
    problem = summit(3, size=SMALL)
    result = solve(problem, stop=MaxSteps(300_000), seed=1, workers=2)
    scored = evaluate(problem, result.solution)
    assert (scored.hard, scored.by_rule["unplaced"].count, scored.by_rule["must_unplaced"].count) == (0, 0, 0)
    assert result.bound <= result.objective == scored.objective
    assert max(scored.breaks_per_person) <= 1


def test_a_day_longer_than_a_number_has_bits_is_searched_slot_by_slot():
    long = Size(people=30, meetings=70, slots=70, tables=12, exhibitors=4, talks=10, stars=2, busiest=8)
    result = solve(summit(3, size=long), stop=MaxSteps(60_000), workers=1)
    assert result.by_rule["unplaced"].count == result.by_rule["must_unplaced"].count == 0


def test_a_start_is_never_made_worse():
    problem = summit(3, size=SMALL)
    start = solve(problem, stop=MaxSteps(200_000), workers=1)
    again = solve(problem, stop=MaxSteps(100), start=start.solution, workers=1)
    assert again.objective <= start.objective


def test_must_meets_come_first():
    weights = Weights(must_unplaced=1_000_000, unplaced=1_000)
    meetings = (*(Meeting(0, p) for p in range(1, 6)), Meeting(0, 6, must=True))
    problem = Problem(
        "few", tuple(Person() for _ in range(7)), meetings, 2, 3, all_placed=False, weights=weights
    )
    result = solve(problem, stop=MaxSteps(5_000), workers=1)
    assert (result.solution.slots[5] is not None, result.objective) == (True, 4_000)


def test_two_owners_of_a_table_are_never_at_it_at_once():
    people = (Person(table=0), Person(table=0), *(Person() for _ in range(4)))
    meetings = (Meeting(0, 2), Meeting(0, 3), Meeting(1, 4), Meeting(1, 5))
    problem = Problem("shared", people, meetings, 4, 3, tables=("T1", "T2"), weights=Weights(table_changes=1))
    result = solve(problem, stop=MaxSteps(5_000), workers=1)
    assert (result.status, sorted(result.solution.slots), result.objective) == (
        Status.OPTIMAL,
        [0, 1, 2, 3],
        0,
    )


def test_a_search_ends_when_somebody_cancels():
    event = threading.Event()
    threading.Timer(0.4, event.set).start()
    result = solve(summit(1, size=SMALL), stop=FirstOf(MaxRuntime(60), WhenSet(event)), workers=2)
    assert result.seconds < 20


def test_progress_is_told_with_its_bound():
    told = []
    solve(summit(1, size=SMALL), stop=MaxRuntime(0.8), on_progress=told.append, workers=1)
    assert told and all(line.bound is not None for line in told)


def test_a_benchmark_problem_too_large_to_prove_is_searched_beside_the_proof():
    problem = replace(
        summit(2, size=Size(people=120, meetings=410, slots=20, tables=40, exhibitors=0, talks=1, stars=0)),
        tables=(),
        distance=(),
        all_placed=True,
        weights=Weights(),
        fairness=None,
    )
    result = solve(problem, stop=MaxRuntime(3), seed=1)
    assert result.solution is not None
    assert result.bound <= result.objective == evaluate(problem, result.solution).breaks


def test_without_numba_the_search_says_so():
    code = (
        "from plenary_solver.meetings.problem import *\n"
        "from plenary_solver.meetings.solve import solve\n"
        "from plenary_solver.stopping import MaxSteps\n"
        "people = tuple(Person(cap=2) for _ in range(3))\n"
        "problem = Problem('three', people, (Meeting(0, 1), Meeting(1, 2)), 3, 1)\n"
        "result = solve(problem, stop=MaxSteps(500), workers=1)\n"
        "print(result.objective, result.reasons)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PLENARY_SOLVER_COMPILED": "0", "PYTHONPATH": "src"},
    )
    assert done.stdout.startswith("0 ('numba is not there")


def test_a_problem_without_meetings_is_solved():
    problem = Problem("nobody", (Person(cap=1),), (), 3, 1)
    result = solve(problem, stop=MaxSteps(10), workers=1)
    assert (result.status, result.solution) == (Status.OPTIMAL, Schedule(()))


def test_a_schedule_is_made_fair_by_leaving_few_meetings_out():
    people = tuple(Person() for _ in range(4))
    meetings = (Meeting(0, 1), Meeting(0, 2, must=True), Meeting(0, 3))
    problem = Problem("gaps", people, meetings, 5, 2, fairness=1, all_placed=False)
    fair = made_fair(problem, Schedule((0, 2, 4)))
    assert fair == Schedule((None, 2, 4))
