"""iCalendar (RFC 5545 with RFC 7986): what a phone's calendar subscribes to.

Written here rather than with a library: the same release is the same bytes, and 500 talks take milliseconds. The tests
read it back with two other programs.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plenary.programme.timetable import Talk, Timetable, in_words, listed, stamp_words

# RFC 7986 names a colour by its CSS word: the nearest of these stands for the edition's accent.
_COLOURS = {
    "firebrick": 0xB22222,
    "crimson": 0xDC143C,
    "orangered": 0xFF4500,
    "chocolate": 0xD2691E,
    "goldenrod": 0xDAA520,
    "olive": 0x808000,
    "forestgreen": 0x228B22,
    "seagreen": 0x2E8B57,
    "teal": 0x008080,
    "steelblue": 0x4682B4,
    "royalblue": 0x4169E1,
    "navy": 0x000080,
    "indigo": 0x4B0082,
    "purple": 0x800080,
    "slategray": 0x708090,
    "black": 0x000000,
}
# What a content line may not hold (line ends are dealt with in `_text`).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def render(timetable: Timetable) -> bytes:
    with in_words(timetable.language):
        return "".join(f"{part}\r\n" for line in _lines(timetable) for part in _folded(line)).encode()


def _lines(timetable: Timetable) -> Iterator[str]:
    released = _utc(timetable.released)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Plenary//Programme//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_text(timetable.title)}"
    yield f"X-WR-CALNAME:{_text(timetable.title)}"
    yield f"DESCRIPTION:{_text(stamp_words(timetable.number, timetable.released))}"
    yield f"LAST-MODIFIED:{released}"
    yield f"URL:{timetable.address}/"
    yield f"SOURCE;VALUE=URI:{timetable.address}/schedule.ics"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT15M"
    yield "X-PUBLISHED-TTL:PT15M"
    yield f"COLOR:{_colour(timetable.accent)}"
    if timetable.talks:
        yield from _zone(timetable)
    for talk in timetable.talks:
        yield from _event(timetable, talk, released)
    yield "END:VCALENDAR"


def _event(timetable: Timetable, talk: Talk, released: str) -> Iterator[str]:
    link = f"{timetable.address}/{timetable.language}/talks/{talk.number}/"
    speakers = "\n".join(" ".join(filter(None, [speaker.name, speaker.role])) for speaker in talk.speakers)
    parts = [talk.other_title, speakers, talk.abstract, link]
    yield "BEGIN:VEVENT"
    yield f"UID:{talk.guid}@plenary"
    yield f"DTSTAMP:{released}"
    yield f"LAST-MODIFIED:{_utc(talk.changed)}"
    yield f"SEQUENCE:{talk.sequence}"
    yield f"STATUS:{'CANCELLED' if talk.cancelled else 'CONFIRMED'}"
    yield f"DTSTART;TZID={timetable.time_zone}:{talk.starts:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={timetable.time_zone}:{_ends(timetable, talk):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(talk.title)}"
    yield f"LOCATION:{_text(listed([talk.room.name, timetable.venue], timetable.language, comma='，'))}"
    yield f"DESCRIPTION:{_text(chr(10).join(filter(None, parts)))}"
    yield f"URL:{link}"
    if talk.track:
        yield f"CATEGORIES:{_text(talk.track.name)}"
    yield "END:VEVENT"


def _ends(timetable: Timetable, talk: Talk) -> datetime:
    """The end on the wall: minutes are counted on the world's clock, not on one that is being put forward."""
    return (talk.starts.astimezone(UTC) + timedelta(minutes=talk.minutes)).astimezone(talk.starts.tzinfo)


def _zone(timetable: Timetable) -> Iterator[str]:
    """The real rules of the zone for the time the talks span: every change of the clock in it, named."""
    zone = ZoneInfo(timetable.time_zone)
    first = min(talk.starts for talk in timetable.talks).astimezone(UTC) - timedelta(days=1)
    last = max(talk.ends for talk in timetable.talks).astimezone(UTC) + timedelta(days=1)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{timetable.time_zone}"
    yield from _observance(datetime(1970, 1, 1), first.astimezone(zone), first.astimezone(zone))
    at, step = first.replace(minute=0, second=0, microsecond=0), timedelta(minutes=30)
    while at < last:
        before, after = at.astimezone(zone), (at + step).astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            # The moment of the change, as the clock showed it before the change.
            onset = (at + step + (before.utcoffset() or timedelta())).replace(tzinfo=None)
            yield from _observance(onset, before, after)
        at += step
    yield "END:VTIMEZONE"


def _observance(onset: datetime, before: datetime, after: datetime) -> Iterator[str]:
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{onset:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{before:%z}"
    yield f"TZOFFSETTO:{after:%z}"
    yield f"TZNAME:{_text(after.tzname() or '')}"
    yield f"END:{kind}"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """RFC 5545 §3.3.11. After this no text can begin a line of its own."""
    value = _CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """RFC 5545 §3.1: at most 75 octets a line, never cut inside a character."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 75:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part


def _colour(accent: str) -> str:
    def distance(value: int) -> int:
        ours = int(accent[1:], 16)
        return sum(((ours >> shift & 255) - (value >> shift & 255)) ** 2 for shift in (0, 8, 16))

    return min(_COLOURS, key=lambda name: distance(_COLOURS[name]))
