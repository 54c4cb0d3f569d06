"""frab/«Pentabarf» schedule.xml and schedule.json, as Giggity, EventFahrplan, Engelsystem and the video crews read them.

Valid against the schemas of c3voc (docs/reference/exports.md). The formats know one language: texts are in the
edition's default language, the other title is the subtitle and the other abstract the description. They know no
cancelled talks either: those are left out.
"""

import json
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import groupby

from lxml import etree

from plenary.programme.timetable import Room, Talk, Timetable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_json(timetable: Timetable) -> bytes:
    days = list(_days(timetable))
    document = {
        "generator": {"name": "plenary", "version": version("plenary")},
        "schedule": {
            "version": str(timetable.number),
            "base_url": f"{timetable.address}/",
            "conference": {
                "title": timetable.title,
                "acronym": acronym(timetable),
                "start": days[0][0] if days else str(timetable.released.date()),
                "end": days[-1][0] if days else str(timetable.released.date()),
                "daysCount": len(days),
                "timeslot_duration": "00:05",
                "time_zone_name": timetable.time_zone,
                "url": f"{timetable.address}/",
                "colors": {"primary": timetable.accent},
                "tracks": [{"name": track.name, "slug": f"track-{track.id}"} for track in timetable.tracks],
                "rooms": [
                    {"name": room.name, "guid": _room_guid(timetable, room), "capacity": room.seats}
                    for room in timetable.rooms
                ],
                "days": [
                    {
                        "index": index,
                        "date": day,
                        "day_start": start.isoformat(),
                        "day_end": end.isoformat(),
                        "rooms": {
                            rooms[0].name: [_event(timetable, talk) for talk in talks]
                            for rooms, talks in found
                        },
                    }
                    for index, (day, start, end, found) in enumerate(days, 1)
                ],
            },
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _event(timetable: Timetable, talk: Talk) -> dict:
    return {
        "id": talk.number,
        "guid": talk.guid,
        "date": talk.starts.isoformat(),
        "start": f"{talk.starts:%H:%M}",
        "duration": _duration(talk),
        "room": talk.room.name,
        "slug": _slug(timetable, talk),
        "url": _link(timetable, talk),
        "title": talk.title,
        "subtitle": talk.other_title,
        "track": talk.track.name if talk.track else None,
        "type": talk.kind,
        "language": talk.language,
        "abstract": talk.abstract,
        "description": talk.other_abstract,
        "persons": [{"id": speaker.person, "name": speaker.name} for speaker in talk.speakers],
        "links": [],
    }


def render_xml(timetable: Timetable) -> bytes:
    days = list(_days(timetable))
    root = etree.Element("schedule")
    etree.SubElement(root, "generator", name="plenary", version=version("plenary"))
    _leaf(root, "url", f"{timetable.address}/schedule.xml")
    _leaf(root, "version", str(timetable.number))
    conference = etree.SubElement(root, "conference")
    _leaf(conference, "title", timetable.title)
    _leaf(conference, "acronym", acronym(timetable))
    if days:
        _leaf(conference, "start", days[0][0])
        _leaf(conference, "end", days[-1][0])
    _leaf(conference, "days", str(len(days)))
    _leaf(conference, "timeslot_duration", "00:05")
    _leaf(conference, "base_url", f"{timetable.address}/")
    _leaf(conference, "url", f"{timetable.address}/")
    _leaf(conference, "time_zone_name", timetable.time_zone)
    etree.SubElement(conference, "color", primary=timetable.accent)
    for track in timetable.tracks:
        etree.SubElement(conference, "track", name=_clean(track.name), slug=f"track-{track.id}")
    for index, (day, start, end, found) in enumerate(days, 1):
        element = etree.SubElement(
            root, "day", index=str(index), date=day, start=start.isoformat(), end=end.isoformat()
        )
        for rooms, talks in found:
            room = etree.SubElement(
                element, "room", name=_clean(rooms[0].name), guid=_room_guid(timetable, rooms[0])
            )
            for talk in talks:
                _xml_event(room, timetable, talk)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _xml_event(room: etree._Element, timetable: Timetable, talk: Talk) -> None:
    event = etree.SubElement(room, "event", id=str(talk.number), guid=talk.guid)
    _leaf(event, "room", talk.room.name)
    _leaf(event, "title", talk.title)
    _leaf(event, "subtitle", talk.other_title)
    _leaf(event, "type", talk.kind)
    _leaf(event, "date", talk.starts.isoformat())
    _leaf(event, "start", f"{talk.starts:%H:%M}")
    _leaf(event, "duration", _duration(talk))
    _leaf(event, "abstract", talk.abstract)
    _leaf(event, "slug", _slug(timetable, talk))
    _leaf(event, "track", talk.track.name if talk.track else "")
    persons = etree.SubElement(event, "persons")
    for speaker in talk.speakers:
        _leaf(persons, "person", speaker.name).set("id", str(speaker.person))
    _leaf(event, "language", talk.language)
    _leaf(event, "description", talk.other_abstract)
    etree.SubElement(event, "links")
    _leaf(event, "url", _link(timetable, talk))


def _leaf(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def acronym(timetable: Timetable) -> str:
    """cails-2021 → cails_2021: at least four of a–z, 0–9 and _, as both schemas want it."""
    return timetable.slug.replace("-", "_").ljust(4, "_")


def _slug(timetable: Timetable, talk: Talk) -> str:
    # From the number, not the title: slugs are ASCII, titles are not.
    return f"{acronym(timetable)}-talk-{talk.number}"


def _link(timetable: Timetable, talk: Talk) -> str:
    return f"{timetable.address}/{timetable.language}/talks/{talk.number}/"


def _duration(talk: Talk) -> str:
    return f"{talk.minutes // 60:02}:{talk.minutes % 60:02}"


def _room_guid(timetable: Timetable, room: Room) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"plenary:{timetable.slug}:room:{room.id}"))


Day = tuple[str, datetime, datetime, list[tuple[list[Room], list[Talk]]]]


def _days(timetable: Timetable) -> Iterator[Day]:
    """(date, start, end, rooms with their talks) for every day of the edition. Rooms of one name are one room."""
    by_day = {day: list(talks) for day, talks in groupby(timetable.live, key=lambda talk: talk.starts.date())}
    for day in timetable.days:
        talks = by_day.get(day, [])
        midnight = datetime.combine(day, datetime.min.time(), timetable.released.tzinfo)
        start = min((talk.starts for talk in talks), default=midnight)
        end = max((talk.ends for talk in talks), default=midnight + timedelta(days=1))
        found: dict[str, tuple[list[Room], list[Talk]]] = {}
        for room in timetable.rooms:
            mine = [talk for talk in talks if talk.room.id == room.id]
            if mine:
                rooms, all_talks = found.setdefault(room.name, ([], []))
                rooms.append(room)
                all_talks.extend(mine)
        yield day.isoformat(), start, end, list(found.values())
