"""An open public page changes without a reload and says what changed."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.served import environment, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETUP = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
django.setup()
from tests.factories import make_edition
from plenary.editions.models import Edition, Topic
from plenary.live.actions import append_change
from plenary.publication.actions import publish_edition
"""
SEED = """
edition = make_edition(slug="cails", title_zh="群贤峰会", title_en="Plenary Summit", contact_email="a@example.org")
for number in range(40):
    Topic.objects.create(edition=edition, position=number, name_zh=f"议题{number}", name_en=f"Topic {number}")
publish_edition(edition)
"""
CHANGE = """
edition = Edition.objects.get()
edition.topics.filter(name_en="Topic 30").update(name_zh="新议题30", name_en="New topic 30")
publish_edition(edition)
data = {"number": 2, "zh": "议题30改了名字。", "en": "Topic 30 has a new name."}
append_change(edition=edition, kind="release", data=data)
"""


def run(data, code: str) -> None:
    subprocess.run([sys.executable, "-c", SETUP + code], env=environment(data), check=True)


@pytest.fixture(scope="module")
def summit(tmp_path_factory):
    data = tmp_path_factory.mktemp("summit") / "data"
    with served(data) as server:
        run(data, SEED)
        yield server


def streams(requests: list[str]) -> list[str]:
    return [url for url in requests if "/live/cails" in url]


def test_an_open_page_changes_and_says_so_in_its_language_and_the_reader_keeps_their_place(summit, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 600})
    chinese, english = context.new_page(), context.new_page()
    requests: list[str] = []
    english.on("request", lambda request: requests.append(request.url))
    chinese.goto(f"{summit.address}/cails/zh/")
    chinese.evaluate("window.stayed = true; scrollTo(0, 900)")
    chinese.wait_for_timeout(500)
    english.goto(f"{summit.address}/cails/en/")
    english.wait_for_timeout(500)
    before = chinese.evaluate("scrollY")

    run(summit.data, CHANGE)

    expect(chinese.locator("#live")).to_contain_text("议题30改了名字。")
    expect(english.locator("#live")).to_contain_text("Topic 30 has a new name.")
    expect(chinese.locator(".changed")).to_have_text("新议题30")
    expect(english.get_by_text("New topic 30")).to_be_attached()
    assert (chinese.evaluate("window.stayed"), abs(chinese.evaluate("scrollY") - before) < 5) == (True, True)
    assert streams(requests) == []  # one browser, one stream: the second tab is told by the first
    chinese.get_by_role("button", name="关闭").click()
    expect(chinese.locator("#live")).to_have_text("")

    # The tab that listened closes; the other takes over and misses nothing.
    chinese.close()
    run(summit.data, CHANGE.replace("30", "31").replace("2,", "3,"))
    expect(english.locator("#live")).to_contain_text("Topic 31 has a new name.")
    assert len(streams(requests)) == 1


def test_a_page_opened_after_the_change_stays_quiet_and_reads_without_scripts(summit, chromium):
    page = chromium.new_page()
    page.goto(f"{summit.address}/cails/zh/")
    page.wait_for_timeout(700)
    expect(page.locator("#live")).to_have_text("")
    plain = chromium.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{summit.address}/cails/en/")
    expect(plain.get_by_text("Topic 12")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_home_page_has_no_fault_and_asks_no_other_host(summit, reader, language, scheme, size):
    visitor = reader(summit, language=language, size=size, color_scheme=scheme)
    visitor.open(f"/cails/{language}/")
    visitor.judge(f"home-{scheme}")
