"""Every way in, and what goes wrong there: a whole sentence in the reader's language, and nothing half done."""

import html
import io
import random
import re
import time
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from plenary.accounts.links import make_link
from plenary.checkin.doors import door_path
from plenary.checkin.models import Scan
from plenary.invitations.links import guest_path
from plenary.invitations.models import Answer
from tests.factories import make_badge, make_door_link, make_edition, make_invitation, make_owner, make_person

pytestmark = pytest.mark.django_db

HAN = re.compile(r"[\u4e00-\u9fff]")


def workbook(rows) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


GUESTS = workbook([["姓名", "手机"], *([f"张{number}", 13800000000 + number] for number in range(200))])
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><schedule><day>&b;</day></schedule>'
FILES = {
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "cut in half": GUESTS[: len(GUESTS) // 2],
    "entities": XXE,
    "larger than the limit": b"a,b\n" * 2_700_000,
}
# The way in, its address, and what is sent beside the file.
WAYS = {
    "announcement": ("/console/new/", {"text": ""}),
    "guest list": ("/console/summit/guest-lists/", {}),
    "talk list": ("/console/summit/programme/files/", {"kind": "talks"}),
    "schedule": ("/console/summit/programme/files/", {"kind": "schedule"}),
    "archive": ("/console/archive/", {}),
}


def rows_kept() -> dict[str, int]:
    """How many rows every table of ours has; sessions and counted tries may grow."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model.__module__.startswith("plenary.") and model._meta.label != "accounts.Attempt"
    }


def said(response) -> str:
    """What the page says about what went wrong."""
    page = response.content.decode()
    blocks = re.findall(r'<(\w+)[^>]*(?:role="alert"|class="field__error)[^>]*>(.*?)</\1>', page, re.S)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", block)) for _, block in blocks)
    return " ".join(text.split())


def assert_sentence(text: str, language: str) -> None:
    assert re.search(r"[.。！!]", text), f"no sentence: {text!r}"
    assert bool(HAN.search(text)) == (language == "zh"), text


@pytest.fixture
def edition():
    return make_edition(slug="summit")


@pytest.fixture(params=["zh", "en"])
def language(request, client):
    client.cookies["language"] = request.param
    return request.param


@pytest.fixture
def owner(client):
    person = make_owner()
    client.force_login(person)
    return person


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("way", WAYS)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(
    client, owner, edition, language, way, file
):
    address, beside = WAYS[way]
    before = rows_kept()
    response = client.post(address, beside | {"file": SimpleUploadedFile("list.xlsx", FILES[file])})
    assert response.status_code in (413, 422), (response.status_code, said(response))
    assert_sentence(said(response), language)
    assert rows_kept() == before


@pytest.mark.parametrize("way", WAYS)
def test_no_file_at_all_is_a_sentence_too(client, owner, edition, language, way):
    address, beside = WAYS[way]
    before = rows_kept()
    response = client.post(address, beside)
    assert response.status_code == 422
    assert_sentence(said(response), language)
    assert rows_kept() == before


def test_two_megabytes_that_unpack_to_thirty_one_are_refused_in_three_seconds(
    client, owner, edition, language
):
    chance, rows, size, number = random.Random(4), [], 0, 0
    while size < 31_000_000:
        number += 1
        cells = "".join(f'<c r="{one}{number}"><v>{chance.randrange(10**4)}</v></c>' for one in "ABCDEFGH")
        rows.append(f'<row r="{number}">{cells}</row>')
        size += len(rows[-1])
    honest, bomb = zipfile.ZipFile(io.BytesIO(GUESTS)), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in honest.namelist():
            text = honest.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = re.sub(
                    rb"<sheetData>.*</sheetData>",
                    f"<sheetData>{''.join(rows)}</sheetData>".encode(),
                    text,
                    flags=re.S,
                )
            archive.writestr(part, text)
    before, started = rows_kept(), time.monotonic()
    response = client.post(WAYS["guest list"][0], {"file": SimpleUploadedFile("list.xlsx", bomb.getvalue())})
    taken = time.monotonic() - started
    assert (response.status_code, rows_kept()) == (422, before)
    assert_sentence(said(response), language)
    assert taken < 3


# ---- links


def foreign_link(purpose: str) -> str:
    """Well formed and signed, for something that is not there."""
    return make_link(purpose, 987654, 1)


@pytest.mark.parametrize("address", ["/i/{}/", "/o/{}/", "/door/{}/", "/join/{}/", "/signin/{}/"])
@pytest.mark.parametrize("kind", ["cut", "of another purpose", "of nobody"])
def test_a_link_that_opens_nothing_says_so_and_changes_nothing(client, edition, language, address, kind):
    purpose = {"i": "invitation", "o": "contact", "d": "door", "j": "join", "s": "join"}[address[1]]
    other = "door" if purpose != "door" else "invitation"
    token = {
        "cut": foreign_link(purpose)[:9],
        "of another purpose": foreign_link(other),
        "of nobody": foreign_link(purpose),
    }[kind]
    before = rows_kept()
    response = client.get(address.format(token))
    assert response.status_code in (404, 410)
    text = " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])).split()
    )
    assert_sentence(text, language)
    assert rows_kept() == before


@pytest.mark.parametrize(
    "address",
    ["/i/{guest}/answer/", "/door/{door}/admissions/", "/door/{door}/start/", "/signout/",
     "/console/summit/people/{person}/answer/", "/console/summit/programme/board/moves/"],
)  # fmt: skip
def test_a_get_where_a_post_is_meant_changes_nothing(client, owner, edition, address):
    invitation = make_invitation(make_person(edition))
    names = {
        "guest": guest_path(invitation).split("/")[2],
        "door": door_path(make_door_link(edition)).split("/")[2],
        "person": invitation.person.pk,
    }
    before = rows_kept()
    assert client.get(address.format(**names)).status_code == 405
    assert rows_kept() == before


@pytest.mark.parametrize("answer", ["", "maybe", "<script>"])
def test_an_answer_that_is_none_is_asked_for_again(client, edition, language, answer):
    path = guest_path(make_invitation(make_person(edition)))
    response = client.post(path + "answer/", {"answer": answer})
    assert (response.status_code, Answer.objects.count()) == (422, 0)
    assert ("请" in response.content.decode()) == (language == "zh")


def test_the_same_answer_twice_is_one_answer(client, edition):
    path = guest_path(make_invitation(make_person(edition)))
    for _ in range(2):
        assert client.post(path + "answer/", {"answer": "yes"}).status_code == 302
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("text", ["", "00000000", "' OR 1=1 --", "x" * 400])
def test_a_scan_that_is_no_badge_admits_nobody(client, edition, language, text):
    make_badge(edition)
    path = door_path(make_door_link(edition))
    client.post(path + "start/", {"door": "北门", "name": "小吴"})
    response = client.post(
        path + "admissions/",
        {"nonce": "a" * 22, "how": "code", "text": text},
        headers={"accept": "application/json"},
    )
    answer = response.json()
    assert_sentence(answer.get("error") or answer["sentence"], language)
    assert Scan.objects.filter(verdict="admitted").count() == 0


def test_a_scan_sent_twice_admits_once(client, edition):
    badge = make_badge(edition)
    path = door_path(make_door_link(edition))
    client.post(path + "start/", {"door": "北门", "name": "小吴"})
    for _ in range(2):
        client.post(path + "admissions/", {"nonce": "a" * 22, "how": "code", "text": badge.code})
    assert list(Scan.objects.values_list("verdict", flat=True)) == ["admitted"]


@pytest.mark.parametrize(
    "sent",
    [{}, {"email": "nobody@example.org", "password": "wrong"}, {"email": "no mail", "password": "x"},
     {"email": "a" * 300 + "@example.org", "password": "x" * 5000}],
    ids=["empty", "unknown", "no address", "huge"],
)  # fmt: skip
def test_a_sign_in_that_fails_says_so_and_signs_nobody_in(client, language, sent):
    make_owner()
    response = client.post("/signin/", sent)
    assert response.status_code == 422
    assert_sentence(said(response), language)
    assert "_auth_user_id" not in client.session
