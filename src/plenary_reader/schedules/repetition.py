"""RRULE, RDATE and EXDATE within limits: what repeats by the second, without end, or never, is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from plenary_reader.limits import Limits
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.schedules.content_lines import Component

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
REFUSED = {"SECONDLY": "second", "MINUTELY": "minute"}
MOST_RULE_TEXT = 200  # a cross product of BY… lists needs long lists
RULE = re.compile(r"[A-Z]+=[A-Z0-9,+\-]+(?:;[A-Z]+=[A-Z0-9,+\-]+)*;?$", re.ASCII)


def occurrences(
    event: Component, title: str, start: datetime, read: Callable[[str], date | None], limits: Limits
) -> list[datetime]:
    """The starts of an event that repeats, first to last. `read` understands one date-time of this event."""
    starts = {start}
    for rule in event.properties.get("RRULE", ()):
        starts.update(_followed(rule.value.strip().upper(), title, start, limits))
    starts.update(_listed(event, "RDATE", start, read))
    starts -= _listed(event, "EXDATE", start, read)
    if len(starts) > limits.occurrences:
        raise LimitExceeded("occurrences", title=title, most=limits.occurrences)
    return sorted(starts)


def _followed(rule: str, title: str, start: datetime, limits: Limits) -> list[datetime]:
    """The rule is followed on the wall clock, as people mean «every Tuesday at nine»."""
    shown = rule[:80]
    if len(rule) > MOST_RULE_TEXT or not RULE.match(rule):
        raise NotReadable("repeats_wrongly", title=title, rule=shown)
    parts = dict(part.split("=", 1) for part in rule.strip(";").split(";"))
    frequency = parts.get("FREQ", "")
    if frequency in REFUSED:
        raise NotReadable("repeats_too_often", title=title, frequency=REFUSED[frequency])
    numbers = [parts.get("INTERVAL", "1"), parts.get("COUNT", "1")]
    # Zero is what makes other readers run for ever.
    if frequency not in FREQUENCIES or not all(re.fullmatch(r"[1-9]\d{0,9}", number) for number in numbers):
        raise NotReadable("repeats_wrongly", title=title, rule=shown)
    if int(parts.get("COUNT", "1")) > limits.occurrences:
        raise LimitExceeded("occurrences", title=title, most=limits.occurrences)
    wall = start.replace(tzinfo=None)
    horizon = wall + timedelta(days=366 * limits.years)
    last = _until(parts.pop("UNTIL", ""), start) or horizon
    counted = int(parts.pop("COUNT")) if "COUNT" in parts else None
    kept = ";".join(f"{name}={value}" for name, value in parts.items())
    bound = min(last, horizon)
    try:
        # UNTIL bounds the search itself, so that a rule nothing satisfies (30 February) ends too.
        followed = rrulestr(f"{kept};UNTIL={bound:%Y%m%dT%H%M%S}", dtstart=wall)
        found = list(islice(followed, counted or limits.occurrences + 1))
    except (ValueError, TypeError, AttributeError, KeyError):
        raise NotReadable("repeats_wrongly", title=title, rule=shown) from None
    if len(found) > limits.occurrences:
        raise LimitExceeded("occurrences", title=title, most=limits.occurrences)
    if last > horizon or (counted and len(found) < counted):
        raise LimitExceeded("years", title=title, most=limits.years)
    return [each.replace(tzinfo=start.tzinfo) for each in found]


def _until(text: str, start: datetime) -> datetime | None:
    found = re.match(r"(\d{8})(?:T(\d{6})(Z)?)?$", text, re.ASCII)
    if not found:
        return None
    try:
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")
    except ValueError:
        return None
    if found[3] and start.tzinfo:
        offset = start.utcoffset() or timedelta()
        moment = moment + offset if moment.year < 9999 else moment
    return moment


def _listed(
    event: Component, name: str, start: datetime, read: Callable[[str], date | None]
) -> set[datetime]:
    found: set[datetime] = set()
    for entry in event.properties.get(name, ()):
        for text in entry.value.split(","):
            moment = read(text.split("/", 1)[0])
            if isinstance(moment, datetime):
                found.add(moment)
            elif moment is not None:  # a date alone stands for that day's occurrence
                found.add(datetime.combine(moment, start.timetz()))
    return {moment for moment in found if (moment.tzinfo is None) == (start.tzinfo is None)}
