"""What the documentation says about files and rules is what the code does."""

import json
import re
from dataclasses import fields
from pathlib import Path

from plenary_solver.timetabling import rules
from plenary_solver.timetabling.json_form import cells_from_json
from plenary_solver.timetabling.json_problem import MATRICES, problem_from_json
from plenary_solver.timetabling.layout import Layout
from plenary_solver.timetabling.problem import Weights
from plenary_solver.timetabling.rules import RULES
from tests.solver.timetabling.tiny import placed, talk, tiny

DOCS = Path(__file__).resolve().parents[3] / "docs"
FILES = DOCS / "reference" / "solver-files.md"
HOWTO = DOCS / "howto" / "add-a-solver-rule.md"


def test_the_rules_in_the_reference_are_those_of_the_code():
    _, section = FILES.read_text().split("The rules that have weights:")
    rows = re.findall(r"^\| `(\w+)` \| ([^`]+?) \| \S", section, re.MULTILINE)
    assert [(name, label.replace("\\|", "|")) for name, label in rows] == [
        (rule.name, rule.label) for rule in RULES
    ]


def test_the_json_of_the_reference_is_read():
    problem_text, timetable_text = re.findall(r"```json\n(.+?)```", FILES.read_text(), re.DOTALL)
    problem = problem_from_json(json.loads(problem_text))
    assert problem.talk_session == ((10,),)
    assert len(cells_from_json(problem, json.loads(timetable_text)).cells) == 1


def test_the_reference_names_every_matrix_of_penalties():
    text = FILES.read_text()
    assert [name for name in MATRICES if f"`{name}`" not in text] == []
    assert [field.name for field in fields(Weights) if f"`{field.name}`" not in text] == []


def test_the_rule_of_the_howto_does_what_its_test_says():
    function, test = re.findall(r"```python\n(def .+?)```", HOWTO.read_text(), re.DOTALL)
    exec(function, names := dict(vars(rules)))

    def said(problem, *cells):
        found = list(names["lonely_talk"](Layout(problem, placed(problem, *cells))))
        return sum(violation.penalty for violation in found), [str(violation) for violation in found]

    def unweighted(*talks, lonely_talk):
        assert lonely_talk == 1
        return tiny(*talks)

    exec(test, checks := {"said": said, "tiny": unweighted, "talk": talk})
    checks["test_a_talk_alone_in_a_cell_costs_one"]()
