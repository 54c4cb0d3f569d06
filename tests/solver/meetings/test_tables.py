"""Tables for known slots against every choice of tables."""

from itertools import product
from random import Random

import pytest

from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights
from plenary_solver.meetings.search.tables import with_tables


def crowd(seed: int) -> tuple[Problem, tuple[int, ...]]:
    """Eight people, one of them an exhibitor, meeting at random in three slots, three at once at most."""
    random = Random(seed)
    meetings, slots = [], []
    for slot in range(3):
        people = random.sample(range(8), 6)
        for a, b in zip(people[::2], people[1::2], strict=True):
            if random.random() < 0.8 and {a, b} not in [{m.a, m.b} for m in meetings]:
                meetings.append(Meeting(a, b))
                slots.append(slot)
    people = tuple(Person(table=3 if p == 0 and seed % 2 else None) for p in range(8))
    tables = ("T1", "T2", "T3", "T4")
    problem = Problem("crowd", people, tuple(meetings), 3, 4, tables=tables, weights=Weights(table_changes=1))
    return problem, tuple(slots)


def own(problem: Problem) -> list[int]:
    return [
        next((t for p in (m.a, m.b) if (t := problem.people[p].table) is not None), -1)
        for m in problem.meetings
    ]


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_of_tables_has_fewer_changes(seed):
    problem, slots = crowd(seed)
    found = Schedule(slots, with_tables(problem, slots, own(problem)))
    scored = evaluate(problem, found)
    every = (
        evaluate(problem, Schedule(slots, tables))
        for tables in product(*[range(4) if t < 0 else (t,) for t in own(problem)])
    )
    fewest = min(each.by_rule["table_changes"].count for each in every if not each.hard)
    assert (scored.hard, scored.by_rule["table_changes"].count) == (0, fewest)


def test_a_new_table_is_the_nearest_that_is_free():
    problem = Problem(
        "near",
        (Person(), Person(), Person(), Person(table=0)),
        (Meeting(0, 3), Meeting(0, 1)),
        2,
        3,
        tables=("T1", "T2", "T3"),
        distance=((0, 9, 2), (9, 0, 7), (2, 7, 0)),
        weights=Weights(walking=1),
    )
    assert with_tables(problem, (0, 1), [0, -1]) == (0, 2)


def test_tables_that_are_kept_stay():
    problem, slots = crowd(2)
    tables = with_tables(problem, slots, own(problem))
    kept = [None, *tables[1:]]
    assert with_tables(problem, slots, own(problem), kept)[1:] == tables[1:]
