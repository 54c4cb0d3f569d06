"""Which time zone a calendar means: its TZIDs are names by custom only."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from plenary_reader.problems import problem
from plenary_reader.schedules.content_lines import Component
from plenary_reader.schedules.times import zone_named

OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?$", re.ASCII)
WINDOWS = {
    "China Standard Time": "Asia/Shanghai",
    "Taipei Standard Time": "Asia/Taipei",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Korea Standard Time": "Asia/Seoul",
    "Singapore Standard Time": "Asia/Singapore",
    "India Standard Time": "Asia/Kolkata",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "GMT Standard Time": "Europe/London",
    "E. Europe Standard Time": "Europe/Chisinau",
    "FLE Standard Time": "Europe/Kiev",
    "Russian Standard Time": "Europe/Moscow",
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "Pacific Standard Time": "America/Los_Angeles",
    "AUS Eastern Standard Time": "Australia/Sydney",
}


class Zones:
    """The zones of one file; each unknown name is complained of once."""

    def __init__(self, calendars: list[Component]):
        self.problems: list = []
        self._known: dict[str, tzinfo | None] = {}
        self._definitions = {
            child.text("TZID").strip(): child
            for calendar in calendars
            for child in calendar.children
            if child.name == "VTIMEZONE"
        }
        first = calendars[0]
        named = (first.text("X-WR-TIMEZONE") or first.text("TIMEZONE-ID")).strip()
        only = next(iter(self._definitions)) if len(self._definitions) == 1 else ""
        self.calendar_zone = self._zone(named or only) if named or only else None
        self.calendar_zone_name = (named or only) if self.calendar_zone else ""

    def place(self, moment: datetime, *, utc: bool, name: str) -> datetime:
        """UTC is told in the calendar's own zone where it has one, so that days are local days."""
        if utc:
            return moment.replace(tzinfo=UTC).astimezone(self.calendar_zone or UTC)
        return moment.replace(tzinfo=self._zone(name) if name else self.calendar_zone)

    def _zone(self, name: str) -> tzinfo | None:
        name = name.strip().strip('"')
        if name not in self._known:
            self._known[name] = self._look_up(name)
            if self._known[name] is None:
                self.problems.append(
                    problem(
                        "unknown_time_zone",
                        "calendar",
                        zone=name[:80],
                        reading="its times are taken as local",
                    )
                )
        return self._known[name]

    def _look_up(self, name: str) -> tzinfo | None:
        bare = re.sub(r"^TZID[:=]", "", name)  # TZID=TZID:GMT has been seen
        bare = WINDOWS.get(bare, bare)
        parts = bare.strip("/").split("/")
        # "/freeassociation.sourceforge.net/Europe/Berlin" ends in the name we know.
        candidates = [bare, "/".join(parts[-3:]), "/".join(parts[-2:])]
        definition = self._definitions.get(name)
        if definition:
            candidates.append(definition.text("X-LIC-LOCATION"))
        for candidate in candidates:
            if zone := zone_named(candidate):
                return zone
        return _single_offset(definition) if definition else None


def _single_offset(definition: Component) -> tzinfo | None:
    """A zone defined with one offset only is that offset; one with summer time needs a name we know."""
    offsets = {child.text("TZOFFSETTO").strip() for child in definition.children}
    found = OFFSET.match(offsets.pop()) if len(offsets) == 1 else None
    if not found or int(found[2]) > 15:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(offset if found[1] == "+" else -offset)
