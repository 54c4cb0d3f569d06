"""A lower bound is never above what some timetable costs."""

import threading
from dataclasses import replace
from random import Random

import pytest

from plenary_solver.stopping import FirstOf, MaxRuntime, MaxSteps, WhenSet
from plenary_solver.timetabling.beside import Beside
from plenary_solver.timetabling.bounds import lower_bound
from plenary_solver.timetabling.cosplib import read
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.relaxation.planes import CuttingPlanes, Plan
from plenary_solver.timetabling.relaxation.shared import Shared
from plenary_solver.timetabling.synthetic import synthetic
from tests.solver.timetabling.everything import RULES, least_objective, random_problem
from tests.solver.timetabling.tiny import placed, talk, tiny

ENOUGH = MaxSteps(20_000_000)


@pytest.mark.parametrize("seed", range(24))
def test_the_bound_of_a_problem_with_all_rules_is_not_above_its_best_timetable(seed):
    problem = random_problem(seed)
    best = least_objective(problem)
    bound = lower_bound(problem, stop=ENOUGH)
    if best is not None:
        assert not bound.infeasible
        assert bound.value <= best
        assert sum(share.value for share in bound.relaxations) == bound.value


@pytest.mark.parametrize("seed", range(100, 112))
def test_knowing_the_best_timetable_does_not_raise_the_bound_above_it(seed):
    problem = random_problem(seed)
    best = least_objective(problem)
    if best is not None:
        bound = lower_bound(problem, stop=ENOUGH, upper=best)
        assert not bound.infeasible
        assert bound.value <= best
        assert bound.exact == (bound.value == best)


@pytest.mark.parametrize("rule", RULES)
def test_the_bound_of_each_rule_by_itself_is_not_above_its_best_timetable(rule):
    for seed in range(200, 204):
        problem = random_problem(seed, rules=(rule,), hard=False)
        best = least_objective(problem)
        if best is not None:
            assert lower_bound(problem, stop=ENOUGH).value <= best


EVERYWHERE = [("A", session) for session in ("Wed1", "Wed2", "Thu1")]
ONE = {"Wed1": 2}


@pytest.mark.parametrize(
    ("problem", "least"),
    [
        (tiny(talk("A1"), track_session=dict.fromkeys(EVERYWHERE, 3), weights={"track_session": 5}), 15),
        (
            tiny(talk("A1"), talk("B1", "B"), sessions=ONE, track_room={("A", "R1"): 4, ("B", "R1"): 6}, weights={"track_room": 1}),
            4,
        ),
        (tiny(talk("A1", slots=2), talk("A2", slots=2), sessions=ONE, weights={"parallel_track": 7}), 7),
        (tiny(talk("A1", slots=2), talk("A2", slots=2), sessions=ONE, weights={"rooms_per_track": 7}), 7),
        (
            tiny(talk("A1"), talk("B1", "B"), sessions=ONE, similar={("A", "B"): 2}, weights={"similar_tracks": 3}),
            6,
        ),
        (
            tiny(talk("A1", presenters="Ada"), talk("B1", "B", presenters="Ada"), sessions=ONE, weights={"presenter_conflict": 9}),
            9,
        ),
        (
            tiny(talk("A1", attendees="Ada"), talk("B1", "B", presenters="Ada"), sessions=ONE, weights={"attendee_conflict": 9}),
            9,
        ),
        (
            tiny(talk("A1"), talk("B1", "B"), sessions=ONE, chairs={"A": "Ada", "B": "Ada"}, weights={"chair_conflict": 9}),
            9,
        ),
        (
            tiny(talk("A1", slots=2, presenters="Ada"), talk("B1", "B", presenters="Ada"), sessions=ONE, weights={"presenter_slot_conflict": 9}),
            9,
        ),
        (
            tiny(talk("A1", slots=2, order=1), talk("A2", slots=2, order=2), sessions=ONE, weights={"talk_order": 5}),
            10,
        ),
        (tiny(talk("A1", order=1), talk("A2", order=1), weights={"talk_order": 5}), 5),
        (
            tiny(
                talk("A1", slots=2),
                talk("A2", slots=2),
                talk("B1", "B", slots=2),
                rooms="R1",
                forbidden=("A1 Wed2", "A1 Thu1", "A2 Wed1", "A2 Wed2"),
                weights={"consecutive_sessions": 5},
            ),
            5,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_avoided_is_in_the_bound(problem, least):
    assert lower_bound(problem, stop=ENOUGH).value == least


def test_closed_rooms_and_pins_raise_the_bound():
    free = tiny(
        talk("A1"), talk("B1", "B"), track_room={("A", "R1"): 1, ("B", "R1"): 1}, weights={"track_room": 1}
    )
    closed = replace(free, closed=frozenset({(s, 1) for s in range(3)}))
    pinned = tiny(talk("A1"), track_room={("A", "R1"): 1}, pins=("A1 Wed2 R1",), weights={"track_room": 1})
    assert [lower_bound(problem, stop=ENOUGH).value for problem in (free, closed, pinned)] == [0, 2, 1]


def test_a_problem_without_timetables_is_found_infeasible():
    problem = tiny(talk("A1", slots=2), talk("B1", "B", slots=2), sessions=ONE, rooms="R1")
    assert lower_bound(problem, stop=ENOUGH).infeasible
    nowhere = tiny(talk("A1"), forbidden=("A1 Wed1", "A1 Wed2", "A1 Thu1"))
    assert lower_bound(nowhere, stop=ENOUGH).infeasible


def test_bounds_are_told_as_they_grow_and_are_the_same_every_time():
    problem = random_problem(3, talks=4)
    told: list[list[int]] = [[], []]
    bounds = [lower_bound(problem, stop=ENOUGH, seed=5, on_bound=each.append) for each in told]
    assert told[0] == told[1] == sorted(set(told[0]))
    assert told[0][-1] == bounds[0].value == bounds[1].value


def test_a_bound_is_given_even_when_there_is_no_time():
    wishes = {("A1", session): 2 for session in ("Wed1", "Wed2", "Thu1")}
    problem = tiny(talk("A1"), talk_session=wishes, weights={"talk_session": 3})
    assert lower_bound(problem, stop=MaxRuntime(0)).value == 6


def test_somebody_can_cancel():
    cancelled = threading.Event()
    cancelled.set()
    bound = lower_bound(random_problem(1), stop=FirstOf(MaxRuntime(60), WhenSet(cancelled)))
    assert bound.seconds < 5


def test_the_upper_bound_that_cannot_be_beaten_is_exact():
    problem = tiny(talk("A1", slots=2), talk("A2", slots=2), sessions=ONE, weights={"parallel_track": 7})
    cost = evaluate(problem, placed(problem, "Wed1 R1: A1", "Wed1 R2: A2")).objective
    bound = lower_bound(problem, stop=ENOUGH, upper=cost)
    assert (bound.value, bound.exact) == (7, True)


@pytest.mark.shared
def test_the_bound_of_the_smallest_benchmark_is_its_optimum(cosplib_folder):
    problem = read(cosplib_folder / "N2OR.xlsx")
    bound = lower_bound(problem, stop=MaxRuntime(30), upper=lambda: 1)
    assert (bound.value, bound.exact) == (1, True)


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_proof_that_begins_after_the_time_is_over_is_no_error():
    rule = MaxRuntime(0)
    while rule.seconds_left() >= 0:
        pass
    proof = Beside(synthetic(12, 3), rule, seed=1)
    proof.start()
    proof.finish()
    assert not proof.infeasible


def test_prices_that_take_too_long_to_find_are_given_up(monkeypatch):
    """A search of a minute went on for ever when the linear program of the prices came round in circles."""
    random = Random(1)
    things = [Shared(0, 2, None)] * 200
    plans = [
        (track, Plan(random.randrange(1000), tuple((number, 1) for number in random.sample(range(200), 40))))
        for track in range(60)
        for _ in range(40)
    ]

    def estimate():
        planes = CuttingPlanes(things, 60)
        for track, plan in plans:
            planes.add(track, plan)
        return planes.best([0.0] * 200, 1000.0)

    assert estimate() is not None
    monkeypatch.setattr("plenary_solver.timetabling.relaxation.planes.LONGEST", 1)
    assert estimate() is None
