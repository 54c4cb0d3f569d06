"""The command line is a contract: every command of docs/reference/command-line.md, run as scripts run it.

0 done, 1 failed, 2 wrong usage, 3 «not what you asked me to read»; with --json one document on standard output and
nothing else; errors in whole sentences on standard error.
"""

import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from plenary_reader.schedules import read_schedule
from tests.served import ROOT, plenary

pytestmark = pytest.mark.slow

ANNOUNCEMENT = Path(__file__).parent / "material" / "announcement.md"
READING = {
    "is_event", "reason", "status", "title", "edition", "start_date", "end_date", "date_precision", "city", "cities",
    "country", "venue", "mode", "theme", "organisers", "co_organisers", "topics", "promises", "images", "agenda",
    "contact", "published_at", "language", "evidence",
}  # fmt: skip
SCHEDULE = {"format", "talks", "rooms", "days", "speakers", "problems"}
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTAMP:20260901T000000Z\r
DTSTART:20261212T010000Z\r
DTEND:20261212T013000Z\r
SUMMARY:Opening\r
LOCATION:Hall 1\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Path:
    """Files to read: a guest list with a row in trouble, a calendar, and a text that announces nothing."""
    folder = tmp_path_factory.mktemp("material")
    book = Workbook()
    for row in (
        ["姓名", "单位", "手机"],
        ["张三", "蜀川材料大学", "13800000001"],
        ["", "蜀川材料大学", "1380000"],
    ):
        book.active.append(row)
    book.save(folder / "guests.xlsx")
    (folder / "schedule.ics").write_text(CALENDAR)
    (folder / "diary.txt").write_text("今天下雨，我在家里读书。")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "empty").touch()
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """A data folder with a released programme."""
    data = tmp_path_factory.mktemp("demo") / "data"
    done = plenary(data, "demo", "--at", "released")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return data


@pytest.fixture(scope="module")
def summit(tmp_path_factory) -> Path:
    """A data folder with the draft of `plenary new`."""
    data = tmp_path_factory.mktemp("summit") / "data"
    done = plenary(data, "new", str(ANNOUNCEMENT))
    assert done.returncode == 0, done.stderr
    return data


def slug_in(data: Path) -> str:
    """As a script learns it: an export of an edition that is not there names those that are."""
    said = plenary(data, "export", "archive", "--edition", "none", "-o", str(data / "none.zip"))
    return re.search(r"Editions here: (\S+)\.", said.stderr).group(1)


def document(done) -> dict | list:
    """The one JSON document on standard output; `json.loads` refuses a second one."""
    return json.loads(done.stdout)


def test_reading_an_announcement_prints_every_field(tmp_path):
    done = plenary(tmp_path / "unused", "read", str(ANNOUNCEMENT), "--json")
    read = document(done)
    assert (done.returncode, done.stderr, set(read)) == (0, "", READING)
    assert (read["title"], read["start_date"], read["end_date"], read["city"], read["edition"]) == (
        "第三届西部先进材料科学论坛", "2026-12-12", "2026-12-13", "成都", 3,
    )  # fmt: skip
    assert sorted(promise["count"] for promise in read["promises"]) == [6, 10, 30, 120, 400]
    assert not (tmp_path / "unused").exists()  # no database for reading
    plain = plenary(tmp_path / "unused", "read", str(ANNOUNCEMENT))
    assert (plain.returncode, "第三届西部先进材料科学论坛" in plain.stdout) == (0, True)


def test_a_text_that_announces_nothing_is_refused_with_the_same_fields(tmp_path, material):
    done = plenary(tmp_path, "read", str(material / "diary.txt"), "--json")
    read = document(done)
    assert (done.returncode, set(read), read["is_event"], bool(read["reason"])) == (3, READING, False, True)
    refused = plenary(tmp_path / "data", "new", str(material / "diary.txt"))
    assert (refused.returncode, refused.stdout) == (3, "") and is_sentence(refused.stderr)


def test_new_makes_one_draft_and_says_where_it_stands(summit):
    again = plenary(summit, "new", str(ANNOUNCEMENT))
    assert (again.returncode, f"/console/{slug_in(summit)}/" in again.stdout) == (0, True)
    assert is_sentence(again.stderr)  # it was read before; nothing was made twice


def test_guests_are_previewed_then_imported_each_problem_with_its_row(summit, material):
    arguments = ("import", "guests", str(material / "guests.xlsx"), "--edition", slug_in(summit), "--json")
    for dry_run, added in ((True, 1), (False, 1)):
        done = plenary(summit, *arguments, *(["--dry-run"] if dry_run else []))
        said = document(done)
        assert (done.returncode, done.stderr, said["add"], said["dry_run"]) == (0, "", added, dry_run)
        assert [problem["row"] for problem in said["problems"]] == [3]
    again = document(plenary(summit, *arguments))
    assert (again["add"], again["same"]) == (0, 1)
    plain = plenary(summit, *arguments[:-1])
    assert (plain.returncode, "row 3" in plain.stderr) == (0, True)


def test_a_schedule_is_looked_through_without_a_database_and_taken_in_with_one(summit, material, tmp_path):
    dry = plenary(
        tmp_path / "unused", "import", "schedule", str(material / "schedule.ics"), "--dry-run", "--json"
    )
    said = document(dry)
    assert (dry.returncode, dry.stderr, set(said) >= SCHEDULE) == (0, "", True)
    assert (said["talks"], said["rooms"], said["days"], len(said["problems"])) == (1, 1, 1, 1)
    assert said["problems"][0].keys() >= {"where", "what"}
    assert not (tmp_path / "unused").exists()
    real = plenary(
        summit, "import", "schedule", str(material / "schedule.ics"), "--edition", slug_in(summit), "--json"
    )
    said = document(real)
    assert (real.returncode, set(said) >= SCHEDULE, said["talks"], said["added"]) == (0, True, 1, 1)


@pytest.mark.parametrize("what", ["schedule.xml", "schedule.json", "schedule.ics"])
def test_the_current_release_leaves_in_three_formats(demo, tmp_path, what):
    kept = tmp_path / what
    done = plenary(demo, "export", what, "--edition", slug_in(demo), "-o", str(kept))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(read_schedule(kept).talks) >= 45


def test_an_archive_leaves_and_comes_back_equal(demo, tmp_path):
    first, second, other, slug = tmp_path / "1.zip", tmp_path / "2.zip", tmp_path / "other", slug_in(demo)
    assert plenary(demo, "export", "archive", "--edition", slug, "-o", str(first)).returncode == 0
    dry = plenary(other, "import", "archive", str(first), "--dry-run", "--json")
    assert (dry.returncode, document(dry)["edition"], document(dry)["problems"]) == (0, slug, [])
    done = plenary(other, "import", "archive", str(first), "--json")
    assert (done.returncode, done.stderr, document(done)["edition"]) == (0, "", slug)
    assert plenary(other, "export", "archive", "--edition", slug, "-o", str(second)).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    again = plenary(other, "import", "archive", str(first))
    assert (again.returncode, again.stdout) == (1, "") and is_sentence(again.stderr)


def test_the_demo_fills_only_an_empty_folder(demo):
    done = plenary(demo, "demo")
    assert (done.returncode, done.stdout) == (1, "") and is_sentence(done.stderr)


def test_the_doctor_answers_in_one_document(demo, tmp_path):
    done = plenary(tmp_path / "healthy", "doctor", "--json")
    findings = document(done)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"database", "disk", "address", "mail", "fonts", "worker"} <= {one["subject"] for one in findings}
    assert {one["state"] for one in findings} <= {"ok", "note"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["read"],
        ["import", "flowers", "x"],
        ["export", "archive"],
        ["demo", "--at", "noon"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "door"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_on_standard_error(arguments, tmp_path):
    done = plenary(tmp_path / "data", *arguments)
    assert (done.returncode, done.stdout, "usage: plenary" in done.stderr) == (2, "", True)


@pytest.mark.parametrize("file", ["empty", "noise.bin", "diary.txt"])
@pytest.mark.parametrize(
    "command",
    [["read"], ["new"], ["import", "guests"], ["import", "schedule"], ["import", "schedule", "--dry-run"],
     ["import", "archive"]],
    ids=" ".join,
)  # fmt: skip
def test_what_was_not_asked_for_is_refused_with_3_and_a_sentence(summit, material, command, file):
    done = plenary(summit, *command, str(material / file))
    assert done.returncode == 3, done.stdout + done.stderr
    assert done.stdout == "" and is_sentence(done.stderr)


@pytest.mark.parametrize("command", [["read"], ["new"], ["import", "guests"], ["import", "schedule"],
                                     ["import", "schedule", "--dry-run"], ["import", "archive"]], ids=" ".join)  # fmt: skip
def test_a_file_that_is_not_there_is_1_and_named(summit, command):
    done = plenary(summit, *command, "/nowhere/list.xlsx")
    assert (done.returncode, done.stdout) == (1, "") and is_sentence(done.stderr)


@pytest.mark.parametrize(
    "command", [["import", "guests", "guests.xlsx"], ["import", "schedule", "schedule.ics"]]
)
def test_an_edition_that_is_not_there_is_1_and_named(summit, material, command):
    done = plenary(summit, *command[:2], str(material / command[2]), "--edition", "atlantis")
    assert (done.returncode, done.stdout, "atlantis" in done.stderr) == (1, "", True)
    assert is_sentence(done.stderr)


def test_the_reference_lists_exactly_the_commands_there_are(tmp_path):
    listed = set(
        re.findall(r"^\| `plenary (\w+)", (ROOT / "docs/reference/command-line.md").read_text(), re.M)
    )
    usage = plenary(tmp_path, "dance").stderr
    assert listed == set(re.findall(r"'(\w+)'", usage.split("choose from")[1]))


def is_sentence(said: str) -> bool:
    """Whole sentences, and no traceback. Why a text announces nothing is said in the language of the text."""
    return bool(re.fullmatch(r"[A-Z“\u4e00-\u9fff].*[.。]", said.strip(), re.S)) and "Traceback" not in said
