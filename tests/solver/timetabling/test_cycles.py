"""How hot the annealing is when."""

from plenary_solver.stopping import FirstOf, MaxSteps, PartOf
from plenary_solver.timetabling.search.schedule import LAST, Schedule, luby


def test_lengths_of_cycles_are_those_of_luby_sinclair_and_zuckerman():
    assert [luby(k) for k in range(1, 16)] == [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]


def cycles(schedule, steps):
    spent = 0.0
    while spent < 1:
        cycle = schedule.next(spent, steps)
        yield cycle
        spent = cycle.end


def test_cycles_fill_the_search_and_each_ends_cold():
    found = list(cycles(Schedule(hot=1000.0, cold=0.1, seed=1, stream=0), 50_000_000))
    assert [cycle.begin for cycle in found[1:]] == [cycle.end for cycle in found[:-1]]
    assert (found[0].begin, found[0].hot, found[-1].end) == (0.0, 1000.0, 1.0)
    assert found[-1].begin == 1 - LAST
    assert {round(cycle.temperature(cycle.end), 9) for cycle in found} == {0.1}
    assert all(0.1 < cycle.hot <= 1000 for cycle in found)


def test_a_short_search_has_few_cycles():
    found = list(cycles(Schedule(hot=1000.0, cold=0.1, seed=1, stream=0), 100_000))
    assert [round(cycle.end, 3) for cycle in found] == [0.333, 0.667, 0.9, 1.0]


def test_a_good_timetable_is_not_heated_to_the_top_at_first():
    first = next(cycles(Schedule(hot=1000.0, cold=0.1, seed=1, stream=0, coolly=True), 1_000_000))
    assert round(first.hot, 6) == 10.0


def test_two_workers_begin_their_cycles_in_different_heats():
    one, other = (list(cycles(Schedule(1000.0, 0.1, 1, stream), 50_000_000)) for stream in (0, 1))
    assert one != other


def test_a_part_of_a_stopping_rule_ends_with_it_or_before():
    rule = MaxSteps(100)
    half = PartOf(rule, 0.5, steps=20)
    assert half.steps_left(0) == 40
    assert [half.done(steps, None) for steps in (39, 40)] == [False, True]
    assert PartOf(FirstOf(rule), steps=90).steps_left(0) == 10
    assert PartOf(rule, steps=100).done(0, None)
