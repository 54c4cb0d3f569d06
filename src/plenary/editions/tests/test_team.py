"""Join links: who gets a role, once; and everyone else a sentence."""

from datetime import timedelta

import pytest

from plenary.accounts.links import make_link
from plenary.accounts.models import User
from plenary.editions.actions import JoinRefused, end_team_link, join, make_team_link, open_join_link
from plenary.editions.models import Membership
from plenary.lib.clock import now
from tests.factories import make_door_link, make_edition, make_member, make_owner, make_user

pytestmark = pytest.mark.django_db
NEW = {"name": "王芳", "email": "wang@example.org", "password": "a summit in november"}


def make_join_link(edition=None, role="liaison", **changes):
    return make_team_link(edition=edition or make_edition(), role=role, by=make_owner(), at=now(), **changes)


def path_of(link, purpose="join") -> str:
    return f"/join/{make_link(purpose, link.pk, link.version)}/"


def test_a_new_colleague_joins_with_a_role_and_is_signed_in(client):
    link = make_join_link()
    assert client.get(path_of(link)).status_code == 200
    response = client.post(path_of(link), NEW)
    assert response.url == f"/console/{link.edition.slug}/"
    assert list(Membership.objects.values_list("user__email", "role")) == [("wang@example.org", "liaison")]
    assert client.get(response.url).status_code == 200


def test_someone_signed_in_joins_with_the_account_they_have(client):
    link, user = make_join_link(), make_user()
    client.force_login(user)
    client.post(path_of(link))
    assert list(Membership.objects.values_list("user", "role")) == [(user.pk, "liaison")]


def test_looking_at_a_link_joins_nobody(client):
    link = make_join_link()
    client.force_login(make_user())
    client.get(path_of(link))
    assert Membership.objects.count() == 0


def test_a_used_ended_expired_foreign_and_door_link_join_nobody(client):
    used, ended = make_join_link(), make_join_link()
    expired = make_join_link(lasts=timedelta(seconds=-1))
    door = make_door_link()
    join(link=used, user=make_user(), at=now())
    end_team_link(link=ended, by=make_owner(), at=now())
    paths = [
        path_of(used),
        path_of(ended),
        path_of(expired),
        path_of(door, "door"),
        path_of(door),
        "/join/abc/",
    ]
    before = User.objects.count()
    assert [client.post(path, NEW).status_code for path in paths] == [410, 410, 410, 410, 404, 404]
    assert (User.objects.count(), Membership.objects.count()) == (before, 1)


def test_of_two_who_post_at_once_one_joins():
    link = make_join_link()
    opened = open_join_link(token=make_link("join", link.pk, 0), at=now())
    join(link=link, user=make_user(), at=now())
    with pytest.raises(JoinRefused):
        join(link=opened, user=make_user(), at=now())
    assert Membership.objects.count() == 1


def test_an_e_mail_that_has_an_account_is_asked_to_sign_in(client):
    make_user(email=NEW["email"])
    link = make_join_link()
    assert client.post(path_of(link), NEW).status_code == 422
    assert Membership.objects.count() == 0


def test_ada_may_bob_may_look_and_charlie_finds_nothing(client):
    edition = make_edition()
    seen = []
    for role in ("chair", "auditor", None):
        client.force_login(make_member(edition, role) if role else make_user())
        seen.append(
            [client.get(f"/console/{edition.slug}/{page}").status_code for page in ("", "team/", "settings/")]
        )
    assert seen == [[200, 200, 200], [200, 404, 404], [404, 404, 404]]


def test_the_chair_makes_and_ends_links_and_ends_roles(client):
    edition = make_edition()
    other = make_member(edition, "press")
    client.force_login(make_member(edition, "chair"))
    path = f"/console/{edition.slug}/team/"
    client.post(path, {"do": "invite", "role": "liaison", "label": "<img src=x onerror=canary(1)>"})
    client.post(path, {"do": "door", "label": "东门", "days": 3})
    page = client.get(path).content.decode()
    assert page.count('value="http://127.0.0.1:8000/join/') == 1
    assert page.count('value="http://127.0.0.1:8000/door/') == 1
    assert "<img src=x" not in page
    client.post(path, {"do": "end_link", "pk": edition.team_links.first().pk})
    client.post(path, {"do": "end_member", "pk": other.memberships.get().pk})
    assert edition.memberships.filter(ended_at=None).count() == 1
    assert edition.team_links.filter(ended_at=None).count() == 1


def test_links_and_members_of_another_edition_cannot_be_ended(client):
    edition, foreign = make_edition(), make_join_link()
    client.force_login(make_member(edition, "chair"))
    for pk in (foreign.pk, "x", "9" * 30):
        assert client.post(f"/console/{edition.slug}/team/", {"do": "end_link", "pk": pk}).status_code == 404


@pytest.mark.parametrize("page", ["team/", "settings/categories/", "settings/rooms/", ""])
def test_a_page_costs_the_same_queries_with_1_3_and_300_rows(client, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import make_category, make_room

    edition = make_edition()
    owner = make_owner()
    client.force_login(owner)
    counts = []
    for rows in (1, 2, 297):
        for _ in range(rows):
            make_category(edition)
            make_room(edition)
        for _ in range(min(rows, 20)):
            make_member(edition, "press")
            make_join_link(edition)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/console/{edition.slug}/{page}").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
