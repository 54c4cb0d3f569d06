"""Why there is no timetable, in words; and that there is one when nothing is said."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from plenary_solver.stopping import MaxSteps
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.impossible import why_impossible
from plenary_solver.timetabling.placement import any_timetable
from plenary_solver.timetabling.problem import Cell, Pin, Timetable
from plenary_solver.timetabling.synthetic import summit, synthetic
from tests.solver.timetabling.tiny import talk, tiny

FOUR = (talk("A1"), talk("A2"), talk("B1", "B"), talk("B2", "B"))


@pytest.mark.parametrize(
    ("problem", "sentences"),
    [
        (
            tiny(talk("A1"), pins=("A1 Wed1 R1",), closed=("Wed1 R1",)),
            ["A1 is pinned to Wed1, R1, but R1 is closed in Wed1."],
        ),
        (
            tiny(talk("A1"), pins=("A1 Wed1",), forbidden=("A1 Wed1",)),
            ["A1 is pinned to Wed1, but cannot be in Wed1."],
        ),
        (
            tiny(talk("A1"), pins=("A1 Wed1 R1", "A1 Wed1 R2")),
            ["A1 is pinned to Wed1, R1, but also to Wed1, R2."],
        ),
        (
            tiny(talk("A1"), talk("B1", "B"), pins=("A1 Wed1 R1", "B1 Wed1 R1")),
            ["A1 and B1 are pinned to R1 in Wed1, but belong to tracks A and B."],
        ),
        (
            tiny(talk("A1", slots=2), talk("A2"), pins=("A1 Wed1 R1", "A2 Wed1 R1")),
            ["A1 and A2 are pinned to R1 in Wed1, but take 3 time slots of 2."],
        ),
        (tiny(talk("A1", slots=3)), ["A1 takes 3 time slots, but the longest session, Wed1, has 2."]),
        (
            tiny(talk("A1"), forbidden=("A1 Wed1", "A1 Wed2", "A1 Thu1")),
            ["A1 is forbidden in every session that is long enough for it."],
        ),
        (
            tiny(*FOUR, sessions={"Wed1": 1, "Wed2": 2}, rooms="R1"),
            ["All talks together take 4 time slots, but sessions and rooms have only 3."],
        ),
        (
            tiny(talk("A1"), talk("B1", "B"), talk("C1", "C"), sessions={"Wed1": 4, "Wed2": 4}, rooms="R1"),
            [
                "3 tracks need at least 3 rooms over all sessions, since a room holds one track in a session and no "
                "session has more than 4 slots; there are only 2."
            ],
        ),
        (
            tiny(
                talk("A1"), talk("B1", "B"), rooms="R1", pins=("A1 Wed1", "B1 Wed1"), forbidden=("A1 Wed2",)
            ),
            [
                "A1 of track A takes 1 slot, pinned to Wed1.",
                "B1 of track B takes 1 slot, pinned to Wed1.",
                "Wed1 has 1 room of 2 slots.",
                "A room holds talks of one track in a session.",
            ],
        ),
        (
            tiny(
                *FOUR, forbidden=("A1 Thu1", "B1 Thu1", "A1 Wed2", "B1 Wed2"), closed=("Wed1 R2", "Wed2 R1")
            ),
            [
                "A1 of track A takes 1 slot, never in Wed2 and Thu1.",
                "B1 of track B takes 1 slot, never in Wed2 and Thu1.",
                "Wed1 has 2 rooms of 2 slots, of which R2 is closed.",
                "A room holds talks of one track in a session.",
            ],
        ),
        (
            tiny(
                talk("A1"),
                talk("A2", slots=2),
                talk("A3", slots=2),
                sessions={"Wed1": 1, "Wed2": 3, "Thu1": 1},
                rooms="R1",
            ),
            [
                "A2 and A3 of track A take 4 slots, too many for Wed1 and Thu1.",
                "Wed2 has 1 room of 3 slots.",
            ],
        ),
        (
            tiny(
                talk("A1", slots=2),
                talk("A2", slots=2),
                talk("A3", slots=2),
                sessions={"Wed1": 3},
                rooms="R1 R2",
            ),
            ["A1, A2 and A3 of track A take 6 slots.", "Wed1 has 2 rooms of 3 slots."],
        ),
        (
            tiny(*FOUR, sessions={"Wed1": 2}, pins=("A1 Wed1 R1", "A2 Wed1 R2")),
            [
                "A1 of track A takes 1 slot, pinned to Wed1, R1.",
                "A2 of track A takes 1 slot, pinned to Wed1, R2.",
                "B2 of track B takes 1 slot.",
                "Wed1 has 2 rooms of 2 slots.",
                "A room holds talks of one track in a session.",
            ],
        ),
    ],
)
def test_what_cannot_hold_together_is_said_and_nothing_else(problem, sentences):
    assert list(why_impossible(problem)) == sentences


def test_many_talks_are_counted_rather_than_named():
    talks = [talk(f"A{number}") for number in range(10)]
    problem = tiny(
        *talks,
        talk("B1", "B", slots=9),
        sessions={"Wed1": 9, "Wed2": 9},
        forbidden=tuple(f"{each.ref} Wed2" for each in talks),
        pins=("B1 Wed1",),
    )
    assert list(why_impossible(problem)) == [
        "10 talks of track A take 10 slots, never in Wed2.",
        "B1 of track B takes 9 slots, pinned to Wed1.",
        "Wed1 has 2 rooms of 9 slots.",
    ]


@pytest.mark.parametrize("problem", [summit(), synthetic(200, 3), synthetic(50, 2, room_for=1.0)])
def test_nothing_is_said_when_there_is_a_timetable(problem):
    assert why_impossible(problem) == ()
    answer = any_timetable(problem)
    assert answer.possible
    assert evaluate(problem, answer.timetable).hard == ()


def test_without_any_time_nothing_is_claimed():
    problem = tiny(talk("A1"), talk("B1", "B"), rooms="R1", pins=("A1 Wed1", "B1 Wed1"))
    assert any_timetable(problem, stop=MaxSteps(0)).possible is None
    assert why_impossible(problem, stop=MaxSteps(0)) == ()


def small_problem(seed):
    """Four talks in two tracks, two sessions, two rooms, and some restrictions."""
    random = Random(seed)
    problem = tiny(
        *(
            talk(f"{track}{number}", track, slots=random.choice((1, 1, 2, 3)))
            for track in "AB"
            for number in (1, 2)
        ),
        sessions={"Wed1": random.choice((2, 3)), "Wed2": random.choice((1, 2, 3, 4))},
    )
    pairs = list(product(range(4), range(2)))
    return replace(
        problem,
        forbidden=frozenset(random.sample(pairs, random.randint(0, 2))),
        closed=frozenset(random.sample(list(product(range(2), range(2))), random.randint(0, 1))),
        pins=tuple(
            Pin(number, random.randrange(2), random.choice((None, 0, 1)))
            for number in random.sample(range(4), random.randint(0, 2))
        ),
    )


def has_timetable(problem):
    """Tries every room of every session for every talk."""
    cells = list(product(range(len(problem.sessions)), range(len(problem.rooms))))
    for chosen in product(cells, repeat=len(problem.talks)):
        by_cell = {}
        for index, where in enumerate(chosen):
            by_cell.setdefault(where, []).append(index)
        timetable = Timetable(
            tuple(
                Cell(session, room, problem.talks[talks[0]].track, tuple(talks))
                for (session, room), talks in by_cell.items()
            )
        )
        if evaluate(problem, timetable).feasible:
            return True
    return False


@pytest.mark.parametrize("seed", range(40))
def test_a_timetable_is_found_exactly_when_there_is_one(seed):
    problem = small_problem(seed)
    answer = any_timetable(problem)
    assert answer.possible == has_timetable(problem) == (why_impossible(problem) == ())
    if answer.possible:
        assert evaluate(problem, answer.timetable).hard == ()
