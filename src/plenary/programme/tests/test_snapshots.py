"""What a release freezes, and what differs between two."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.programme.snapshots import KINDS, carry, difference, freeze, is_same
from tests.factories import make_edition, make_owner, make_person, make_room, make_talk

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_a_snapshot_says_times_with_the_editions_offset_and_speakers_in_order():
    edition = make_edition()
    room, first, second = make_room(edition), make_person(edition), make_person(edition)
    make_talk(edition, room=room, starts_at=NINE.astimezone(UTC), speakers=(second, first), number=7)
    make_talk(edition)  # in the tray: not on the programme
    snapshot = freeze(edition, at=NINE)
    assert [talk["number"] for talk in snapshot["talks"]] == [7]
    talk = snapshot["talks"][0]
    assert talk["starts_at"] == "2021-11-13T09:00+08:00"
    assert [speaker["person"] for speaker in talk["speakers"]] == [second.pk, first.pk]
    assert (talk["sequence"], talk["changed_at"], talk["cancelled"]) == (
        0,
        "2021-11-13T09:00:00+08:00",
        False,
    )
    assert snapshot["days"] == ["2021-11-13", "2021-11-14"]
    assert [room["id"] for room in snapshot["rooms"]] == [room.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3, 300])
def test_freezing_costs_five_queries_whatever_the_size(rows, django_assert_num_queries):
    edition = make_edition()
    room = make_room(edition)
    for n in range(rows):
        make_talk(
            edition,
            room=room,
            starts_at=NINE + timedelta(minutes=n),
            speakers=(make_person(edition),),
            number=n + 1,
        )
    make_owner()
    with django_assert_num_queries(5):
        freeze(edition, at=NINE)


# Snapshots as visitors could meet them: a few talks that come, go, move and are renamed.
def _snapshot(talks: dict[int, tuple[int, int, str, tuple[int, ...], str]]) -> dict:
    return {
        "edition": {"slug": "s"},
        "rooms": [
            {"id": n, "name_zh": f"会场{n}", "name_en": "", "seats": None, "floor": ""} for n in range(3)
        ],
        "tracks": [],
        "days": ["2021-11-13"],
        "talks": [
            {
                "id": number,
                "number": number,
                "guid": f"guid-{number}",
                "kind": "talk",
                "title_zh": title,
                "title_en": "",
                "abstract_zh": abstract,
                "abstract_en": "",
                "language": "zh",
                "minutes": 30,
                "room": room,
                "track": None,
                "starts_at": f"2021-11-13T{9 + hour:02}:00+08:00",
                "cancelled": False,
                "speakers": [{"person": p, "name": f"p{p}"} for p in people],
            }
            for number, (room, hour, title, people, abstract) in talks.items()
        ],
    }


talks = st.dictionaries(
    st.integers(1, 4),
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from("甲乙"),
        st.lists(st.integers(1, 3), unique=True, max_size=2).map(tuple),
        st.sampled_from(["", "摘要"]),
    ),
    max_size=4,
)


def _released(drafts: list[dict]) -> list[dict]:
    snapshots: list[dict] = []
    for n, draft in enumerate(drafts):
        old = snapshots[-1] if snapshots else None
        snapshots.append(carry(old, _snapshot(draft), at=f"2021-11-0{n + 1}T00:00:00+08:00"))
    return snapshots


@given(st.lists(talks, min_size=2, max_size=5))
@settings(max_examples=150, deadline=None)
def test_sequences_never_fall_and_rise_by_one_exactly_when_the_talk_changed(drafts):
    snapshots = _released(drafts)
    for old, new in itertools.pairwise(snapshots):
        before = {talk["guid"]: talk for talk in old["talks"]}
        after = {talk["guid"]: talk for talk in new["talks"]}
        changed = {entry["guid"] for entry in difference(old, new)}
        assert before.keys() <= after.keys()  # a released talk is never forgotten
        for guid, talk in before.items():
            assert after[guid]["sequence"] - talk["sequence"] == (1 if guid in changed else 0)
            assert (after[guid]["changed_at"] != talk["changed_at"]) == (guid in changed)


@given(talks, talks)
@settings(max_examples=150, deadline=None)
def test_who_knows_the_old_programme_and_applies_the_differences_knows_the_new_one(one, other):
    old, new = _released([one, other])
    known = {
        talk["guid"]: (talk["room"], talk["starts_at"], talk["title_zh"], talk["speakers"])
        for talk in old["talks"]
        if not talk["cancelled"]
    }
    for entry in difference(old, new):
        assert entry["kind"] in KINDS
        if entry["kind"] == "cancelled":
            del known[entry["guid"]]
        else:
            told = entry["new"]
            known[entry["guid"]] = (told["room"], told["starts_at"], told["title_zh"], told["speakers"])
    assert known == {
        talk["guid"]: (talk["room"], talk["starts_at"], talk["title_zh"], talk["speakers"])
        for talk in new["talks"]
        if not talk["cancelled"]
    }
    assert difference(new, new) == []


def test_a_talk_taken_off_is_cancelled_once_and_comes_back():
    on, off = {1: (0, 0, "甲", (1,), "")}, {}
    snapshots = _released([on, off, off, on])
    kinds = [[e["kind"] for e in difference(a, b)] for a, b in itertools.pairwise(snapshots)]
    assert kinds == [["cancelled"], [], ["back"]]
    assert [s["talks"][0]["sequence"] for s in snapshots] == [0, 1, 1, 2]
    assert is_same(snapshots[1], snapshots[2])


def test_a_renamed_room_moves_its_talks_for_whoever_reads_the_sign_at_the_door():
    old = carry(None, _snapshot({1: (0, 0, "甲", (), "")}), at="2021-11-01T00:00:00+08:00")
    draft = _snapshot({1: (0, 0, "甲", (), "")})
    draft["rooms"][0]["name_zh"] = "主会场"
    new = carry(old, draft, at="2021-11-02T00:00:00+08:00")
    assert [(e["kind"], e["old"]["room_zh"], e["new"]["room_zh"]) for e in difference(old, new)] == [
        ("moved", "会场0", "主会场")
    ]
