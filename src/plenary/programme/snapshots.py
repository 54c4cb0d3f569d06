"""What a release freezes, and what differs between two of them. Plain JSON in, plain JSON out.

`freeze(edition)` writes the snapshot every public face is rendered from:

    {"edition": {"slug", "title_zh", "title_en", "starts_on", "ends_on" ("2021-11-13" or null), "time_zone",
                 "city_zh", "city_en", "venue_zh", "venue_en"},
     "rooms":  [{"id", "name_zh", "name_en", "seats" (or null), "floor"}],      in the board's order
     "tracks": [{"id", "name_zh", "name_en"}],
     "days":   ["2021-11-13", …],                  the edition's days and any other day that holds a talk
     "talks":  [{"id", "number", "guid", "kind", "title_zh", "title_en", "abstract_zh", "abstract_en",
                 "language", "minutes", "room" (id), "track" (id or null),
                 "starts_at" (ISO 8601 with the edition's offset),
                 "sequence", "changed_at", "cancelled",
                 "speakers": [{"person" (id), "name", "name_latin", "position",
                               "organisation_zh", "organisation_en"}]}]}        by time, room, number

`sequence` (ICS SEQUENCE) begins at 0 and is raised by each release in which the talk changed; `changed_at` is
the moment of that release. A talk that was released and has been cancelled, or taken off the board, stays as it
was last released, with `cancelled` true. A room or track that is gone stays while such a talk names it.

`difference(old, new)` lists what changed for visitors, one entry per talk and kind:

    {"kind", "talk" (number), "guid", "title_zh", "title_en", "old": {…} or {}, "new": {…} or {}}

kind: added · cancelled · back · moved (time, room or length) · retitled · speakers · abstract (text, language,
track or kind of talk). `old` and `new` hold the talk's room (id), room_zh, room_en, starts_at, ends_at, minutes,
title_zh, title_en and speakers; `old` is {} for added, `new` is {} for cancelled.
"""

from datetime import date, datetime, timedelta
from typing import Any

from plenary.editions.models import Edition, Room
from plenary.programme.models import Release, Speaker, Talk, Track

Snapshot = dict[str, Any]
KINDS = ("added", "back", "cancelled", "moved", "retitled", "speakers", "abstract")
_DESCRIPTION = ("abstract_zh", "abstract_en", "language", "kind", "track_zh", "track_en")


def freeze(edition: Edition, *, at: datetime | None = None) -> Snapshot:
    """The draft as it would be released at `at` (now, by the edition's clock). Five queries, whatever its size."""
    at = (at or edition.now()).astimezone(edition.zone)
    before = Release.objects.current(edition)
    return carry(before.snapshot if before else None, _draft(edition), at=at.isoformat(timespec="seconds"))


def carry(old: Snapshot | None, draft: Snapshot, *, at: str) -> Snapshot:
    """`draft` with what the last release knows: cancelled talks kept, sequences raised where a talk changed."""
    known = {talk["guid"]: talk for talk in old["talks"]} if old else {}
    there = {talk["guid"] for talk in draft["talks"]}
    talks = draft["talks"] + [
        {**talk, "cancelled": True} for guid, talk in known.items() if guid not in there
    ]
    rooms = _with_named(draft["rooms"], (old or draft)["rooms"], {talk["room"] for talk in talks})
    tracks = _with_named(draft["tracks"], (old or draft)["tracks"], {talk["track"] for talk in talks})
    new = {**draft, "rooms": rooms, "tracks": tracks}
    described = _Described(new)
    was = _Described(old) if old else None
    numbered = []
    for talk in talks:
        before = known.get(talk["guid"])
        if before is None:
            stamp = {"sequence": 0, "changed_at": at}
        elif was and was.whole(before) != described.whole(talk):
            stamp = {"sequence": before["sequence"] + 1, "changed_at": at}
        else:
            stamp = {"sequence": before["sequence"], "changed_at": before["changed_at"]}
        numbered.append({**talk, **stamp})
    order = {room["id"]: position for position, room in enumerate(rooms)}
    numbered.sort(
        key=lambda talk: (
            datetime.fromisoformat(talk["starts_at"]),
            order.get(talk["room"], -1),
            talk["number"],
        )
    )
    return {**new, "talks": numbered}


def is_same(old: Snapshot | None, new: Snapshot) -> bool:
    """Whether releasing `new` would tell visitors nothing, not even a changed venue or name."""
    if old is None:
        return not new["talks"]
    ours = [{k: v for k, v in talk.items() if k != "changed_at"} for talk in new["talks"]]
    theirs = [{k: v for k, v in talk.items() if k != "changed_at"} for talk in old["talks"]]
    return ours == theirs and all(old[key] == new[key] for key in ("edition", "rooms", "tracks", "days"))


def difference(old: Snapshot | None, new: Snapshot) -> list[dict]:
    """What a visitor who knows `old` must learn to know `new`, in the order of the programme."""
    then = _Described(old or {"rooms": [], "tracks": [], "talks": []})
    now = _Described(new)
    found = []
    for guid, talk in now.talks.items():
        before = then.talks.get(guid)
        gone, was_gone = talk["cancelled"], before is not None and before["cancelled"]
        if before is None:
            kinds = [] if gone else ["added"]
        elif gone:
            kinds = [] if was_gone else ["cancelled"]
        elif was_gone:
            kinds = ["back"]
        else:
            kinds = [kind for kind, part in _PARTS.items() if part(then, before) != part(now, talk)]
        found += [
            {
                "kind": kind,
                "talk": talk["number"],
                "guid": guid,
                "title_zh": talk["title_zh"],
                "title_en": talk["title_en"],
                "old": then.told(before) if before else {},
                "new": {} if kind == "cancelled" else now.told(talk),
            }
            for kind in kinds
        ]
    return found


class _Described:
    """A snapshot with its rooms and tracks by key: what a talk says once names stand for keys."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.rooms = {room["id"]: room for room in snapshot["rooms"]}
        self.tracks = {track["id"]: track for track in snapshot["tracks"]}
        self.talks = {talk["guid"]: talk for talk in snapshot["talks"]}

    def place(self, talk: dict) -> tuple:
        room = self.rooms.get(talk["room"], {})
        return talk["starts_at"], talk["minutes"], talk["room"], room.get("name_zh"), room.get("name_en")

    def title(self, talk: dict) -> tuple:
        return talk["title_zh"], talk["title_en"]

    def speakers(self, talk: dict) -> list:
        return talk["speakers"]

    def description(self, talk: dict) -> tuple:
        track = self.tracks.get(talk["track"]) or {"name_zh": "", "name_en": ""}
        known = {**talk, "track_zh": track["name_zh"], "track_en": track["name_en"]}
        return tuple(known[name] for name in _DESCRIPTION)

    def whole(self, talk: dict) -> tuple:
        """Everything a calendar entry of this talk is made of."""
        return (*(part(self, talk) for part in _PARTS.values()), talk["cancelled"], talk["number"])

    def told(self, talk: dict) -> dict:
        room = self.rooms.get(talk["room"], {})
        starts = datetime.fromisoformat(talk["starts_at"])
        return {
            "room": talk["room"],
            "room_zh": room.get("name_zh", ""),
            "room_en": room.get("name_en", ""),
            "starts_at": talk["starts_at"],
            "ends_at": (starts + timedelta(minutes=talk["minutes"])).isoformat(),
            "minutes": talk["minutes"],
            "title_zh": talk["title_zh"],
            "title_en": talk["title_en"],
            "speakers": talk["speakers"],
        }


_PARTS = {
    "moved": _Described.place,
    "retitled": _Described.title,
    "speakers": _Described.speakers,
    "abstract": _Described.description,
}


def _with_named(present: list[dict], known: list[dict], named: set) -> list[dict]:
    """`present`, and what is gone from it but still named by a cancelled talk."""
    ids = {row["id"] for row in present}
    return present + [row for row in known if row["id"] in named and row["id"] not in ids]


def _draft(edition: Edition) -> Snapshot:
    """Live talks that have a place, with nothing known of earlier releases."""
    speakers: dict[int, list[dict]] = {}
    rows = Speaker.objects.filter(edition=edition, person__removed_at=None)
    for row in rows.select_related("person__organisation"):
        speakers.setdefault(row.talk_id, []).append(_speaker(row))
    talks = [
        {
            "id": talk.pk,
            "number": talk.number,
            "guid": str(talk.guid),
            "kind": talk.kind,
            "title_zh": talk.title_zh,
            "title_en": talk.title_en,
            "abstract_zh": talk.abstract_zh,
            "abstract_en": talk.abstract_en,
            "language": talk.language,
            "minutes": talk.minutes,
            "room": talk.room_id,
            "track": talk.track_id,
            "starts_at": talk.starts_at.astimezone(edition.zone).isoformat(timespec="minutes"),
            "cancelled": False,
            "speakers": speakers.get(talk.pk, []),
        }
        for talk in Talk.objects.filter(edition=edition).placed()
    ]
    return {
        "edition": _edition(edition),
        "rooms": list(
            Room.objects.filter(edition=edition).values("id", "name_zh", "name_en", "seats", "floor")
        ),
        "tracks": list(Track.objects.filter(edition=edition).values("id", "name_zh", "name_en")),
        "days": days_of(edition, [talk["starts_at"][:10] for talk in talks]),
        "talks": talks,
    }


def _speaker(row: Speaker) -> dict:
    person, organisation = row.person, row.person.organisation
    return {
        "person": person.pk,
        "name": person.name,
        "name_latin": person.name_latin,
        "position": person.position,
        "organisation_zh": organisation.name_zh if organisation else "",
        "organisation_en": organisation.name_en if organisation else "",
    }


def _edition(edition: Edition) -> dict:
    names = ("slug", "title_zh", "title_en", "time_zone", "city_zh", "city_en", "venue_zh", "venue_en")
    return {name: getattr(edition, name) for name in names} | {
        "starts_on": _iso(edition.starts_on),
        "ends_on": _iso(edition.ends_on),
    }


def days_of(edition: Edition, others: list[str]) -> list[str]:
    """The edition's days and whatever other days hold talks, in order, as ISO dates."""
    found = set(others)
    if edition.starts_on:
        last = edition.ends_on or edition.starts_on
        found |= {
            (edition.starts_on + timedelta(days=n)).isoformat()
            for n in range((last - edition.starts_on).days + 1)
        }
    return sorted(found)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
