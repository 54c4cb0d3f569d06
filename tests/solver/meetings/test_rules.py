"""Every rule with the smallest timetable that breaks it, and one that keeps it."""

from dataclasses import replace

import pytest

from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights

SUMMIT = Weights(must_unplaced=10_000_000, unplaced=100_000, breaks=1_000, table_changes=10, walking=1)


def two_meetings(**changes) -> Problem:
    """Ada meets Bo, then Ada meets Cy, in six slots with places for two."""
    problem = Problem(
        name="small",
        people=(Person("Ada"), Person("Bo"), Person("Cy")),
        meetings=(Meeting(0, 1), Meeting(0, 2)),
        slots=6,
        capacity=2,
    )
    return replace(problem, **changes)


def with_tables(**changes) -> Problem:
    return two_meetings(
        tables=("T1", "T2", "T3"), distance=((0, 4, 9), (4, 0, 5), (9, 5, 0)), weights=SUMMIT, **changes
    )


def hard(problem, slots, tables=()) -> list[str]:
    evaluation = evaluate(problem, Schedule(slots, tables))
    return [str(violation) for violation in evaluation.violations if violation.hard]


def soft(problem, slots, tables=()) -> list[tuple[str, int]]:
    evaluation = evaluate(problem, Schedule(slots, tables))
    return [(str(violation), violation.penalty) for violation in evaluation.violations if not violation.hard]


def test_two_meetings_side_by_side_cost_nothing():
    evaluation = evaluate(two_meetings(), Schedule((2, 3)))
    assert (evaluation.objective, evaluation.hard, evaluation.violations) == (0, 0, ())


def test_a_slot_outside_the_day_is_refused():
    assert hard(two_meetings(), (6, 5)) == ["Meeting 1 is in slot 7, but slots end at 6."]


def test_a_meeting_keeps_to_its_own_slots():
    problem = two_meetings(meetings=(Meeting(0, 1, frozenset({0, 1, 2})), Meeting(0, 2, frozenset({4}))))
    assert hard(problem, (3, 2)) == [
        "Meeting 1 is in slot 4, but may only be in slots 1–3.",
        "Meeting 2 is in slot 3, but may only be in slot 5.",
    ]


def test_nobody_meets_while_away_or_in_a_talk():
    people = (Person("Ada"), Person("Bo", away=frozenset({1})), Person("Cy", attends=frozenset({2})))
    assert hard(two_meetings(people=people), (1, 2)) == [
        "Meeting 1 is in slot 2, when Bo is away.",
        "Meeting 2 is in slot 3, when Cy attends a talk.",
    ]


def test_nobody_is_in_two_meetings_at_once():
    assert hard(two_meetings(), (4, 4)) == ["Ada has 2 meetings in slot 5: 1 and 2."]


def test_a_slot_holds_no_more_meetings_than_places():
    problem = two_meetings(
        people=tuple(Person() for _ in range(4)), meetings=(Meeting(0, 1), Meeting(2, 3)), capacity=1
    )
    assert hard(problem, (0, 0)) == ["Slot 1 has 2 meetings, but places for 1."]


def test_a_slot_holds_no_more_meetings_than_named_tables():
    problem = two_meetings(
        people=tuple(Person() for _ in range(4)), meetings=(Meeting(0, 1), Meeting(2, 3)), tables=("T1",)
    )
    assert hard(problem, (0, 0), (0, None))[0] == "Slot 1 has 2 meetings, but places for 1."


def test_a_meeting_comes_after_the_one_it_follows():
    problem = two_meetings(meetings=(Meeting(0, 1), Meeting(0, 2, after=(0,))))
    assert hard(problem, (3, 2)) == ["Meeting 1 must come before meeting 2, but they are in slots 4 and 3."]
    assert hard(problem, (2, 3)) == []


def test_a_meeting_that_is_not_placed_holds_up_nobody():
    problem = two_meetings(meetings=(Meeting(0, 1), Meeting(0, 2, after=(0,))), all_placed=False)
    assert hard(problem, (None, 0)) == []


def test_breaks_are_shared_fairly():
    problem = two_meetings(fairness=0)
    assert hard(problem, (0, 2)) == [
        "Ada has more breaks than Bo, 1 against 0: they may differ by 0 at most."
    ]
    assert hard(replace(problem, fairness=1), (0, 2)) == []


def test_nobody_has_more_meetings_than_wanted():
    people = (Person("Ada", cap=1), Person("Bo"), Person("Cy"))
    assert hard(two_meetings(people=people), (0, 1)) == ["Ada has 2 meetings, but wants 1 at most."]


def test_every_meeting_is_placed_when_all_must_be():
    assert hard(two_meetings(), (0, None)) == ["Meeting 2 has no slot."]


def test_a_meeting_with_an_exhibitor_is_at_the_exhibitors_table():
    people = (Person("Ada", table=1), Person("Bo", table=2), Person("Cy"))
    assert hard(with_tables(people=people), (0, 1), (0, 0)) == [
        "Meeting 1 is at table T1, but must be at T2 or T3.",
        "Meeting 2 is at table T1, but must be at T2.",
    ]
    assert hard(with_tables(people=people), (0, 1), (2, 1)) == []


def test_a_table_of_someones_own_is_kept_for_them():
    people = (Person("Ada"), Person("Bo"), Person("Cy"), Person("Di", table=0))
    assert hard(with_tables(people=people), (0, 1), (0, 1)) == [
        "Meeting 1 is at table T1, which is kept for Di."
    ]


@pytest.mark.parametrize("table", [None, 3, -1])
def test_a_placed_meeting_has_a_table_that_exists(table):
    assert hard(with_tables(), (0, 1), (0, table)) == ["Meeting 2 has a slot but no table."]


def test_a_table_holds_one_meeting_at_a_time():
    problem = with_tables(people=tuple(Person() for _ in range(4)), meetings=(Meeting(0, 1), Meeting(2, 3)))
    assert hard(problem, (5, 5), (1, 1)) == ["Table T2 has 2 meetings in slot 6: 1 and 2."]


def test_must_meets_weigh_more_than_others_left_out():
    problem = two_meetings(
        meetings=(Meeting(0, 1, must=True), Meeting(0, 2)), all_placed=False, weights=SUMMIT
    )
    assert soft(problem, (None, None)) == [
        ("Ada and Bo do not meet (meeting 1).", 10_000_000),
        ("Ada and Cy do not meet (meeting 2).", 100_000),
    ]


@pytest.mark.parametrize(
    ("slots", "sentences"),
    [
        ((0, 1), []),
        ((2, 0), ["Ada waits between meetings in slot 2."]),
        ((0, 5), ["Ada waits between meetings from slot 2 to 5."]),
    ],
)
def test_a_break_counts_once_however_long_it_is(slots, sentences):
    assert soft(two_meetings(), slots) == [(sentence, 1) for sentence in sentences]


def test_a_talk_between_two_meetings_is_no_break_but_splits_one():
    people = (Person("Ada", attends=frozenset({2})), Person("Bo"), Person("Cy"))
    problem = two_meetings(people=people)
    assert soft(problem, (1, 3)) == []
    assert soft(problem, (0, 4)) == [
        ("Ada waits between meetings in slot 2.", 1),
        ("Ada waits between meetings in slot 4.", 1),
    ]


def test_an_interruption_counts_talks_as_waiting():
    people = (Person("Ada", attends=frozenset({2})), Person("Bo"), Person("Cy"))
    problem = two_meetings(people=people, weights=Weights(breaks=0, interruptions=7))
    assert soft(problem, (0, 4)) == [("Ada waits between meetings from slot 2 to 4.", 7)]


def test_waiting_for_a_talk_after_the_last_meeting_is_no_break():
    people = (Person("Ada", attends=frozenset({0, 5})), Person("Bo"), Person("Cy"))
    assert soft(two_meetings(people=people), (2, 3)) == []


def test_a_table_change_and_its_walk_count_between_neighbouring_slots_only():
    assert soft(with_tables(), (0, 1), (0, 2)) == [
        ("Ada changes from table T1 to T3 after slot 1.", 10),
        ("Ada walks 9 from table T1 to T3 after slot 1.", 9),
    ]
    assert soft(with_tables(), (0, 1), (2, 2)) == []
    assert soft(with_tables(), (0, 2), (0, 2)) == [("Ada waits between meetings in slot 2.", 1_000)]


def test_tables_are_one_apart_when_no_distance_is_given():
    problem = replace(with_tables(), distance=())
    assert evaluate(problem, Schedule((0, 1), (0, 2))).by_rule["walking"].penalty == 1


def test_rules_without_weight_are_counted_but_cost_nothing():
    problem = replace(with_tables(), weights=two_meetings().weights)
    evaluation = evaluate(problem, Schedule((0, 1), (0, 2)))
    assert evaluation.objective == 0
    assert evaluation.by_rule["table_changes"].count == 1
    assert evaluation.violations == ()


def test_breaks_are_told_for_each_person():
    evaluation = evaluate(two_meetings(), Schedule((0, 2)))
    assert (evaluation.breaks, evaluation.breaks_per_person) == (1, (1, 0, 0))


@pytest.mark.parametrize("schedule", [Schedule((0,)), Schedule((0, 1, 2)), Schedule((0, 1), (0, 0))])
def test_a_schedule_of_another_problem_is_an_error(schedule):
    with pytest.raises(ValueError, match="The schedule has"):
        evaluate(two_meetings(), schedule)
