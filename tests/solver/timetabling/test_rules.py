"""One small test for each soft rule: what it counts, and the sentence it says."""

from dataclasses import fields

import pytest

from plenary_solver.results import RuleScore
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Weights
from plenary_solver.timetabling.rules import RULES
from tests.solver.timetabling.tiny import placed, talk, tiny


def said(problem, *cells):
    """The one rule of the problem: its count, and its sentences."""
    evaluation = evaluate(problem, placed(problem, *cells))
    assert evaluation.hard == ()
    [(rule, score)] = evaluation.by_rule.items()
    assert {violation.rule for violation in evaluation.violations} <= {rule}
    assert sum(violation.penalty for violation in evaluation.violations) == score.penalty
    return score.count, [str(violation) for violation in evaluation.violations]


def test_the_rules_are_those_that_have_a_weight():
    assert [rule.name for rule in RULES] == [field.name for field in fields(Weights)]


def test_a_weight_multiplies_the_count_and_no_weight_leaves_the_rule_out():
    problem = tiny(
        talk("A1"),
        talk_session={("A1", "Wed2"): 3},
        talk_room={("A1", "R1"): 5},
        track_room={("A", "R1"): 7},
        weights={"talk_session": 10, "talk_room": 0, "track_room": -1, "parallel_track": 2},
    )
    evaluation = evaluate(problem, placed(problem, "Wed2 R1: A1"))
    assert evaluation.by_rule == {"talk_session": RuleScore(3, 30), "parallel_track": RuleScore(0, 0)}
    assert evaluation.objective == 30
    assert [violation.penalty for violation in evaluation.violations] == [30]


def test_a_track_costs_its_penalty_for_a_session_in_each_of_its_cells():
    problem = tiny(talk("A1"), talk("A2"), track_session={("A", "Wed2"): 3}, weights={"track_session": 1})
    assert said(problem, "Wed2 R1: A1", "Wed2 R2: A2") == (
        6,
        [
            "Track A is in Wed2 (R1), which is unwanted by 3.",
            "Track A is in Wed2 (R2), which is unwanted by 3.",
        ],
    )
    assert said(problem, "Wed2 R1: A1 A2")[0] == 3
    assert said(problem, "Wed1 R1: A1 A2") == (0, [])


def test_a_track_costs_its_penalty_for_a_room_in_each_of_its_cells():
    problem = tiny(talk("A1"), talk("A2"), track_room={("A", "R2"): 3}, weights={"track_room": 1})
    assert said(problem, "Wed1 R2: A1", "Wed2 R2: A2")[0] == 6
    assert said(problem, "Wed1 R2: A1", "Wed2 R1: A2") == (
        3,
        ["Track A is in R2 in Wed1, a room unwanted by 3."],
    )


def test_a_room_costs_its_penalty_for_a_session_when_it_is_used_then():
    problem = tiny(talk("A1"), talk("B1", "B"), session_room={("Wed1", "R2"): 4}, weights={"session_room": 1})
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1") == (4, ["R2 is used in Wed1, which is unwanted by 4."])
    assert said(problem, "Wed1 R1: A1", "Wed2 R2: B1")[0] == 0


def test_similar_tracks_cost_for_each_two_cells_of_a_session():
    problem = tiny(
        talk("A1"), talk("A2"), talk("B1", "B"), rooms="R1 R2 R3", similar={("A", "B"): 5}, similar_tracks=1
    )
    assert said(problem, "Wed1 R1: A1 A2", "Wed1 R2: B1") == (
        5,
        ["Tracks A (R1) and B (R2), alike by 5, are both in Wed1."],
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1", "Wed1 R3: A2")[0] == 10
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2", "Wed2 R2: B1")[0] == 0


def test_a_track_costs_each_room_beyond_its_first():
    problem = tiny(talk("A1"), talk("A2"), talk("A3"), rooms="R1 R2 R3", rooms_per_track=1)
    assert said(problem, "Wed1 R1: A1", "Wed2 R2: A2", "Thu1 R3: A3") == (
        2,
        ["Track A moves between 3 rooms: R1, R2 and R3."],
    )
    assert said(problem, "Wed1 R2: A1", "Wed2 R2: A2 A3")[0] == 0


def test_a_track_costs_each_room_beyond_its_first_within_a_session():
    problem = tiny(talk("A1"), talk("A2"), talk("A3"), rooms="R1 R2 R3", parallel_track=1)
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2", "Wed1 R3: A3") == (
        2,
        ["Track A is in 3 rooms at once in Wed1: R1, R2 and R3."],
    )
    assert said(problem, "Wed1 R1: A1", "Wed2 R2: A2", "Thu1 R3: A3")[0] == 0


def test_a_track_whose_sessions_have_gaps_costs_one_however_many_they_are():
    five = {"S1": 1, "S2": 1, "S3": 1, "S4": 1, "S5": 1}
    problem = tiny(talk("A1"), talk("A2"), talk("A3"), sessions=five, consecutive_sessions=1)
    assert said(problem, "S1 R1: A1", "S3 R1: A2", "S5 R1: A3") == (
        1,
        ["Track A is interrupted: it is in S1 and S5, but not in S2 and S4 between them."],
    )
    assert said(problem, "S2 R1: A1", "S3 R2: A2", "S4 R1: A3")[0] == 0


def test_unsuitable_hours_cost_in_each_slot_of_the_talk():
    problem = tiny(
        talk("A1", slots=2, timezone=-5), talk_timezone={("A1", "Wed1"): 10}, weights={"talk_timezone": 1}
    )
    assert said(problem, "Wed1 R1: A1") == (
        20,
        ["A1 is in Wed1, at hours unsuitable in its speaker's time zone (GMT-5)."],
    )
    assert said(problem, "Wed2 R1: A1")[0] == 0


def test_a_talk_out_of_its_place_costs_one():
    problem = tiny(talk("A1", order=1), talk("A2", order=2), talk("A3"), talk_order=1)
    assert said(problem, "Wed1 R1: A1 A2", "Wed2 R1: A3")[0] == 0
    assert said(problem, "Wed1 R1: A3 A1", "Wed2 R1: A2") == (
        2,
        [
            "A1 should be number 1 of track A, but is number 2.",
            "A2 should be number 2 of track A, but is number 3.",
        ],
    )


def test_positions_count_a_session_room_by_room_and_other_tracks_not_at_all():
    problem = tiny(
        talk("A1", order=1), talk("A2"), talk("A3", order=3), talk("B1", "B", order=1), talk_order=1
    )
    assert said(problem, "Wed1 R1: A1 A2", "Wed1 R2: A3", "Wed2 R1: B1")[0] == 1  # A1 and A3 at once


def test_talks_of_a_track_that_follow_an_order_cost_each_slot_they_share():
    problem = tiny(talk("A1", order=1, slots=2), talk("A2", order=2, slots=2), talk_order=1)
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2") == (
        2,
        [
            "A1 and A2 of track A follow an order, but run at once in Wed1, slot 1.",
            "A1 and A2 of track A follow an order, but run at once in Wed1, slot 2.",
        ],
    )
    free = tiny(talk("A1", order=1), talk("A2"), talk_order=1)
    assert said(free, "Wed1 R1: A1", "Wed1 R2: A2")[0] == 0


def test_an_unwanted_session_costs_in_each_slot_of_the_talk():
    problem = tiny(talk("A1", slots=2), talk_session={("A1", "Wed1"): 3}, weights={"talk_session": 1})
    assert said(problem, "Wed1 R1: A1") == (
        6,
        ["A1 is in Wed1, which is unwanted by 3 in each of its 2 slots."],
    )


def test_an_unwanted_room_costs_in_each_slot_of_the_talk():
    problem = tiny(talk("A1", slots=2), talk_room={("A1", "R2"): 3}, weights={"talk_room": 1})
    assert said(problem, "Wed1 R2: A1") == (
        6,
        ["A1 is in R2, which is unwanted by 3 in each of its 2 slots."],
    )
    assert said(problem, "Wed1 R1: A1")[0] == 0


def test_a_presenter_of_two_talks_of_a_session_in_different_rooms_costs_one():
    problem = tiny(
        talk("A1", presenters="P12 P13"), talk("B1", "B", presenters="P13 P12"), presenter_conflict=1
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1") == (
        1,
        ["P12 speaks in two rooms at Wed1: A1 in R1 and B1 in R2."],
    )
    assert said(problem, "Wed1 R1: A1", "Wed2 R2: B1")[0] == 0


def test_a_presenter_speaks_twice_in_one_room_without_cost():
    problem = tiny(talk("A1", presenters="P1"), talk("A2", presenters="P1"), presenter_conflict=1)
    assert said(problem, "Wed1 R1: A1 A2")[0] == 0


def test_a_presenter_who_chairs_another_track_of_the_session_costs_one_for_each_talk_of_it():
    problem = tiny(
        talk("A1"), talk("A2"), talk("B1", "B", presenters="P1"), chairs={"A": "P1"}, presenter_conflict=1
    )
    assert said(problem, "Wed1 R1: A1 A2", "Wed1 R2: B1") == (
        2,
        [
            "P1 speaks and chairs at Wed1: speaks in B1 in R2 and chairs the track of A1 in R1.",
            "P1 speaks and chairs at Wed1: speaks in B1 in R2 and chairs the track of A2 in R1.",
        ],
    )


def test_a_presenter_may_chair_the_own_track():
    problem = tiny(talk("A1"), talk("A2", presenters="P1"), chairs={"A": "P1"}, presenter_conflict=1)
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2")[0] == 0


@pytest.mark.parametrize(
    ("first", "second", "chairs", "sentence"),
    [
        (
            talk("A1", attendees="P1"),
            talk("B1", "B", attendees="P1"),
            {},
            "P1 should hear talks in two rooms at Wed1: A1 in R1 and B1 in R2.",
        ),
        (
            talk("A1", presenters="P1"),
            talk("B1", "B", attendees="P1"),
            {},
            "P1 should hear one talk and give another at Wed1: hear B1 in R2 and speak in A1 in R1.",
        ),
        (
            talk("A1", attendees="P1"),
            talk("B1", "B"),
            {"B": "P1"},
            "P1 should hear a talk and chairs at Wed1: hear A1 in R1 and chair the track of B1 in R2.",
        ),
    ],
)
def test_an_attendee_who_is_needed_in_two_rooms_costs_one(first, second, chairs, sentence):
    problem = tiny(first, second, chairs=chairs, attendee_conflict=1)
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1") == (1, [sentence])
    assert said(problem, "Wed1 R1: A1", "Thu1 R2: B1")[0] == 0


def test_an_attendee_may_hear_the_track_he_chairs_and_presenters_are_no_attendees():
    problem = tiny(talk("A1", attendees="P1"), talk("A2"), chairs={"A": "P1"}, attendee_conflict=1)
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2")[0] == 0
    both_speak = tiny(talk("A1", presenters="P1"), talk("B1", "B", presenters="P1"), attendee_conflict=1)
    assert said(both_speak, "Wed1 R1: A1", "Wed1 R2: B1")[0] == 0


def test_a_chair_of_two_tracks_costs_one_for_each_two_of_their_cells():
    problem = tiny(
        talk("A1"),
        talk("A2"),
        talk("B1", "B"),
        rooms="R1 R2 R3",
        chairs={"A": "C1", "B": "C1"},
        chair_conflict=1,
    )
    assert said(problem, "Wed1 R1: A1 A2", "Wed1 R2: B1") == (
        1,
        ["C1 chairs two tracks in Wed1: A in R1 and B in R2."],
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2", "Wed1 R3: B1")[0] == 2
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: A2", "Wed2 R3: B1")[0] == 0


def test_presenter_conflicts_cost_each_slot_they_share():
    problem = tiny(
        talk("A1", presenters="P1", slots=2),
        talk("B1", "B", presenters="P1"),
        talk("B2", "B", presenters="P1"),
        presenter_slot_conflict=1,
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1 B2") == (
        2,
        [
            "P1 speaks in two rooms at Wed1, slot 1: A1 in R1 and B1 in R2.",
            "P1 speaks in two rooms at Wed1, slot 2: A1 in R1 and B2 in R2.",
        ],
    )


def test_presenter_conflicts_in_different_slots_of_a_session_cost_nothing_in_slots():
    problem = tiny(
        talk("A1", presenters="P1"),
        talk("B1", "B"),
        talk("B2", "B", presenters="P1"),
        presenter_slot_conflict=1,
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1 B2")[0] == 0
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B2 B1")[0] == 1


def test_attendee_conflicts_cost_each_slot_they_share():
    problem = tiny(
        talk("A1", attendees="P1", slots=2),
        talk("B1", "B", attendees="P1", slots=2),
        attendee_slot_conflict=1,
    )
    assert said(problem, "Wed1 R1: A1", "Wed1 R2: B1")[0] == 2
    assert said(problem, "Wed1 R1: A1", "Wed2 R2: B1")[0] == 0
