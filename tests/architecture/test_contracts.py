"""The import contracts hold, and each of them can fail: a copy of the house with one wrong import breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "Imports go down": ("plenary/people/models.py", "import plenary.programme.models"),
    "The readers do not know Django": ("plenary_reader/__init__.py", "import django"),
    "The solver knows neither Django nor Plenary": ("plenary_solver/__init__.py", "import django"),
    "The solver is imported by one adapter of each module": (
        "plenary/people/models.py",
        "import plenary_solver",
    ),
    "The reader of files is imported by one adapter of each module": (
        "plenary/people/models.py",
        "import plenary_reader",
    ),
    "Views, forms and URLs are private to their module": (
        "plenary/jobs/actions.py",
        "import plenary.jobs.views",
    ),
    "The command line imports Django only for the commands that need it": ("plenary/cli.py", "import django"),
}


def broken_contracts(folder: Path) -> set[str]:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": ""},
        capture_output=True,
        text=True,
    )
    return {line.partition(" BROKEN")[0] for line in result.stdout.splitlines() if " BROKEN" in line}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "tests", "static")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_keeps_its_contracts(house):
    assert broken_contracts(house) == set()


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREACHES)
def test_a_wrong_import_breaks_its_contract(house, contract):
    name, line = BREACHES[contract]
    path = house / "src" / name
    kept = path.read_text()
    path.write_text(f"{line}\n{kept}")
    try:
        assert contract in broken_contracts(house)
    finally:
        path.write_text(kept)


@pytest.mark.slow
def test_a_new_module_must_take_its_place(house):
    (house / "src/plenary/newcomer").mkdir()
    (house / "src/plenary/newcomer/__init__.py").touch()
    try:
        assert "Imports go down" in broken_contracts(house)
    finally:
        shutil.rmtree(house / "src/plenary/newcomer")
