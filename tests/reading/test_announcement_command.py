"""The command: one JSON document on standard output, reasons on standard error, four exit codes."""

import json
import sys

from plenary_reader.announcements import run
from plenary_reader.announcements.command import main

TEXT = "第五届示例论坛\n\n时间：2026年5月8日\n地点：扬州示例会议中心"


def test_an_announcement_is_printed_as_one_json_document(tmp_path, capfdbinary):
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run(str(path), as_json=True) == 0
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["start_date"] == "2026-05-08"
    assert err == b""


def test_a_refusal_exits_with_three_and_still_prints_its_json(tmp_path, capfdbinary):
    path = tmp_path / "news.txt"
    path.write_text("The cat sat on the mat.", encoding="utf-8")
    assert run(str(path), as_json=True) == 3
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["is_event"] is False
    assert json.loads(out)["reason"] == err.decode().strip()


def test_the_draft_shows_each_field_with_its_words(tmp_path, capfdbinary):
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run(str(path), as_json=False) == 0
    assert "start_date: 2026-05-08    « 2026年5月8日 »" in capfdbinary.readouterr()[0].decode()


def test_a_missing_file_exits_with_one_and_says_what_to_do(tmp_path, capfd):
    assert run(str(tmp_path / "none.txt"), as_json=True) == 1
    assert "cannot be read" in capfd.readouterr()[1]


def test_wrong_usage_exits_with_two(capfd):
    assert main([]) == main(["a", "b"]) == main(["a", "--xml"]) == 2
    assert "Give one file" in capfd.readouterr()[1]


def test_the_reader_does_not_know_django():
    import plenary_reader.announcements  # noqa: F401

    reader_modules = [name for name in sys.modules if name.startswith("plenary_reader")]
    assert reader_modules
    for name in reader_modules:
        assert not any(
            value.__name__.startswith("django")
            for value in vars(sys.modules[name]).values()
            if isinstance(value, type(sys))
        )
