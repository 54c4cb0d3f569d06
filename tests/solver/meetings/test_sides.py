"""Layers of meetings between two sides, and the clauses made of them: they allow what the rules allow."""

from dataclasses import replace
from random import Random

import pytest
from pysat.solvers import Solver

from plenary_solver.meetings.encoding import Encoding
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule
from plenary_solver.meetings.sides import layers

PEOPLE, MEETINGS, SLOTS = 12, 24, 8


def problem_of(pairs: list[tuple[int, int]]) -> Problem:
    people = 1 + max(map(max, pairs))
    return Problem("pairs", (Person(),) * people, tuple(Meeting(a, b) for a, b in pairs), SLOTS, PEOPLE)


def laid_out(seed: int) -> tuple[Problem, Schedule]:
    """Meetings of anybody with anybody, and slots for them without a clash; the fullest slot has no place left."""
    random = Random(seed)
    anybody = [(a, b) for a in range(PEOPLE) for b in range(a)]
    pairs, slots = [], []
    busy: set[tuple[int, int]] = set()
    for a, b in random.sample(anybody, MEETINGS):
        free = [t for t in range(SLOTS) if not busy & {(a, t), (b, t)}]
        if free:
            slots.append(random.choice(free))
            pairs.append((a, b))
            busy |= {(a, slots[-1]), (b, slots[-1])}
    fullest = max(slots.count(t) for t in range(SLOTS))
    return replace(problem_of(pairs), capacity=fullest), Schedule(tuple(slots))


@pytest.mark.parametrize("seed", range(20))
def test_every_meeting_is_in_one_layer_and_crosses_it(seed):
    problem, _ = laid_out(seed)
    found = layers(problem)
    assert sorted(m for layer in found for m in layer.meetings) == list(range(len(problem.meetings)))
    for layer in found:
        for m in layer.meetings:
            assert (problem.meetings[m].a in layer.one) != (problem.meetings[m].b in layer.one)


def test_hosts_and_guests_are_one_layer_and_a_triangle_is_two():
    everybody_with_everybody = [(host, guest) for host in range(3) for guest in range(3, 9)]
    assert len(layers(problem_of(everybody_with_everybody))) == 1
    assert [len(layer.meetings) for layer in layers(problem_of([(0, 1), (1, 2), (2, 0)]))] == [2, 1]


@pytest.mark.parametrize("seed", range(20))
def test_a_schedule_is_a_model_exactly_when_it_breaks_no_rule(seed):
    problem, schedule = laid_out(seed)
    random = Random(seed)
    encoding = Encoding(problem)
    with Solver(name="cadical153", bootstrap_with=encoding.cnf.clauses) as solver:
        for _ in range(30):
            assumed = [encoding.at[m][t] for m, t in enumerate(schedule.slots)]
            assert solver.solve(assumptions=assumed) == (not evaluate(problem, schedule).hard)
            slots = list(schedule.slots)
            slots[random.randrange(len(slots))] = random.randrange(SLOTS)
            schedule = Schedule(tuple(slots))


def test_one_place_fewer_than_the_fullest_slot_needs_is_one_too_few():
    for problem, schedule in map(laid_out, range(20)):
        encoding = Encoding(replace(problem, capacity=problem.capacity - 1))
        with Solver(name="cadical153", bootstrap_with=encoding.cnf.clauses) as solver:
            assert not solver.solve(assumptions=[encoding.at[m][t] for m, t in enumerate(schedule.slots)])
