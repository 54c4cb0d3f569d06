"""Releases freeze numbers of rows (rooms, tracks, talks, persons); in an archive they are refs, as everywhere."""

from collections.abc import Callable
from typing import Any

Refs = dict[str, dict[int, int]]
_ROOM, _TRACK, _TALK, _PERSON = "editions.Room", "programme.Track", "programme.Talk", "people.Person"


def translate_release(row: dict[str, Any], refs: Refs) -> dict[str, Any]:
    """`row` with every number in its snapshot and changes looked up in `refs`.

    A row that is gone since (a room deleted after its talk was cancelled) keeps its number negated, which meets no
    living row on either side.
    """

    def look_up(label: str) -> Callable[[int | None], int | None]:
        known = refs.get(label, {})
        return lambda number: None if number is None else known.get(number, -abs(number))

    room, track, talk, person = (look_up(label) for label in (_ROOM, _TRACK, _TALK, _PERSON))
    frozen = row["snapshot"]
    snapshot = frozen | {
        "rooms": [r | {"id": room(r["id"])} for r in frozen["rooms"]],
        "tracks": [t | {"id": track(t["id"])} for t in frozen["tracks"]],
        "talks": [
            t
            | {
                "id": talk(t["id"]),
                "room": room(t["room"]),
                "track": track(t["track"]),
                "speakers": [s | {"person": person(s["person"])} for s in t["speakers"]],
            }
            for t in frozen["talks"]
        ],
    }
    changes = [
        change | {side: _told(change[side], room, person) for side in ("old", "new") if side in change}
        for change in row["changes"]
    ]
    return row | {"snapshot": snapshot, "changes": changes}


def _told(told: dict[str, Any], room: Callable, person: Callable) -> dict[str, Any]:
    speakers = [
        s | {"person": person(s["person"])} if isinstance(s, dict) and "person" in s else s
        for s in told.get("speakers", [])
    ]
    return (
        told
        | ({"room": room(told["room"])} if "room" in told else {})
        | ({"speakers": speakers} if speakers else {})
    )
