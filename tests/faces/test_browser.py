"""The programme page in a real chromium, under the policy of the real server: what its script adds, and what it must not."""

import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from plenary.lib.clock import now
from plenary.programme.models import Talk
from plenary.programme.tests.test_faces import AT, programme, released
from plenary.publication import store
from plenary.publication.actions import publish_edition
from plenary.web.middleware import HEADERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


class Files(BaseHTTPRequestHandler):
    """Published pages and static files, with the headers every answer carries."""

    def do_GET(self):
        path = self.path.partition("?")[0].lstrip("/")
        entry = store.current()[1].get(path)
        if entry:
            body, kind = store.read(entry.blob), entry.content_type
        elif found := finders.find(path.removeprefix("static/")):
            body = Path(found).read_bytes()
            kind = {".css": "text/css", ".js": "text/javascript"}.get(Path(found).suffix, "image/svg+xml")
        else:
            body, kind = b"", "text/plain"
        self.send_response(200 if body else 204)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "root", lambda: tmp_path / "public")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def edition(site):
    # A demo whose clock stands at 09:10 of the first day.
    edition = programme(12, is_demo=True, clock_offset=AT + timedelta(minutes=10) - now())
    released(edition)
    first = Talk.objects.order_by("number").first()
    first.title_zh = "改了的题目"
    first.save()
    released(edition, 2)
    publish_edition(edition)
    return edition


@pytest.fixture
def tab(chromium):
    tab = chromium.new_page(viewport={"width": 390, "height": 844})
    tab.complaints = []
    tab.on(
        "console", lambda message: tab.complaints.append(message.text) if message.type == "error" else None
    )
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    return tab


def test_the_page_says_what_is_on_now_and_next_on_the_clock_of_the_summit(site, edition, tab):
    tab.goto(f"{site}/{edition.slug}/zh/programme/")
    tab.wait_for_selector(".agenda__now:not([hidden])")
    assert tab.locator(".agenda__running li").count() == 4
    assert tab.locator(".agenda__soon li b").first.inner_text() == "09:30"
    assert tab.locator(".talk--now").count() == 4
    assert [text for text in tab.complaints if "Content Security" in text or "Error" in text] == []
    assert "schema.org" in tab.locator("script[type='application/ld+json']").inner_text()


def test_talks_are_searched_starred_and_kept_over_a_reload(site, edition, tab):
    tab.goto(f"{site}/{edition.slug}/zh/programme/")
    tab.locator("[name=q]").fill("改了")
    assert tab.locator(".talk:visible").count() == 1
    tab.locator("[name=q]").fill("")
    tab.locator(".talk__star").nth(2).click()
    tab.reload()
    tab.locator("[name=mine]").check()
    assert tab.locator(".talk:visible").count() == 1


def test_without_scripts_the_whole_programme_is_there(site, edition, chromium):
    tab = chromium.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{site}/{edition.slug}/en/programme/")
    assert tab.locator(".talk:visible").count() == 12
    assert tab.locator(".agenda__tools:visible, .agenda__now:visible").count() == 0


def test_the_lobby_screen_shows_of_every_room_what_runs_and_what_is_next(site, edition, chromium):
    tab = chromium.new_page(viewport={"width": 1920, "height": 1080})
    tab.goto(f"{site}/{edition.slug}/en/screen/")
    tab.wait_for_selector(".is-timed")
    assert (
        tab.locator(".screen__clock").inner_text()
        == f"{datetime.fromtimestamp((now() + edition.clock_offset).timestamp(), AT.tzinfo):%H:%M}"
    )
    assert [room.locator("li:visible").count() for room in tab.locator(".screen__room").all()] == [2, 2, 2, 2]
    assert tab.evaluate("scrollTo(0, 99), scrollY") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site, edition, chromium, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab = chromium.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for path in ("zh/programme/", "en/programme/", "en/screen/", "zh/r/1/", "en/r/2/"):
        tab.goto(f"{site}/{edition.slug}/{path}")
        assert [found["id"] for found in Axe().run(tab).response["violations"]] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
