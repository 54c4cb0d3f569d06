"""Every reason the solver gives has its Chinese in the programme's catalogue, with the same values."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from django.utils import translation

import plenary_solver.timetabling
from plenary.programme.timetabling import in_words
from plenary_solver.results import Names, Violation
from plenary_solver.timetabling.impossible import why_impossible
from tests.solver.timetabling.tiny import talk, tiny

HERE = Path(plenary_solver.timetabling.__file__).parent


def of_rules() -> set[str]:
    """String constants with placeholders in the files that hold the soft rules, docstrings left out."""
    found = set()
    for name in ("rules.py", "conflicts.py"):
        nodes = list(ast.walk(ast.parse((HERE / name).read_text())))
        prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        found |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and id(node) not in prose and "%(" in str(node.value)
        }
    return found


def of_reasons() -> set[str]:
    """What a `Reason` is made of, anywhere; what only joins others has no words of its own."""
    calls = [
        node
        for path in HERE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason"
    ]
    found = {
        part.value
        for call in calls
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    return found - {"%(short)s%(never)s%(pinned)s"}


def sentences() -> list[str]:
    return sorted(of_rules() | of_reasons())


def test_there_are_sentences_to_look_at():
    assert (len(of_rules()) >= 18, len(of_reasons()) >= 30) == (True, True)


@pytest.mark.parametrize("sentence", sentences())
def test_a_reason_has_its_chinese(sentence):
    names = re.findall(r"%\((\w+)\)([+d]+|s)", sentence)
    params = {name: 7 if "d" in kind else f"<{name}>" for name, kind in names}
    with translation.override("zh-hans"):
        text = in_words(Violation("rule", sentence, params))
    assert re.search(r"[\u4e00-\u9fff“]", text)
    assert all(f"<{name}>" in text for name, kind in names if kind == "s")


FOUR = (talk("甲1", "甲"), talk("甲2", "甲"), talk("乙1", "乙"), talk("乙2", "乙"))


@pytest.mark.parametrize(
    ("problem", "sentences"),
    [
        (
            tiny(talk("甲1", "甲"), pins=("甲1 Wed1 R1",), closed=("Wed1 R1",)),
            ["“甲1”固定在Wed1的R1，而Wed1用不了R1。"],
        ),
        (
            tiny(
                *FOUR,
                forbidden=("甲1 Thu1", "乙1 Thu1", "甲1 Wed2", "乙1 Wed2"),
                closed=("Wed1 R2", "Wed2 R1"),
            ),
            [
                "乙的“乙1”要占 1 个时段，不能排在Wed2、Thu1。",
                "甲的“甲1”要占 1 个时段，不能排在Wed2、Thu1。",
                "Wed1有 2 间会场，2 个时段，其中R2用不了。",
                "一间会场在一个场次里只排一个分论坛的报告。",
            ],
        ),
        (
            tiny(*(talk(f"甲{n}", "甲", slots=2) for n in (1, 2, 3)), sessions={"Wed1": 3}, rooms="R1 R2"),
            ["甲的“甲1”、“甲2”、“甲3”共要占 6 个时段。", "Wed1有 2 间会场，3 个时段。"],
        ),
    ],
)
def test_what_cannot_hold_together_is_said_in_chinese(problem, sentences):
    reasons = why_impossible(problem)
    with translation.override("zh-hans"):
        assert sorted(in_words(reason) for reason in reasons) == sorted(sentences)
    with translation.override("en"):
        assert [in_words(reason) for reason in reasons] == list(reasons)


def test_a_reason_keeps_its_template_when_it_is_copied_to_another_process():
    (reason,) = why_impossible(tiny(talk("100%"), pins=("100% Wed1",), forbidden=("100% Wed1",)))
    again = pickle.loads(pickle.dumps(reason))
    assert (again, again.template, again.params) == (reason, reason.template, reason.params)


def test_several_names_are_joined_as_the_language_joins_them():
    found = Violation("rooms_per_track", "Track %(track)s moves between %(count)d rooms: %(rooms)s.", {
        "track": "材料", "count": 3, "rooms": Names(("甲", "乙", "丙")),
    })  # fmt: skip
    assert str(found) == "Track 材料 moves between 3 rooms: 甲, 乙 and 丙."
    with translation.override("zh-hans"):
        assert in_words(found) == "材料要换 3 个会场：甲、乙、丙。"
