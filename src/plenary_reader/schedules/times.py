"""Dates, times and durations as schedule files write them. `None` means: not understood."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
ISO_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$"
)
YEARS = range(1900, 2201)  # no reckoning with a day or an offset can leave what a datetime holds
MOST_MINUTES = 60 * 24 * 366


def read_date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 date and time; a date alone is none."""
    text = text.strip()
    if not re.search(r"\d[T ]\d", text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
    except ValueError:
        return None
    return moment if moment.year in YEARS else None


def read_clock(text: str) -> timedelta | None:
    """Time since midnight. 24:30 and later are half past midnight of the next day, as some files mean it."""
    found = CLOCK.match(text.strip())
    if not found or int(found[1]) > 47 or int(found[2]) > 59:
        return None
    return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))


def read_minutes(value) -> int | None:
    """HH:MM, HH:MM:SS, D:HH:MM:SS, ISO 8601 (PT1H30M), or a plain number of minutes."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _sensible(value)
    text = str(value).strip()
    if found := ISO_DURATION.match(text):
        sign, weeks, days, hours, minutes, seconds = found.groups(default="")
        total = (int(weeks or 0) * 7 + int(days or 0)) * 1440 + int(hours or 0) * 60 + int(minutes or 0)
        return _sensible(-1 if sign == "-" else total + int(seconds or 0) / 60)
    parts = text.split(":")
    if not all(re.fullmatch(r"\d{1,6}", part, re.ASCII) for part in parts):
        return None
    numbers = [int(part) for part in parts]
    match numbers:
        case [minutes_only]:
            return _sensible(minutes_only)
        case [hour, minute]:
            return _sensible(hour * 60 + minute)
        case [hour, minute, second]:
            return _sensible(hour * 60 + minute + second / 60)
        case [day, hour, minute, second]:
            return _sensible(day * 1440 + hour * 60 + minute + second / 60)
    return None


def _sensible(minutes: float) -> int | None:
    return round(minutes) if 0 <= minutes <= MOST_MINUTES else None


def zone_named(name: str) -> tzinfo | None:
    name = name.strip().strip('"')
    if not re.fullmatch(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*", name):  # a path is no zone
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def at_clock(day: date, clock: timedelta, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone) + clock
