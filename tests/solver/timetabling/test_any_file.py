"""Whatever is done to a file, it reads as a problem or is refused in a sentence; nothing else comes out."""

import copy
import datetime
import json
import zipfile
from random import Random

import openpyxl
import pytest

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling import cosplib, files
from plenary_solver.timetabling.json_problem import problem_from_json, problem_to_json
from plenary_solver.timetabling.problem import Problem
from plenary_solver.timetabling.synthetic import synthetic

JUNK = [
    None, "", " ", "x", "Ü" * 300, 0, -1, 1.5, 1e300, 10**13, True, "=A1", "#REF!", "nan", "1e5", "GMT+99", "25:61",
    datetime.date(2026, 5, 6), datetime.datetime(2026, 5, 6, 7, 8), datetime.time(9, 30), datetime.timedelta(days=2),
]  # fmt: skip
JSON_JUNK = [None, "", "x", 0, -1, 1.5, 1e300, 10**30, True, [], {}, [1], {"x": 1}, [[]], float("nan")]


def outcome(read):
    try:
        problem = read()
    except BadInput as refused:
        assert refused.sentence.endswith((".", "?"))
        return "refused"
    assert isinstance(problem, Problem)
    return "read"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "workbook.xlsx"
    cosplib.write(synthetic(8, 1, restricted=True), path)
    return path


@pytest.mark.parametrize("seed", range(4))
def test_cells_of_a_workbook_changed_at_random(workbook, tmp_path, seed):
    random = Random(seed)
    book = openpyxl.load_workbook(workbook)
    outcomes = set()
    for _ in range(12):
        sheet = random.choice(book.worksheets)
        cell = sheet.cell(random.randint(1, sheet.max_row + 1), random.randint(1, sheet.max_column + 1))
        before = cell.value
        cell.value = random.choice(JUNK)
        book.save(tmp_path / "changed.xlsx")
        outcomes.add(outcome(lambda: files.read(tmp_path / "changed.xlsx")))
        cell.value = before
    assert "refused" in outcomes


@pytest.mark.parametrize("seed", range(30))
def test_bytes_of_a_workbook_changed_at_random(workbook, tmp_path, seed):
    random = Random(seed)
    content = bytearray(workbook.read_bytes())
    for _ in range(random.choice((1, 5, 50))):
        content[random.randrange(len(content))] = random.randrange(256)
    (tmp_path / "changed.xlsx").write_bytes(content)
    assert outcome(lambda: files.read(tmp_path / "changed.xlsx")) in ("read", "refused")


@pytest.mark.parametrize("seed", range(30))
def test_parts_of_a_workbook_changed_at_random(workbook, tmp_path, seed):
    """Inside the archive, where the checksums are right."""
    random = Random(seed)
    with zipfile.ZipFile(workbook) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    changed = parts[random.choice(sorted(parts))]
    for _ in range(random.choice((1, 3, 20))):
        changed[random.randrange(len(changed))] = random.choice(b"<>/\"'=0a\xff")
    with zipfile.ZipFile(tmp_path / "changed.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    assert outcome(lambda: files.read(tmp_path / "changed.xlsx")) in ("read", "refused")


@pytest.mark.parametrize("seed", range(100))
def test_values_of_a_document_changed_at_random(seed):
    random = Random(seed)
    data = copy.deepcopy(problem_to_json(synthetic(8, 1, restricted=True)))
    place = data
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = random.choice(list(keys))
        if not isinstance(place[key], dict | list) or not place[key] or random.random() < 0.2:
            break
        place = place[key]
    place[key] = random.choice(JSON_JUNK)
    assert outcome(lambda: problem_from_json(json.loads(json.dumps(data)))) in ("read", "refused")
