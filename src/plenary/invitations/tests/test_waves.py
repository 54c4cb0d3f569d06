from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.audit.models import Line
from plenary.invitations.actions import AlreadySent, NobodyToInvite, send_wave, write_to_guest
from plenary.invitations.actions.waves import _send_chunk, draft_wave
from plenary.invitations.letters import (
    INVITATION_EN,
    INVITATION_ZH,
    PLACEHOLDERS,
    REMINDER_EN,
    REMINDER_ZH,
    default_letter,
    letter_of,
    salutation,
    warnings_for,
)
from plenary.invitations.links import guest_path
from plenary.invitations.models import Invitation, Wave
from plenary.invitations.queries import recipients
from plenary.lib.clock import now
from plenary.mail.letters import UnknownPlaceholder, unknown_placeholders
from plenary.mail.models import Message
from plenary.people.models import Person
from tests.factories import (
    make_category,
    make_edition,
    make_invitation,
    make_member,
    make_organisation,
    make_person,
    make_wave,
)

pytestmark = pytest.mark.django_db


def test_a_wave_makes_one_invitation_and_one_message_a_guest_and_one_audit_line():
    ada = make_member(edition := make_edition())
    wei = make_person(edition, name="张伟", email="wei@example.org")
    na = make_person(edition, name="李娜", phone="+8613812345678")
    wave = make_wave(edition)
    assert send_wave(wave=wave, by=ada, at=now()) == 2
    assert {one.person for one in Invitation.objects.all()} == {wei, na}
    by_mail, by_thumb = Message.objects.order_by("channel")[::-1]
    assert (by_mail.to_address, by_mail.subject) == ("wei@example.org", "诚邀张伟")
    assert by_thumb.channel == "copy"
    assert guest_path(Invitation.objects.get(person=wei)) in by_mail.body
    assert list(Line.objects.values_list("verb", "detail")) == [
        ("sent the wave", {"wave": wave.pk, "messages": 2})
    ]


def test_a_wave_goes_out_once():
    ada = make_member(edition := make_edition())
    make_person(edition)
    wave = make_wave(edition)
    send_wave(wave=wave, by=ada, at=now())
    make_person(edition)
    with pytest.raises(AlreadySent):
        send_wave(wave=wave, by=ada, at=now())
    assert Message.objects.count() == 1


def test_a_wave_that_was_interrupted_goes_on_where_it_stopped():
    ada = make_member(edition := make_edition())
    people = [make_person(edition) for _ in range(3)]
    wave = make_wave(edition)
    _send_chunk(wave, list(recipients(wave))[:1], now())
    assert send_wave(wave=wave, by=ada, at=now()) == 3
    assert (Invitation.objects.count(), Message.objects.count(), len(people)) == (3, 3, 3)


def test_two_waves_at_once_write_to_nobody_twice():
    edition = make_edition()
    make_person(edition)
    first, second = make_wave(edition), make_wave(edition)
    people = list(recipients(first))  # both read the list before either wrote
    _send_chunk(first, people, now())
    _send_chunk(second, people, now())
    assert (Invitation.objects.get().wave, Message.objects.count()) == (first, 1)


def test_a_wave_goes_only_to_those_it_may_go_to():
    edition = make_edition()
    deans, press = make_category(edition), make_category(edition)
    dean = make_person(edition, category=deans)
    reporter = make_person(edition, category=press)
    make_person(edition, category=deans, removed_at=now())
    make_invitation(make_person(edition, category=deans))
    make_person()  # of another summit
    wave = make_wave(edition, audience="categories")
    wave.categories.add(deans)
    assert list(recipients(wave)) == [dean]
    assert set(recipients(make_wave(edition))) == {dean, reporter}
    chosen = draft_wave(edition=edition, people=Person.objects.filter(pk=reporter.pk), at=now())
    assert list(recipients(chosen)) == [reporter]


def test_a_reminder_goes_only_to_those_who_have_not_answered_and_may_move_their_deadline():
    ada = make_member(edition := make_edition())
    silent = make_invitation(make_person(edition))
    make_invitation(make_person(edition), accepted_at=now())
    make_invitation(make_person(edition), declined_at=now())
    make_invitation(make_person(edition), withdrawn_at=now())
    make_person(edition)  # never invited
    later = edition.now().date() + timedelta(days=9)
    wave = make_wave(edition, kind="reminder", closes_on=later)
    assert send_wave(wave=wave, by=ada, at=now()) == 1
    assert Message.objects.get().kind == "reminder"
    assert Invitation.objects.get(pk=silent.pk).closes_on == later


def test_an_empty_wave_is_refused():
    ada = make_member(edition := make_edition())
    with pytest.raises(NobodyToInvite):
        send_wave(wave=make_wave(edition), by=ada, at=now())


@pytest.mark.parametrize("asked", ["naem", "name.__class__", "event.__init__", "0", "", "name!r", "link:>9"])
def test_a_placeholder_we_do_not_know_is_named_and_nothing_is_sent(asked):
    ada = make_member(edition := make_edition())
    make_person(edition)
    wave = make_wave(edition, body_zh=f"您好 {{{asked}}}")
    with pytest.raises(UnknownPlaceholder, match=f"^{asked.replace('.', '[.]')}$" if asked else "^$"):
        send_wave(wave=wave, by=ada, at=now())
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)


def test_a_guests_name_is_never_read_as_a_placeholder_or_a_link():
    edition = make_edition()
    unit = make_organisation(edition, name_zh="[点我](http://evil.example/x)")
    person = make_person(edition, name="{link} www.evil.example", organisation=unit)
    wave = make_wave(edition, subject_zh="{name}", body_zh="{name}|{organisation}|{link}")
    letter = letter_of(wave, make_invitation(person))
    name, organisation, link = letter.body.split("|")
    assert (name, organisation) == ("{link} www․evil․example", "[点我](http:∕∕evil․example/x)")
    assert letter.subject == name
    assert link.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("text", [INVITATION_ZH, INVITATION_EN, REMINDER_ZH, REMINDER_EN])
def test_the_usual_letters_ask_only_for_what_is_filled_in(text):
    assert unknown_placeholders(text, PLACEHOLDERS) == []
    assert "{link}" in text


@pytest.mark.parametrize(
    ("facts", "language", "expected"),
    [
        ({"name": "张伟", "academic_title": "教授"}, "zh", "张伟教授"),
        ({"name": "张伟", "position": "院长"}, "zh", "张伟院长"),
        ({"name": "张伟", "position": "计算机学院党委书记兼副院长"}, "zh", "张伟先生/女士"),
        ({"name": "王芳", "extra": {"gender": "女"}}, "zh", "王芳女士"),
        ({"name": "王芳", "salutation": "女士"}, "zh", "王芳女士"),
        ({"name": "王芳", "salutation": "王校长"}, "zh", "王校长"),
        ({"name": "Mary O'Neil", "academic_title": "Professor"}, "en", "Professor Mary O'Neil"),
        ({"name": "Mary O'Neil", "salutation": "Dr"}, "en", "Dr Mary O'Neil"),
        ({"name": "Mary O'Neil"}, "en", "Mary O'Neil"),
        ({"name": "张伟", "academic_title": "教授"}, "en", "张伟"),
    ],
)
def test_how_a_letter_addresses_a_guest(facts, language, expected):
    assert salutation(Person(**facts), language) == expected


def test_what_somebody_should_know_before_sending():
    edition = make_edition()
    people = [make_person(edition, name="张伟"), make_person(edition, language="en", email="m@example.org")]
    wave = make_wave(edition, body_zh="", body_en="{nmae}", subject_en="x")
    assert len(warnings_for(wave, people)) == 4
    assert warnings_for(Wave(edition=edition, **default_letter("invitation")), people[1:]) == []


def test_writing_again_is_a_message_of_its_own():
    ada = make_member(edition := make_edition())
    person = make_person(edition, email="wei@example.org")
    keys = [write_to_guest(person=person, by=ada, at=now()).key for _ in range(2)]
    invitation = Invitation.objects.get()
    assert keys == [f"invitation:{invitation.pk}:1", f"invitation:{invitation.pk}:2"]


def test_nobody_is_written_to_with_a_link_that_has_ended(client):
    ada = make_member(edition := make_edition())
    person = make_invitation(make_person(edition), withdrawn_at=now()).person
    client.force_login(ada)
    response = client.post(f"/console/{edition.slug}/people/{person.pk}/invitation/letter/")
    assert (response.status_code, Message.objects.count()) == (302, 0)


def test_ada_sends_a_wave_in_the_browser_and_bob_and_charlie_cannot(client):
    edition = make_edition()
    ada, bob, charlie = make_member(edition), make_member(edition, "auditor"), make_member(make_edition())
    person = make_person(edition, name="张伟", email="wei@example.org")
    for user, code in ((charlie, 404), (bob, 404)):
        client.force_login(user)
        assert client.get(f"/console/{edition.slug}/waves/").status_code == code
    client.force_login(ada)
    new = f"/console/{edition.slug}/waves/new/"
    assert client.get(new).status_code == 200
    letter = default_letter("invitation")
    made = client.post(new, {"name": "第一批", "audience": "everyone", **letter})
    path = made["Location"]
    page = client.get(path).content.decode()
    assert ("张伟" in page, Message.objects.count()) == (True, 0)
    client.post(path + "trial/")
    trial = Message.objects.get()
    assert (trial.kind, trial.to_address, Invitation.objects.count()) == ("trial", ada.email, 0)
    assert client.get(path + "sending/").status_code == 200
    assert Invitation.objects.count() == 0
    client.post(path + "sending/")
    client.post(path + "sending/")
    assert list(Invitation.objects.values_list("person", flat=True)) == [person.pk]
    assert Message.objects.filter(kind="invitation").count() == 1
    assert client.get(path).status_code == 200


def test_a_letter_with_an_unknown_placeholder_is_refused_by_the_form(client):
    ada = make_member(edition := make_edition())
    client.force_login(ada)
    letter = default_letter("invitation") | {"body_en": "{secret}"}
    response = client.post(
        f"/console/{edition.slug}/waves/new/", {"name": "x", "audience": "everyone", **letter}
    )
    assert (response.status_code, Wave.objects.count()) == (422, 0)
    assert "{secret}" in response.content.decode()


def test_guests_ticked_in_the_list_become_a_draft(client):
    ada = make_member(edition := make_edition())
    chosen, stranger = make_person(edition), make_person()
    client.force_login(ada)
    client.post(f"/console/{edition.slug}/guests/wave/", {"person": [chosen.pk, stranger.pk, "x"]})
    assert list(Wave.objects.get().people.all()) == [chosen]


def test_five_hundred_invitations_cost_a_fixed_number_of_queries_a_chunk():
    ada = make_member(edition := make_edition())
    unit = make_organisation(edition)
    Person.objects.bulk_create(
        Person(edition=edition, name=f"张{n}", organisation=unit, email=f"g{n}@example.org", created_at=now())
        for n in range(500)
    )
    with CaptureQueriesContext(connection) as queries:
        assert send_wave(wave=make_wave(edition), by=ada, at=now()) == 500
    assert Message.objects.count() == 500
    assert len(queries) < 40


@pytest.mark.parametrize("path", ["waves/", "outbox/?state=waiting", "guests/?sort=organisation"])
def test_a_list_costs_the_same_number_of_queries_with_1_3_and_300_rows(client, path):
    ada = make_member(edition := make_edition())
    client.force_login(ada)
    costs = []
    for count in (1, 2, 297):
        for _ in range(count):
            wave = make_wave(edition)
            make_invitation(make_person(edition), wave=wave)
            Message.objects.create(
                edition=edition, kind="test", key=f"k{wave.pk}", to_name="x", to_address="x@example.org",
                subject="x", body="x", created_at=now(), due_at=now(),
            )  # fmt: skip
        client.get(f"/console/{edition.slug}/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/console/{edition.slug}/{path}").status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 3
