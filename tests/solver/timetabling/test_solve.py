"""The timetable search from outside: what it returns, when it ends, what it does without numba."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from plenary_solver.results import Status
from plenary_solver.stopping import FirstOf, GoodEnough, MaxRuntime, MaxSteps, WhenSet
from plenary_solver.timetabling import Room, Session, Talk, Timetable, Track, Weights, evaluate, solve
from plenary_solver.timetabling.problem import Problem
from plenary_solver.timetabling.synthetic import summit, synthetic
from tests.solver.timetabling.everything import least_objective, random_problem
from tests.solver.timetabling.scattered import scattered


def seen(result):
    return result.status, result.solution, result.objective, result.by_rule, result.steps


def test_one_worker_with_one_seed_and_a_step_limit_finds_the_same_twice():
    problem = synthetic(40, 3, days=1, tracks=6)
    first, second = (solve(problem, stop=MaxSteps(60_000), seed=5, workers=1) for _ in range(2))
    assert seen(first) == seen(second)
    assert seen(solve(problem, stop=MaxSteps(60_000), seed=6, workers=1)) != seen(first)
    assert first.steps == 60_000


def test_the_result_is_as_the_evaluator_says_and_keeps_hard_rules():
    problem = summit(2)
    result = solve(problem, stop=MaxSteps(300_000), seed=1, workers=1)
    scored = evaluate(problem, result.solution)
    assert scored.feasible
    assert (result.objective, result.by_rule) == (scored.objective, scored.by_rule)
    assert all(
        type(number) is int for cell in result.solution.cells for number in (cell.session, *cell.talks)
    )


@pytest.mark.parametrize("seed", range(8))
def test_small_problems_are_solved_to_the_least_objective(seed):
    problem = random_problem(seed)
    result = solve(problem, stop=MaxSteps(20_000), seed=seed, workers=1)
    assert result.objective == least_objective(problem)


def test_a_start_is_never_made_worse():
    problem = synthetic(40, 4, days=1, tracks=6, restricted=False)
    start = scattered(problem)
    result = solve(problem, stop=MaxSteps(0), start=start, workers=1)
    assert result.solution == start
    assert solve(problem, stop=MaxSteps(50_000), start=start, workers=1).objective < result.objective


def test_a_broken_start_is_mended():
    problem = summit(3)
    broken = scattered(problem)
    result = solve(problem, stop=MaxSteps(200_000), start=Timetable(broken.cells[3:]), workers=1)
    assert evaluate(problem, result.solution).feasible


def test_a_room_that_is_exactly_full_is_filled():
    talks = tuple(Talk(f"T{i}", i % 3, slots) for i, slots in enumerate((1, 2, 3, 2, 1, 3, 3, 3, 3, 3, 3, 3)))
    problem = Problem(
        "full",
        talks,
        tuple(Track(name) for name in "ABC"),
        tuple(Session(f"S{k}", slots) for k, slots in enumerate((3, 3, 6))),
        (Room("R0"), Room("R1"), Room("R2")),
        Weights(rooms_per_track=1),
    )
    result = solve(problem, stop=FirstOf(MaxSteps(200_000), GoodEnough(10)), workers=1)
    assert result.status == Status.FEASIBLE


def test_two_workers_find_a_timetable_and_tell_of_it():
    told = []
    result = solve(
        summit(1), stop=FirstOf(MaxSteps(400_000), MaxRuntime(20)), workers=2, on_progress=told.append
    )
    assert evaluate(summit(1), result.solution).objective == result.objective
    assert told and result.trace[-1].objective == result.objective


def test_a_search_ends_soon_after_it_is_cancelled():
    solve(summit(1), stop=MaxSteps(1), workers=1)  # compiled by now
    cancelled = threading.Event()
    threading.Timer(0.5, cancelled.set).start()
    began = time.monotonic()
    solve(synthetic(200, 1, days=3, tracks=12), stop=WhenSet(cancelled), workers=2)
    assert time.monotonic() - began < 2.5  # 0.2 s on an idle machine


def test_a_good_enough_objective_ends_the_search():
    problem = replace(synthetic(20, 1, days=1, tracks=3), weights=Weights(rooms_per_track=1))
    result = solve(problem, stop=FirstOf(GoodEnough(10**9), MaxSteps(10**9)), workers=1)
    assert result.steps < 10**6


def test_without_talks_there_is_nothing_to_do():
    result = solve(Problem("none", (), (), (), ()), stop=MaxSteps(10), workers=1)
    assert (result.objective, result.solution) == (0, Timetable(()))


def test_a_talk_longer_than_any_session_leaves_nothing_to_return():
    problem = Problem("long", (Talk("T", 0, slots=4),), (Track("A"),), (Session("S", 3),), (Room("R"),))
    result = solve(problem, stop=MaxSteps(2000), workers=1)
    assert (result.objective, result.solution) == (None, None)


WITHOUT_COMPILER = """
from plenary_solver.stopping import MaxSteps
from plenary_solver.timetabling import solve
from plenary_solver.timetabling.synthetic import synthetic
result = solve(synthetic(20, 3, days=1, tracks=3), stop=MaxSteps(2000), seed=5, workers=1)
print(result.objective, *result.reasons, sep="|")
"""


def test_without_compiler_the_same_is_found_and_said():
    environment = {**os.environ, "PLENARY_SOLVER_COMPILED": "0"}
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_COMPILER], env=environment, capture_output=True, text=True, check=True
    )
    objective, reason = run.stdout.strip().split("|")
    assert "plain Python" in reason
    compiled = solve(synthetic(20, 3, days=1, tracks=3), stop=MaxSteps(2000), seed=5, workers=1)
    assert int(objective) == compiled.objective
