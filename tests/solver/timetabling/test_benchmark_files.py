"""The benchmark's own workbooks and the scores its own evaluator gives."""

import json

import pytest

from plenary_solver.timetabling import cosplib
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.json_form import cells_from_json, cells_to_json
from plenary_solver.timetabling.rules import LABELS

INSTANCES = {
    "N2OR": (35, 8, 4, 4),
    "GECCO20": (158, 24, 7, 8),
    "GECCO23": (207, 26, 6, 9),
    "OR60": (329, 45, 8, 23),
}

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("vector", [f"{name}-{number}" for name in INSTANCES for number in (1, 2, 3)])
def test_each_spoiled_timetable_costs_what_the_benchmark_says_rule_by_rule(cosplib_folder, vector):
    expected = json.loads((cosplib_folder / "vectors" / f"{vector}.json").read_text())
    problem = cosplib.read(cosplib_folder / expected["instance"])
    evaluation = evaluate(problem, cells_from_json(problem, expected))
    costs = {LABELS[name]: score.penalty for name, score in evaluation.by_rule.items() if score.penalty}
    assert costs == expected["penalty_by_rule"]
    assert evaluation.objective == expected["objective"]
    assert sum(violation.penalty for violation in evaluation.violations) == expected["objective"]
    assert evaluation.hard == ()


@pytest.mark.parametrize(("name", "counts"), INSTANCES.items())
def test_a_workbook_of_the_benchmark_is_written_so_that_it_reads_the_same(
    cosplib_folder, tmp_path, name, counts
):
    problem = cosplib.read(cosplib_folder / f"{name}.xlsx")
    assert (
        len(problem.talks), len(problem.tracks), len(problem.sessions), len(problem.rooms)
    ) == counts  # fmt: skip
    cosplib.write(problem, tmp_path / f"{name}.xlsx")
    assert cosplib.read(tmp_path / f"{name}.xlsx") == problem


def test_the_cells_of_a_vector_are_written_as_they_were(cosplib_folder):
    expected = json.loads((cosplib_folder / "vectors" / "N2OR-1.json").read_text())
    problem = cosplib.read(cosplib_folder / "N2OR.xlsx")
    assert cells_to_json(problem, cells_from_json(problem, expected)) == {"cells": expected["cells"]}
