"""Files of talks: previewed, taken in once, undone; and files that are something else."""

import json
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plenary.lib.workbooks import workbook
from plenary.people.models import Person
from plenary.programme.commands import import_schedule
from plenary.programme.intake import kind_of, proposal
from plenary.programme.models import ProgrammeFile, Slot, Talk
from plenary.programme.queries import programme_of
from tests.factories import make_edition, make_member, make_organisation, make_owner, make_person

SHARED = (
    Path(os.environ.get("PLENARY_SHARED") or Path(__file__).resolve().parents[5] / "shared")
    / "data"
    / "schedules"
)
ZONE = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db

HEADER = ["题目", "讲者", "单位", "职务", "时长（分钟）", "会场", "开始时间", "摘要"]
ROWS = [
    ["可信人工智能", "张伟", "东湖大学", "院长", 30, "会场A", "2021-11-13 09:00", "摘要一"],
    ["医学影像", "李娜", "北山科技大学", "教授", 30, "会场B", "2021-11-13 09:00", ""],
    ["工业视觉", "王芳、张伟", "东湖大学", "", 20, "", "", ""],
]
ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//test//EN\r
BEGIN:VEVENT\r
UID:0f6c3b6e-8f0e-4a3c-9a55-0b9f3f1d7a11\r
SUMMARY:Keynote on trust\r
LOCATION:Hall A\r
DTSTART:20211113T010000Z\r
DTEND:20211113T020000Z\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:b\r
SUMMARY:Lunch\r
LOCATION:Hall A\r
DTSTART:20211113T040000Z\r
DTEND:20211113T050000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture(autouse=True)
def ada(client, edition):
    user = make_member(edition, "programme")
    client.force_login(user)
    return user


def drop(client, edition, content: bytes, name: str, kind: str = "talks"):
    return client.post(
        reverse("programme_files", args=[edition.slug]),
        {"kind": kind, "file": SimpleUploadedFile(name, content)},
        headers={"Accept-Language": "en"},
    )


def post(client, name: str, file: ProgrammeFile):
    return client.post(reverse(name, args=[file.edition.slug, file.pk]), headers={"Accept-Language": "en"})


def a_list(rows=ROWS) -> bytes:
    return workbook("报告", HEADER, rows)


def test_a_list_is_previewed_taken_in_once_and_undone(client, edition):
    known = make_person(edition, name="张伟", organisation=make_organisation(edition, name_zh="东湖大学"))
    assert drop(client, edition, a_list(), "报告清单.xlsx").status_code == 302
    file = ProgrammeFile.objects.get()
    page = client.get(reverse("programme_file", args=[edition.slug, file.pk])).content.decode()
    assert "可信人工智能" in page and Talk.objects.count() == 0
    wanted = proposal(file)
    assert [speaker.name for speaker in wanted.newcomers] == ["李娜", "王芳"]
    assert wanted.rooms == ["会场A", "会场B"]

    post(client, "confirm_programme_file", file)
    post(client, "confirm_programme_file", file)  # twice: nothing is done twice
    talks = list(Talk.objects.filter(edition=edition))
    assert [(t.number, t.title_zh, t.minutes) for t in talks] == [
        (1, "可信人工智能", 30), (2, "医学影像", 30), (3, "工业视觉", 20),
    ]  # fmt: skip
    assert talks[0].starts_at == datetime(2021, 11, 13, 9, 0, tzinfo=ZONE)
    assert (talks[2].room, talks[2].starts_at) == (None, None)
    assert [row.person for row in talks[0].speakers.all()] == [known]
    assert [row.person.name for row in talks[2].speakers.all()] == ["王芳", "张伟"]
    assert [slot.starts_at for slot in Slot.objects.all()] == [talks[0].starts_at]

    post(client, "undo_programme_file", file)
    assert Talk.objects.count() == Slot.objects.count() == edition.rooms.count() == 0
    assert list(Person.objects.filter(edition=edition)) == [known]


def test_what_was_worked_on_since_cannot_be_undone(client, edition):
    drop(client, edition, a_list(), "报告清单.xlsx")
    file = ProgrammeFile.objects.get()
    post(client, "confirm_programme_file", file)
    Talk.objects.filter(number=2).update(version=1)
    post(client, "undo_programme_file", file)
    assert Talk.objects.count() == 3


def test_the_same_list_again_adds_nothing(client, edition):
    for _ in range(2):
        drop(client, edition, a_list(), "报告清单.xlsx")
        post(client, "confirm_programme_file", ProgrammeFile.objects.first())
    assert Talk.objects.count() == 3


def test_a_calendar_becomes_rooms_slots_and_talks_with_its_identities(client, edition):
    assert drop(client, edition, ICS, "schedule.ics", "schedule").status_code == 302
    post(client, "confirm_programme_file", ProgrammeFile.objects.get())
    keynote, lunch = Talk.objects.order_by("starts_at")
    assert str(keynote.guid) == "0f6c3b6e-8f0e-4a3c-9a55-0b9f3f1d7a11"
    assert (keynote.minutes, keynote.room.name_en, lunch.kind) == (60, "Hall A", "break")
    assert [slot.starts_at for slot in Slot.objects.all()] == [keynote.starts_at, lunch.starts_at]
    assert [clash.key for clash in programme_of(edition).clashes] == [f"nobody_speaks-{keynote.number}"]


def test_the_same_calendar_in_two_summits_keeps_one_identity_and_makes_the_other_anew(client, edition):
    second = make_edition()
    client.force_login(make_owner())
    for here in (edition, second):
        drop(client, here, ICS, "schedule.ics", "schedule")
        post(client, "confirm_programme_file", ProgrammeFile.objects.get(edition=here))
    assert Talk.objects.filter(edition=second).count() == 2
    assert Talk.objects.values("guid").distinct().count() == 4


BAD = {
    "empty": (b"", "talks"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "talks"),
    "a cut workbook": (a_list()[:600], "talks"),
    "words": ("峰会通知：请各位领导拨冗出席。".encode(), "talks"),
    "a list of guests": (
        workbook("嘉宾", ["姓名", "单位", "手机"], [["张伟", "东湖大学", "13800000000"]]),
        "talks",
    ),
    "not a schedule": (b"<html><body>schedule</body></html>", "schedule"),
    "cut xml": (b"<schedule><conference><title>x</title>", "schedule"),
    "entities": (b'<!DOCTYPE x [<!ENTITY a "b">]><schedule>&a;</schedule>', "schedule"),
    "other json": (b'{"schedule": []}', "schedule"),
    "deep json": (b"[" * 100_000, "schedule"),
    "cut calendar": (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x", "schedule"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_something_else_is_refused_in_a_sentence(client, edition, what):
    content, kind = BAD[what]
    answer = drop(client, edition, content, "file.bin", kind)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert ProgrammeFile.objects.count() == Talk.objects.count() == 0


def test_a_file_is_asked_for(client, edition):
    answer = client.post(reverse("programme_files", args=[edition.slug]), {"kind": "talks"})
    assert answer.status_code == 422


def test_a_file_of_another_summit_is_not_there(client, edition):
    other = make_edition()
    file = ProgrammeFile.objects.create(
        edition=other, kind="talks", filename="x", by=make_owner(), at=other.now(), reading={}
    )
    for name in ("programme_file", "confirm_programme_file", "undo_programme_file"):
        address = reverse(name, args=[edition.slug, file.pk])
        assert client.post(address).status_code in (404, 405)
        assert client.get(address).status_code in (404, 405)


def test_words_of_a_file_are_text_in_its_preview(client, edition):
    canary = "<img src=x onerror=alert(1)>"
    rows = [[canary, canary, canary, "", 30, canary, "2021-11-13 09:00", canary]]
    drop(client, edition, a_list(rows), "清单.xlsx")
    file = ProgrammeFile.objects.get()
    page = client.get(reverse("programme_file", args=[edition.slug, file.pk])).content.decode()
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("said", "title", "speaks", "kind"),
    [
        ("主旨报告", "甲", True, "keynote"),
        ("", "茶歇", False, "break"),
        ("", "Lunch with the chair", True, "talk"),
        ("圆桌论坛", "乙", True, "panel"),
        ("", "开幕式", False, "ceremony"),
        ("Talk", "丙", True, "talk"),
    ],
)
def test_kinds_are_read_from_the_files_own_words(said, title, speaks, kind):
    assert kind_of(said, title, speaks) == kind


def test_the_command_line_takes_a_schedule_in_and_says_so(edition, tmp_path, capsys):
    make_owner()
    path = tmp_path / "schedule.ics"
    path.write_bytes(ICS)
    assert import_schedule(path, slug=edition.slug, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["format"], said["added"], said["rooms"]) == ("icalendar", 2, 1)
    path.write_bytes(b"hello")
    assert import_schedule(path, slug=edition.slug, as_json=True) == 3
    assert import_schedule(path, slug="nowhere", as_json=True) == 1
    assert Talk.objects.count() == 2


@pytest.mark.shared
@pytest.mark.parametrize("name", ["fosdem-2021.xml", "frab-camp2019.json", "kielux_2020.ics"])
def test_a_real_schedule_comes_in_whole_and_goes_again(client, edition, name):
    drop(client, edition, (SHARED / name).read_bytes(), name, "schedule")
    file = ProgrammeFile.objects.get()
    post(client, "confirm_programme_file", file)
    assert Talk.objects.count() == len(file.reading["talks"])
    assert {c.rule for c in programme_of(edition).clashes} <= {
        "outside_days", "nobody_speaks", "room_taken", "speaker_in_two_rooms",
    }  # fmt: skip
    post(client, "undo_programme_file", file)
    assert Talk.objects.count() == Person.objects.filter(edition=edition).count() == 0
