"""Every page of the demo that a link leads to, in Chinese on a phone and in English on a desk: axe finds nothing, nothing
comes from another host, nothing scrolls sideways. The pictures are in `artefacts/`."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.served import plenary, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILES = re.compile(r"\.(xlsx|zip|pdf|png|ics|xml|json|jsonld|md|css|atom|rss|typ|txt|svg)$")
SLUG = "cails-2021"
PUBLIC = [f"/{SLUG}/{{language}}/", f"/{SLUG}/r/1/", f"/{SLUG}/{{language}}/screen/"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    data = tmp_path_factory.mktemp("demo") / "data"
    made = plenary(data, "demo", "--data", str(data), "--at", "day1")
    assert made.returncode == 0, made.stderr
    with served(data) as server:
        yield server


@pytest.fixture(scope="module")
def session(demo, chromium):
    """The owner's cookies, after the first sign-in."""
    page = chromium.new_page()
    page.goto(demo.owner_link)
    page.fill("[name=name]", "李主席")
    page.fill("[name=email]", "chair@example.org")
    page.fill("[name=password]", "a long summit password")
    page.click("main button")
    page.wait_for_url(demo.address + "/")
    state = page.context.storage_state()
    page.context.close()
    return state


def shape(path: str) -> str:
    """Pages of one shape are looked at once: numbers and links are alike."""
    path = re.sub(r"/(i|o|door|join)/[^/]+/", r"/\1/TOKEN/", path)
    return re.sub(r"\d+", "N", path.replace(SLUG, "SLUG"))


@pytest.mark.parametrize(("language", "size"), [("zh", "phone"), ("en", "desktop")])
def test_every_page(demo, session, reader, language, size):
    ada = reader(demo, language=language, size=size, storage_state=session)
    waiting = ["/", f"/console/{SLUG}/", *(path.format(language=language) for path in PUBLIC)]
    seen: set[str] = set()
    wrong: dict[str, list[str]] = {}
    while waiting:
        path = waiting.pop(0)
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        response = ada.page.goto(ada.address + path)
        assert response is not None and response.status == 200, (path, response and response.status)
        try:
            ada.judge("page" + re.sub(r"\W+", "-", shape(path)))
        except AssertionError as problem:
            wrong[path] = str(problem).splitlines()[:6]
        for link in ada.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlsplit(urljoin(ada.page.url, link))
            other = f"/{SLUG}/{'en' if language == 'zh' else 'zh'}/"
            if link.startswith(ada.address) and not FILES.search(parts.path) and other not in parts.path:
                waiting.append(parts.path)
    assert wrong == {}
    assert len(seen) > 30
