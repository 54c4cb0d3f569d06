"""The home page of an edition in both languages, and its colours."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders

from plenary.editions.models import Edition, Party
from plenary.publication.hooks import Page, faces
from plenary.publication.pages import LANGUAGES, in_language, render_page, site_facts
from plenary.publication.theme import theme_css

ROLES = [role for role, _ in Party.ROLES]


@faces.add(order=10)
def home(edition: Edition) -> Iterator[Page]:
    facts = {
        "site": site_facts(edition),
        "here": "",
        "summary": {code: getattr(edition, f"summary_{code}") for code in LANGUAGES},
        "topics": list(edition.topics.values("name_zh", "name_en")),
        "parties": sorted(
            edition.parties.values("role", "name_zh", "name_en"), key=lambda party: ROLES.index(party["role"])
        ),
    }
    yield Page(f"{edition.slug}/", facts, _render(facts, edition.default_language))
    for language in LANGUAGES:
        yield Page(f"{edition.slug}/{language}/", facts, _render(facts, language))
    # Public pages load one stylesheet, ours and the edition's colours; the console keeps ours for all editions.
    for name, rules in (("theme.css", b""), ("style.css", stylesheet())):
        yield Page(
            f"{edition.slug}/{name}",
            [edition.accent, sha256(rules).hexdigest()],
            partial(_css, rules, edition.accent),
            content_type="text/css; charset=utf-8",
        )


def stylesheet() -> bytes:
    found = finders.find("plenary/plenary.css")
    assert isinstance(found, str), "The stylesheet is part of the program."
    return Path(found).read_bytes()


def _css(rules: bytes, accent: str) -> bytes:
    return rules + theme_css(accent)


def _render(facts: dict, language: str) -> Callable[[], bytes]:
    other = "zh" if language == "en" else "en"
    context = {
        "site": facts["site"],
        "here": facts["here"],
        "summary": facts["summary"][language] or facts["summary"][other],
        "topics": [in_language(topic, language) for topic in facts["topics"]],
        "parties": [in_language(party, language) for party in facts["parties"]],
    }
    return lambda: render_page("publication/home.html", context, language)
