"""What a move says it changes is what the evaluator sees, for all sixteen rules, over thousands of moves."""

from dataclasses import replace

import numpy as np
import pytest

from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Weights
from plenary_solver.timetabling.search.annealer import Annealer
from plenary_solver.timetabling.search.construct import construct
from plenary_solver.timetabling.search.kernel import MOVES
from plenary_solver.timetabling.search.state import CELL, COST, UNPLACED, empty, timetable_of
from plenary_solver.timetabling.search.tables import HARD, tables
from plenary_solver.timetabling.synthetic import synthetic
from tests.solver.timetabling.everything import random_problem

ALL_RULES = Weights(*range(1, 17))


def everything(seed, talks=40):
    """A problem of middle size in which each rule counts, with a weight of its own."""
    return replace(synthetic(talks, seed, days=2, tracks=6, room_for=1.3, restricted=True), weights=ALL_RULES)


def cost_by_evaluator(problem, tb, state):
    """The soft part by the evaluator, the hard part counted here: slots without place, forbidden, closed, pinned."""
    timetable = timetable_of(problem, state.cell)
    where = {talk: cell for cell in timetable.cells for talk in cell.talks}
    hard = sum(talk.slots for i, talk in enumerate(problem.talks) if i not in where)
    hard += sum((cell.session, cell.room) in problem.closed for cell in timetable.cells)
    unwanted = {(i, s) for i, s in problem.forbidden}
    for pin in problem.pins:
        unwanted |= {(pin.talk, s) for s in range(len(problem.sessions)) if s != pin.session}
    hard += sum((i, cell.session) in unwanted for i, cell in where.items())
    rooms = {pin.talk: (pin.session, pin.room) for pin in problem.pins if pin.room is not None}
    hard += sum(i in where and (where[i].session, where[i].room) != cell for i, cell in rooms.items())
    return evaluate(problem, timetable).objective + hard * int(tb.number[HARD])


@pytest.mark.parametrize("kind", range(MOVES))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_cost_after_many_moves_of_one_kind_is_the_evaluators(kind, seed):
    problem = everything(seed)
    tb = tables(Costs(problem))
    annealer = Annealer(tb, construct(tb), seed)
    annealer.odds = np.where(np.arange(MOVES) >= kind, 65536, 0)
    for temperature in (3.0, 1e9, 30.0, 1e6, 1.0):
        annealer.run(temperature, 300)
        assert annealer.state.now[COST] == cost_by_evaluator(problem, tb, annealer.state)
        assert annealer.state.now[UNPLACED] == np.sum(annealer.state.place[:, CELL] < 0)


@pytest.mark.parametrize("seed", range(6))
def test_the_cost_after_thousands_of_mixed_moves_is_the_evaluators(seed):
    problem = everything(seed, talks=60)
    tb = tables(Costs(problem))
    annealer = Annealer(tb, construct(tb), seed)
    for temperature in (1e12, 1e9, 1e4, 100.0, 10.0, 1.0):
        annealer.run(temperature, 1000)
        assert annealer.state.now[COST] == cost_by_evaluator(problem, tb, annealer.state)
    loaded = Annealer(tb, annealer.best[:-1], seed)
    assert loaded.state.now[COST] == annealer.found.cost == cost_by_evaluator(problem, tb, loaded.state)


@pytest.mark.parametrize("seed", range(4))
def test_a_talk_that_leaves_its_home_costs_what_leaving_costs(seed):
    problem = everything(seed)
    generator = np.random.default_rng(seed)
    homes = generator.integers(-1, len(problem.sessions) * len(problem.rooms), len(problem.talks))
    tb = tables(Costs(problem), homes.tolist(), 7)
    annealer = Annealer(tb, construct(tb), seed)
    for temperature in (1e9, 100.0, 1.0):
        annealer.run(temperature, 1000)
        cells = annealer.state.place[:, CELL]
        away = np.sum((homes >= 0) & (cells >= 0) & (cells != homes))
        assert annealer.state.now[COST] == cost_by_evaluator(problem, tb, annealer.state) + 7 * away


@pytest.mark.parametrize("seed", range(8))
def test_wanted_positions_are_kept_by_putting_tracks_in_order(seed):
    free = replace(everything(seed), forbidden=frozenset(), closed=frozenset(), pins=())
    problem = replace(free, weights=Weights(talk_order=1000, track_session=1, talk_session=1))
    tb = tables(Costs(problem))
    annealer = Annealer(tb, construct(tb), seed)
    for temperature in (1e4, 10.0):
        annealer.run(temperature, 3000)
    solution = timetable_of(problem, annealer.found.cells)
    assert evaluate(problem, solution).by_rule["talk_order"].count <= least_disorder(problem)


def least_disorder(problem):
    """Talks whose wanted position nobody can have, or somebody else wants too."""
    taken = set()
    for talk in problem.talks:
        last = sum(other.track == talk.track for other in problem.talks)
        if talk.order in range(1, last + 1):
            taken.add((talk.track, talk.order))
    return sum(talk.order > 0 for talk in problem.talks) - len(taken)


@pytest.mark.parametrize("seed", range(30))
def test_the_cost_is_the_evaluators_on_small_problems_with_odd_numbers(seed):
    problem = random_problem(seed, talks=6)
    tb = tables(Costs(problem))
    annealer = Annealer(tb, construct(tb), seed)
    for temperature in (1e9, 100.0, 1.0):
        annealer.run(temperature, 200)
        assert annealer.state.now[COST] == cost_by_evaluator(problem, tb, annealer.state)


def test_nothing_placed_costs_every_slot():
    problem = everything(1)
    tb = tables(Costs(problem))
    assert empty(tb).now[COST] == tb.number[HARD] * sum(talk.slots for talk in problem.talks)
