"""The board in a real browser: by keyboard, by mouse, by finger, and when two people move one talk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from plenary.programme.models import Move, Slot, Talk
from tests.factories import make_edition, make_member, make_person, make_room, make_talk

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN = NINE + timedelta(hours=1)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def edition():
    edition = make_edition()
    for starts in (NINE, TEN):
        Slot.objects.create(edition=edition, starts_at=starts, ends_at=starts + timedelta(minutes=30))
    make_room(edition, name_en="Hall A"), make_room(edition, name_en="Hall B")
    for number, title in ((1, "One"), (2, "Two")):
        make_talk(edition, number=number, title_en=title, title_zh="", speakers=(make_person(edition),))
    return edition


@pytest.fixture
def board(chromium, live_server, client, edition):
    """The board of the edition, opened by a programme chair."""
    client.force_login(make_member(edition, "programme"))
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in (("session", client.cookies["session"].value), ("language", "en"))
        ]
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(live_server.url + reverse("board", args=[edition.slug]))
    yield page
    context.close()
    assert errors == []


def cell(edition, room: int, starts: datetime) -> str:
    return f"#cell-{edition.rooms.all()[room].pk}-{int(starts.timestamp())}"


def placed(number: int) -> tuple:
    return Talk.objects.values_list("room__name_en", "starts_at").get(number=number)


def test_a_talk_is_placed_undone_and_redone_by_keyboard(board, edition):
    board.focus("#talk-1")
    board.keyboard.press("Enter")
    assert board.locator("#talk-1").get_attribute("aria-pressed") == "true"
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        board.keyboard.press(key)
    assert board.inner_text("#board-says") == "Over: Hall B 10:00"
    board.keyboard.press("Enter")
    board.wait_for_selector(cell(edition, 1, TEN) + " #talk-1:not(.card--waiting)")
    assert placed(1) == ("Hall B", TEN)
    assert board.evaluate("document.activeElement.id") == "talk-1"
    assert board.inner_text("#tray-count") == "1"
    board.click("text=Undo")
    board.wait_for_selector("#tray-cards #talk-1")
    assert placed(1) == (None, None)
    board.click("text=Redo")
    board.wait_for_selector(cell(edition, 1, TEN) + " #talk-1")
    assert placed(1) == ("Hall B", TEN)


def test_escape_leaves_a_talk_where_it_was(board, edition):
    board.focus("#talk-1")
    board.keyboard.press("Enter")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Escape")
    assert board.locator("#talk-1").get_attribute("aria-pressed") == "false"
    assert Move.objects.count() == 0


def drag(page, source: str, target: str) -> None:
    start, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + 20, end["y"] + 20, steps=5)
    page.mouse.up()


def test_a_talk_is_dragged_and_its_clash_named_at_once(board, edition):
    for number in (1, 2):
        drag(board, f"#talk-{number}", cell(edition, 0, NINE))
        board.wait_for_selector(cell(edition, 0, NINE) + f" #talk-{number}:not(.card--waiting)")
    assert [placed(1), placed(2)] == [("Hall A", NINE)] * 2
    assert "Room Hall A holds “One” and “Two” at the same time" in board.inner_text("#clashes")
    assert board.locator(".card--clash").count() == 2
    drag(board, "#talk-2", "#tray")
    board.wait_for_selector("#tray-cards #talk-2:not(.card--waiting)")
    assert placed(2) == (None, None)
    assert board.locator(".card--clash").count() == 0


def test_a_finger_rests_on_a_card_and_drags_it(board, edition):
    source = board.locator("#talk-1").bounding_box()
    target = board.locator(cell(edition, 0, TEN)).bounding_box()
    touch = board.context.new_cdp_session(board)

    def finger(kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", source["x"] + 20, source["y"] + 10)
    board.wait_for_timeout(400)
    for step in (0.3, 0.6, 1.0):
        x = source["x"] + 20 + step * (target["x"] - source["x"])
        finger("touchMove", x, source["y"] + 10 + step * (target["y"] + 10 - source["y"]))
    finger("touchEnd")
    board.wait_for_selector(cell(edition, 0, TEN) + " #talk-1:not(.card--waiting)")
    assert placed(1) == ("Hall A", TEN)


def test_a_talk_somebody_else_moved_is_shown_where_it_really_stands(board, edition):
    room = edition.rooms.all()[1]
    Talk.objects.filter(number=1).update(room=room, starts_at=TEN, version=5)
    drag(board, "#talk-1", cell(edition, 0, NINE))
    board.wait_for_selector("#board [role=alert]")
    assert "changed by somebody else" in board.inner_text("#board [role=alert]")
    assert board.locator(cell(edition, 1, TEN) + " #talk-1").count() == 1
    drag(board, "#talk-1", cell(edition, 0, NINE))
    board.wait_for_selector(cell(edition, 0, NINE) + " #talk-1:not(.card--waiting)")
    assert placed(1) == ("Hall A", NINE)


def test_a_move_the_server_never_heard_of_is_taken_back(board, edition):
    board.route("**/board/moves/", lambda route: route.abort())
    drag(board, "#talk-1", cell(edition, 0, NINE))
    board.wait_for_selector("#board [role=alert]")
    assert board.locator("#tray-cards #talk-1:not(.card--waiting)").count() == 1
    assert placed(1) == (None, None)


def test_the_tray_is_searched_as_one_types(board, edition):
    board.fill("#tray-search", "two")
    assert [board.locator(f"#talk-{n}").is_visible() for n in (1, 2)] == [False, True]
