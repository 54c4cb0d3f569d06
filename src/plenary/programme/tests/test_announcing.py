"""After a release: pages, one change, one message to each guest concerned; and nothing twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plenary.live.models import Change
from plenary.mail.models import Message
from plenary.outbox.models import Event
from plenary.outbox.worker import deliver_all
from plenary.people.hooks import guest_panels
from plenary.programme.actions.placing import move_talk
from plenary.programme.actions.release import release
from plenary.programme.actions.talks import cancel_talk, change_talk
from plenary.programme.events import ProgrammeReleased
from plenary.programme.handlers import announce_release
from plenary.programme.models import Slot
from tests.factories import make_edition, make_owner, make_person, make_room, make_talk

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN = NINE + timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition():
    edition = make_edition()
    for starts in (NINE, TEN):
        Slot.objects.create(edition=edition, starts_at=starts, ends_at=starts + timedelta(minutes=30))
    return edition


def released(edition, **facts):
    made = release(edition=edition, by=make_owner(), at=NINE, **facts)
    deliver_all()
    return made


def letters(number: int) -> dict[str, str]:
    return {m.to_address: m.body for m in Message.objects.filter(key__startswith=f"release-{number}-")}


def test_the_first_release_tells_each_speaker_once_where_and_when(edition):
    room, second = make_room(edition), make_room(edition)
    mary = make_person(edition, name="Mary O'Neil", email="mary@example.org", language="en")
    wei = make_person(edition, name="张伟", phone="+8613800000000")
    make_talk(edition, room=room, starts_at=NINE, speakers=(mary, wei), title_zh="甲", title_en="One")
    make_talk(edition, room=second, starts_at=TEN, speakers=(mary,), title_zh="乙", title_en="Two")
    make_talk(edition, room=second, starts_at=NINE, kind="break")
    released(edition, note_zh="首次发布")
    told = letters(1)
    assert told.keys() == {"mary@example.org", "+8613800000000"}
    assert (
        f"– “One”: {room.name_en}, 13 Nov 09:00\n– “Two”: {second.name_en}, 13 Nov 10:00"
        in told["mary@example.org"]
    )
    assert f"– 《甲》：{room.name_zh}，11月13日 09:00" in told["+8613800000000"]
    assert Message.objects.get(to_address="+8613800000000").channel == "copy"
    change = Change.objects.get(kind="release")
    assert change.data == {
        "number": 1,
        "zh": "日程第 1 版：新增 3 场。",
        "en": "Release 1 of the programme: 3 talks new.",
    }


def test_a_later_release_tells_exactly_those_concerned(edition):
    room, owner = make_room(edition), make_owner()
    people = [make_person(edition, email=f"p{n}@example.org") for n in range(4)]
    stays, moves, goes = (
        make_talk(edition, room=make_room(edition), starts_at=NINE, speakers=(person,))
        for person in people[:3]
    )
    released(edition)
    move_talk(talk=moves, version=0, room=room, starts_at=TEN, by=owner, at=NINE)
    cancel_talk(talk=goes, by=owner, at=NINE)
    change_talk(talk=stays, version=0, by=owner, at=NINE, abstract_zh="新摘要")
    released(edition)
    assert letters(2).keys() == {"p1@example.org", "p2@example.org"}
    change_talk(talk=stays, version=1, by=owner, at=NINE, speakers=[people[3]])
    released(edition)
    told = letters(3)
    assert told.keys() == {"p0@example.org", "p3@example.org"}
    assert "您不再是" in told["p0@example.org"] and "新增您为" in told["p3@example.org"]


def test_a_handler_that_runs_twice_says_everything_once(edition):
    make_talk(
        edition,
        room=make_room(edition),
        starts_at=NINE,
        speakers=(make_person(edition, email="a@example.org"),),
    )
    made = released(edition)
    fact = ProgrammeReleased(edition_id=edition.pk, release_id=made.pk, number=1)
    announce_release(fact)
    announce_release(fact)
    assert (Message.objects.count(), Change.objects.count()) == (1, 1)


def test_a_release_that_fails_owes_nothing(edition):
    with pytest.raises(Exception, match=r".+"):
        release(edition=edition, by=make_owner(), at=NINE)
    assert Event.objects.count() == 0


def test_somebody_removed_is_told_nothing(edition):
    person = make_person(edition, email="gone@example.org", removed_at=NINE)
    make_talk(edition, room=make_room(edition), starts_at=NINE, speakers=(person,), number=1)
    made = released(edition, despite=[f"speaker_declined-1-p{person.pk}"])
    assert letters(1) == {}
    assert made.snapshot["talks"][0]["speakers"] == []


def test_a_guests_page_shows_their_talks_as_released_not_as_drafted(edition):
    person, other = make_person(edition), make_person(edition)
    talk = make_talk(edition, room=make_room(edition), starts_at=NINE, speakers=(person,))

    def shown(who):
        return [panel for panel in guest_panels.ask(who, None) if "your_talks" in panel.template]

    assert shown(person) == []
    released(edition)
    talk.title_zh = "还没发布的新题目"
    talk.save()
    [panel] = shown(person)
    assert [t["title_zh"] for t in panel.context["talks"]] != ["还没发布的新题目"]
    assert shown(other) == []
