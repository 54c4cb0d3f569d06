"""The console pages: who may open them, what they cost, what strangers' words do to them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plenary.people.models import Person
from plenary.programme.models import Release, Slot, Speaker, Talk, Track
from tests.factories import (
    make_edition,
    make_member,
    make_owner,
    make_person,
    make_room,
    make_talk,
    make_user,
)

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CANARY = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def ada(client, edition):
    """She may: a programme chair, signed in."""
    user = make_member(edition, "programme")
    client.force_login(user)
    return user


def url(name: str, edition, *args) -> str:
    return reverse(name, args=[edition.slug, *args])


def fill(edition, rows: int) -> None:
    rooms = [make_room(edition) for _ in range(min(rows, 3))]
    for n in range(rows):
        starts = NINE + timedelta(minutes=5 * (n // 3))
        Slot.objects.get_or_create(
            edition=edition, starts_at=starts, defaults={"ends_at": starts + timedelta(minutes=5)}
        )
        make_talk(
            edition,
            room=rooms[n % len(rooms)],
            starts_at=starts,
            minutes=5,
            speakers=(make_person(edition),),
            number=n + 1,
            track=Track.objects.create(edition=edition, name_zh=f"分论坛{n}") if n < 3 else None,
        )


PAGES = ["programme", "board", "grid", "releases", "talks_workbook"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_queries_with_1_3_and_300_talks(client, page):
    counts = []
    for rows in (1, 3, 300):
        edition = make_edition()
        client.force_login(make_member(edition, "programme"))
        fill(edition, rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(page, edition)).status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_a_move_costs_the_same_queries_with_1_3_and_300_talks(client):
    counts = []
    for rows in (1, 3, 300):
        edition = make_edition()
        client.force_login(make_member(edition, "programme"))
        fill(edition, rows)
        room = make_room(edition)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(
                url("move_talk", edition),
                {"number": 1, "version": 0, "room": room.pk, "starts_at": NINE.isoformat()},
                headers={"X-Fragment": "1"},
            )
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def changes(edition) -> list[str]:
    return [
        url("move_talk", edition),
        url("undo_move", edition),
        url("redo_move", edition),
        url("new_talk", edition),
        url("grid", edition),
        url("programme_files", edition),
        url("releases", edition),
        url("cancel_talk", edition, 1),
        url("restore_talk", edition, 1),
        url("confirm_programme_file", edition, 1),
        url("undo_programme_file", edition, 1),
    ]


@pytest.mark.parametrize("page", PAGES)
def test_bob_may_look_charlie_finds_nothing_and_a_stranger_signs_in(client, edition, page):
    fill(edition, 1)
    assert client.get(url(page, edition)).status_code == 302
    client.force_login(make_member(edition, "auditor"))
    assert client.get(url(page, edition)).status_code == 200
    client.force_login(make_user())
    assert client.get(url(page, edition)).status_code == 404
    client.force_login(make_member(make_edition(), "chair"))
    assert client.get(url(page, edition)).status_code == 404


def test_neither_bob_nor_charlie_changes_anything(client, edition):
    fill(edition, 1)
    for user in (make_member(edition, "auditor"), make_user()):
        client.force_login(user)
        answers = {address: client.post(address).status_code for address in changes(edition)}
        assert answers == dict.fromkeys(answers, 404)
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["move_talk", "undo_move", "redo_move", "cancel_talk", "restore_talk", "confirm_programme_file"]
)
def test_what_changes_something_is_never_a_get(client, edition, ada, name):
    fill(edition, 1)
    args = [1] if ("talk" in name and name != "move_talk") or "file" in name else []
    assert client.get(url(name, edition, *args)).status_code == 405


def test_strangers_words_are_text_on_every_page(client, edition, ada):
    person = make_person(edition, name=CANARY[:100], position=CANARY)
    room = make_room(edition, name_zh=CANARY, name_en=CANARY)
    Slot.objects.create(edition=edition, starts_at=NINE, ends_at=NINE + timedelta(minutes=30))
    track = Track.objects.create(edition=edition, name_zh=CANARY, name_en=CANARY)
    facts = {"title_zh": CANARY, "title_en": CANARY, "track": track, "speakers": (person,)}
    make_talk(edition, number=1, room=room, starts_at=NINE, **facts)
    make_talk(edition, number=2, room=room, starts_at=NINE, **facts)
    make_talk(edition, number=3, **facts)
    pages = [url(page, edition) for page in ("programme", "board", "grid", "releases")]
    pages += [url("talk", edition, 1), url("speaker_search", edition) + "?search=" + "img"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "<img src=x" not in text, page
        assert "49" not in re.findall(r"&amp;(\d+)", text), page
        assert "&lt;img" in text, page
    answer = client.post(
        url("move_talk", edition),
        {"number": 3, "version": 0, "room": room.pk, "starts_at": NINE.isoformat()},
        headers={"X-Fragment": "1"},
    )
    assert "<img src=x" not in answer.content.decode()


def test_a_talk_is_written_with_known_and_new_speakers_in_order(client, edition, ada):
    known = make_person(edition)
    form = {
        "title_zh": "可信人工智能",
        "kind": "keynote",
        "language": "zh",
        "minutes": "40",
        "speaker": [known.pk],
        f"order-{known.pk}": "2",
        "new-name": "李娜",
        "new-organisation": "东湖大学",
        "new-email": "li@example.org",
    }
    answer = client.post(url("new_talk", edition), form)
    assert answer.status_code == 302
    talk = Talk.objects.get(edition=edition)
    assert (talk.number, talk.kind, talk.minutes) == (1, "keynote", 40)
    assert [row.person.name for row in talk.speakers.all()] == [known.name, "李娜"]
    new = Person.objects.get(name="李娜")
    assert new.organisation.name_zh == "东湖大学"
    form = {
        "title_zh": "可信人工智能", "kind": "talk", "language": "zh", "minutes": "40", "version": "0",
        "speaker": [known.pk, new.pk], f"order-{known.pk}": "2", f"order-{new.pk}": "1",
    }  # fmt: skip
    assert client.post(url("talk", edition, 1), form).status_code == 302
    assert [row.person.name for row in talk.speakers.all()] == ["李娜", known.name]
    assert client.post(url("talk", edition, 1), form).status_code == 409  # the same page sent twice


def test_a_search_saves_nothing_and_a_wrong_form_says_what_to_mend(client, edition, ada):
    person = make_person(edition, name="张伟")
    answer = client.post(url("new_talk", edition), {"look": "1", "search": "张伟", "title_zh": "甲"})
    assert f'value="{person.pk}"' in answer.content.decode()
    answer = client.post(
        url("new_talk", edition), {"kind": "talk", "language": "zh", "minutes": "3", "new-email": "x@example.org"},
        headers={"Accept-Language": "en"},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Give the talk a title", "between 5 and 720", "Write the new speaker&#x27;s name"):
        assert sentence in text
    assert Talk.objects.count() == 0


def test_a_stale_move_is_refused_with_a_sentence_and_the_board_as_it_is(client, edition, ada):
    fill(edition, 1)
    Talk.objects.update(version=3)
    answer = client.post(
        url("move_talk", edition),
        {"number": 1, "version": 2, "room": make_room(edition).pk, "starts_at": NINE.isoformat()},
        headers={"X-Fragment": "1", "Accept-Language": "en"},
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "was changed by somebody else since you saw it" in text
    assert 'id="board"' in text and 'data-version="3"' in text


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"number": "x"},
        {"number": 1, "starts_at": "gestern", "room": 1},
        {"number": 1, "room": 10**30, "starts_at": NINE.isoformat()},
        {"number": 99},
        {"number": 1, "starts_at": "2021-13-45T99:00"},
    ],
)
def test_a_move_that_makes_no_sense_moves_nothing(client, edition, ada, wrong):
    fill(edition, 1)
    before = Talk.objects.values_list("room", "starts_at", "version").get()
    answer = client.post(url("move_talk", edition), wrong, headers={"X-Fragment": "1"})
    assert answer.status_code in (404, 409)
    assert Talk.objects.values_list("room", "starts_at", "version").get() == before


def test_a_room_of_another_summit_is_not_there(client, edition, ada):
    fill(edition, 1)
    foreign = {"number": 1, "version": 0, "room": make_room().pk, "starts_at": NINE.isoformat()}
    assert client.post(url("move_talk", edition), foreign).status_code == 404
    for do in ("change_room", "remove_room", "remove_track", "remove_slot"):
        assert client.post(url("grid", edition), {"do": do, "pk": foreign["room"]}).status_code == 404


def test_the_plain_form_places_a_talk_and_comes_back_to_its_day(client, edition, ada):
    fill(edition, 3)
    room = make_room(edition)
    place = {"number": 2, "room": room.pk, "starts_at": NINE.isoformat(), "day": "2021-11-13"}
    answer = client.post(url("move_talk", edition), place)
    assert answer.url == url("board", edition) + "?day=2021-11-13"
    assert Talk.objects.get(edition=edition, number=2).room == room
    answer = client.post(url("undo_move", edition), {"next": "//evil.example/"})
    assert answer.url == url("board", edition)
    assert Talk.objects.get(edition=edition, number=2).room != room


def test_rooms_slots_and_tracks_are_made_and_removed(client, edition, ada):
    here = url("grid", edition)
    assert (
        client.post(here, {"do": "add_room", "room-name_zh": "主会场", "room-seats": "500"}).status_code
        == 302
    )
    assert client.post(here, {"do": "add_track", "track-name_en": "Health"}).status_code == 302
    day = {"do": "make_slots", "day": "2021-11-13", "starts": "09:00", "ends": "10:30", "minutes": "30"}
    assert client.post(here, day | {"breaks": "nine to ten"}).status_code == 422
    assert client.post(here, day | {"breaks": "09：30—10:00"}).status_code == 302
    assert Slot.objects.filter(edition=edition).count() == 2
    room = edition.rooms.get()
    assert client.post(here, {"do": "change_room", "pk": room.pk, "name_zh": "大会堂"}).status_code == 302
    assert edition.rooms.get().name_zh == "大会堂"
    assert client.post(here, {"do": "remove_room", "pk": room.pk}).status_code == 302
    assert not edition.rooms.exists()


def test_a_release_names_clashes_and_is_made_once(client, edition, ada):
    fill(edition, 1)
    make_talk(
        edition,
        room=edition.rooms.first(),
        starts_at=NINE,
        number=9,
        minutes=5,
        speakers=(make_person(edition),),
    )
    page = client.get(url("releases", edition)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    [key] = re.findall(r'name="despite" value="([\w-]+)"', page)
    assert client.post(url("releases", edition), {"seen": seen}).status_code == 409
    form = {"seen": seen, "despite": [key], "note_en": "At last"}
    assert client.post(url("releases", edition), form).status_code == 302
    assert client.post(url("releases", edition), form).status_code == 409  # the same page sent twice
    made = Release.objects.get(edition=edition)
    assert (made.number, made.note_en) == (1, "At last")
    assert client.get(url("release", edition, 1)).status_code == 200
    assert client.get(url("release", edition, 2)).status_code == 404


def test_the_page_of_releases_costs_the_same_with_1_and_3_releases(client, edition, ada):
    fill(edition, 1)
    counts = []
    for number in (1, 2, 3):
        Release.objects.create(
            edition=edition, number=number, at=NINE, by=make_owner(),
            snapshot={"edition": {}, "talks": [], "rooms": [], "tracks": [], "days": []},
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            client.get(url("releases", edition))
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_the_list_finds_talks_by_title_speaker_and_number(client, edition, ada):
    wei = make_person(edition, name="张伟")
    # Named in both languages: a numbered title holds «12» every now and then.
    make_talk(edition, number=11, title_zh="医学影像", title_en="Medical images", speakers=(wei,))
    make_talk(edition, number=12, title_zh="知识图谱", title_en="Knowledge graphs", cancelled_at=NINE)

    def found(query: str) -> list[str]:
        return re.findall(r"talks/(\d+)/", client.get(url("programme", edition) + query).content.decode())

    assert found("?q=影像") == ["11"]
    assert found("?q=张伟") == ["11"]
    assert found("?q=12") == ["12"]
    assert found("?state=cancelled") == ["12"]
    assert found("?q=nothing") == []
    assert found("?q=%00影像&page=zzz&state=zzz") == ["11"]


def test_a_board_without_clashes_has_nothing_to_unfold(client, edition, ada):
    make_talk(edition)
    clashes = client.get(url("board", edition)).content.decode().partition('id="clashes"')[2]
    assert "<details" not in clashes.partition("</section>")[0]


def test_no_cell_of_the_workbook_is_a_formula(client, edition, ada):
    from io import BytesIO

    from openpyxl import load_workbook

    make_talk(edition, number=1, title_zh="=1+1", abstract_zh="@SUM(A1)")
    sheet = load_workbook(BytesIO(client.get(url("talks_workbook", edition)).content)).active
    assert [cell.data_type for cell in sheet[2]].count("f") == 0
    assert sheet["B2"].value == "=1+1"


def test_a_speaker_of_another_summit_is_not_taken(client, edition, ada):
    foreign = make_person()
    form = {
        "title_zh": "甲",
        "kind": "talk",
        "language": "zh",
        "minutes": "30",
        "speaker": [foreign.pk, "x", 10**20],
    }
    client.post(url("new_talk", edition), form)
    assert Speaker.objects.count() == 0
