"""schema.org Event: what search engines and assistants read. No person's data beyond name, post and organisation."""

import json
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from plenary.programme.timetable import Talk, Timetable

_CONTEXT = "https://schema.org"
_MODE = {"onsite": "Offline", "online": "Online", "hybrid": "Mixed"}
_STATUS = {"scheduled": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}
_LANGUAGE = {"zh": "zh-Hans", "en": "en"}


def event(timetable: Timetable) -> dict:
    """The summit itself, without its talks: small enough for the head of a page."""
    return {
        "@context": _CONTEXT,
        "@type": "Event",
        "@id": f"{timetable.address}/",
        "name": timetable.title,
        **({"alternateName": timetable.other_title} if timetable.other_title else {}),
        **({"description": timetable.summary} if timetable.summary else {}),
        "url": f"{timetable.address}/{timetable.language}/",
        **({"startDate": timetable.starts_on.isoformat()} if timetable.starts_on else {}),
        **({"endDate": timetable.ends_on.isoformat()} if timetable.ends_on else {}),
        "eventStatus": f"https://schema.org/{_STATUS[timetable.status]}",
        "eventAttendanceMode": f"https://schema.org/{_MODE[timetable.mode]}EventAttendanceMode",
        "inLanguage": ["zh-Hans", "en"],
        "location": _location(timetable),
        "organizer": [{"@type": "Organization", "name": name} for name in timetable.organisers],
    }


def talk_event(timetable: Timetable, talk: Talk) -> dict:
    """One talk as a part of the summit."""
    return {
        "@context": _CONTEXT,
        **_part(timetable, talk),
        "superEvent": event(timetable) | {"@context": None},
    }


def whole(timetable: Timetable) -> dict:
    """The summit with every talk, cancelled ones too: a search engine must learn of those first of all."""
    return event(timetable) | {"subEvent": [_part(timetable, talk) for talk in timetable.talks]}


def render(timetable: Timetable) -> bytes:
    return dumps(whole(timetable)).encode()


def dumps(value: dict) -> SafeString:
    """JSON that may stand inside <script>: no text in it can end the element or start another (T-26)."""
    text = json.dumps(_without_none(value), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # nothing in it is a tag any more: see above


def _part(timetable: Timetable, talk: Talk) -> dict:
    before = previous_start(timetable, talk)
    status = "EventCancelled" if talk.cancelled else "EventRescheduled" if before else "EventScheduled"
    return {
        "@type": "Event",
        "@id": f"{timetable.address}/#{talk.guid}",
        "name": talk.title,
        "alternateName": talk.other_title or None,
        "description": talk.abstract or None,
        "url": f"{timetable.address}/{timetable.language}/talks/{talk.number}/",
        "startDate": talk.starts.isoformat(),
        "endDate": talk.ends.isoformat(),
        "previousStartDate": before.isoformat() if before else None,
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{_MODE[timetable.mode]}EventAttendanceMode",
        "inLanguage": _LANGUAGE[talk.language],
        "location": {"@type": "Place", "name": talk.room.name, "address": _address(timetable)},
        "performer": [
            {
                "@type": "Person",
                "name": speaker.name,
                "alternateName": speaker.other_name or None,
                "jobTitle": speaker.position or None,
                "affiliation": {"@type": "Organization", "name": speaker.organisation}
                if speaker.organisation
                else None,
            }
            for speaker in talk.speakers
        ],
    }


def previous_start(timetable: Timetable, talk: Talk) -> datetime | None:
    """When this talk was to start before the current release moved it."""
    for change in timetable.changes:
        if change["kind"] == "moved" and change["guid"] == talk.guid:
            before = datetime.fromisoformat(change["old"]["starts_at"])
            return before if before != talk.starts else None
    return None


def _location(timetable: Timetable) -> dict:
    if timetable.mode == "online":
        return {"@type": "VirtualLocation", "url": f"{timetable.address}/"}
    return {
        "@type": "Place",
        "name": timetable.venue or timetable.city or None,
        "address": _address(timetable),
    }


def _address(timetable: Timetable) -> dict:
    return {
        "@type": "PostalAddress",
        "addressLocality": timetable.city or None,
        "addressCountry": timetable.country or None,
    }


def _without_none(value):
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_none(part) for part in value]
    return value
