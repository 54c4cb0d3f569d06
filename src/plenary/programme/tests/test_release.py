"""Releasing: numbers without gaps, clashes acknowledged, nothing done twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plenary.audit.models import Line
from plenary.programme.actions.release import fingerprint, release
from plenary.programme.models import Release, Slot
from plenary.programme.refusals import HasClashes, NothingChanged, ReleaseRaced
from plenary.programme.snapshots import freeze
from tests.factories import make_edition, make_owner, make_room, make_talk

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


def make_placed(edition, **changes):
    room = changes.pop("room", None) or make_room(edition)
    starts = changes.pop("starts_at", NINE)
    Slot.objects.get_or_create(
        edition=edition, starts_at=starts, defaults={"ends_at": starts + timedelta(minutes=30)}
    )
    return make_talk(edition, room=room, starts_at=starts, **changes)


def test_releases_are_numbered_without_gaps_and_hold_what_changed():
    edition, owner = make_edition(), make_owner()
    talk = make_placed(edition)
    first = release(edition=edition, by=owner, at=NINE, note_zh="首次发布")
    talk.title_zh = "新题目"
    talk.save()
    second = release(edition=edition, by=owner, at=NINE)
    assert [first.number, second.number] == [1, 2]
    assert [[c["kind"] for c in r.changes] for r in (first, second)] == [["added"], ["retitled"]]
    assert [line.verb for line in Line.objects.filter(edition=edition)].count("programme.released") == 2


def test_a_release_that_would_say_nothing_is_refused():
    edition, owner = make_edition(), make_owner()
    with pytest.raises(NothingChanged):
        release(edition=edition, by=owner, at=NINE)
    make_placed(edition)
    release(edition=edition, by=owner, at=NINE)
    with pytest.raises(NothingChanged):
        release(edition=edition, by=owner, at=NINE)
    assert Release.objects.count() == 1


def test_clashes_must_be_mended_or_named():
    edition, owner, room = make_edition(), make_owner(), None
    room = make_room(edition)
    make_placed(edition, room=room, number=1)
    make_placed(edition, room=room, number=2)
    with pytest.raises(HasClashes) as refusal:
        release(edition=edition, by=owner, at=NINE)
    assert [clash.key for clash in refusal.value.clashes] == ["room_taken-1-2"]
    assert release(edition=edition, by=owner, at=NINE, despite=["room_taken-1-2"]).number == 1


def test_what_was_not_seen_is_not_released():
    edition, owner = make_edition(), make_owner()
    make_placed(edition)
    seen = fingerprint(0, freeze(edition))
    make_placed(edition)
    with pytest.raises(ReleaseRaced):
        release(edition=edition, by=owner, at=NINE, seen=seen)
    assert release(edition=edition, by=owner, at=NINE, seen=fingerprint(0, freeze(edition))).number == 1
    assert Release.objects.count() == 1
