"""frab JSON: `schedule.conference.days[].rooms{name: [event]}`, and what is only JSON about events."""

from __future__ import annotations

import json

from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.schedules.frab import schedule_from
from plenary_reader.schedules.model import Schedule

FORMAT = "frab-json"


def read_frab_json(data: bytes) -> Schedule:
    try:
        document = json.loads(data)
    except RecursionError:
        raise LimitExceeded("depth") from None
    except UnicodeDecodeError:
        raise NotReadable("encoding") from None
    except json.JSONDecodeError as error:
        raise NotReadable("broken_json", line=error.lineno) from None
    except ValueError:  # an integer of many thousand digits
        raise NotReadable("broken_json", line=1) from None
    conference, days = _conference(document)
    return schedule_from(FORMAT, conference, [_day(day) for day in days])


def _conference(document) -> tuple[dict, list]:
    schedule = document.get("schedule", document) if isinstance(document, dict) else None
    if not isinstance(schedule, dict):
        raise NotReadable("other_json", reason="it has no object named schedule")
    conference = schedule.get("conference", schedule)
    if not isinstance(conference, dict):
        raise NotReadable("other_json", reason="its conference is not an object")
    days = conference.get("days", schedule.get("days"))
    if not isinstance(days, list):
        raise NotReadable("other_json", reason="it has no list of days")
    if not all(isinstance(day, dict) for day in days):
        raise NotReadable("other_json", reason="its days are not objects")
    if days and not any("rooms" in day for day in days):
        raise NotReadable("other_json", reason="its days have no rooms")
    return conference, days


def _day(day: dict) -> dict:
    rooms = day.get("rooms") or {}
    if isinstance(rooms, dict):
        groups = [(str(name), _events(events)) for name, events in rooms.items()]
    elif isinstance(rooms, list):
        groups = [_listed_room(room) for room in rooms]
    else:
        raise NotReadable("other_json", reason="the rooms of a day are neither a list nor an object")
    return day | {"rooms": groups}


def _listed_room(room) -> tuple[str, list]:
    if not isinstance(room, dict):
        raise NotReadable("other_json", reason="a room of a day is not an object")
    events = next((room[key] for key in ("events", "talks", "sessions") if key in room), None)
    if events is None and len(room) == 1:  # [{"Hall 1": […]}]
        name, events = next(iter(room.items()))
        return str(name), _events(events)
    return str(room.get("name") or ""), _events(events or [])


def _events(events) -> list[dict]:
    if isinstance(events, dict):
        events = list(events.values())
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise NotReadable("other_json", reason="the events of a room are not a list of objects")
    return events
