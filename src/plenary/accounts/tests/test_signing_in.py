"""Signing in: password, code, one-time link; what is refused, and what nobody learns."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from plenary.accounts.actions import (
    LinkSpent,
    TooManyTries,
    count_try,
    make_one_time_link,
    owner_sign_in_address,
    request_code,
    use_code,
    use_one_time_link,
)
from plenary.accounts.models import User
from plenary.lib.clock import now
from plenary.outbox.models import Event
from plenary.web.redirects import safe_next
from tests.factories import make_edition, make_member, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a summit in november"
HOUR = timedelta(hours=1)


def make_person(**changes) -> User:
    user = make_user(**changes)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_password_signs_in_and_renews_the_session(client):
    user = make_person()
    client.get("/language/")
    client.post("/language/", {"language": "en"})
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    response = client.post("/signin/", {"email": user.email.upper(), "password": PASSWORD, "by": "password"})
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_e_mail_get_the_same_answer(client):
    user = make_person(email="known@example.org")
    answers = []
    for email in (user.email, "nobody@example.org"):
        response = client.post("/signin/", {"email": email, "password": "wrong", "by": "password"})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        answers.append((response.status_code, page.replace(email, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_the_eleventh_try_at_one_account_is_braked(client):
    user = make_person()
    for _ in range(10):
        client.post("/signin/", {"email": user.email, "password": "wrong"})
    response = client.post("/signin/", {"email": user.email, "password": PASSWORD})
    assert response.status_code == 429


def test_a_brake_opens_again_after_its_window():
    at = now()
    for _ in range(3):
        count_try(key="k", at=at, most=3, window=HOUR)
    with pytest.raises(TooManyTries):
        count_try(key="k", at=at, most=3, window=HOUR)
    count_try(key="k", at=at + 2 * HOUR, most=3, window=HOUR)


@pytest.mark.parametrize(
    "address",
    ["//e.example", "/\\e.example", "https:e.example", "https://e.example", "javascript:alert(1)", "\t//e.example",
     "/\t/e.example", "http://user@e.example", "https://例子.example", "///e.example", "", None, "e", " /a"],
)  # fmt: skip
def test_next_never_leaves_this_installation(address):
    assert safe_next(address) == "/"


def test_next_returns_to_the_page_that_asked(client):
    user = make_person()
    response = client.post("/signin/", {"email": user.email, "password": PASSWORD, "next": "/console/?a=1"})
    assert response.url == "/console/?a=1"


def test_a_sign_in_without_csrf_token_is_refused():
    client, user = Client(enforce_csrf_checks=True), make_person()
    assert client.post("/signin/", {"email": user.email, "password": PASSWORD}).status_code == 403


def test_a_link_shown_is_not_spent_and_a_link_used_is(client):
    user = make_person()
    secret = make_one_time_link(user=user, purpose="signin", at=now())
    assert client.get(f"/signin/{secret}/").status_code == 200
    assert client.get(f"/signin/{secret}/").status_code == 200
    assert client.post(f"/signin/{secret}/").status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Client().post(f"/signin/{secret}/").status_code == 410


def test_expired_and_foreign_links_are_refused_with_a_sentence(client):
    user = make_person()
    old = make_one_time_link(user=user, purpose="signin", at=now() - timedelta(days=2))
    foreign = make_one_time_link(user=user, purpose="code", at=now())
    assert [client.get(f"/signin/{s}/").status_code for s in (old, foreign, "made-up")] == [410, 410, 410]


def test_of_two_who_spend_a_link_one_is_refused():
    secret = make_one_time_link(user=make_person(), purpose="signin", at=now())
    use_one_time_link(secret=secret, purpose="signin", at=now())
    with pytest.raises(LinkSpent):
        use_one_time_link(secret=secret, purpose="signin", at=now())


def test_the_owner_says_who_they_are_the_first_time(client):
    address = owner_sign_in_address(at=now())
    path = "/signin/" + address.rsplit("/", 2)[1] + "/"
    assert (
        client.post(path, {"name": "林文", "email": "lin@example.org", "password": "short"}).status_code
        == 422
    )
    response = client.post(path, {"name": "林文", "email": "Lin@example.org", "password": PASSWORD})
    owner = User.objects.get(is_owner=True)
    assert (response.status_code, owner.name, owner.email) == (302, "林文", "lin@example.org")
    assert owner.check_password(PASSWORD)


def test_a_new_owner_link_ends_the_one_before(client):
    first = owner_sign_in_address(at=now())
    owner_sign_in_address(at=now())
    assert client.get("/signin/" + first.rsplit("/", 2)[1] + "/").status_code == 410


def code_of(user: User) -> str:
    event = Event.objects.filter(kind="accounts.SignInCodeRequested").latest("pk")
    assert event.fields["user_id"] == user.pk
    return event.fields["code"]


def test_a_code_signs_in_only_the_browser_that_asked_for_it(client, settings):
    settings.EMAIL_HOST = "mail.example.org"
    user = make_person()
    client.post("/signin/", {"email": user.email, "by": "code"})
    code = code_of(user)
    stranger = Client()
    stranger.post("/signin/", {"email": "nobody@example.org", "by": "code"})
    assert stranger.post("/signin/code/", {"code": code}).status_code == 422
    assert client.post("/signin/code/", {"code": code}).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_ends_after_use_after_ten_minutes_and_after_five_tries():
    user, at = make_person(), now()
    request_code(email=user.email, nonce="n", at=at)
    code = code_of(user)
    with pytest.raises(LinkSpent):
        use_code(code=code, nonce="n", at=at + timedelta(minutes=11))
    assert use_code(code=code, nonce="n", at=at) == user
    with pytest.raises(LinkSpent):
        use_code(code=code, nonce="n", at=at)
    for _ in range(2):
        with pytest.raises(LinkSpent):
            use_code(code="000000", nonce="n", at=at)
    with pytest.raises(TooManyTries):
        use_code(code=code, nonce="n", at=at)


def test_asking_for_a_code_says_nothing_about_the_account(client, settings):
    settings.EMAIL_HOST = "mail.example.org"
    user = make_person()
    answers = [
        client.post("/signin/", {"email": e, "by": "code"}) for e in (user.email, "nobody@example.org")
    ]
    assert {(a.status_code, a.url) for a in answers} == {(302, "/signin/code/")}


def test_a_new_password_ends_other_sessions_and_keeps_this_one(client):
    user, other = make_person(), Client()
    for browser in (client, other):
        browser.post("/signin/", {"email": user.email, "password": PASSWORD})
    form = {"part": "password", "present": PASSWORD, "password": "another summit in may"}
    assert client.post("/account/", form).status_code == 302
    assert [b.get("/account/").status_code for b in (client, other)] == [200, 302]


def test_ending_sessions_ends_every_other_one(client):
    user, other = make_person(), Client()
    for browser in (client, other):
        browser.post("/signin/", {"email": user.email, "password": PASSWORD})
    client.post("/account/", {"part": "sessions"})
    assert [b.get("/account/").status_code for b in (client, other)] == [200, 302]


def test_signing_out_needs_a_post(client):
    client.force_login(make_person())
    assert client.get("/signout/").status_code == 405
    assert client.post("/signout/").status_code == 302
    assert client.get("/account/").status_code == 302


def test_a_session_keeps_no_right_that_was_taken_away(client):
    edition = make_edition()
    colleague = make_member(edition, "chair")
    client.force_login(colleague)
    path = f"/console/{edition.slug}/team/"
    assert client.get(path).status_code == 200
    edition.memberships.update(ended_at=now())
    assert client.get(path).status_code == 404
    colleague.is_active = False
    colleague.save()
    assert client.get(path).status_code == 302
