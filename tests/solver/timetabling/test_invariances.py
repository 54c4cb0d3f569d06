"""What must not change a score, and a few rules said in another way."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_solver.timetabling import cosplib
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import Cell, Timetable
from plenary_solver.timetabling.synthetic import synthetic
from tests.solver.timetabling.scattered import scattered

problems = st.builds(
    synthetic,
    talks=st.integers(1, 25),
    seed=st.integers(0, 10_000),
    days=st.integers(1, 2),
    restricted=st.booleans(),
)
seeds = st.integers(0, 10_000)
few = settings(max_examples=40, deadline=None)


def by_columns(matrix, order):
    return tuple(tuple(row[index] for index in order) for row in matrix)


def by_rows(matrix, order):
    return tuple(matrix[index] for index in order) if matrix else ()


@few
@given(problems, seeds)
def test_rooms_in_another_order_change_nothing_but_positions_of_talks_at_once(problem, seed):
    timetable = scattered(problem, seed)
    order = list(range(len(problem.rooms)))
    Random(seed).shuffle(order)
    at = {room: index for index, room in enumerate(order)}
    other = replace(
        problem,
        rooms=by_rows(problem.rooms, order),
        track_room=by_columns(problem.track_room, order),
        session_room=by_columns(problem.session_room, order),
        talk_room=by_columns(problem.talk_room, order),
        closed=frozenset((session, at[room]) for session, room in problem.closed),
        pins=tuple(replace(pin, room=None if pin.room is None else at[pin.room]) for pin in problem.pins),
    )
    moved = Timetable(tuple(replace(cell, room=at[cell.room]) for cell in timetable.cells))
    before, after = evaluate(problem, timetable), evaluate(other, moved)
    assert {**after.by_rule, "talk_order": None} == {**before.by_rule, "talk_order": None}
    assert sorted(map(str, after.hard)) == sorted(map(str, before.hard))


@few
@given(problems, seeds)
def test_talks_in_another_order_of_the_file_change_nothing(problem, seed):
    timetable = scattered(problem, seed)
    order = list(range(len(problem.talks)))
    Random(seed).shuffle(order)
    at = {talk: index for index, talk in enumerate(order)}
    other = replace(
        problem,
        talks=by_rows(problem.talks, order),
        talk_session=by_rows(problem.talk_session, order),
        talk_room=by_rows(problem.talk_room, order),
        talk_timezone=by_rows(problem.talk_timezone, order),
        forbidden=frozenset((at[talk], session) for talk, session in problem.forbidden),
        pins=tuple(replace(pin, talk=at[pin.talk]) for pin in problem.pins),
    )
    moved = Timetable(
        tuple(replace(cell, talks=tuple(at[talk] for talk in cell.talks)) for cell in timetable.cells)
    )
    before, after = evaluate(problem, timetable), evaluate(other, moved)
    assert after.by_rule == before.by_rule
    assert sorted(map(str, after.hard)) == sorted(map(str, before.hard))


@few
@given(problems, seeds)
def test_cells_in_another_order_change_nothing(problem, seed):
    timetable = scattered(problem, seed)
    mixed = Timetable(tuple(Random(seed).sample(timetable.cells, len(timetable.cells))))
    assert evaluate(problem, mixed) == evaluate(problem, timetable)


@few
@given(problems, seeds)
def test_violations_add_up_to_the_objective(problem, seed):
    evaluation = evaluate(problem, scattered(problem, seed))
    assert sum(violation.penalty for violation in evaluation.violations) == evaluation.objective
    assert all(str(violation).endswith(".") for violation in (*evaluation.violations, *evaluation.hard))


@few
@given(problems, seeds)
def test_rules_said_in_another_way_count_the_same(problem, seed):
    timetable = scattered(problem, seed)
    counts = {name: score.count for name, score in evaluate(problem, timetable).by_rule.items()}
    grid = slots_of(problem, timetable)
    assert counts["rooms_per_track"] == len({(c.track, c.room) for c in timetable.cells}) - len(
        {c.track for c in timetable.cells}
    )
    assert counts["parallel_track"] == len(timetable.cells) - len(
        {(c.track, c.session) for c in timetable.cells}
    )
    assert counts["talk_session"] == sum(
        problem.talk_session[talk][session] if problem.talk_session else 0 for session, _, _, talk in grid
    )
    assert counts["presenter_slot_conflict"] == sum(
        1 for a, b in pairs_at_once(grid) if needs_one_person(problem, a, b)
    )
    assert counts["presenter_conflict"] == len(
        {
            frozenset((a, b))
            for (session, room, _, a), (other, elsewhere, _, b) in combinations(grid, 2)
            if session == other and room != elsewhere and needs_one_person(problem, a, b)
        }
    )
    assert counts["talk_order"] == out_of_place(problem, grid) + sum(
        1
        for a, b in pairs_at_once(grid)
        if problem.talks[a].track == problem.talks[b].track
        and problem.talks[a].order * problem.talks[b].order > 0
    )


def slots_of(problem, timetable):
    """Each occupied slot as (session, room, slot, talk)."""
    return [
        (cell.session, cell.room, slot, talk)
        for cell in timetable.cells
        for slot, talk in enumerate(talk for talk in cell.talks for _ in range(problem.talks[talk].slots))
    ]


def pairs_at_once(grid):
    return [(a[3], b[3]) for a, b in combinations(grid, 2) if (a[0], a[2]) == (b[0], b[2])]


def needs_one_person(problem, a, b):
    def on_stage(talk, other):
        track = problem.talks[talk].track
        chairs = problem.tracks[track].chairs if track != problem.talks[other].track else ()
        return set(problem.talks[talk].presenters), set(chairs)

    (speakers, chairs), (other_speakers, other_chairs) = on_stage(a, b), on_stage(b, a)
    return bool(speakers & other_speakers or speakers & other_chairs or chairs & other_speakers)


def out_of_place(problem, grid):
    wrong = 0
    for track in range(len(problem.tracks)):
        seen = dict.fromkeys(talk for _, _, _, talk in sorted(grid) if problem.talks[talk].track == track)
        wrong += sum(
            problem.talks[talk].order not in (0, position) for position, talk in enumerate(seen, start=1)
        )
    return wrong


@settings(max_examples=15, deadline=None)
@given(problem=problems)
def test_a_workbook_reads_back_whatever_the_problem(problem, tmp_path_factory):
    path = tmp_path_factory.mktemp("workbooks") / f"{problem.name}.xlsx"
    cosplib.write(problem, path)
    assert cosplib.read(path) == problem


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_talk_moved_alone_changes_only_what_it_touches(seed):
    problem = synthetic(40, seed)
    timetable = scattered(problem, seed)
    last = timetable.cells[-1]
    swapped = Timetable((*timetable.cells[:-1], Cell(last.session, last.room, last.track, last.talks[::-1])))
    before, after = evaluate(problem, timetable).by_rule, evaluate(problem, swapped).by_rule
    within_a_cell = {"talk_order", "presenter_slot_conflict", "attendee_slot_conflict"}
    assert {name for name in before if before[name] != after[name]} <= within_a_cell
