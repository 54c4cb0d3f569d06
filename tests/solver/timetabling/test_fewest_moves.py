"""The fewest moves: counted, searched for, proven by the model."""

import pytest

from plenary_solver.stopping import MaxRuntime, MaxSteps
from plenary_solver.timetabling.displaced import as_timetable, homes_of, moved, tightened
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.fewest_moves import by_filling, packed
from plenary_solver.timetabling.moves_model import by_model
from plenary_solver.timetabling.problem import Cell, Timetable
from plenary_solver.timetabling.synthetic import summit
from tests.solver.timetabling.broken import broken, fewest_by_trying_everything
from tests.solver.timetabling.tiny import placed, talk, tiny

FOREVER = MaxSteps(10**9)


@pytest.mark.parametrize("block", range(10))
def test_the_model_finds_what_trying_everything_finds(block):
    for seed in range(30 * block, 30 * block + 30):
        problem, timetable = broken(seed)
        homes = homes_of(problem, timetable)
        fewest = fewest_by_trying_everything(problem, homes)
        found = by_model(problem, homes, stop=FOREVER)
        assert (seed, found.possible) == (seed, fewest is not None)
        if found.cell_of is not None:
            assert (seed, found.bound, len(moved(homes, found.cell_of))) == (seed, fewest, fewest)
            assert evaluate(problem, as_timetable(problem, found.cell_of, timetable)).hard == ()


def test_what_filling_finds_is_the_fewest_and_its_bound_never_too_high():
    met = 0
    for seed in range(300):
        problem, timetable = broken(seed)
        homes = homes_of(problem, timetable)
        fewest = fewest_by_trying_everything(problem, homes)
        found = by_filling(problem, homes)
        if found.cell_of is not None:
            assert (seed, found.bound, len(moved(homes, found.cell_of))) == (seed, fewest, fewest)
            met += 1
        elif fewest is not None:
            assert (seed, found.bound <= fewest) == (seed, True)
    assert met > 50


def test_a_full_programme_swaps_and_the_model_knows_that_two_must_move():
    problem = tiny(talk("A1"), talk("A2"), sessions={"S1": 1, "S2": 1}, rooms="R", forbidden=("A1 S1",))
    homes = homes_of(problem, placed(problem, "S1 R: A1", "S2 R: A2"))
    assert (by_filling(problem, homes).cell_of, by_filling(problem, homes).bound) == (None, 1)
    assert by_model(problem, homes, stop=FOREVER).cell_of == (1, 0)


def test_new_cells_that_do_not_pack_are_not_counted_on():
    """Two sessions of four slots hold eight, but not 3 + 3 + 2."""
    talks = (talk("A1", slots=3), talk("A2", slots=3), talk("A3", slots=2))
    narrow = tiny(*talks, sessions={"S1": 4, "S2": 4}, rooms="R")
    assert by_model(narrow, homes_of(narrow, Timetable(())), stop=FOREVER).possible is False
    wide = tiny(*talks, sessions={"S1": 4}, rooms="R1 R2 R3")
    found = by_model(wide, homes_of(wide, Timetable(())), stop=FOREVER)
    assert sorted(found.cell_of or ()) == [0, 1, 2]


def test_a_talk_pinned_into_a_cell_of_another_track_clears_it():
    problem = tiny(talk("A1", "A"), talk("B1", "B"), rooms="R", pins=("B1 Wed1 R",))
    homes = homes_of(problem, placed(problem, "Wed1 R: A1", "Wed2 R: B1"))
    found = by_model(problem, homes, stop=FOREVER)
    assert (found.bound, moved(homes, found.cell_of or ())) == (2, (0, 1))


def test_talks_pinned_against_each_other_are_impossible():
    problem = tiny(talk("A1", "A"), talk("B1", "B"), pins=("A1 Wed1 R1", "B1 Wed1 R1"))
    assert by_model(problem, homes_of(problem, Timetable(())), stop=FOREVER).possible is False
    nowhere = tiny(talk("A1"), pins=("A1 Wed1",), forbidden=("A1 Wed1",))
    assert by_model(nowhere, homes_of(nowhere, Timetable(())), stop=FOREVER).possible is False


def test_a_hint_changes_nothing_but_where_the_model_starts():
    problem = summit()
    start = by_model(problem, homes_of(problem, Timetable(())), stop=FOREVER).cell_of or ()
    rooms = len(problem.rooms)
    tight = tightened(problem, {(number, cell // rooms) for number, cell in enumerate(start[:4])}, ())
    homes = homes_of(tight, as_timetable(problem, start, Timetable(())))
    plain, hinted = (by_model(tight, homes, stop=FOREVER, hint=hint) for hint in (None, start))
    assert (plain.bound, len(moved(homes, plain.cell_of or ()))) == (hinted.bound, hinted.bound)


def test_no_time_proves_nothing_and_does_not_fail():
    problem = summit()
    found = by_model(problem, homes_of(problem, Timetable(())), stop=MaxRuntime(0))
    assert (found.possible, found.bound <= len(problem.talks)) == (True, True)


def test_packing_is_optimal_where_longest_first_is_not():
    """Longest first fills cells of ten with 4 4, 3 3 3 and 3; but 4 3 3 fits twice."""
    problem = tiny(*(talk(f"A{slots}", slots=slots) for slots in (4, 4, 3, 3, 3, 3)))
    assert [len(cell) for cell in packed(problem, range(6), 10)] == [3, 3]


def test_an_older_timetable_is_read_as_far_as_it_goes():
    problem = tiny(talk("A1"), talk("A2"), sessions={"S1": 2}, rooms="R")
    older = Timetable((Cell(0, 0, 0, (0, 7)), Cell(4, 0, 0, (1,)), Cell(0, 1, 0, (0,))))
    homes = homes_of(problem, older)
    assert (homes.home, homes.displaced) == ((0, -1), (1,))
    assert homes.notes == (
        "The given timetable holds talk number 7, which the problem does not have.",
        "The given timetable has A1 twice; its first place counts.",
        "The given timetable has no place for A2; each counts as a move.",
    )
