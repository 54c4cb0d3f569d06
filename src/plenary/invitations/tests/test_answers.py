import re
from datetime import timedelta

import pytest
from django.test import Client

from plenary.accounts.links import make_link
from plenary.audit.models import Line
from plenary.invitations.actions import (
    InvitationClosed,
    answer_invitation,
    end_links,
    withdraw_invitation,
)
from plenary.invitations.links import guest_path
from plenary.invitations.models import Answer, Invitation
from plenary.lib.clock import now
from plenary.outbox.models import Event
from plenary.people.actions import remove_person
from tests.factories import make_edition, make_invitation, make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
CANARY = "<script>alert(1)</script>"


def say(invitation: Invitation, accepts: bool, **changes):
    facts = {"channel": "link", "by": invitation.person.name, "at": now()} | changes
    return answer_invitation(invitation=invitation, accepts=accepts, **facts)


def fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


def test_looking_at_an_invitation_never_answers_it(client):
    invitation = make_invitation()
    path = guest_path(invitation)
    assert [client.get(path).status_code, client.head(path).status_code] == [200, 200]
    assert client.get(path + "answer/?answer=yes").status_code == 405
    assert (fresh(invitation).state, Answer.objects.count()) == ("invited", 0)


def test_a_guest_accepts_by_post_and_sees_their_page(client):
    invitation = make_invitation(make_person(name="张伟"))
    response = client.post(guest_path(invitation) + "answer/", {"answer": "yes", "note": "素食"})
    assert (response.status_code, response["Location"]) == (302, guest_path(invitation))
    assert fresh(invitation).state == "accepted"
    assert list(Answer.objects.values_list("accepts", "channel", "note")) == [(True, "link", "素食")]
    assert Line.objects.get().actor == "张伟"
    page = client.get(guest_path(invitation)).content.decode()
    assert "素食" in page


def test_a_post_without_a_token_of_the_form_answers_nothing():
    strict = Client(enforce_csrf_checks=True)
    invitation = make_invitation()
    response = strict.post(guest_path(invitation) + "answer/", {"answer": "yes"})
    assert (response.status_code, fresh(invitation).state) == (403, "invited")


def test_a_form_with_its_token_is_accepted_by_the_strict_check():
    strict = Client(enforce_csrf_checks=True)
    invitation = make_invitation()
    page = strict.get(guest_path(invitation)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    strict.post(guest_path(invitation) + "answer/", {"answer": "no", "csrfmiddlewaretoken": token})
    assert fresh(invitation).state == "declined"


def test_two_answers_at_once_are_one_answer_and_one_event():
    invitation = make_invitation()
    assert say(invitation, True) is not None
    # The second press was under way with the row as it stood before the first.
    assert say(invitation, True) is None
    events = Event.objects.filter(kind="invitations.InvitationAccepted")
    assert (Answer.objects.count(), events.count()) == (1, 1)


def test_after_the_deadline_only_the_liaison_can_record_an_answer(client):
    edition = make_edition()
    invitation = make_invitation(make_person(edition), closes_on=edition.now().date() - timedelta(days=1))
    with pytest.raises(InvitationClosed):
        say(invitation, True)
    response = client.post(guest_path(invitation) + "answer/", {"answer": "yes"})
    assert (response.status_code, Answer.objects.count()) == (409, 0)
    ada = make_member(edition)
    assert say(invitation, True, channel="phone", by=ada).by == ada


def test_on_the_day_of_the_deadline_a_guest_can_still_answer():
    edition = make_edition()
    invitation = make_invitation(make_person(edition), closes_on=edition.now().date())
    assert say(invitation, False) is not None


def test_an_answer_that_is_none_is_refused_in_words(client):
    invitation = make_invitation()
    response = client.post(guest_path(invitation) + "answer/", {"answer": "maybe"})
    assert (response.status_code, Answer.objects.count()) == (422, 0)


def shape(response):
    """The page without what differs in every answer."""
    body = re.sub(rb'name="(csrfmiddlewaretoken|next)" value="[^"]*"', b"", response.content)
    return response.status_code, body, response["Cache-Control"]


def test_a_wrong_an_ended_and_a_foreign_link_are_answered_alike(client):
    ended = make_invitation()
    old = guest_path(ended)
    end_links(invitation=ended, by="test", at=now())
    withdrawn = make_invitation()
    old_withdrawn = guest_path(withdrawn)
    withdraw_invitation(invitation=withdrawn, by="test", at=now())
    removed = make_invitation()
    remove_person(person=removed.person, by="test", at=now())
    unknown = make_link("invitation", 99999, 0)
    foreign = make_link("contact", ended.pk, 0)
    good = guest_path(make_invitation())
    spelled_otherwise = good[:-2] + ("A" if good[-2] != "A" else "B") + "/"
    paths = [old, old_withdrawn, guest_path(removed), f"/i/{unknown}/", f"/i/{foreign}/", spelled_otherwise]
    answers = [shape(client.get(path)) for path in [*paths, "/i/nonsense/"]]
    assert answers == [answers[0]] * 7
    assert answers[0][0] == 404
    posts = [client.post(path + "answer/", {"answer": "yes"}).status_code for path in paths]
    assert (posts, Answer.objects.count()) == ([404] * 6, 0)


def test_guessing_links_is_braked_but_a_real_link_still_opens(client):
    invitation = make_invitation()
    codes = [client.get(f"/i/guess{n}/").status_code for n in range(121)]
    assert (codes[0], codes[119], codes[120]) == (404, 404, 429)
    assert client.get(guest_path(invitation)).status_code == 200


def test_a_personal_page_is_kept_by_no_cache_and_found_by_no_search_engine(client):
    response = client.get(guest_path(make_invitation()))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_guest_typed_is_text_on_their_page_and_in_the_console(client, language):
    edition = make_edition()
    person = make_person(edition, name=CANARY, position=CANARY)
    invitation = make_invitation(person)
    client.post(guest_path(invitation) + "answer/", {"answer": "yes", "note": CANARY})
    ada = make_member(edition)
    pages = [client.get(guest_path(invitation), headers={"accept-language": language})]
    client.force_login(ada)
    pages.append(
        client.get(f"/console/{edition.slug}/people/{person.pk}/", headers={"accept-language": language})
    )
    assert [(page.status_code, CANARY in page.content.decode()) for page in pages] == [(200, False)] * 2


def contact_path(unit) -> str:
    return f"/o/{make_link('contact', unit.pk, unit.link_version)}/"


def test_a_contact_answers_for_all_their_people_and_for_nobody_else(client):
    edition = make_edition()
    unit = make_organisation(edition, contact_name="李秘书")
    invitations = [make_invitation(make_person(edition, organisation=unit)) for _ in range(3)]
    stranger = make_invitation(make_person(edition))
    sent = {f"answer-{one.pk}": answer for one, answer in zip(invitations, ("yes", "no", ""), strict=True)}
    client.post(contact_path(unit) + "answers/", sent | {f"answer-{stranger.pk}": "yes"})
    states = [fresh(one).state for one in (*invitations, stranger)]
    assert states == ["accepted", "declined", "invited", "invited"]
    assert set(Answer.objects.values_list("channel", flat=True)) == {"contact"}
    client.post(contact_path(unit) + "answers/", sent)
    assert Answer.objects.count() == 2


def test_looking_as_a_contact_answers_nothing_and_a_guests_link_is_none_of_theirs(client):
    unit = make_organisation()
    invitation = make_invitation(make_person(unit.edition, organisation=unit))
    assert client.get(contact_path(unit)).status_code == 200
    assert client.get(contact_path(unit) + "answers/").status_code == 405
    assert client.get(f"/o/{make_link('invitation', unit.pk, 0)}/").status_code == 404
    assert fresh(invitation).state == "invited"


def test_a_liaison_records_an_answer_given_by_phone(client):
    edition = make_edition()
    ada, bob, charlie = (
        make_member(edition, "liaison"),
        make_member(edition, "auditor"),
        make_member(make_edition()),
    )
    person = make_person(edition)
    path = f"/console/{edition.slug}/people/{person.pk}/answer/"
    for user, code in ((charlie, 404), (bob, 404), (ada, 302)):
        client.force_login(user)
        assert client.post(path, {"answer": "yes", "note": "秘书来电"}).status_code == code
    answer = Answer.objects.get()
    assert (answer.channel, answer.by, answer.note, answer.accepts) == ("phone", ada, "秘书来电", True)
