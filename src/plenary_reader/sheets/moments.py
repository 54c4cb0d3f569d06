"""Days, times and lengths as people type them into cells, Chinese and English. `None`: not understood."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from plenary_reader.sheets.values import clean

DAY = re.compile(r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")
CLOCK = re.compile(
    r"(上午|下午|晚上|中午|早上)?\s*(\d{1,2})\s*[:：点时h]\s*(\d{2})?(?::\d{2})?\s*分?\s*(am|pm|a\.m\.|p\.m\.)?",
    re.I,
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
ENGLISH_DAY = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(MONTHS)})[a-z]*\.?\s*(?:(\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(\d{{4}})",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:小时|时|h(?:ours?|rs?)?))?\s*(?:(\d{1,4})\s*(?:分钟?|m(?:in(?:ute)?s?)?|[′'])?)?\.?",
    re.I,
)
AFTERNOON = ("下午", "晚上", "pm", "p.m.")
YEARS = range(1900, 2201)


def read_day(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = clean(value) if isinstance(value, str) else ""
    if found := DAY.search(text):
        return _day(found[1], found[2], found[3])
    if found := ENGLISH_DAY.search(text):
        number = found[1] or found[3]
        return _day(found[4], MONTHS.index(found[2].lower()) + 1, number) if number else None
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _day(*found.groups())
    return None


def _day(year, month, day) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def read_span(value, day: date | None) -> tuple[datetime | None, datetime | None] | None:
    """A start and, where one is given («9:00-9:30»), an end."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), None
    if isinstance(value, time):
        return (datetime.combine(day, value.replace(tzinfo=None)), None) if day else None
    if isinstance(value, timedelta):
        return (
            (datetime.combine(day, time()) + value, None) if day and abs(value) < timedelta(days=2) else None
        )
    if not isinstance(value, str) or not value.strip():
        return None
    text = clean(value)
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None), None
        except ValueError:
            return None
    day = read_day(text) or day
    clocks = [found for found in CLOCK.finditer(DAY.sub(" ", text))][:2]
    if day is None or not clocks:
        return None
    moments: list[datetime] = []
    half = ""
    for found in clocks:
        half = (found[1] or found[4] or half).lower()
        hour, minute = int(found[2]), int(found[3] or 0)
        if half in AFTERNOON and hour < 12:
            hour += 12
        if hour > 23 or minute > 59:
            return None
        moments.append(datetime.combine(day, time(hour, minute)))
    return moments[0], (moments[1] if len(moments) > 1 else None)


def read_length(value) -> int | None:
    """Minutes of «20», «20分钟», «1.5 h», «1小时30分», «0:20», or a cell that holds a time."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return round(value) if 0 < value <= 1440 else None
    if isinstance(value, timedelta):
        return round(value / timedelta(minutes=1))
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    text = clean(str(value)).lower()
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text):
        return int(found[1]) * 60 + int(found[2])
    found = LENGTH.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return None
    minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
    return minutes if 0 < minutes <= 1440 else None
