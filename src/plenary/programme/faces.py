"""The public faces of a release. All of them are functions of one release and the edition's own facts.

Pages, calendars and exchange files are made from the whole snapshot; a talk's own page and a piece of the picture
only from what stands on it, so that the next release makes anew what changed and nothing else.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from zoneinfo import ZoneInfo

from plenary.editions.models import Edition
from plenary.lib.address import absolute
from plenary.programme import pages
from plenary.programme.formats import frab, ics, jsonld, picture
from plenary.programme.models import Release
from plenary.programme.snapshots import difference
from plenary.programme.timetable import Facts, Timetable, in_words, read, stamp_words
from plenary.programme.words import sentence
from plenary.publication.hooks import Page, faces
from plenary.publication.pages import LANGUAGES, PublicSection, public_sections, render_page, site_facts

logger = logging.getLogger(__name__)
CALENDAR = "text/calendar; charset=utf-8"


@public_sections.add
def programme_section(edition: Edition) -> PublicSection | None:
    if not Release.objects.filter(edition=edition).exists():
        return None
    return PublicSection("日程", "Programme", "programme/", order=10, linked_data="event.jsonld")


@faces.add(order=20)
def programme_pages(edition: Edition) -> Iterator[Page]:
    releases = list(Release.objects.filter(edition=edition).order_by("-number"))
    site = site_facts(edition) | _more(edition)
    if not releases:
        for language in LANGUAGES:
            facts = {"site": site, "here": "programme/"}
            yield _html(f"{edition.slug}/{language}/programme/", "unreleased", facts, language)
        return
    facts = release_facts(site, releases[0])
    tables = {language: read(facts, language) for language in LANGUAGES}
    pieces = {language: picture.pieces(table) for language, table in tables.items()}
    press = _Press([piece for mine in pieces.values() for piece in mine])
    # The first piece sets the press going; the others are asked for last, when they have been made.
    yield press.page(edition.slug, 0)
    yield from _exports(edition, facts, tables[edition.default_language])
    for language, table in tables.items():
        yield from _web(edition.slug, facts, table, len(pieces[language]))
        yield from _talks(edition.slug, facts, table)
        yield _pdf(edition.slug, table)
    yield from _still_current(edition, site, releases)
    yield from (press.page(edition.slug, index) for index in range(1, len(press.pieces)))


def current_timetable(edition: Edition) -> Timetable | None:
    """The current release in the edition's own language, as the exchange files have it."""
    release = Release.objects.current(edition)
    if release is None:
        return None
    site = site_facts(edition) | _more(edition)
    return read(release_facts(site, release), edition.default_language)


def release_facts(site: Facts, release: Release) -> Facts:
    """Everything the faces of a release know: plain JSON values."""
    return {
        "site": site,
        "release": {
            "number": release.number,
            "at": release.at.isoformat(timespec="seconds"),
            "note_zh": release.note_zh,
            "note_en": release.note_en,
            "changes": release.changes,
        },
        "snapshot": release.snapshot,
    }


def _more(edition: Edition) -> Facts:
    """What the programme's faces say about the edition besides what every public page says (T-22)."""
    return {
        "address": absolute(edition.slug),
        "summary_zh": edition.summary_zh,
        "summary_en": edition.summary_en,
        "country": edition.country,
        "organisers": list(edition.parties.filter(role="organiser").values("name_zh", "name_en")),
        # How far a demo's clock is ahead of the visitor's, in seconds; 0 for every real summit.
        "clock_offset": int(edition.clock_offset.total_seconds()),
    }


def _exports(edition: Edition, facts: Facts, table: Timetable) -> Iterator[Page]:
    slug, inputs = edition.slug, [_digest(facts), edition.default_language]
    name = f"{slug}-{table.number}"
    yield Page(f"{slug}/schedule.ics", inputs, partial(ics.render, table), CALENDAR, f"{name}.ics")
    yield Page(f"{slug}/schedule.xml", inputs, partial(frab.render_xml, table), "application/xml")
    yield Page(f"{slug}/schedule.json", inputs, partial(frab.render_json, table), "application/json")
    yield Page(f"{slug}/event.jsonld", inputs, partial(jsonld.render, table), "application/ld+json")


def _web(slug: str, facts: Facts, table: Timetable, pieces: int) -> Iterator[Page]:
    language = table.language
    inputs = {"programme": _digest(facts), "pieces": pieces}
    downloads = {"pieces": [f"/{slug}/{picture.name(language, k)}" for k in range(1, pieces + 1)]}
    for name, make in (("programme", pages.programme_context), ("screen", pages.screen_context)):
        head = {"site": facts["site"], "release": facts["release"], "here": f"{name}/"}
        yield Page(
            f"{slug}/{language}/{name}/",
            inputs,
            partial(
                _render, f"programme/public/{name}.html", head | downloads, partial(make, table), language
            ),
        )


def _talks(slug: str, facts: Facts, table: Timetable) -> Iterator[Page]:
    rooms = {row["id"]: row for row in facts["snapshot"]["rooms"]}
    tracks = {row["id"]: row for row in facts["snapshot"]["tracks"]}
    site = {"site": facts["site"]}
    common = _digest([facts["site"], facts["snapshot"]["edition"]])
    for row, talk in zip(facts["snapshot"]["talks"], table.talks, strict=True):
        before = jsonld.previous_start(table, talk)
        inputs = [
            common,
            row,
            rooms[row["room"]],
            tracks.get(row["track"]),
            before and before.isoformat(),
        ]
        here = f"talks/{talk.number}/"
        context = partial(pages.talk_context, table, talk)
        yield Page(
            f"{slug}/{table.language}/{here}",
            inputs,
            partial(_render, "programme/public/talk.html", site | {"here": here}, context, table.language),
        )


# From so many pieces on, starting presses of their own is worth the wait.
MANY = 8


class _Press:
    """Sets the pieces of the picture. All of them carry the release: when one must be made anew, so must the others."""

    def __init__(self, pieces: list[picture.Sheet]) -> None:
        self.pieces = pieces
        self._begun: list[Callable[[], bytes]] = []

    def page(self, slug: str, index: int) -> Page:
        path = f"{slug}/{picture.name(self.pieces[index]['lang'], self.pieces[index]['piece'])}"
        return Page(path, self.pieces[index], partial(self._render, index), "image/png")

    def _render(self, index: int) -> bytes:
        if len(self.pieces) < MANY:
            return picture.render(self.pieces[index])
        self._begun = self._begun or [picture.begin(piece) for piece in self.pieces]
        try:
            return self._begun[index]()
        except BrokenProcessPool:
            logger.exception("A press broke down; the picture is set here.")
            return picture.render(self.pieces[index])


def _pdf(slug: str, table: Timetable) -> Page:
    sheet = picture.sheet(table)
    path = f"{slug}/programme-{table.language}.pdf"
    return Page(path, sheet, partial(picture.render_pdf, sheet), "application/pdf")


def _still_current(edition: Edition, site: Facts, releases: list[Release]) -> Iterator[Page]:
    """«Is this still current?» for every release: where the QR of every picture and print leads."""
    current = releases[0]
    for release in releases:
        inputs = [
            _digest(site),
            release.number,
            release.at.isoformat(),
            current.number,
            current.at.isoformat(),
        ]
        for language in LANGUAGES:
            context = partial(_still_context, site, release, current, language)
            head = {"site": site, "here": f"r/{release.number}/"}
            render = partial(_render, "programme/public/still.html", head, context, language)
            yield Page(f"{edition.slug}/{language}/r/{release.number}/", inputs, render)
            if language == edition.default_language:
                yield Page(f"{edition.slug}/r/{release.number}/", inputs, render)


def _still_context(site: Facts, release: Release, current: Release, language: str) -> dict:
    zone = ZoneInfo(site["time_zone"])
    changes = difference(release.snapshot, current.snapshot) if release != current else []
    return {
        "asked": release.number,
        "current": current.number,
        "is_current": release == current,
        "stamp": stamp_words(release.number, release.at.astimezone(zone)),
        "current_stamp": stamp_words(current.number, current.at.astimezone(zone)),
        "changes": [sentence(change) for change in changes],
    }


def _html(path: str, name: str, facts: Facts, language: str) -> Page:
    template = f"programme/public/{name}.html"
    return Page(path, facts, partial(render_page, template, facts, language))


def _render(template: str, head: Facts, context: Callable[[], dict], language: str) -> bytes:
    with in_words(language):
        return render_page(template, head | context(), language)


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
