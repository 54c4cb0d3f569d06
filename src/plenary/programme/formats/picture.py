"""The agenda on paper: the long picture people send in chats, in pieces, and the PDF for the printer.

Each carries the release, its time and the QR «is this still current?». A piece is made from what stands on it.
"""

import io
import logging
import math
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import segno
from django.utils.translation import gettext as _

from plenary.lib.paper import missing_glyphs, typeset, typeset_elsewhere
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
WIDTH = 1080
MARGIN = 56
# A larger programme is set smaller and says less: parallel talks two by two, no posts, no tracks.
DENSE = 120
# Printers set this sign where a letter is missing from the case.
GETA = "〓"

Sheet = dict


def name(language: str, piece: int) -> str:
    return f"agenda-{language}-{piece}.png"


def pieces(timetable: Timetable) -> list[Sheet]:
    """What stands on each piece of the picture: cut between talks, so that each is lower than HEIGHT."""
    with in_words(timetable.language):
        head = _head(timetable)
        body = HEIGHT - 50 - _head_height(head)
        parts: list[list[dict]] = [[]]
        left = body
        for row in _rows(timetable):
            height = _row_height(row, head["dense"])
            if not parts[-1] or parts[-1][-1]["day"] != row["day"]:
                height += 110  # the day's heading
            if height > left and parts[-1]:
                parts.append([])
                left, height = body, _row_height(row, head["dense"]) + 110
            parts[-1].append(row)
            left -= height
        before = ["", *(part[-1]["day"] for part in parts[:-1])]
        return [
            head
            | {
                "paper": False,
                "piece": number,
                "part": f"{number} / {len(parts)}" if len(parts) > 1 else "",
                "days": list(_by_day(part, before[number - 1])),
            }
            for number, part in enumerate(parts, 1)
            if part or number == 1
        ]


def sheet(timetable: Timetable) -> Sheet:
    """The whole programme on A4."""
    with in_words(timetable.language):
        days = list(_by_day(list(_rows(timetable)), ""))
        return _head(timetable) | {"paper": True, "part": "", "days": days}


def render(piece: Sheet) -> bytes:
    """One piece, 1080 px wide."""
    return _low_enough(piece, typeset(_source(), _printable(piece), format="png", ppi=72)[0])


def begin(piece: Sheet) -> Callable[[], bytes]:
    """`render` on another core: what it returns waits for the picture and gives it."""
    waiting = typeset_elsewhere(_source(), _printable(piece), format="png", ppi=72)
    return lambda: _low_enough(piece, waiting.result()[0])


def _low_enough(piece: Sheet, made: bytes) -> bytes:
    height = int.from_bytes(made[20:24])
    if height < HEIGHT:
        return made
    # Texts beyond all measure: smaller rather than cut.
    return typeset(_source(), _printable(piece), format="png", ppi=72 * (HEIGHT - 10) / height)[0]


def render_pdf(whole: Sheet) -> bytes:
    return typeset(_source(), _printable(whole), format="pdf", ppi=72)[0]


def unprintable(timetable: Timetable) -> dict[str, str]:
    """Signs in the programme that our fonts cannot draw, each with the text it stands in."""
    return missing_glyphs(_texts(sheet(timetable)))


def _printable(facts: Sheet) -> Sheet:
    """The facts with the QR, without what no printer shows, and with 〓 for signs our fonts lack."""
    signs = {sign for text in _texts(facts) for sign in text}
    table: dict[str, str | None] = {
        # Nothing unseen: no control, no mark that turns the direction of writing around.
        sign: " " if sign in "\n\t" else None
        for sign in signs
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs")
    }
    if missing := set(missing_glyphs(signs - set(table))):
        for sign, text in missing_glyphs(_texts(facts)).items():
            logger.warning(
                "The agenda shows 〓 for U+%04X in «%s»: our fonts cannot draw it.", ord(sign), text
            )
        table |= dict.fromkeys(missing, GETA)
    data = _translated(facts, str.maketrans(table)) if table else facts
    return data | {"qr": _qr(facts["address"])}


@cache
def _source() -> str:
    return (Path(__file__).parent / "agenda.typ").read_text()


@lru_cache(maxsize=8)
def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _translated(value, table: dict):
    if isinstance(value, dict):
        return {key: _translated(part, table) for key, part in value.items()}
    if isinstance(value, list):
        return [_translated(part, table) for part in value]
    return value.translate(table) if isinstance(value, str) else value


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
        "dense": len(timetable.talks) > DENSE,
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


def _rows(timetable: Timetable) -> Iterator[dict]:
    """One talk a row; in a dense programme two that begin together."""
    marks = {number: change_mark(kind) for number, kind in changed_talks(timetable).items()}
    dense = len(timetable.talks) > DENSE
    most = 2 if dense else 1
    for starts, together in groupby(timetable.talks, key=lambda talk: talk.starts):
        waiting = list(together)
        while waiting:
            now, waiting = waiting[:most], waiting[most:]
            yield {
                "day": starts.date().isoformat(),
                "label": day(starts.date()),
                "time": f"{starts:%H:%M}",
                "talks": [_talk(talk, timetable.language, marks, dense=dense) for talk in now],
            }


def _talk(talk: Talk, language: str, marks: dict[int, str], *, dense: bool) -> dict:
    until = _("to %(ends)s") % {"ends": f"{talk.ends:%H:%M}"}
    more = [] if dense else [talk.track.name if talk.track else "", spoken_words(talk, language)]
    return {
        "kind": "" if dense else kind_words(talk),
        "quiet": talk.kind == "break",
        "title": talk.title,
        "mark": _("called off") if talk.cancelled else marks.get(talk.number, ""),
        "cancelled": talk.cancelled,
        "speakers": [
            {"name": speaker.name, "role": speaker.organisation if dense else speaker.role}
            for speaker in talk.speakers
        ],
        "place": " · ".join(filter(None, [until, talk.room.name, *more])),
    }


def _by_day(rows: list[dict], before: str) -> Iterator[dict]:
    """Days with their rows; a time is printed where it begins. `before` is the day the piece above ended in."""
    for today, found in groupby(rows, key=lambda row: row["day"]):
        mine, time = [], ""
        for row in found:
            mine.append({"time": row["time"] if row["time"] != time else "", "talks": row["talks"]})
            time = row["time"]
            label = row["label"]
        yield {"label": label, "more": today == before, "rows": mine}


# Heights in pixels as agenda.typ sets them, rather more than less: a piece must stay under HEIGHT.


def _head_height(head: dict) -> float:
    width = WIDTH - 2 * MARGIN
    return (
        460  # margins, lines, the QR and what stands beside it
        + _text_height(head["theme"], 28, width)
        + _text_height(head["title"], 56, width)
        + _text_height(head["where"], 30, width)
        + _text_height(head["address"], 26, width - 210)
    )


def _row_height(row: dict, dense: bool) -> float:
    unit, columns = (0.72, len(row["talks"])) if dense else (1, 1)
    width = (WIDTH - 2 * MARGIN - 146 * unit - 24 * unit * (columns - 1)) / columns
    return unit * max(_talk_height(talk, width / unit) for talk in row["talks"])


def _talk_height(talk: dict, width: float) -> float:
    speakers = (f"{speaker['name']}  {speaker['role']}" for speaker in talk["speakers"])
    return (
        32
        + _text_height(f"{talk['kind']}  {talk['title']}  {talk['mark']}", 35, width)
        + sum(11 + _text_height(speaker, 29, width) for speaker in speakers)
        + 12
        + _text_height(talk["place"], 26, width)
    )


def _text_height(text: str, size: float, width: float) -> float:
    ems = sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.53 for sign in text)
    lines = max(1, math.ceil(ems * size / width * 1.05))
    # A capital's height, and for each further line the leading.
    return size * (0.75 + 1.36 * (lines - 1))
