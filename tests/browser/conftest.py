"""Chromium against a real server. Pictures of every page go to `artefacts/`, so that a person can judge them."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.served import ROOT

ARTEFACTS = Path(os.environ.get("ARTEFACTS", ROOT / "artefacts"))
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Reader:
    """Somebody with a browser: opens pages, and notes every request to another host and every script error."""

    def __init__(
        self, browser: Browser, served, *, language: str = "zh", size: str = "desktop", **options
    ) -> None:
        self.address, self.language, self.size = served.address, language, size
        self.context = browser.new_context(
            viewport=SIZES[size],
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            timezone_id="Asia/Shanghai",
            **options,
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda line: (
                self.errors.append(f"{line.text} {line.location}")
                if "Content Security Policy" in line.text
                else None
            ),
        )

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.page

    def faults(self) -> list[str]:
        """What axe finds on the open page, in words."""
        found = Axe().run(self.page, options=AXE).response["violations"]
        return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}-{self.language}-{self.size}.png", full_page=True)

    def judge(self, name: str) -> None:
        """Takes the picture; nothing wrong by axe, nothing from elsewhere, no sideways scrolling."""
        self.picture(name)
        assert self.faults() == []
        assert (self.foreign, self.errors) == ([], [])
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[self.size]["width"], f"{name} is {width} px wide on a {self.size}"


@pytest.fixture
def reader(chromium):
    opened = []

    def make(served, **options) -> Reader:
        opened.append(Reader(chromium, served, **options))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()
