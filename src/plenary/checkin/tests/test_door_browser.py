"""The door in a real browser: a phone's screen, hostile names, a lost answer, and what axe has to say."""

import pytest

from plenary.checkin.badges import qr, token_of
from plenary.checkin.doors import door_path
from plenary.checkin.models import Scan
from tests.factories import make_badge, make_door_link, make_member, make_post

CANARY = '"><img src=x onerror="window.canary=1">{{7*7}}</script>'
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(chromium, live_server):
    """A page of a phone, in a language, with a session when somebody is signed in."""

    def opened(path: str, *, language: str = "zh", session: str = "", dark: bool = False):
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light"
        )
        cookies = [("language", language)] + ([("session", session)] if session else [])
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return opened


def start(page):
    page.fill("[name=door]", "北门")
    page.fill("[name=name]", "王志愿")
    page.click("main button")
    page.wait_for_selector("#verdict")


def verdict(page, kind: str) -> str:
    page.wait_for_selector(f"[data-verdict={kind}]")
    return page.inner_text("#verdict")


def test_typed_searched_and_taken_back_with_hostile_names(open_page):
    link = make_door_link()
    badge = make_badge(link.edition, name=CANARY)
    page = open_page(door_path(link))
    start(page)
    page.fill("#code", badge.code.lower())
    page.press("#code", "Enter")
    assert CANARY in verdict(page, "admitted")
    page.fill("#code", badge.code)
    page.press("#code", "Enter")
    assert "北门" in verdict(page, "again")
    page.fill("#q", "img")
    page.wait_for_selector("#found li button")
    assert CANARY in page.inner_text("#found")
    page.click("#found li button")
    verdict(page, "again")
    assert (page.evaluate("window.canary"), page.query_selector("img")) == (None, None)
    assert Scan.objects.filter(verdict="admitted").count() == 1


def test_an_answer_that_is_lost_is_asked_for_again_and_admits_once(open_page):
    link = make_door_link()
    badge = make_badge(link.edition)
    page = open_page(door_path(link))
    start(page)
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)  # the server has it, the phone never hears
            route.abort()
        else:
            route.continue_()

    page.route("**/admissions/", lose)
    page.fill("#code", badge.code)
    page.press("#code", "Enter")
    assert badge.person.name in verdict(page, "admitted")
    assert (lost, Scan.objects.count()) == ([200], 1)


FAKE_CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  canvas.getContext("2d").fillRect(0, 0, 64, 64);
  return canvas.captureStream(5);
};
window.BarcodeDetector = class { async detect() { return window.seen ? [{ rawValue: window.seen }] : []; } };
"""


def test_a_badge_held_before_the_camera_is_read_once_and_the_next_one_at_once(open_page):
    link = make_door_link()
    first, second = make_badge(link.edition), make_badge(link.edition)
    page = open_page(door_path(link))
    page.add_init_script(FAKE_CAMERA)
    start(page)
    page.click("#scan")
    page.wait_for_selector("#video:not([hidden])")
    page.evaluate("token => { window.seen = token; }", token_of(first))
    assert first.person.name in verdict(page, "admitted")
    page.wait_for_timeout(600)
    page.evaluate("token => { window.seen = token; }", token_of(second))
    page.wait_for_selector(f".verdict__name:text-is('{second.person.name}')")
    assert list(Scan.objects.values_list("verdict", "how", "person")) == [
        ("admitted", "camera", first.person_id),
        ("admitted", "camera", second.person_id),
    ]


def grey_picture(badge, width: int, height: int) -> bytes:
    """The badge's QR in the middle of a grey picture, as a camera sees it: dark on light, not quite black and white."""
    modules = [list(row) for row in qr(badge).matrix_iter(scale=6, border=4)]
    top, left = (height - len(modules)) // 2, (width - len(modules)) // 2
    picture = bytearray(b"\xa0" * (width * height))
    for y, row in enumerate(modules):
        start = (top + y) * width + left
        picture[start : start + len(row)] = bytes(40 if dark else 225 for dark in row)
    return bytes(picture)


@pytest.fixture
def camera_film(tmp_path):
    """A film for Chromium's false camera (YUV4MPEG2): somebody holds a badge before the lens."""

    def made(badge):
        width, height = 640, 480
        frame = b"FRAME\n" + grey_picture(badge, width, height) + b"\x80" * (width * height // 2)
        film = tmp_path / "badge.y4m"
        film.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10)
        return film

    return made


def test_a_browser_that_reads_no_qr_lets_the_server_read_the_camera(chromium_with, live_server, camera_film):
    badge = make_badge(make_door_link().edition)
    link = make_door_link(badge.edition)
    phone = chromium_with(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera_film(badge)}",
    )
    page = phone.new_page()
    page.goto(live_server.url + door_path(link))
    assert page.evaluate("'BarcodeDetector' in window") is False
    start(page)
    page.click("#scan")
    assert badge.person.name in verdict(page, "admitted")
    assert list(Scan.objects.values_list("verdict", "how")) == [("admitted", "camera")]


def test_without_a_script_the_door_admits_too(chromium, live_server):
    link = make_door_link()
    badge = make_badge(link.edition)
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + door_path(link))
    start(page)
    page.fill("#code", badge.code)
    page.click("#code-form button")
    assert badge.person.name in verdict(page, "admitted")
    page.click("#undo button")
    verdict(page, "undone")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_at_the_door_and_on_the_desks(open_page, client, language, dark):
    from axe_playwright_python.sync_playwright import Axe

    link = make_door_link()
    edition = link.edition
    badge = make_badge(edition)
    post = make_post(edition)
    client.force_login(make_member(edition, "chair"))
    session = client.cookies["session"].value
    found = {}
    page = open_page(door_path(link), language=language, dark=dark)
    found["start"] = Axe().run(page)
    start(page)
    found["ready"] = Axe().run(page)
    for kind, code in (("admitted", badge.code), ("again", badge.code), ("unknown", "00000000")):
        page.fill("#code", code)
        page.press("#code", "Enter")
        verdict(page, kind)
        found[kind] = Axe().run(page)
    page = open_page(f"/console/{edition.slug}/checkin/", language=language, session=session, dark=dark)
    for path in ("checkin/", "badges/", "checkin/arrivals/", "checkin/walk-in/", "exhibition/",
                 "exhibition/exhibitors/new/", "press/", "press/outlets/new/", f"press/posts/{post.pk}/"):  # fmt: skip
        page.goto(page.url.split("/console/")[0] + f"/console/{edition.slug}/{path}")
        found[path] = Axe().run(page)
    assert {name: result.generate_report() for name, result in found.items() if result.violations_count} == {}
