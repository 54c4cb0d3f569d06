import json
import time
from datetime import timedelta
from io import BytesIO
from unicodedata import normalize

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from plenary.invitations.actions.guest_lists import (
    AlreadyDecided,
    CannotUndo,
    choose,
    confirm_guest_list,
    discard,
    take_in,
    undo_guest_list,
)
from plenary.invitations.commands import import_guests
from plenary.invitations.intake import NotAGuestList, _folder
from plenary.invitations.models import GuestListFile
from plenary.invitations.planning import Choices, make_plan
from plenary.invitations.tasks import forget_undecided_lists
from plenary.lib.clock import now
from plenary.people.models import Organisation, Person
from tests.factories import (
    make_category,
    make_edition,
    make_invitation,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


def book(*rows, sheet="名单") -> bytes:
    """A workbook as a committee writes it: a title, a remark, then the header in row 3."""
    made = Workbook()
    made.active.title = sheet
    for row in [("示例峰会嘉宾名单",), ("填表说明：请于周五前报送",), *rows]:
        made.active.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


HEADER = ("序号", "单位", "姓名", "职务", "手机", "邮箱", "类别", "身份证号")
ROWS = (
    HEADER,
    (1, "示例大学", "张伟", "院长", "13812345678", "wei@example.org", "院长", "x"),
    (2, "示例大学", "李娜", "教授", "13900001111", "", "专家", "x"),
    (3, "示例日报", "王芳", "记者", "", "不是邮箱", "媒体", "x"),
)


def drop(edition, content=None, user=None, filename="名单.xlsx") -> GuestListFile:
    return take_in(
        edition=edition,
        filename=filename,
        content=book(*ROWS) if content is None else content,
        by=user or make_member(edition),
        at=now(),
    )


def plan_of(taken: GuestListFile):
    return make_plan(taken.edition, taken.reading, Choices(**taken.choices))


def confirm(taken: GuestListFile) -> GuestListFile:
    return confirm_guest_list(guest_list=taken, by=taken.by, at=now())


def test_dropping_a_list_takes_nothing_in_yet():
    taken = drop(make_edition())
    plan = plan_of(taken)
    assert [(row.row, row.facts["name"], row.kind) for row in plan.rows] == [
        (4, "张伟", "add"),
        (5, "李娜", "add"),
        (6, "王芳", "add"),
    ]
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)


def test_every_problem_names_its_row_and_sensitive_columns_are_left_out():
    taken = drop(make_edition())
    found = {(one.row, one.column) for one in plan_of(taken).problems}
    assert (6, "F") in found  # 不是邮箱
    assert (3, "H") in found  # 身份证号
    assert "x" not in json.dumps([row["extra"] for row in taken.reading["rows"]])


def test_confirming_writes_people_organisations_and_categories_once():
    edition = make_edition()
    deans = make_category(edition, name_zh="院长")
    taken = drop(edition)
    choose(guest_list=taken, choices=Choices(labels={"专家": "new", "院长": str(deans.pk)}))
    confirm(taken)
    people = edition.people.order_by("pk").values_list(
        "name", "organisation__name_zh", "category__name_zh", "phone"
    )
    assert list(people) == [
        ("张伟", "示例大学", "院长", "+8613812345678"),
        ("李娜", "示例大学", "专家", "+8613900001111"),
        ("王芳", "示例日报", None, ""),
    ]
    assert list(edition.people.search("zw")) == [edition.people.get(name="张伟")]
    with pytest.raises(AlreadyDecided):
        confirm(GuestListFile.objects.get(pk=taken.pk))
    assert edition.people.count() == 3


def test_the_file_is_forgotten_once_the_list_is_decided_on(django_capture_on_commit_callbacks):
    edition = make_edition()
    with django_capture_on_commit_callbacks(execute=True):
        first = drop(edition)
        assert len(list(_folder().iterdir())) == 1
        confirm(first)
    assert list(_folder().iterdir()) == []
    second = drop(edition)
    discard(guest_list=second, by=second.by, at=now())
    assert list(_folder().iterdir()) == []
    assert [one.reading["rows"] for one in GuestListFile.objects.all()] == [[], []]


def test_lists_nobody_decided_on_are_forgotten_after_a_week():
    edition = make_edition()
    old, fresh = drop(edition), drop(edition)
    GuestListFile.objects.filter(pk=old.pk).update(at=now() - timedelta(days=8))
    forget_undecided_lists()
    assert GuestListFile.objects.get(discarded_at=None) == fresh


def test_the_same_list_again_changes_nothing():
    edition = make_edition()
    confirm(drop(edition))
    assert plan_of(drop(edition)).counts == {"same": 3}


def test_a_second_list_updates_whom_it_knows_and_says_what_changes():
    edition = make_edition()
    unit = make_organisation(edition, name_zh="示例大学")
    known = make_person(
        edition, name="张伟", organisation=unit, position="副院长", phone="+8613812345678", note="素食"
    )
    taken = drop(edition)
    row = plan_of(taken).rows[0]
    assert (row.person, row.kind, row.changes) == (
        known,
        "update",
        {"position": ("副院长", "院长"), "email": ("", "wei@example.org")},
    )
    confirm(taken)
    known.refresh_from_db()
    assert (known.position, known.email, known.note) == ("院长", "wei@example.org", "素食")
    assert edition.people.count() == 3


def test_a_shared_phone_does_not_make_two_people_one_unless_somebody_says_so():
    edition = make_edition()
    boss = make_person(edition, name="赵院长", phone="+8613812345678")
    taken = drop(edition)
    row = plan_of(taken).rows[0]
    assert (row.kind, row.maybe) == ("add", boss)
    choose(guest_list=taken, choices=Choices(same={str(row.position): boss.pk}))
    assert plan_of(taken).rows[0].kind == "update"
    choose(guest_list=taken, choices=Choices(same={str(row.position): make_person(edition).pk}))
    assert plan_of(taken).rows[0].kind == "add"


def test_a_person_who_stands_in_the_list_twice_is_added_once():
    edition = make_edition()
    taken = drop(edition, book(*ROWS, (4, "示例大学", "张伟", "院长", "13812345678", "", "", "")))
    assert [(row.row, row.kind, row.repeats) for row in plan_of(taken).rows][3] == (7, "repeat", 4)
    assert confirm(taken).added == 3


def test_one_secretary_for_several_leaders(client):
    edition = make_edition()
    content = book(
        ("单位", "姓名", "职务", "联系人", "联系电话"),
        ("示例大学", "张伟", "校长", "李秘书", "13800001111"),
        ("示例大学", "王强", "副校长", "李秘书", "13800001111"),
    )
    taken = drop(edition, content)
    client.force_login(taken.by)
    assert (
        "李秘书 +8613800001111"
        in client.get(f"/console/{edition.slug}/guest-lists/{taken.pk}/").content.decode()
    )
    confirm(taken)
    people = edition.people.values_list("name", "contact_name", "contact_phone")
    assert list(people) == [
        ("张伟", "李秘书", "+8613800001111"),
        ("王强", "李秘书", "+8613800001111"),
    ]


def test_one_category_for_all_of_a_sheet():
    edition = make_edition()
    press = make_category(edition)
    taken = drop(edition)
    choose(guest_list=taken, choices=Choices(sheets={"名单": str(press.pk)}))
    confirm(taken)
    assert set(edition.people.values_list("category", flat=True)) == {press.pk}


def test_another_meaning_of_a_column_reads_the_file_anew():
    edition = make_edition()
    taken = drop(edition)
    choose(guest_list=taken, choices=Choices(columns={"名单|D": "note", "名单|H": "phone"}))
    facts = plan_of(taken).rows[0].facts
    assert (facts["note"], "position" in facts, facts["phone"]) == ("院长", False, "+8613812345678")


def test_undo_takes_back_what_was_added_and_returns_what_was_changed():
    edition = make_edition()
    known = make_person(edition, name="张伟", phone="+8613812345678", position="副院长")
    taken = drop(edition)
    choose(guest_list=taken, choices=Choices(labels={"专家": "new"}))
    confirm(taken)
    undo_guest_list(guest_list=taken, by=taken.by, at=now())
    known.refresh_from_db()
    assert (known.position, known.organisation, known.email) == ("副院长", None, "")
    assert (edition.people.count(), edition.organisations.count(), edition.categories.count()) == (1, 0, 0)
    with pytest.raises(AlreadyDecided):
        undo_guest_list(guest_list=taken, by=taken.by, at=now())


def test_undo_keeps_what_somebody_corrected_meanwhile():
    edition = make_edition()
    known = make_person(edition, name="张伟", phone="+8613812345678", position="副院长")
    taken = confirm(drop(edition))
    Person.objects.filter(pk=known.pk).update(position="校长")
    undo_guest_list(guest_list=taken, by=taken.by, at=now())
    known.refresh_from_db()
    assert known.position == "校长"


def test_once_somebody_was_invited_there_is_no_undo():
    edition = make_edition()
    taken = confirm(drop(edition))
    make_invitation(edition.people.first())
    with pytest.raises(CannotUndo):
        undo_guest_list(guest_list=taken, by=taken.by, at=now())
    assert (edition.people.count(), GuestListFile.objects.get().undone_at) == (3, None)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", book(*ROWS)[:900], b"\xff" * 3000, b"<html>", b"\n\n"],
    ids=["empty", "pdf", "broken zip", "truncated", "noise", "web page", "blank"],
)
def test_what_is_no_list_is_refused_in_words_and_leaves_nothing(client, content):
    ada = make_member(edition := make_edition())
    client.force_login(ada)
    response = client.post(
        f"/console/{edition.slug}/guest-lists/", {"file": SimpleUploadedFile("x.xlsx", content)}
    )
    assert (response.status_code, 'role="alert"' in response.content.decode()) == (422, True)
    assert (GuestListFile.objects.count(), list(_folder().glob("*"))) == (0, [])


def test_a_list_goes_in_by_the_browser(client):
    edition = make_edition()
    ada, bob, charlie = make_member(edition), make_member(edition, "auditor"), make_member(make_edition())
    path = f"/console/{edition.slug}/guest-lists/"
    for user in (bob, charlie):
        client.force_login(user)
        upload = {"file": SimpleUploadedFile("名单.xlsx", book(*ROWS))}
        assert [client.get(path).status_code, client.post(path, upload).status_code] == [404, 404]
    client.force_login(ada)
    made = client.post(path, {"file": SimpleUploadedFile("名单.xlsx", book(*ROWS))})["Location"]
    page = client.get(made).content.decode()
    assert ("张伟" in page, Person.objects.count()) == (True, 0)
    client.post(made, {"label:专家": "new", "column:名单|D": "title", "sheet:0": "column"})
    assert client.get(made + "confirmation/").status_code == 405
    client.post(made + "confirmation/")
    client.post(made + "confirmation/")
    assert list(Person.objects.order_by("pk").values_list("category__name_zh", flat=True)) == [
        None,
        "专家",
        None,
    ]
    assert client.get(made).status_code == 200
    client.force_login(charlie)
    assert client.post(made + "undo/").status_code == 404
    client.force_login(ada)
    client.post(made + "undo/")
    assert Person.objects.count() == 0


def test_what_stands_in_a_strangers_cells_is_text_in_the_preview(client):
    ada = make_member(edition := make_edition())
    canary = "<script>alert(1)</script>"
    content = book(("姓名", "单位", canary), (canary, "示例", canary + "x"), ("=1+1", canary, ""))
    taken = drop(edition, content, ada)
    client.force_login(ada)
    page = client.get(f"/console/{edition.slug}/guest-lists/{taken.pk}/").content.decode()
    assert (canary in page, "&lt;script&gt;" in page) == (False, True)


def test_a_name_that_begins_like_a_formula_leaves_as_text_and_comes_back_the_same(client):
    ada = make_member(edition := make_edition())
    names = ["=1+1", "+86", "-2", "@SUM(A1)", "＝1", "\tx", "=cmd|' /C calc'!A0"]
    for name in names:
        make_person(edition, name=name.strip(), organisation=make_organisation(edition))
    client.force_login(ada)
    response = client.get(f"/console/{edition.slug}/guests/?format=xlsx")
    cells = [row[0] for row in load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {name.strip() for name in names}
    again = plan_of(drop(edition, response.content, ada)).rows
    assert [normalize("NFKC", row.person.name) for row in again] == [row.facts["name"] for row in again]
    assert len(again) == len(names)


def test_the_export_of_those_who_may_not_invite_has_masked_phones(client):
    edition = make_edition()
    make_person(edition, phone="+8613812345678", email="wei@example.org")
    client.force_login(make_member(edition, "auditor"))
    response = client.get(f"/console/{edition.slug}/guests/?format=xlsx")
    values = {
        cell.value for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row
    }
    assert {"•••••5678", "w•••@example.org"} <= values
    assert not {"+8613812345678", "wei@example.org"} & values


def test_the_command_prints_one_document_and_takes_in_once(tmp_path, capsys):
    edition = make_edition()
    file = tmp_path / "名单.xlsx"
    file.write_bytes(book(*ROWS))
    assert import_guests(file, slug=edition.slug, dry_run=True, as_json=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["add"], answer["dry_run"], Person.objects.count()) == (3, True, 0)
    assert {"row", "sheet", "column", "what", "severity"} == set(answer["problems"][0])
    assert import_guests(file, slug=edition.slug) == 0
    assert import_guests(file, as_json=True) == 0
    out = capsys.readouterr().out
    assert json.loads(out[out.index("{") :])["same"] == 3
    assert (Person.objects.count(), edition.categories.count()) == (3, 3)


def test_the_command_says_what_is_wrong_by_its_exit_code(tmp_path, capsys):
    edition = make_edition()
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    codes = [
        import_guests(pdf, slug=edition.slug, dry_run=True, as_json=True),
        import_guests(tmp_path / "none.xlsx", slug=edition.slug, dry_run=True, as_json=True),
        import_guests(pdf, slug="nowhere", dry_run=True, as_json=True),
    ]
    printed = capsys.readouterr()
    assert (codes, printed.out, len(printed.err.splitlines())) == ([3, 1, 1], "", 3)


def test_five_hundred_guests_are_previewed_and_taken_in_within_seconds_and_few_queries():
    edition = make_edition()
    rows = [
        (
            n,
            f"示例大学{n % 90}",
            f"张{chr(0x4E00 + n)}",
            "教授",
            f"138{n:08d}",
            f"g{n}@example.org",
            "院长",
            "",
        )
        for n in range(500)
    ]
    content = book(HEADER, *rows)
    started = time.monotonic()
    taken = drop(edition, content)
    choose(guest_list=taken, choices=Choices(labels={"院长": "new"}))
    with CaptureQueriesContext(connection) as queries:
        confirm(taken)
    assert (edition.people.count(), edition.organisations.count()) == (500, 90)
    assert len(queries) < 30
    assert time.monotonic() - started < 15


def test_an_unfinished_read_tells_nothing_of_the_machine(tmp_path):
    with pytest.raises(NotAGuestList) as refused:
        drop(make_edition(), b"PK\x03\x04" + b"\0" * 200)
    assert str(tmp_path) not in str(refused.value)
