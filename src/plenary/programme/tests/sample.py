"""Facts of a release for the tests of its faces: no database, every kind of talk, and texts that try to break out."""

from plenary.programme.snapshots import difference

CANARY = '"><img src=x onerror=alert(1)>{{7*7}}${7*7}</script>]]>&#x3c;'
NASTY = f'第一行\r\nATTENDEE:mailto:x@example.org; 逗号, 反斜杠\\ {CANARY} #read("/etc/passwd") $x$ @ref *b* _i_ \u202e\u200b'


def speaker(person: int = 1, **changes) -> dict:
    return {
        "person": person,
        "name": "张伟",
        "name_latin": "Zhang Wei",
        "position": "院长",
        "organisation_zh": "群贤大学",
        "organisation_en": "Qunxian University",
    } | changes


def talk(number: int = 1, starts: str = "2021-11-13T09:00+08:00", **changes) -> dict:
    return {
        "id": 1000 + number,
        "number": number,
        "guid": f"00000000-0000-4000-8000-{number:012}",
        "kind": "talk",
        "title_zh": f"报告{number}",
        "title_en": f"Talk {number}",
        "abstract_zh": "摘要",
        "abstract_en": "Abstract",
        "language": "zh",
        "minutes": 30,
        "room": 1,
        "track": 1,
        "starts_at": starts,
        "sequence": 0,
        "changed_at": "2021-11-01T10:00:00+08:00",
        "cancelled": False,
        "speakers": [speaker(number)],
    } | changes


def snapshot(*talks: dict, **edition) -> dict:
    facts = {
        "slug": "cails-2021",
        "title_zh": "示例峰会",
        "title_en": "Example Summit",
        "starts_on": "2021-11-13",
        "ends_on": "2021-11-14",
        "time_zone": "Asia/Shanghai",
        "city_zh": "苏州",
        "city_en": "Suzhou",
        "venue_zh": "国际博览中心",
        "venue_en": "Expo Centre",
    } | edition
    return {
        "edition": facts,
        "rooms": [
            {"id": 1, "name_zh": "主会场", "name_en": "Main Hall", "seats": 500, "floor": "2F"},
            {"id": 2, "name_zh": "第二会场", "name_en": "Hall 2", "seats": None, "floor": ""},
        ],
        "tracks": [
            {"id": 1, "name_zh": "智慧法治", "name_en": "Law"},
            {"id": 2, "name_zh": "数据", "name_en": ""},
        ],
        "days": ["2021-11-13", "2021-11-14"],
        "talks": sorted(talks, key=lambda row: (row["starts_at"], row["room"], row["number"])),
    }


def facts(new: dict | None = None, old: dict | None = None, *, number: int | None = None, **site) -> dict:
    new = new or programme()
    return {
        "site": {
            "address": "https://summit.example.org/cails-2021",
            "theme_zh": "主题",
            "theme_en": "Theme",
            "summary_zh": "简介",
            "summary_en": "",
            "mode": "onsite",
            "status": "scheduled",
            "accent": "#a3312a",
            "country": "CN",
            "organisers": [{"name_zh": "群贤大学", "name_en": "Qunxian University"}],
        }
        | site,
        "release": {
            "number": number or (2 if old else 1),
            "at": "2021-11-12T18:00:00+08:00",
            "note_zh": "",
            "note_en": "",
            "changes": difference(old, new),
        },
        "snapshot": new,
    }


def programme() -> dict:
    """Two days: a ceremony alone, talks side by side, a break, one cancelled, one past midnight, one of nasty texts."""
    return snapshot(
        talk(1, kind="ceremony", minutes=60, track=None, speakers=[]),
        talk(2, "2021-11-13T10:00+08:00", kind="keynote", speakers=[speaker(2), speaker(30, name="Mary Anne O'Neil", name_latin="")]),
        talk(3, "2021-11-13T10:00+08:00", room=2, minutes=60, language="en", track=2),
        talk(4, "2021-11-13T10:30+08:00", title_en="", abstract_zh="", abstract_en=""),
        talk(5, "2021-11-13T11:00+08:00", kind="break", track=None, speakers=[], minutes=15),
        talk(6, "2021-11-14T09:00+08:00", cancelled=True, sequence=2),
        talk(7, "2021-11-14T23:45+08:00", minutes=45),
        talk(8, "2021-11-14T10:00+08:00", title_zh=NASTY, abstract_zh=NASTY, speakers=[speaker(8, name=CANARY, organisation_zh=NASTY)]),
    )  # fmt: skip
