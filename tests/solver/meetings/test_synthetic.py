"""Facts of the summits that never were."""

from collections import Counter

import pytest

from plenary_solver.meetings.rules import own_tables
from plenary_solver.meetings.synthetic import Size, summit


def test_a_summit_has_the_numbers_it_is_asked_for():
    problem = summit(1)
    meetings = Counter(p for each in problem.meetings for p in (each.a, each.b))
    assert (len(problem.people), len(problem.meetings), problem.slots, len(problem.tables)) == (
        600,
        2_000,
        24,
        120,
    )
    assert (len(meetings), min(meetings.values()) >= 1, max(meetings.values())) == (600, True, 16)
    assert sum(each.must for each in problem.meetings) == 160
    assert sum(person.table is not None for person in problem.people) == 60
    assert sum(bool(person.away) for person in problem.people) == 30
    assert len({frozenset((each.a, each.b)) for each in problem.meetings}) == 2_000


def test_everybody_has_a_slot_for_each_meeting():
    problem = summit(2)
    meetings = Counter(p for each in problem.meetings for p in (each.a, each.b))
    for p, person in enumerate(problem.people):
        assert not person.away & person.attends
        assert 24 - len(person.away | person.attends) >= meetings[p]


def test_meetings_a_person_fall_as_one_over_the_rank():
    meetings = Counter(p for each in summit(3).meetings for p in (each.a, each.b))
    ordered = sorted(meetings.values(), reverse=True)
    assert [abs(ordered[rank - 1] * rank - ordered[199] * 200) < 200 for rank in (120, 150, 300)] == [
        True
    ] * 3


def test_meetings_without_an_exhibitor_find_room_only_when_the_busiest_exhibit():
    problem = summit(1)
    assert sum(not own_tables(problem, m) for m in range(2_000)) <= 24 * 60
    other = summit(1, exhibitors_are="anybody")
    assert sum(not own_tables(other, m) for m in range(2_000)) > 24 * 60
    assert len(other.tables) == 180


def test_the_same_seed_gives_the_same_summit():
    assert summit(4) == summit(4) != summit(5)


def test_too_many_meetings_are_refused_in_words():
    with pytest.raises(ValueError, match="nobody more than the busiest"):
        summit(1, size=Size(people=10, meetings=100))
