"""Every reason a soft rule gives has its Chinese in the programme's catalogue, with the same values."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import plenary_solver.timetabling
from plenary.programme.timetabling import in_words
from plenary_solver.results import Names, Violation

HERE = Path(plenary_solver.timetabling.__file__).parent


def sentences() -> list[str]:
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
    return sorted(found)


def test_there_are_sentences_to_look_at():
    assert len(sentences()) >= 18


@pytest.mark.parametrize("sentence", sentences())
def test_a_reason_has_its_chinese(sentence):
    names = re.findall(r"%\((\w+)\)([+d]+|s)", sentence)
    params = {name: 7 if "d" in kind else f"<{name}>" for name, kind in names}
    with translation.override("zh-hans"):
        text = in_words(Violation("rule", sentence, params))
    assert re.search(r"[\u4e00-\u9fff]", text)
    assert all(f"<{name}>" in text for name, kind in names if kind == "s")


def test_several_names_are_joined_as_the_language_joins_them():
    found = Violation("rooms_per_track", "Track %(track)s moves between %(count)d rooms: %(rooms)s.", {
        "track": "材料", "count": 3, "rooms": Names(("甲", "乙", "丙")),
    })  # fmt: skip
    assert str(found) == "Track 材料 moves between 3 rooms: 甲, 乙 and 丙."
    with translation.override("zh-hans"):
        assert in_words(found) == "材料要换 3 个会场：甲、乙、丙。"
