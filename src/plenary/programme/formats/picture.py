"""The agenda on paper: the long picture people send in chats, in pieces, and the PDF for the printer.

Each carries the release, its time and the QR «is this still current?». A piece is made from what stands on it.
"""

import io
import logging
import math
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import segno
from django.utils.translation import gettext as _

from plenary.lib.paper import missing_glyphs, typeset
from plenary.programme.pages import kind_words, spoken_words
from plenary.programme.timetable import (
    Talk,
    Timetable,
    change_mark,
    changed_talks,
    in_words,
    stamp_words,
    zone_words,
)
from plenary.web.templatetags.plenary import date_range, day

logger = logging.getLogger(__name__)

# Chat apps and phones cut or blur pictures that are higher.
HEIGHT = 4000
# What a piece leaves for talks, under its head and above its stamp.
_BODY = 3000
_WIDTH = 1080 - 2 * 56 - 146
# Printers set this sign where a letter is missing from the case.
GETA = "〓"

Sheet = dict


def name(language: str, piece: int) -> str:
    return f"agenda-{language}-{piece}.png"


def pieces(timetable: Timetable) -> list[Sheet]:
    """What stands on each piece of the picture: cut between talks, so that each is lower than HEIGHT."""
    with in_words(timetable.language):
        parts: list[list[dict]] = [[]]
        room = _BODY
        for line in _lines(timetable):
            height = _height(line)
            if height > room and parts[-1]:
                parts.append([])
                room = _BODY
            parts[-1].append(line)
            room -= height
        head = _head(timetable)
        return [
            head
            | {
                "paper": False,
                "piece": number,
                "part": f"{number} / {len(parts)}" if len(parts) > 1 else "",
                "days": list(_by_day(part, parts[number - 2][-1]["day"] if number > 1 else "")),
            }
            for number, part in enumerate(parts, 1)
        ]


def sheet(timetable: Timetable) -> Sheet:
    """The whole programme on A4."""
    with in_words(timetable.language):
        return _head(timetable) | {
            "paper": True,
            "part": "",
            "days": list(_by_day(list(_lines(timetable)), "")),
        }


def render(piece: Sheet) -> bytes:
    """One piece, 1080 px wide."""
    made = _typeset(piece, "png", 72)
    height = int.from_bytes(made[20:24])
    # Texts beyond all measure: smaller rather than cut.
    return made if height < HEIGHT else _typeset(piece, "png", 72 * (HEIGHT - 10) / height)


def render_pdf(whole: Sheet) -> bytes:
    return _typeset(whole, "pdf", 72)


def unprintable(timetable: Timetable) -> dict[str, str]:
    """Signs in the programme that our fonts cannot draw, each with the text it stands in."""
    return missing_glyphs(_texts(sheet(timetable)))


def _typeset(facts: Sheet, format, ppi: float) -> bytes:
    missing = missing_glyphs(_texts(facts))
    for sign, text in missing.items():
        logger.warning(
            "The agenda shows 〓 for U+%04X (%s) in «%s»: our fonts cannot draw it.", ord(sign), sign, text
        )
    data = _printable(facts, str.maketrans(dict.fromkeys(missing, GETA)))
    return typeset(_source(), data | {"qr": _qr(facts["address"])}, format=format, ppi=ppi)[0]


@cache
def _source() -> str:
    return (Path(__file__).parent / "agenda.typ").read_text()


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _printable(value, table: dict):
    """Without marks that turn the direction of writing around; 〓 for what cannot be drawn."""
    if isinstance(value, dict):
        return {key: _printable(part, table) for key, part in value.items()}
    if isinstance(value, list):
        return [_printable(part, table) for part in value]
    if isinstance(value, str):
        kept = "".join(" " if sign == "\n" else sign for sign in value if not _is_unseen(sign))
        return unicodedata.normalize("NFC", kept).translate(table)
    return value


def _is_unseen(sign: str) -> bool:
    return sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf")


def _texts(value) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _head(timetable: Timetable) -> dict:
    days = date_range(timetable.starts_on, timetable.ends_on)
    return {
        "lang": timetable.language,
        "accent": timetable.accent,
        "title": timetable.title,
        "theme": timetable.theme,
        "where": " · ".join(filter(None, [days, timetable.city, timetable.venue])),
        "zone": zone_words(timetable),
        "stamp": stamp_words(timetable.number, timetable.released),
        "hint": _("Still current? Scan, or open"),
        "address": f"{timetable.address}/r/{timetable.number}/",
        "continued": _("continued"),
    }


def _lines(timetable: Timetable) -> Iterator[dict]:
    marks = {number: change_mark(kind) for number, kind in changed_talks(timetable).items()}
    for talk in timetable.talks:
        yield {
            "day": talk.starts.date().isoformat(),
            "label": day(talk.starts.date()),
            "time": f"{talk.starts:%H:%M}",
            "kind": kind_words(talk),
            "quiet": talk.kind == "break",
            "title": talk.title,
            "mark": _("cancelled") if talk.cancelled else marks.get(talk.number, ""),
            "cancelled": talk.cancelled,
            "speakers": [{"name": speaker.name, "role": speaker.role} for speaker in talk.speakers],
            "place": _place(talk, timetable.language),
        }


def _place(talk: Talk, language: str) -> str:
    until = _("to %(ends)s") % {"ends": f"{talk.ends:%H:%M}"}
    track = talk.track.name if talk.track else ""
    return " · ".join(filter(None, [until, talk.room.name, track, spoken_words(talk, language)]))


def _by_day(lines: list[dict], before: str) -> Iterator[dict]:
    """Days with their talks; a time is printed where it begins. `before` is the day the piece above ended in."""
    today: dict | None = None
    for line in lines:
        if today is None or today["day"] != line["day"]:
            if today:
                yield today
            today = {
                "day": line["day"],
                "label": line["label"],
                "more": line["day"] == before,
                "talks": [],
            }
            time = ""
        shown = line | {"time": line["time"] if line["time"] != time else ""}
        time = line["time"]
        today["talks"].append({key: value for key, value in shown.items() if key not in ("day", "label")})
    if today:
        yield today


def _height(line: dict) -> float:
    """Never less than what typst needs for a talk; a day's heading is counted with every talk of ten."""
    title = _rows(f"{line['kind']}  {line['title']} {line['mark']}", 35, _WIDTH) * 58
    speakers = sum(_rows(f"{one['name']}  {one['role']}", 29, _WIDTH) * 50 for one in line["speakers"])
    return 30 + title + speakers + _rows(line["place"], 26, _WIDTH) * 48 + 12


def _rows(text: str, size: float, width: float) -> int:
    wide = sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.62 for sign in text)
    return max(1, math.ceil(wide * size / width * 1.08))
