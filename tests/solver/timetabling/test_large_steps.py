"""The exact model of some tracks says what the evaluator says, and finds what is best."""

from dataclasses import dataclass, replace

import pytest
from ortools.sat.python import cp_model

from plenary_solver.stopping import MaxSteps
from plenary_solver.timetabling import evaluate, solve
from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.cpsat import Limit
from plenary_solver.timetabling.large_steps import LargeSteps
from plenary_solver.timetabling.neighbourhood import Neighbourhood, free_tracks
from plenary_solver.timetabling.problem import Weights
from plenary_solver.timetabling.synthetic import synthetic

WITHOUT_SEQUENCE = replace(
    Weights(*range(1, 17)), talk_order=0, presenter_slot_conflict=0, attendee_slot_conflict=0
)
LIMIT = Limit(units=3.0)


def without_sequence(seed, talks=24):
    return replace(
        synthetic(talks, seed, days=1, tracks=4, room_for=1.4, restricted=True), weights=WITHOUT_SEQUENCE
    )


def start(problem, steps):
    return solve(problem, stop=MaxSteps(steps), seed=1, workers=1).solution


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("seed", range(3))
def test_what_the_model_promises_is_what_the_evaluator_counts(seed, count):
    problem = without_sequence(seed)
    timetable = start(problem, 200)
    before = evaluate(problem, timetable).objective
    neighbourhood = Neighbourhood(Costs(problem), timetable, free_tracks(Costs(problem))[:count])
    better, outcome = neighbourhood.solve(limit=LIMIT, seed=seed, stop=MaxSteps(10**9))
    if better is None:
        assert outcome.status in (cp_model.INFEASIBLE, cp_model.UNKNOWN)
        return
    scored = evaluate(problem, better)
    assert scored.feasible
    assert scored.objective - before == round(outcome.solver.objective_value) - neighbourhood.worth < 0


@pytest.mark.parametrize("seed", range(3))
def test_a_small_problem_is_proven_and_no_search_finds_better(seed):
    problem = without_sequence(seed, talks=10)
    known = [start(problem, 100)]
    steps = LargeSteps(problem, seed)
    steps.take(lambda: known[-1], known.append, MaxSteps(20_000_000))
    best = evaluate(problem, known[-1]).objective
    assert steps.proven == best
    assert best <= evaluate(problem, start(problem, 100_000)).objective


def test_tracks_in_whose_cells_the_sequence_matters_stay():
    problem = synthetic(24, 1, days=1, tracks=4)
    ordered = replace(problem, weights=Weights(talk_order=1))
    tracks = {talk.track for talk in problem.talks if talk.order}
    assert tracks
    assert tracks.isdisjoint(free_tracks(Costs(ordered)))
    assert tracks <= set(free_tracks(Costs(replace(problem, weights=Weights(talk_room=1)))))


@dataclass(frozen=True)
class MoreWeights(Weights):
    lonely_talk: int = 0


def test_a_rule_the_model_does_not_know_leaves_it_nothing_to_prove():
    problem = synthetic(24, 1, days=1, tracks=4)
    known, unknown = (
        Costs(replace(problem, weights=MoreWeights(talk_room=1, lonely_talk=weight))) for weight in (0, 1)
    )
    assert (bool(free_tracks(known)), free_tracks(unknown)) == (True, [])
