"""Every file, command and script of the tutorial runs in an empty folder, and prints what the page says."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorials" / "solve-a-timetable.md"
KINDS = {"json", "dzn", "sh", "text", "python"}


class Block(NamedTuple):
    kind: str
    name: str
    text: str


def blocks() -> list[Block]:
    found = re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
    return [Block(*block) for block in found]


def without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d s\b", "… s", text)


@pytest.fixture(scope="module")
def compiled_moves():
    """A second is enough once the moves are compiled."""
    subprocess.run(
        [sys.executable, "-m", "plenary_solver.warm"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=True,
    )


@pytest.fixture
def run(tmp_path, compiled_moves):
    """A shell in an empty folder, where `plenary` and `python` are those of this checkout; all that it printed."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, words in {"plenary": "-m plenary.cli", "python": ""}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (programs / name).chmod(stat.S_IRWXU)
    (tmp_path / "work").mkdir()
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}

    def run(script: str) -> str:
        done = subprocess.run(
            ["sh", "-ec", script], cwd=tmp_path / "work", env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        return done.stderr + done.stdout

    return run


def test_the_page_does_what_it_says(run, tmp_path):
    printed, told = "", []
    for kind, name, text in blocks():
        assert kind in KINDS
        if name and not name.endswith("as written"):
            (tmp_path / "work" / name).write_text(text)
        elif kind == "sh":
            printed = run(text)
        elif kind == "python":
            (tmp_path / "work" / "script.py").write_text(text)
            printed = run("python script.py")
        elif kind == "text":
            lines = without_seconds(text).splitlines()
            most = lines.index("…") if "…" in lines else None  # what follows is another thing every time
            told.append((lines[:most], without_seconds(printed).splitlines()[:most]))
    assert [page for page, _ in told] == [really for _, really in told]
    assert len(told) >= 7


def test_the_timetable_shown_is_the_one_that_is_written(run, tmp_path):
    import json

    (problem,) = (text for kind, name, text in blocks() if name == "day.json")
    (shown,) = (text for kind, name, text in blocks() if name.endswith("as written"))
    (tmp_path / "work" / "day.json").write_text(problem)
    run("plenary solve timetable day.json --seconds 20 -o plan.json")
    assert json.loads(shown) == json.loads((tmp_path / "work" / "plan.json").read_text())
