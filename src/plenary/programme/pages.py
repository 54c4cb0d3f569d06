"""What the templates of the public pages are given: a `Timetable` in the words and order a page needs."""

from datetime import date, datetime

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plenary.programme import grid
from plenary.programme.formats import jsonld
from plenary.programme.timetable import (
    Talk,
    Timetable,
    change_mark,
    changed_talks,
    zone_words,
)
from plenary.programme.words import sentence


def programme_context(timetable: Timetable) -> dict:
    marks = {number: change_mark(kind) for number, kind in changed_talks(timetable).items()}
    return {
        "zone": zone_words(timetable),
        "note": timetable.note,
        "qr": qr(f"{timetable.address}/r/{timetable.number}/"),
        "changes": [sentence(change) for change in timetable.changes],
        "before": timetable.number - 1,
        "rooms": [room for room in timetable.rooms if any(talk.room == room for talk in timetable.talks)],
        "tracks": [
            track for track in timetable.tracks if any(talk.track == track for talk in timetable.talks)
        ],
        "days": [
            {
                "id": f"d{number}",
                "date": day.date,
                "short": short_day(day.date, timetable.language),
                "rooms": day.rooms,
                "is_wide": len(day.rooms) > 6,
                "rows": [
                    {
                        "time": f"{row.starts:%H:%M}",
                        "cells": [
                            {
                                "rows": cell.rows,
                                "columns": cell.columns,
                                "talks": [_line(talk, timetable, marks) for talk in cell.talks],
                            }
                            for cell in row.cells
                        ],
                    }
                    for row in day.rows
                ],
            }
            for number, day in enumerate(grid.days(timetable), 1)
        ],
        "json_ld": jsonld.dumps(jsonld.event(timetable)),
    }


def _line(talk: Talk, timetable: Timetable, marks: dict[int, str]) -> dict:
    return {
        "talk": talk,
        "at": minutes(talk.starts),
        "to": minutes(talk.ends),
        "starts": f"{talk.starts:%H:%M}",
        "ends": f"{talk.ends:%H:%M}",
        "day": short_day(talk.starts.date(), timetable.language),
        "mark": _("called off") if talk.cancelled else marks.get(talk.number, ""),
        "kind": kind_words(talk),
        "spoken": spoken_words(talk, timetable.language),
        "is_other": talk.title_language != timetable.language,
    }


def talk_context(timetable: Timetable, talk: Talk) -> dict:
    return {
        "talk": talk,
        "zone": zone_words(timetable),
        "kind": kind_words(talk),
        "spoken": spoken_words(talk, ""),
        "ends": f"{talk.ends:%H:%M}",
        "starts": f"{talk.starts:%H:%M}",
        "at": minutes(talk.starts),
        "to": minutes(talk.ends),
        "venue": timetable.venue,
        "json_ld": jsonld.dumps(jsonld.talk_event(timetable, talk)),
    }


def screen_context(timetable: Timetable) -> dict:
    """Every room with its talks in order; the screen's script shows of each the one that runs and the next."""
    rooms = [
        {
            "room": room,
            "talks": [_line(talk, timetable, {}) for talk in timetable.live if talk.room == room],
        }
        for room in timetable.rooms
    ]
    return {
        "rooms": [entry for entry in rooms if entry["talks"]],
        "zone": zone_words(timetable),
        "qr": qr(f"{timetable.address}/{timetable.language}/programme/"),
    }


def qr(address: str) -> SafeString:
    """A QR code as an <svg> for the page."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass=None))


def minutes(at: datetime) -> int:
    """Minutes since 1970: short, and what the visitor's clock is compared with."""
    return int(at.timestamp()) // 60


def kind_words(talk: Talk) -> str:
    """What is worth saying about the kind: a talk is a talk, a break names itself."""
    return {"keynote": _("Keynote"), "panel": _("Panel")}.get(talk.kind, "")


def spoken_words(talk: Talk, language: str) -> str:
    """In which language somebody speaks, unless it is the reader's or nobody speaks."""
    if talk.language == language or not talk.speakers:
        return ""
    return _("in English") if talk.language == "en" else _("in Chinese")


def short_day(day: date, language: str) -> str:
    """11月13日 周六 · Sat 13 Nov."""
    if language == "en":
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
