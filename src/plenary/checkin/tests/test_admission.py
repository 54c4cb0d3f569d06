"""Admitted once: whatever is held up, however often, at however many doors."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Max

from plenary.accounts.actions import TooManyTries
from plenary.checkin.actions import (
    Doorkeeper,
    Presented,
    admit,
    replace_badge,
    revoke_badge,
    undo_admission,
)
from plenary.checkin.answers import answer
from plenary.checkin.badges import token_of
from plenary.checkin.models import Badge, Scan
from plenary.checkin.queries import arrivals, arrived, tallies
from plenary.lib.clock import now
from plenary.outbox.worker import deliver_all
from plenary.people.models import Person
from plenary.registration.actions import cancel_registration, open_registration
from tests.factories import make_badge, make_category, make_edition, make_owner, make_participant, make_person


def scan(edition, nonce, *, door="主入口", **presented) -> Scan:
    keeper = Doorkeeper(edition=edition, door=door, name="志愿者")
    presented = Presented(**({"how": "code"} | presented))
    return admit(keeper=keeper, presented=presented, nonce=nonce, at=edition.now())


@pytest.mark.django_db
def test_a_badge_admits_once_and_a_second_time_says_when_and_where():
    badge = make_badge()
    first = scan(badge.edition, "n-0000001", how="camera", text=token_of(badge), door="北门")
    second = scan(badge.edition, "n-0000002", text=badge.code, door="南门")
    third = scan(badge.edition, "n-0000003", how="search", person_id=badge.person_id)
    assert [s.verdict for s in (first, second, third)] == ["admitted", "again", "again"]
    assert "北门" in answer(second)["sentence"]
    assert list(arrived(badge.edition)) == [badge.person]


@pytest.mark.django_db
def test_the_same_nonce_gets_the_same_answer_to_the_byte():
    badge = make_badge()
    once = json.dumps(answer(scan(badge.edition, "n-0000001", text=badge.code)))
    other = make_badge(badge.edition)
    again = json.dumps(answer(scan(badge.edition, "n-0000001", text=other.code)))
    assert (once == again, Scan.objects.count()) == (True, 1)


@pytest.mark.django_db
def test_the_nonce_of_another_edition_tells_nothing():
    badge, elsewhere = make_badge(), make_edition()
    scan(badge.edition, "n-0000001", text=badge.code)
    assert scan(elsewhere, "n-0000001", text=badge.code).person is None


@pytest.mark.django_db
def test_what_is_no_badge_of_this_edition_is_unknown():
    badge, here = make_badge(), make_edition()
    token = token_of(badge)
    texts = [
        ("camera", token),
        ("camera", "https://example.org"),
        ("code", badge.code),
        ("code", token),
        ("code", "x"),
    ]
    verdicts = [scan(here, f"n-000000{n}", how=how, text=text).verdict for n, (how, text) in enumerate(texts)]
    assert verdicts == ["unknown"] * 5
    assert scan(here, "n-0000009", how="search", person_id=badge.person_id).verdict == "unknown"


@pytest.mark.django_db
def test_a_hand_scanner_that_types_the_token_is_understood():
    badge = make_badge()
    assert scan(badge.edition, "n-0000001", text=token_of(badge)).verdict == "admitted"


@pytest.mark.django_db
def test_an_older_version_and_an_ended_badge_are_refused():
    badge = make_badge()
    old_token, old_code = token_of(badge), badge.code
    replaced = replace_badge(badge=badge, by=make_owner())
    assert scan(badge.edition, "n-0000001", how="camera", text=old_token).verdict == "revoked"
    assert scan(badge.edition, "n-0000002", text=old_code).verdict == "unknown"
    assert scan(badge.edition, "n-0000003", how="camera", text=token_of(replaced)).verdict == "admitted"
    revoke_badge(badge=replaced, by=make_owner(), at=now())
    assert scan(badge.edition, "n-0000004", text=replaced.code).verdict == "revoked"


@pytest.mark.django_db
def test_who_does_not_come_is_sent_to_the_desk():
    badge = make_badge()
    cancel_registration(person=badge.person, by="Guest", at=now())
    stranger = make_person(badge.edition)
    assert scan(badge.edition, "n-0000001", text=badge.code).verdict == "not_coming"
    assert scan(badge.edition, "n-0000002", how="search", person_id=stranger.pk).verdict == "not_coming"
    Person.objects.filter(pk=stranger.pk).update(removed_at=now())
    assert scan(badge.edition, "n-0000003", how="search", person_id=stranger.pk).verdict == "unknown"


@pytest.mark.django_db
def test_a_mistaken_admission_is_taken_back_by_a_fact_of_its_own():
    badge = make_badge()
    keeper = Doorkeeper(edition=badge.edition, door="主入口", name="志愿者")
    first = scan(badge.edition, "n-0000001", text=badge.code)
    undone = undo_admission(keeper=keeper, scan=first, nonce="n-0000002", at=now())
    assert (undone.verdict, list(arrived(badge.edition))) == ("undone", [])
    assert undo_admission(keeper=keeper, scan=first, nonce="n-0000002", at=now()) == undone
    assert undo_admission(keeper=keeper, scan=first, nonce="n-0000003", at=now()) is None
    again = scan(badge.edition, "n-0000004", text=badge.code)
    assert (again.verdict, again.turn, list(arrivals(badge.edition))) == ("admitted", 1, [again])
    assert scan(badge.edition, "n-0000005", text=badge.code).verdict == "again"


@pytest.mark.django_db(transaction=True)
def test_two_doors_at_once_admit_exactly_one():
    edition = make_edition()
    badges = [make_badge(edition) for _ in range(6)]
    gate = threading.Barrier(4)

    def door(number: int) -> list[str]:
        gate.wait()
        try:
            return [
                scan(edition, f"n-{number}-{badge.pk:05}", text=badge.code, door=str(number)).verdict
                for badge in badges
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(door, range(4)))
    assert [sorted(of_one) for of_one in zip(*verdicts, strict=True)] == [["admitted"] + ["again"] * 3] * 6
    assert Scan.objects.filter(verdict="admitted").count() == 6


@pytest.mark.django_db(transaction=True)
def test_one_scan_sent_by_two_connections_at_once_is_one_fact():
    badge = make_badge()
    gate = threading.Barrier(4)

    def send(_: int) -> str:
        gate.wait()
        try:
            return json.dumps(answer(scan(badge.edition, "n-0000001", text=badge.code)))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert (len(answers), Scan.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_guessing_codes_is_braked_and_scanning_is_not():
    badge = make_badge()
    for n in range(60):
        scan(badge.edition, f"n-guess{n:04}", text="00000000")
    with pytest.raises(TooManyTries):
        scan(badge.edition, "n-0000001", text=badge.code)
    assert scan(badge.edition, "n-0000002", how="camera", text=token_of(badge)).verdict == "admitted"


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_gets_one_badge_however_often_it_is_told():
    person = make_person()
    open_registration(person=person, by="Guest", at=now())
    deliver_all()
    cancel_registration(person=person, by="Guest", at=now())
    open_registration(person=person, by="Guest", at=now())
    deliver_all()
    assert Badge.objects.filter(person=person).count() == 1


@pytest.mark.django_db
def test_arrivals_are_counted_by_category():
    edition = make_edition()
    deans, press = make_category(edition), make_category(edition)
    for category in (deans, deans, press):
        make_badge(edition, category=category)
    make_participant(edition)
    scan(edition, "n-0000001", text=Badge.objects.filter(person__category=deans).first().code)
    assert [(t.category, t.coming, t.arrived) for t in tallies(edition)] == [
        (deans, 2, 1),
        (press, 1, 0),
        (None, 1, 0),
    ]
    assert (arrived(edition, [deans]).count(), arrived(edition, [press]).count()) == (1, 0)
    assert Scan.objects.aggregate(n=Max("turn"))["n"] == 0
