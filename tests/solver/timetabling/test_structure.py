"""What no timetable may do, and that it is said."""

import pytest

from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Cell, Timetable
from tests.solver.timetabling.tiny import placed, talk, tiny


def said(problem, timetable):
    evaluation = evaluate(problem, timetable)
    assert evaluation.feasible == (evaluation.hard == ())
    assert all(violation.hard and violation.penalty == 0 for violation in evaluation.hard)
    return [str(violation) for violation in evaluation.hard]


@pytest.fixture
def two():
    return tiny(talk("A1"), talk("B1", "B"))


def test_a_whole_timetable_holds(two):
    assert said(two, placed(two, "Wed1 R1: A1", "Wed1 R2: B1")) == []


def test_every_talk_has_a_place(two):
    assert said(two, placed(two, "Wed1 R1: A1")) == ["B1 has no place."]


def test_no_talk_has_two_places(two):
    assert said(two, placed(two, "Wed1 R1: A1", "Wed2 R1: A1", "Thu1 R1: B1")) == [
        "A1 is placed 2 times: in Wed1 and Wed2."
    ]


def test_a_cell_holds_talks_of_one_track(two):
    assert said(two, placed(two, "Wed1 R1: A1 B1")) == ["B1 belongs to track B, but R1 has track A in Wed1."]


def test_a_cell_cannot_claim_another_track(two):
    timetable = Timetable((Cell(0, 0, 1, (0,)), Cell(0, 1, 1, (1,))))
    assert said(two, timetable) == ["A1 belongs to track A, but R1 has track B in Wed1."]


def test_a_cell_without_talks_has_no_track(two):
    timetable = Timetable((*placed(two, "Wed1 R1: A1", "Wed1 R2: B1").cells, Cell(1, 0, 0, ())))
    assert said(two, timetable) == ["R1 is given to a track in Wed2, but holds no talk."]


def test_a_room_is_filled_once_in_a_session(two):
    timetable = Timetable((Cell(0, 0, 0, (0,)), Cell(0, 0, 1, (1,))))
    assert said(two, timetable) == ["R1 is filled more than once in Wed1."]


def test_the_talks_of_a_cell_fit_into_its_session():
    problem = tiny(talk("A1", slots=2), talk("A2"))
    assert said(problem, placed(problem, "Wed1 R1: A1 A2")) == [
        "The talks in R1 in Wed1 take 3 slots, but the session has 2."
    ]


def test_what_does_not_exist_is_named_and_left_out_of_the_score(two):
    timetable = Timetable((Cell(0, 0, 0, (0, 7)), Cell(9, 0, 1, (1,)), Cell(0, -1, 1, (1,))))
    assert said(two, timetable) == [
        "Cell 1 speaks of talk 8, but there are only 2.",
        "Cell 2 speaks of session 10, but there are only 3.",
        "Cell 3 speaks of room 0, but there are only 2.",
        "B1 has no place.",
    ]


def test_a_forbidden_session_is_not_used():
    problem = tiny(talk("A1"), forbidden=("A1 Wed2",))
    assert said(problem, placed(problem, "Wed2 R1: A1")) == ["A1 cannot be in Wed2, but is."]
    assert said(problem, placed(problem, "Wed1 R1: A1")) == []


def test_a_closed_room_is_not_used():
    problem = tiny(talk("A1"), closed=("Wed2 R1",))
    assert said(problem, placed(problem, "Wed2 R1: A1")) == ["R1 is closed in Wed2, but is used."]
    assert said(problem, placed(problem, "Wed2 R2: A1")) == []


def test_a_pinned_talk_stays_in_its_session_and_in_its_room_when_one_is_given():
    problem = tiny(talk("A1"), talk("B1", "B"), pins=("A1 Wed2", "B1 Wed2 R2"))
    assert said(problem, placed(problem, "Wed2 R1: A1", "Wed2 R2: B1")) == []
    assert said(problem, placed(problem, "Wed1 R1: A1", "Wed2 R1: B1")) == [
        "A1 is pinned to Wed2, but is in Wed1, R1.",
        "B1 is pinned to Wed2, R2, but is in Wed2, R1.",
    ]


def test_a_broken_timetable_is_scored_all_the_same():
    problem = tiny(talk("A1"), talk("A2"), rooms_per_track=5)
    evaluation = evaluate(problem, Timetable(()))
    assert (evaluation.objective, evaluation.feasible, len(evaluation.hard)) == (0, False, 2)
