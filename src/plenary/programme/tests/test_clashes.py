"""Each rule with two talks, in words of both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from plenary.programme import clashes
from plenary.programme.clashes import RULES, Both, Draft, SpeakerRow, TalkRow, clashes_of

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZONE)
TEN_FORTY = datetime(2021, 11, 13, 10, 40, tzinfo=ZONE)
A, B = Both("会场A", "Hall A"), Both("会场B", "Hall B")
HALF = timedelta(minutes=30)
WEI = SpeakerRow(1, "张伟")


def a_talk(number: int, **changes) -> TalkRow:
    facts = {
        "title": Both(f"报告{number}", f"Talk {number}"),
        "room": 1,
        "room_name": A,
        "starts_at": NINE,
        "speakers": (SpeakerRow(number + 100, f"p{number}"),),
    }
    return TalkRow(number=number, **(facts | changes))


def a_draft(*talks: TalkRow, **changes) -> Draft:
    facts = {
        "slots": ((NINE, NINE + HALF), (TEN_FORTY, TEN_FORTY + HALF)),
        "first_day": date(2021, 11, 13),
        "last_day": date(2021, 11, 14),
    }
    return Draft(talks=talks, **(facts | changes))


def keys(rule, draft: Draft) -> list[str]:
    return [clash.key for clash in rule(draft)]


def test_a_draft_without_faults_has_no_clash():
    draft = a_draft(a_talk(1), a_talk(2, starts_at=TEN_FORTY), a_talk(3, room=2, room_name=B))
    assert clashes_of(draft) == []


def test_two_talks_in_one_room_clash_and_talks_that_touch_do_not():
    assert keys(clashes.room_taken, a_draft(a_talk(1), a_talk(2))) == ["room_taken-1-2"]
    assert keys(clashes.room_taken, a_draft(a_talk(1), a_talk(2, starts_at=NINE + HALF))) == []
    long = a_talk(1, minutes=45)
    assert keys(clashes.room_taken, a_draft(long, a_talk(2, starts_at=NINE + HALF))) == ["room_taken-1-2"]


def test_a_speaker_in_two_rooms_at_once_is_named_in_both_languages():
    draft = a_draft(
        a_talk(1, speakers=(WEI,), starts_at=TEN_FORTY),
        a_talk(2, speakers=(WEI,), starts_at=TEN_FORTY, room=2, room_name=B),
    )
    [clash] = clashes.speaker_in_two_rooms(draft)
    assert clash.key == "speaker_in_two_rooms-1-2-p1"
    with translation.override("zh-hans"):
        assert clash.words == "张伟 11月13日 10:40 既在会场A（《报告1》），又在会场B（《报告2》）。"
    with translation.override("en"):
        assert clash.words == "张伟 speaks in Hall A (“Talk 1”) and in Hall B (“Talk 2”) at 13 Nov 10:40."


def test_two_talks_of_one_speaker_in_the_same_room_are_the_rooms_clash_alone():
    draft = a_draft(a_talk(1, speakers=(WEI,)), a_talk(2, speakers=(WEI,)))
    assert [clash.rule for clash in clashes_of(draft)] == ["room_taken"]


def test_a_day_of_the_summit_is_its_local_day():
    late = datetime(2021, 11, 14, 23, 30, tzinfo=ZONE)
    after = datetime(2021, 11, 15, 0, 30, tzinfo=ZONE)
    draft = a_draft(a_talk(1, starts_at=late), a_talk(2, starts_at=after))
    assert keys(clashes.outside_days, draft) == ["outside_days-2"]
    assert keys(clashes.outside_days, a_draft(a_talk(2, starts_at=after), first_day=None)) == []


def test_a_talk_starts_with_a_slot():
    draft = a_draft(a_talk(1), a_talk(2, starts_at=NINE + timedelta(minutes=5)))
    assert keys(clashes.outside_slots, draft) == ["outside_slots-2"]


def test_a_talk_may_fill_slots_that_touch_but_not_run_into_a_break():
    slots = ((NINE, NINE + HALF), (NINE + HALF, NINE + 2 * HALF), (TEN_FORTY, TEN_FORTY + HALF))
    draft = a_draft(a_talk(1, minutes=60), a_talk(2, minutes=75, room=2), slots=slots)
    [clash] = clashes.longer_than_slot(draft)
    assert (clash.key, clash.params["slot"]) == ("longer_than_slot-2", 60)


def test_somebody_who_declined_is_named():
    draft = a_draft(a_talk(1, speakers=(SpeakerRow(1, "张伟", has_declined=True),)), a_talk(2, room=2))
    assert keys(clashes.speaker_declined, draft) == ["speaker_declined-1-p1"]


def test_a_released_talk_without_a_place_is_a_clash_and_a_new_one_only_a_note():
    draft = a_draft(
        a_talk(1, starts_at=None, room=None, was_released=True), a_talk(2, starts_at=None, room=None)
    )
    assert [(c.key, c.severity) for c in clashes_of(draft)] == [
        ("taken_off-1", "clash"),
        ("unplaced-2", "note"),
    ]


def test_a_talk_without_speaker_is_a_note_and_a_break_needs_none():
    draft = a_draft(a_talk(1, speakers=()), a_talk(2, speakers=(), room=2, needs_speaker=False))
    assert keys(clashes.nobody_speaks, draft) == ["nobody_speaks-1"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_speaks_in_whole_sentences(language):
    draft = a_draft(
        a_talk(1, speakers=(WEI,)),
        a_talk(2),
        a_talk(3, speakers=(SpeakerRow(1, "张伟", True),), room=2, minutes=90),
        a_talk(4, starts_at=NINE - timedelta(days=3)),
        a_talk(5, starts_at=None, room=None, was_released=True),
        a_talk(6, starts_at=None, room=None),
        a_talk(7, starts_at=TEN_FORTY, speakers=()),
    )
    with translation.override(language):
        found = clashes_of(draft)
        assert {clash.rule for clash in found} == {rule.__name__ for rule in RULES}
        assert [c.words for c in found if "%(" in c.words or not c.words.endswith((".", "。"))] == []
