"""A release as one reader reads it: the snapshot, with one language picked and keys turned into rooms and tracks.

Every face is a function of a `Timetable`, and a `Timetable` is a function of `facts` (see faces.py): plain JSON values.
Dates are aware, in the summit's zone; nothing here asks the database, the clock or a request.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from plenary.lib.bilingual import django_code

Facts = dict[str, Any]


@dataclass(frozen=True)
class Room:
    id: int
    name: str
    other_name: str
    seats: int | None
    floor: str

    @property
    def level(self) -> str:
        """The floor as a visitor reads it: a bare number says what it counts."""
        return _("floor %(floor)s") % {"floor": self.floor} if self.floor.isdecimal() else self.floor


@dataclass(frozen=True)
class Track:
    id: int
    name: str


@dataclass(frozen=True)
class Speaker:
    person: int
    name: str
    # The same name in the other script, when it is known and differs.
    other_name: str
    position: str
    organisation: str

    @property
    def role(self) -> str:
        """What stands behind the name: 群贤大学 院长 · Qunxian University, Dean."""
        if not self.organisation or not self.position:
            return self.organisation or self.position
        return _("%(organisation)s, %(position)s") % {
            "organisation": self.organisation,
            "position": self.position,
        }


@dataclass(frozen=True)
class Talk:
    number: int
    guid: str
    kind: str
    title: str
    title_language: str
    other_title: str
    abstract: str
    other_abstract: str
    language: str
    minutes: int
    room: Room
    track: Track | None
    starts: datetime
    sequence: int
    changed: datetime
    cancelled: bool
    speakers: tuple[Speaker, ...]

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Timetable:
    language: str
    slug: str
    # Absolute, without a trailing slash: https://summit.example.org/cails-2021
    address: str
    title: str
    other_title: str
    theme: str
    summary: str
    mode: str
    status: str
    accent: str
    city: str
    country: str
    venue: str
    time_zone: str
    starts_on: date | None
    ends_on: date | None
    organisers: tuple[str, ...]
    number: int
    released: datetime
    note: str
    rooms: tuple[Room, ...]
    tracks: tuple[Track, ...]
    days: tuple[date, ...]
    talks: tuple[Talk, ...]
    changes: tuple[dict, ...] = field(repr=False)

    @property
    def live(self) -> tuple[Talk, ...]:
        return tuple(talk for talk in self.talks if not talk.cancelled)


def read(facts: Facts, language: str) -> Timetable:
    site, release, snapshot = facts["site"], facts["release"], facts["snapshot"]
    edition, zone = snapshot["edition"], ZoneInfo(snapshot["edition"]["time_zone"])
    rooms = {row["id"]: _room(row, language) for row in snapshot["rooms"]}
    tracks = {row["id"]: Track(row["id"], said(row, "name", language)) for row in snapshot["tracks"]}
    return Timetable(
        language=language,
        slug=edition["slug"],
        address=site["address"],
        title=said(edition, "title", language),
        other_title=other(edition, "title", language),
        theme=said(site, "theme", language),
        summary=said(site, "summary", language),
        mode=site["mode"],
        status=site["status"],
        accent=site["accent"],
        city=said(edition, "city", language),
        country=site["country"],
        venue=said(edition, "venue", language),
        time_zone=edition["time_zone"],
        starts_on=_date(edition["starts_on"]),
        ends_on=_date(edition["ends_on"]),
        organisers=tuple(said(row, "name", language) for row in site["organisers"]),
        number=release["number"],
        released=datetime.fromisoformat(release["at"]).astimezone(zone),
        note=said(release, "note", language),
        rooms=tuple(rooms.values()),
        tracks=tuple(tracks.values()),
        days=tuple(date.fromisoformat(day) for day in snapshot["days"]),
        talks=tuple(read_talk(row, rooms, tracks, zone, language) for row in snapshot["talks"]),
        # The first release changes nothing for anybody.
        changes=tuple(release["changes"]) if release["number"] > 1 else (),
    )


def read_talk(row: dict, rooms: dict, tracks: dict, zone: ZoneInfo, language: str) -> Talk:
    return Talk(
        number=row["number"],
        guid=row["guid"],
        kind=row["kind"],
        title=said(row, "title", language),
        title_language=language if row[f"title_{language}"] else _twin(language),
        other_title=other(row, "title", language),
        abstract=said(row, "abstract", language),
        other_abstract=other(row, "abstract", language),
        language=row["language"],
        minutes=row["minutes"],
        room=rooms[row["room"]],
        track=tracks.get(row["track"]),
        starts=datetime.fromisoformat(row["starts_at"]).astimezone(zone),
        sequence=row["sequence"],
        changed=datetime.fromisoformat(row["changed_at"]).astimezone(zone),
        cancelled=row["cancelled"],
        speakers=tuple(_speaker(speaker, language) for speaker in row["speakers"]),
    )


def said(row: dict, name: str, language: str) -> str:
    """The text in this language, or the other one when that is empty."""
    return row[f"{name}_{language}"] or row[f"{name}_{_twin(language)}"]


def other(row: dict, name: str, language: str) -> str:
    """The text in the other language, when both are there and differ."""
    mine, twin = row[f"{name}_{language}"], row[f"{name}_{_twin(language)}"]
    return twin if mine and twin != mine else ""


def _twin(language: str) -> str:
    return "en" if language == "zh" else "zh"


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _room(row: dict, language: str) -> Room:
    return Room(
        row["id"], said(row, "name", language), other(row, "name", language), row["seats"], row["floor"]
    )


def _speaker(row: dict, language: str) -> Speaker:
    own, latin = row["name"], row["name_latin"]
    name, second = (latin, own) if language == "en" and latin else (own, latin)
    return Speaker(
        person=row["person"],
        name=name,
        other_name=second if second != name else "",
        position=row["position"],
        organisation=said(row, "organisation", language),
    )


# Words.


def in_words(language: str):
    """`with in_words("zh"):` whatever is translated inside is Chinese."""
    return translation.override(django_code(language))


def moment_words(at: datetime) -> str:
    """11月13日 09:00 · 13 Nov 09:00, in the active language."""
    if translation.get_language() == "en":
        return f"{at.day} {at:%b} {at:%H:%M}"
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def zone_words(timetable: Timetable) -> str:
    """北京时间 · Beijing time (UTC+8): the zone a visitor must set the watch to."""
    offset = (
        datetime.combine(
            timetable.starts_on or timetable.released.date(),
            datetime.min.time(),
            ZoneInfo(timetable.time_zone),
        ).utcoffset()
        or timedelta()
    )
    minutes = int(offset.total_seconds()) // 60
    sign, minutes = ("+", minutes) if minutes >= 0 else ("−", -minutes)
    utc = f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
    if timetable.time_zone in ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC"):
        return _("Beijing time (%(utc)s)") % {"utc": utc}
    city = timetable.time_zone.rpartition("/")[2].replace("_", " ")
    return _("%(city)s time (%(utc)s)") % {"city": city, "utc": utc}


def stamp_words(number: int, released: datetime) -> str:
    """第3版日程，2021年11月12日 18:00发布 · Release 3, 12 November 2021, 18:00, in the active language."""
    if translation.get_language() == "en":
        when = f"{released.day} {released:%B} {released.year}, {released:%H:%M}"
    else:
        when = f"{released.year}年{released.month}月{released.day}日 {released:%H:%M}"
    return _("Programme, release %(number)s, %(when)s") % {"number": number, "when": when}


def listed(parts: list[str], language: str, *, comma: str = "、") -> str:
    """A、B、C · A, B, C: what is not empty."""
    return (", " if language == "en" else comma).join(filter(None, parts))


def change_mark(kind: str) -> str:
    """The word that stands at a changed line."""
    return {
        "added": _("newly added"),
        "back": _("takes place after all"),
        "cancelled": _("called off"),
        "moved": _("moved"),
        "retitled": _("new title"),
        "speakers": _("new speakers"),
    }.get(kind, _("new description"))


def changed_talks(timetable: Timetable) -> dict[int, str]:
    """Talk number → the weightiest kind of change in this release."""
    weight = ["cancelled", "moved", "added", "back", "speakers", "retitled", "abstract"]
    found: dict[int, str] = {}
    for change in timetable.changes:
        kind = change["kind"]
        known = found.get(change["talk"])
        if known is None or weight.index(kind) < weight.index(known):
            found[change["talk"]] = kind
    return found
