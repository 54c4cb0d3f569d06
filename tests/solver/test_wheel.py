"""An installed wheel solves a file in one command, and Django is never imported."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plenary_solver.timetabling.json_problem import problem_to_json
from plenary_solver.timetabling.synthetic import synthetic

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

# Runs the installed command line, then says what it imported and from where.
RUN = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from plenary.cli import main
code = main(sys.argv[1:])
import plenary_solver
print(code, plenary_solver.__file__, "django" in sys.modules, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [Path(sys.executable).with_name("uv"), "build", "--wheel", "--quiet", "-o", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_solves_a_timetable_without_django(installed, tmp_path):
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(problem_to_json(synthetic(12, 3))))
    out = tmp_path / "out.json"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            str(installed),
            "solve",
            "timetable",
            str(problem),
            "--seconds",
            "5",
            "--seed",
            "1",
            "--json",
            "-o",
            str(out),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    code, where, django = done.stderr.split()[-3:]
    assert (code, where, django) == ("0", str(installed / "plenary_solver" / "__init__.py"), "False")
    assert set(json.loads(done.stdout)) == {
        "status", "objective", "bound", "gap", "by_rule", "seconds", "seed",
    }  # fmt: skip
    placed = [ref for cell in json.loads(out.read_text())["cells"] for ref in cell["talks"]]
    assert sorted(placed) == [f"T{number:03}" for number in range(1, 13)]


def test_the_wheel_solves_meetings_without_django(installed, tmp_path):
    problem = tmp_path / "three.dzn"
    problem.write_text(
        "nBusiness = 3; nMeetings = 3; nTables = 1; nTotalSlots = 3; nMorningSlots = 2;\n"
        "requested = [|1, 2, 3, |2, 3, 3, |1, 3, 3|];\n"
        "forbidden = [{}, {}, {}]; fixed = [0, 0, 0]; precedences = [{}, {}, {}];\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            str(installed),
            "solve",
            "meetings",
            str(problem),
            "--fairness",
            "1",
            "--seconds",
            "5",
            "--json",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    code, _where, django = done.stderr.split()[-3:]
    assert (code, django) == ("0", "False"), done.stderr
    said = json.loads(done.stdout)
    assert (said["status"], said["objective"], said["bound"]) == ("optimal", 1, 1)
