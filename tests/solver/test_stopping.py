"""Stopping rules."""

import threading

from plenary_solver.stopping import FirstOf, GoodEnough, MaxRuntime, MaxSteps, WhenSet


def test_a_number_of_steps_has_no_clock():
    stop = MaxSteps(10)
    assert (stop.done(9, None), stop.done(10, None)) == (False, True)
    assert (stop.steps_left(4), stop.seconds_left()) == (6, None)


def test_no_time_is_over_at_once():
    stop = MaxRuntime(0)
    stop.begin()
    assert stop.done(0, None)


def test_the_clock_starts_when_the_search_begins():
    stop = MaxRuntime(1000)
    stop._start -= 2000
    assert stop.done(0, None)
    stop.begin()
    assert not stop.done(0, None)


def test_an_objective_that_is_good_enough_ends_the_search():
    assert [GoodEnough(5).done(0, objective) for objective in (None, 6, 5, 4)] == [False, False, True, True]


def test_somebody_may_end_the_search():
    event = threading.Event()
    stop = WhenSet(event)
    assert not stop.done(0, 1)
    event.set()
    assert stop.done(0, 1)


def test_the_first_rule_that_is_done_ends_it_and_the_shortest_time_counts():
    stop = FirstOf(MaxSteps(5), MaxSteps(3), MaxRuntime(100), MaxRuntime(1000))
    stop.begin()
    assert (stop.done(2, None), stop.done(3, None), stop.steps_left(1)) == (False, True, 2)
    assert 99 < stop.seconds_left() <= 100
