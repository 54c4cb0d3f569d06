from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from plenary.invitations.actions import (
    InvitationClosed,
    answer_invitation,
    reinstate_invitation,
    withdraw_invitation,
)
from plenary.invitations.links import guest_path
from plenary.invitations.models import Answer, Invitation
from plenary.lib.clock import now
from plenary.mail.models import Message
from plenary.outbox.models import Delivery
from plenary.outbox.worker import deliver_all
from plenary.people.actions import remove_person, restore_person
from plenary.registration.actions import cancel_registration, open_registration, register_walk_in
from plenary.registration.models import Participant
from tests.factories import make_category, make_edition, make_invitation, make_member, make_person

pytestmark = pytest.mark.django_db


def say(invitation: Invitation, accepts: bool, **changes):
    facts = {"channel": "link", "by": invitation.person.name, "at": now()} | changes
    return answer_invitation(invitation=invitation, accepts=accepts, **facts)


def fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


def test_a_guest_may_change_their_mind_and_every_answer_stays_on_record():
    invitation = make_invitation()
    for accepts in (True, False, True):
        say(fresh(invitation), accepts)
        deliver_all()
    assert list(Answer.objects.values_list("accepts", flat=True)) == [True, False, True]
    assert Participant.objects.coming().count() == 1
    assert Message.objects.filter(kind="confirmation").count() == 2


def test_a_yes_and_a_quick_no_leave_nobody_registered_whatever_comes_first():
    invitation = make_invitation()
    say(invitation, True)
    say(fresh(invitation), False)
    deliver_all()
    assert Participant.objects.coming().count() == 0


def test_withdrawing_ends_the_link_and_the_registration_and_inviting_again_starts_anew():
    ada = make_member(edition := make_edition())
    invitation = make_invitation(make_person(edition))
    say(invitation, True)
    deliver_all()
    assert withdraw_invitation(invitation=fresh(invitation), by=ada, at=now())
    assert not withdraw_invitation(invitation=fresh(invitation), by=ada, at=now())
    deliver_all()
    assert Participant.objects.coming().count() == 0
    with pytest.raises(InvitationClosed):
        say(fresh(invitation), True, channel="phone")
    assert reinstate_invitation(invitation=fresh(invitation), by=ada, at=now())
    assert (fresh(invitation).state, fresh(invitation).link_version) == ("invited", 1)


def test_removing_a_guest_cancels_their_registration_and_restoring_brings_it_back():
    invitation = make_invitation()
    say(invitation, True)
    deliver_all()
    remove_person(person=invitation.person, by="test", at=now())
    deliver_all()
    assert (Participant.objects.coming().count(), Invitation.objects.accepted().count()) == (0, 0)
    restore_person(person=invitation.person, by="test", at=now())
    deliver_all()
    assert (Participant.objects.coming().count(), Invitation.objects.accepted().count()) == (1, 1)


def test_the_confirmation_is_in_the_guests_language_and_carries_their_link():
    edition = make_edition(starts_on=date(2021, 11, 13), ends_on=date(2021, 11, 14))
    chinese = make_invitation(make_person(edition, name="张伟", email="wei@example.org"))
    english = make_invitation(make_person(edition, name="Mary O'Neil", language="en", phone="+12025550100"))
    for invitation in (chinese, english):
        say(invitation, True)
    deliver_all()
    deliver_all()
    to_wei, to_mary = Message.objects.order_by("pk")
    assert (to_wei.channel, to_wei.to_address, to_mary.channel) == ("email", "wei@example.org", "copy")
    assert to_mary.subject == f"You are registered: {edition.title_en}"
    assert "13–14 November 2021" in to_mary.body and guest_path(english) in to_mary.body
    assert "2021年11月13日至14日" in to_wei.body and guest_path(chinese) in to_wei.body


def test_an_event_delivered_twice_registers_and_confirms_once():
    invitation = make_invitation()
    say(invitation, True)
    deliver_all()
    Delivery.objects.update(done_at=None, due_at=now())
    deliver_all()
    assert (Participant.objects.count(), Message.objects.count()) == (1, 1)


def test_registering_and_cancelling_say_whether_anything_happened():
    person = make_person()
    acts = [
        open_registration(person=person, by="test", at=now()),
        open_registration(person=person, by="test", at=now()),
        cancel_registration(person=person, by="test", at=now()),
        cancel_registration(person=person, by="test", at=now()),
        open_registration(person=person, by="test", at=now()),
    ]
    assert acts == [True, False, True, False, True]


def test_a_walk_in_is_a_person_and_a_participant_in_one_act():
    edition = make_edition()
    press = make_category(edition)
    came = register_walk_in(
        edition=edition, name="王芳", organisation="示例日报", category=press, by="door", at=now()
    )
    assert (came.person.category, str(came.person.organisation)) == (press, "示例日报")
    assert list(edition.people.search("wf")) == [came.person]


def test_the_list_of_participants_leaves_as_a_workbook_for_those_who_may_look(client):
    edition = make_edition()
    for name in ("张伟", "=1+1"):
        open_registration(person=make_person(edition, name=name, phone="+8613812345678"), by="test", at=now())
    make_person(edition, name="李娜")
    path = f"/console/{edition.slug}/participants/"
    for user, code in ((make_member(edition), 200), (make_member(make_edition()), 404)):
        client.force_login(user)
        assert client.get(path).status_code == code
    client.force_login(make_member(edition, "auditor"))
    sheet = load_workbook(BytesIO(client.get(path + "?format=xlsx").content)).active
    rows = [(row[0].value, row[0].data_type, row[4].value) for row in sheet.iter_rows(min_row=2)]
    assert sorted(rows) == [("=1+1", "s", "•••••5678"), ("张伟", "s", "•••••5678")]
