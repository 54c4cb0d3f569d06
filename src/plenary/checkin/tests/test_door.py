"""The door page: opened by its link only, and opening nothing else."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from plenary.checkin.badges import qr, token_of
from plenary.checkin.doors import door_path
from plenary.checkin.models import Scan
from plenary.lib.clock import now
from tests.factories import (
    make_badge,
    make_door_link,
    make_edition,
    make_member,
    make_person,
)

pytestmark = pytest.mark.django_db
CANARY = '"><img src=x onerror=canary(1)>{{7*7}}</script>'


@pytest.fixture
def link():
    return make_door_link()


@pytest.fixture
def door(client, link):
    client.post(door_path(link) + "start/", {"door": "北门", "name": "王志愿"})
    return client


def admit(client, path, nonce="n-0000001", accept="application/json", **fields):
    return client.post(
        path + "admissions/", {"nonce": nonce, "how": "code"} | fields, headers={"Accept": accept}
    )


def test_the_link_asks_first_who_stands_where(client, link):
    page = client.get(door_path(link))
    assert (page.status_code, 'name="door"' in page.text) == (200, True)
    assert admit(client, door_path(link), text="00000000").status_code == 403
    assert client.get(door_path(link) + "search/?q=a").status_code == 403
    assert Scan.objects.count() == 0


def test_a_volunteer_admits_by_code_and_the_scan_keeps_door_and_name(door, link):
    badge = make_badge(link.edition)
    told = admit(door, door_path(link), text=badge.code.lower()).json()
    assert (told["verdict"], told["name"]) == ("admitted", badge.person.name)
    scan = Scan.objects.get()
    assert (scan.door, scan.volunteer, scan.by) == ("北门", "王志愿", None)


def test_without_a_script_the_form_ends_on_the_verdict(door, link):
    badge = make_badge(link.edition)
    answer = admit(door, door_path(link), accept="text/html", text=token_of(badge), how="camera")
    assert (answer.status_code, answer.url) == (302, door_path(link) + "?seen=n-0000001")
    page = door.get(answer.url)
    assert ('data-verdict="admitted"' in page.text, badge.person.name in page.text) == (True, True)


def test_the_same_request_twice_gets_the_same_bytes(door, link):
    badge = make_badge(link.edition)
    first, second = (admit(door, door_path(link), text=badge.code) for _ in range(2))
    assert first.content == second.content
    assert Scan.objects.count() == 1


def test_an_ended_expired_or_foreign_link_opens_nothing(client, link):
    ended = make_door_link(ended_at=now())
    expired = make_door_link(expires_at=now() - timedelta(minutes=1))
    chair = make_door_link(role="chair")
    changed = door_path(link)[:-3] + "AA/"
    older = door_path(link)
    link.version = 1
    link.save()
    paths = [door_path(ended), door_path(expired), door_path(chair), changed, older, "/door/x/", "/door/%00/"]
    assert [client.get(path).status_code for path in paths] == [404] * 7
    assert [client.post(path + "start/", {"door": "a", "name": "b"}).status_code for path in paths] == [
        404
    ] * 7


def test_a_link_that_ends_takes_its_cookie_with_it(door, link):
    badge = make_badge(link.edition)
    link.ended_at = now()
    link.save()
    assert admit(door, door_path(link), text=badge.code).status_code == 404


def test_the_door_opens_nothing_else(door, link):
    slug = link.edition.slug
    cookie = door.cookies["door"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (door_path(link), True, "Lax")
    pages = ["", "checkin/", "checkin/door/", "checkin/arrivals.xlsx", "badges/", "checkin/walk-in/"]
    answers = [door.get(f"/console/{slug}/{page}") for page in pages]
    assert [(a.status_code, a.url.startswith("/signin/")) for a in answers] == [(302, True)] * len(pages)


def test_the_cookie_of_one_door_is_worthless_at_another(door, link):
    other = make_door_link()
    badge = make_badge(other.edition)
    door.cookies["door"]["path"] = "/"
    assert admit(door, door_path(other), text=badge.code).status_code == 403


def test_a_get_admits_nobody(door, link):
    badge = make_badge(link.edition)
    for path in ("admissions/", "undo/", "start/", "leave/"):
        assert door.get(door_path(link) + path, {"nonce": "n-0000001", "text": badge.code}).status_code == 405
    assert Scan.objects.count() == 0


def test_a_post_without_the_token_of_the_form_is_refused(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(door_path(link) + "start/", {"door": "a", "name": "b"}).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"nonce": ""},
        {"nonce": "short"},
        {"nonce": "x" * 37},
        {"nonce": "<script>alert(1)"},
        {"how": "magic"},
        {"how": "search", "person": "1; drop table"},
        {"how": "search", "person": "9" * 30},
        {"text": "x" * 401},
    ],
)
def test_a_malformed_scan_is_refused_in_a_sentence_and_recorded_nowhere(door, link, fields):
    answer = door.post(
        door_path(link) + "admissions/",
        {"nonce": "n-0000001", "how": "code", "text": "x"} | fields,
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert Scan.objects.count() == 0


def test_names_are_text_on_the_page_and_in_the_answers(door, link):
    badge = make_badge(link.edition, name=CANARY, phone="+8613812345678")
    told = admit(door, door_path(link), text=badge.code)
    assert (told["Content-Type"], told["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert told.json()["name"] == CANARY
    for page in (
        door.get(door_path(link) + "?seen=n-0000001"),
        door.get(door_path(link), {"q": "img"}),
        door.get(door_path(link), {"q": CANARY}),
    ):
        assert ("<img" in page.text, "49" in page.text and "{{7*7}}" not in page.text) == (False, False)


def test_a_search_finds_by_pinyin_organisation_and_phone_and_shows_no_phone(door, link):
    from plenary.people.names import search_key

    person = make_person(link.edition, name="张伟", phone="+8613812345678", search_key=search_key("张伟"))
    make_person(make_edition(), name="张伟", search_key=search_key("张伟"))
    for typed in ("张伟", "zw", "zhangwei", "zhang", "5678"):
        found = door.get(door_path(link) + "search/", {"q": typed})
        nothing_more = {"organisation": "", "category": "", "came": ""}
        assert found.json() == {"people": [{"id": person.pk, "name": "张伟", **nothing_more}]}
    assert door.get(door_path(link) + "search/", {"q": ""}).json() == {"people": []}


def test_a_mistake_is_taken_back_at_the_door(door, link):
    badge = make_badge(link.edition)
    admit(door, door_path(link), text=badge.code)
    fields = {"scan": "n-0000001", "nonce": "n-0000002"}
    told = [
        door.post(door_path(link) + "undo/", fields, headers={"Accept": "application/json"}) for _ in range(2)
    ]
    assert told[0].json()["verdict"] == "undone"
    assert told[0].content == told[1].content
    assert admit(door, door_path(link), "n-0000003", text=badge.code).json()["verdict"] == "admitted"


def test_the_scan_of_another_edition_cannot_be_seen_or_taken_back(door, link):
    other = make_door_link()
    badge = make_badge(other.edition)
    client = Client()
    client.post(door_path(other) + "start/", {"door": "a", "name": "b"})
    admit(client, door_path(other), "n-elsewhere", text=badge.code)
    assert badge.person.name not in door.get(door_path(link) + "?seen=n-elsewhere").text
    fields = {"scan": "n-elsewhere", "nonce": "n-0000002"}
    assert door.post(door_path(link) + "undo/", fields).status_code == 404


def test_staff_with_the_grant_stand_at_a_door_under_their_own_name(client):
    edition = make_edition()
    ada = make_member(edition, "door", name="Ada")
    badge = make_badge(edition)
    client.force_login(ada)
    base = f"/console/{edition.slug}/checkin/door/"
    client.post(base + "start/", {"door": "北门"})
    assert admit(client, base, text=badge.code).json()["verdict"] == "admitted"
    assert Scan.objects.get().by == ada


def test_an_admission_costs_a_fixed_number_of_queries(door, link, django_assert_max_num_queries):
    badge = make_badge(link.edition)
    for _ in range(20):
        make_badge(link.edition)
    with django_assert_max_num_queries(20):
        told = admit(door, door_path(link), text=token_of(badge), how="camera")
    assert json.loads(told.content)["verdict"] == "admitted"


def camera_picture(badge, scale=4) -> tuple[bytes, int]:
    rows = list(qr(badge).matrix_iter(scale=scale, border=4))
    return bytes(30 if dark else 230 for row in rows for dark in row), len(rows)


def send_picture(client, path, picture: bytes, width):
    return client.post(f"{path}readings/?width={width}", picture, content_type="application/octet-stream")


def test_the_server_reads_a_camera_picture_and_admits_nobody(door, link):
    badge = make_badge(link.edition)
    picture, width = camera_picture(badge)
    assert send_picture(door, door_path(link), picture, width).json() == {"text": token_of(badge)}
    assert send_picture(door, door_path(link), bytes(480 * 480), 480).json() == {"text": ""}
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(
    ("size", "width"), [(0, 480), (480, 0), (479, 480), (480, -480), (480, "x"), (2_000_000, 1000)]
)
def test_a_picture_of_no_shape_is_refused_in_a_sentence(door, link, size, width):
    answer = send_picture(door, door_path(link), bytes(size), width)
    assert (answer.status_code, answer.json()) == (400, {"error": "摄像头画面的格式无法读取。"})


def test_nobody_reads_pictures_before_saying_where_they_stand(client, link):
    picture, width = camera_picture(make_badge(link.edition))
    assert send_picture(client, door_path(link), picture, width).status_code == 403
    assert client.get(door_path(link) + "readings/?width=9").status_code == 405
