"""The draft in a real browser: evidence lights its field and back, and axe finds nothing on the committee's pages."""

import pytest

from plenary.announcements.actions import create_draft
from plenary.announcements.tests.test_drafts import TEXT
from plenary.editions.actions import make_team_link
from plenary.lib.clock import now
from tests.factories import make_edition, make_member, make_owner

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(chromium, live_server, client):
    """A page of the owner's browser; what the browser complained of stands in `page.complaints`."""
    client.force_login(make_owner())

    def open_one(language="en", width=1280, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url
        )
        cookies = {"session": client.cookies["session"].value, "language": language}
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    return open_one


def test_a_field_lights_its_words_and_the_words_lead_to_their_field(open_page):
    edition = create_draft(TEXT.encode(), "", make_owner())
    page = open_page()
    page.goto(f"/console/{edition.slug}/announcement/")
    page.focus("#id_city_zh")
    assert page.inner_text("mark.is-lit") == "苏州"
    page.click("mark[data-keys='theme'] a")
    assert page.evaluate("document.activeElement.id") == "id_theme_zh"
    assert page.inner_text("mark.is-lit") == "共建共享"
    assert page.complaints == []


def test_the_copy_button_says_that_it_copied(open_page):
    edition = make_edition(confirmed_at=None)
    make_team_link(edition=edition, role="liaison", by=make_owner(), at=now())
    page = open_page()
    page.goto(f"/console/{edition.slug}/team/")
    page.click("[data-copy]")
    assert page.inner_text("[data-copy]") == "Copied"


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", 390, "light"), ("en", 1280, "dark")])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(open_page, language, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    draft = create_draft(TEXT.encode(), "", make_owner())
    demo = make_edition(is_demo=True, confirmed_at=None)
    make_member(demo, "chair")
    make_team_link(edition=demo, role="door", by=make_owner(), at=now())
    home = f"/console/{demo.slug}/"
    paths = ["/", "/console/", "/console/new/", "/console/style/", "/console/address/", "/account/", "/signin/none/",
             home, *(home + p for p in ("team/", "settings/", "settings/categories/", "clock/", "audit/")),
             f"/console/{draft.slug}/announcement/"]  # fmt: skip
    page = open_page(language, width, scheme)
    found = {}
    for path in paths:
        page.goto(path)
        violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[path] = ([v["id"] for v in violations], wider)
    assert found == {path: ([], 0) for path in paths}
