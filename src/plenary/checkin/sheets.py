"""Badges and the sign-in sheet (签到表) on A4. What users wrote is data of the page, never its source."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from plenary.checkin.badges import qr_svg
from plenary.checkin.codes import spaced
from plenary.checkin.models import Badge
from plenary.editions.models import Edition
from plenary.lib.bilingual import language
from plenary.lib.paper import missing_glyphs, typeset
from plenary.people.models import Person
from plenary.web.templatetags.plenary import date_range

# Told apart by the band and by the word in it; dark enough for white print (4.5:1 and more).
BANDS = ["#7a1f1a", "#1d4e7a", "#1f5f3b", "#6a3d7c", "#7a4a00", "#3f4a54", "#0f5f63", "#8a2f5c"]
_TWO_HAN = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff]{2}$")

SOURCES = Path(__file__).parent / "paper"


class CannotPrint(Exception):
    """Our fonts lack signs of these people's names; `str()` says which, in the reader's language."""


def badge_sheet(edition: Edition, badges: list[Badge], progress: Callable[[int, int], None]) -> bytes:
    """Ten badges a page. `progress` hears how many are drawn."""
    bands = {category.pk: BANDS[i % len(BANDS)] for i, category in enumerate(edition.categories.all())}
    drawn = []
    total = len(badges) + max(1, len(badges) // 4)  # setting the pages takes about a quarter more
    for number, badge in enumerate(badges):
        if number % 25 == 0:
            progress(number, total)
        drawn.append(_drawn(badge, bands))
    data = {"title": edition.title, "lang": language(), "badges": drawn}
    _refuse_missing(edition, [badge.person for badge in badges])
    progress(len(badges), total)
    return _typeset("badges", data)


def sign_in_sheet(edition: Edition, people: Iterable[Person]) -> bytes:
    """By organisation, with room to sign."""
    people = list(people)
    _refuse_missing(edition, people)
    groups: dict[int | None, dict] = {}
    for number, person in enumerate(people, 1):
        group = groups.setdefault(
            person.organisation_id, {"name": str(person.organisation or _("No organisation")), "people": []}
        )
        group["people"].append(
            {
                "number": str(number),
                "name": spread(person.name),
                "position": person.position,
                "category": str(person.category or ""),
            }
        )
    for group in groups.values():
        group["count"] = _("%(n)d people") % {"n": len(group["people"])}
    data = {
        "lang": language(),
        "title": edition.title,
        "heading": _("Sign-in sheet"),
        "about": " · ".join(
            part
            for part in (date_range(edition.starts_on, edition.ends_on), edition.city, edition.venue)
            if part
        ),
        "groups": list(groups.values()),
        "total": _("%(n)d people in all") % {"n": len(people)},
        "words": {
            "here": _("{n} people on this page"),
            "page": _("Page {n} of {all}"),
            "columns": [_("Serial no."), _("Name"), _("Position"), _("Category"), _("Signature")],
        },
    }
    return _typeset("sign_in", data)


def _typeset(name: str, data: dict) -> bytes:
    sources = [(SOURCES / f"{part}.typ").read_text() for part in ("fitted", name)]
    return typeset("\n".join(sources), data)[0]


def spread(name: str) -> str:
    """A name of two characters is set to the width of three: 张　伟."""
    name = " ".join(name.split())
    return f"{name[0]}\u3000{name[1]}" if _TWO_HAN.match(name) else name


def _drawn(badge: Badge, bands: dict[int, str]) -> dict:
    person = badge.person
    about = [str(person.organisation or ""), person.position]
    return {
        "name": spread(person.name),
        "latin": person.name_latin,
        "about": [words for words in about if words],
        "category": str(person.category or ""),
        "band": bands.get(person.category_id or 0, "#3f4a54"),
        "code": spaced(badge.code),
        "qr": qr_svg(badge),
    }


def _refuse_missing(edition: Edition, people: list[Person]) -> None:
    """A badge never shows an empty box: what cannot be printed is named before anything is."""
    owners: dict[str, str] = {}
    for person in people:
        for text in (person.name, person.name_latin, person.position, str(person.organisation or "")):
            for sign in missing_glyphs([text]):
                owners.setdefault(sign, person.name)
    if owners:
        named = "; ".join(f"{sign} (U+{ord(sign):04X}) — {name}" for sign, name in list(owners.items())[:20])
        raise CannotPrint(
            _(
                "Our fonts lack these signs, so nothing was printed: %(signs)s. Correct the entries and print again."
            )
            % {"signs": named}
        )
