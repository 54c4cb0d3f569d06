"""Moves: refused when stale, undone and redone, and two at once."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from plenary.programme.actions.grid import change_slot, make_slots, remove_room, remove_slot
from plenary.programme.actions.placing import move_talk, redo_move, undo_move
from plenary.programme.actions.release import release
from plenary.programme.actions.talks import add_talk, cancel_talk, change_talk, restore_talk
from plenary.programme.models import Move, Release, Slot, Talk
from plenary.programme.refusals import NothingChanged, NothingToUndo, NotPlaceable, Refused, StaleTalk
from tests.factories import make_edition, make_owner, make_person, make_room, make_talk, make_user

NINE = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN = NINE + timedelta(hours=1)


def place(talk, room, starts, by, version=None):
    return move_talk(
        talk=talk,
        version=talk.version if version is None else version,
        room=room,
        starts_at=starts,
        by=by,
        at=NINE,
    )


def where(talk):
    talk.refresh_from_db()
    return talk.room_id, talk.starts_at


@pytest.mark.django_db
def test_a_stale_move_changes_nothing():
    ada, talk = make_owner(), make_talk()
    room = make_room(talk.edition)
    place(talk, room, NINE, ada)
    with pytest.raises(StaleTalk):
        place(talk, room, TEN, ada, version=0)
    assert where(talk) == (room.pk, NINE)
    assert Move.objects.count() == 1


@pytest.mark.django_db
def test_a_room_of_another_summit_and_half_a_place_are_refused():
    ada, talk = make_owner(), make_talk()
    with pytest.raises(NotPlaceable):
        place(talk, make_room(), NINE, ada)
    with pytest.raises(NotPlaceable):
        place(talk, make_room(talk.edition), None, ada)
    cancel_talk(talk=talk, by=ada, at=NINE)
    with pytest.raises(NotPlaceable):
        place(talk, make_room(talk.edition), NINE, ada)
    assert where(talk) == (None, None)


@pytest.mark.django_db
def test_moves_are_undone_in_order_and_redone_until_a_new_move():
    ada, talk = make_owner(), make_talk()
    edition, room = talk.edition, make_room(talk.edition)
    place(talk, room, NINE, ada)
    place(talk, room, TEN, ada)
    undo_move(edition=edition, by=ada, at=NINE)
    assert where(talk) == (room.pk, NINE)
    undo_move(edition=edition, by=ada, at=NINE)
    assert where(talk) == (None, None)
    with pytest.raises(NothingToUndo):
        undo_move(edition=edition, by=ada, at=NINE)
    redo_move(edition=edition, by=ada, at=NINE)
    redo_move(edition=edition, by=ada, at=NINE)
    assert where(talk) == (room.pk, TEN)
    undo_move(edition=edition, by=ada, at=NINE)
    talk.refresh_from_db()
    place(talk, room, NINE + timedelta(hours=5), ada)
    with pytest.raises(NothingToUndo):
        redo_move(edition=edition, by=ada, at=NINE)


@pytest.mark.django_db
def test_nobody_undoes_what_a_colleague_moved_on():
    ada, bob, talk = make_owner(), make_user(), make_talk()
    room = make_room(talk.edition)
    place(talk, room, NINE, ada)
    place(talk, room, TEN, bob)
    with pytest.raises(StaleTalk):
        undo_move(edition=talk.edition, by=ada, at=NINE)
    assert where(talk) == (room.pk, TEN)


@pytest.mark.django_db
def test_a_cancelled_talk_is_restored_where_it_stood():
    ada, talk = make_owner(), make_talk()
    room = make_room(talk.edition)
    place(talk, room, NINE, ada)
    assert cancel_talk(talk=talk, by=ada, at=NINE)
    assert not cancel_talk(talk=talk, by=ada, at=NINE)
    assert restore_talk(talk=talk, by=ada, at=NINE)
    assert where(talk) == (room.pk, NINE)


@pytest.mark.django_db
def test_a_change_says_what_really_changed_and_refuses_an_older_version():
    ada, edition = make_owner(), make_edition()
    one, other = make_person(edition), make_person(edition)
    talk = add_talk(edition=edition, by=ada, at=NINE, title_zh="甲", speakers=[one])
    assert (talk.number, talk.version) == (1, 0)
    changed = change_talk(
        talk=talk, version=0, by=ada, at=NINE, title_zh="乙", minutes=30, speakers=[other, one]
    )
    assert changed == ["title_zh", "speakers"]
    assert [row.person_id for row in talk.speakers.all()] == [other.pk, one.pk]
    with pytest.raises(StaleTalk):
        change_talk(talk=talk, version=0, by=ada, at=NINE, title_zh="丙")
    with pytest.raises(ValueError):
        change_talk(talk=talk, version=1, by=ada, at=NINE, speakers=[make_person()])
    talk.refresh_from_db()
    assert talk.title_zh == "乙"


@pytest.mark.django_db
def test_slots_leave_breaks_free_and_a_shifted_slot_takes_its_talks_along():
    ada, edition = make_owner(), make_edition()
    at = lambda text: datetime.strptime(text, "%H:%M").time()  # noqa: E731
    made = make_slots(
        edition=edition,
        day=NINE.date(),
        starts=at("09:00"),
        ends=at("11:30"),
        minutes=30,
        breaks=[(at("10:00"), at("10:20"))],
        by=ada,
        at=NINE,
    )
    starts = [slot.starts_at.astimezone(edition.zone).strftime("%H:%M") for slot in made]
    assert starts == ["09:00", "09:30", "10:20", "10:50"]
    talk = make_talk(edition, room=make_room(edition), starts_at=NINE)
    slot = Slot.objects.get(edition=edition, starts_at=NINE)
    with pytest.raises(Refused):
        remove_slot(slot=slot, by=ada, at=NINE)
    with pytest.raises(Refused):
        change_slot(slot=slot, starts_at=NINE + timedelta(minutes=30), ends_at=TEN, by=ada, at=NINE)
    five = timedelta(minutes=5)
    assert change_slot(slot=slot, starts_at=NINE + five, ends_at=TEN, by=ada, at=NINE) == 1
    assert where(talk)[1] == NINE + five


@pytest.mark.django_db
def test_only_an_empty_room_is_removed():
    ada, talk = make_owner(), make_talk()
    room = make_room(talk.edition)
    place(talk, room, NINE, ada)
    with pytest.raises(Refused):
        remove_room(room=room, by=ada, at=NINE)
    cancel_talk(talk=talk, by=ada, at=NINE)
    remove_room(room=room, by=ada, at=NINE)
    assert where(talk) == (None, None)


def at_once(*verbs) -> list:
    """Runs each in a thread of its own; what they returned or raised, in their order."""
    gate, answers = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(position, verb):
        gate.wait()
        try:
            answers[position] = verb()
        except Exception as problem:
            answers[position] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_made_and_one_refused():
    ada, bob, talk = make_owner(), make_user(), make_talk()
    room = make_room(talk.edition)
    same = [Talk.objects.select_related("edition").get(pk=talk.pk) for _ in range(2)]
    answers = at_once(lambda: place(same[0], room, NINE, ada), lambda: place(same[1], room, TEN, bob))
    assert sorted(type(answer).__name__ for answer in answers) == ["Move", "StaleTalk"]
    assert Move.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_releases_at_once_one_is_made():
    edition, ada = make_edition(), make_owner()
    Slot.objects.create(edition=edition, starts_at=NINE, ends_at=TEN)
    make_talk(edition, room=make_room(edition), starts_at=NINE)
    answers = at_once(*[lambda: release(edition=edition, by=ada, at=NINE)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["NothingChanged", "Release"]
    assert isinstance(next(a for a in answers if not isinstance(a, Release)), NothingChanged)
    assert list(Release.objects.values_list("number", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_release_during_a_move_holds_the_talk_before_or_after_it_never_between():
    edition, ada = make_edition(), make_owner()
    for starts in (NINE, TEN):
        Slot.objects.create(edition=edition, starts_at=starts, ends_at=starts + timedelta(hours=1))
    first, second = make_room(edition), make_room(edition)
    talk = make_talk(edition, room=first, starts_at=NINE)
    moved, made = at_once(
        lambda: place(Talk.objects.select_related("edition").get(pk=talk.pk), second, TEN, ada),
        lambda: release(edition=edition, by=ada, at=NINE),
    )
    assert isinstance(moved, Move)
    frozen = made.snapshot["talks"][0]
    before, after = (first.pk, "2021-11-13T09:00+08:00"), (second.pk, "2021-11-13T10:00+08:00")
    assert (frozen["room"], frozen["starts_at"]) in (before, after)
