"""The committee's pages of check-in: who may, what they cost, what they start."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from plenary.checkin.actions import Doorkeeper, Presented, admit
from plenary.checkin.doors import door_address
from plenary.checkin.models import Badge
from plenary.invitations.links import guest_path
from plenary.jobs.actions import result_path
from plenary.jobs.models import Job
from plenary.lib.clock import now
from plenary.outbox.worker import deliver_all
from plenary.people.models import Person
from tests.factories import (
    make_badge,
    make_category,
    make_door_link,
    make_edition,
    make_invitation,
    make_member,
)

LISTS = ["checkin/", "checkin/arrivals/", "badges/"]


def let_in(badge: Badge) -> None:
    admit(
        keeper=Doorkeeper(edition=badge.edition, door="北门", name="王志愿"),
        presented=Presented(how="search", person_id=badge.person_id),
        nonce=f"n-{badge.pk:08}",
        at=badge.edition.now(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_queries_with_1_3_and_300_rows(client, path):
    edition = make_edition()
    category = make_category(edition)
    client.force_login(make_member(edition, "chair"))
    counts = []
    for rows in (1, 2, 297):
        for _ in range(rows):
            let_in(make_badge(edition, category=category))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/console/{edition.slug}/{path}").status_code == 200
        counts.append(len(queries))
    # Django's paginator asks nothing more; a second page adds its links only.
    assert counts == [counts[0]] * 3


@pytest.mark.django_db
def test_ada_may_bob_may_look_and_charlie_finds_nothing(client):
    edition = make_edition()
    link = make_door_link(edition)
    badge = make_badge(edition)
    here = f"/console/{edition.slug}/"
    reads = [*LISTS, "checkin/arrivals.xlsx", "badges.xlsx"]
    changes = [
        "checkin/print/badges/", "checkin/walk-in/", f"badges/{badge.pk}/replacement/", f"badges/{badge.pk}/end/",
    ]  # fmt: skip
    client.force_login(make_member(edition, "auditor"))
    assert [client.get(here + path).status_code for path in reads] == [200] * 5
    assert [client.post(here + path).status_code for path in changes] == [404] * 4
    # Who only looks is shown no way to the door.
    assert (door_address(link) in client.get(here + "checkin/").text, client.get(here + "checkin/door/").status_code) == (False, 404)  # fmt: skip
    client.force_login(make_member(make_edition(), "chair"))
    assert [client.get(here + path).status_code for path in reads] == [404] * 5
    assert [client.post(here + path).status_code for path in changes] == [404] * 4
    client.force_login(make_member(edition, "chair"))
    assert door_address(link) in client.get(here + "checkin/").text
    gets = [client.get(here + path).status_code for path in changes if "walk-in" not in path]
    assert gets == [405] * 3
    assert client.post(f"{here}badges/{badge.pk}/end/").status_code == 302
    badge.refresh_from_db()
    assert badge.revoked_at is not None


@pytest.mark.django_db
def test_the_badge_of_another_edition_cannot_be_ended(client):
    badge, edition = make_badge(), make_edition()
    client.force_login(make_member(edition, "chair"))
    assert client.post(f"/console/{edition.slug}/badges/{badge.pk}/end/").status_code == 404


@pytest.mark.django_db
def test_arrivals_leave_as_a_workbook_in_which_nothing_is_a_formula(client):
    edition = make_edition()
    let_in(make_badge(edition, name="=1+1"))
    client.force_login(make_member(edition, "chair"))
    answer = client.get(f"/console/{edition.slug}/checkin/arrivals.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["F2"].value == "北门"


@pytest.mark.django_db
def test_a_walk_in_gets_a_badge_and_can_come_in_at_once(client):
    edition = make_edition()
    client.force_login(make_member(edition, "chair"))
    path = f"/console/{edition.slug}/checkin/walk-in/"
    assert client.post(path, {"name": ""}).status_code == 422
    answer = client.post(path, {"name": "张现场", "organisation": "示例大学"}, follow=True)
    badge = Badge.objects.get()
    assert (badge.person.name, badge.code[:4] in answer.text) == ("张现场", True)
    let_in(badge)
    assert badge.person.scans.get().verdict == "admitted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind, name", [("badges", "badges"), ("sign-in-sheet", "sign-in")])
def test_paper_is_printed_by_the_worker_and_fetched(client, kind, name):
    edition = make_edition()
    make_badge(edition, name="买买提·艾力")
    client.force_login(make_member(edition, "chair"))
    answer = client.post(f"/console/{edition.slug}/checkin/print/{kind}/")
    deliver_all()
    job = Job.objects.get()
    assert (job.error, job.filename) == ("", f"{name}-{edition.slug}.pdf")
    assert answer.url == f"/console/{edition.slug}/jobs/{job.pk}/"
    assert result_path(job.pk).read_bytes()[:5] == b"%PDF-"


@pytest.mark.django_db(transaction=True)
def test_a_sign_no_font_has_is_named_with_its_owner_and_nothing_is_printed(client):
    edition = make_edition()
    make_badge(edition, name="张😀伟")
    client.force_login(make_member(edition, "chair"))
    client.post(f"/console/{edition.slug}/checkin/print/badges/")
    deliver_all()
    job = Job.objects.get()
    assert ("😀 (U+1F600) — 张😀伟" in job.error, job.file) == (True, "")


@pytest.mark.django_db
def test_nothing_to_print_is_said_and_starts_nothing(client):
    edition = make_edition()
    client.force_login(make_member(edition, "chair"))
    assert client.post(f"/console/{edition.slug}/checkin/print/badges/").url.endswith("/checkin/")
    assert client.post(f"/console/{edition.slug}/checkin/print/banknotes/").status_code == 404
    assert Job.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Your entrance code was ended by the organisers and opens no door."),
        ("zh-hans", "您的签到码已被主办方作废，不能再用于入场。"),
    ],
)
def test_a_guest_whose_badge_was_ended_is_told_so_and_waits_for_nothing(client, language, sentence):
    badge = make_badge()
    invitation = make_invitation(badge.person, accepted_at=now())
    Badge.objects.filter(pk=badge.pk).update(revoked_at=now())
    client.cookies["language"] = language
    page = client.get(guest_path(invitation)).text
    assert (sentence in page, "data-waiting" in page, "data:image/svg+xml" in page) == (True, False, False)


@pytest.mark.django_db
def test_a_guest_who_accepted_has_a_qr_and_its_picture_and_nobody_else_has(client):
    badge = make_badge()
    invitation = make_invitation(badge.person, accepted_at=now())
    page = client.get(guest_path(invitation))
    assert (f"{badge.code[:4]} {badge.code[4:]}" in page.text, "data:image/svg+xml" in page.text) == (
        True,
        True,
    )
    picture = client.get(guest_path(invitation) + "badge.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    unanswered = make_invitation()
    assert client.get(guest_path(unanswered) + "badge.png").status_code == 404
    assert client.get(guest_path(invitation)[:-4] + "AAA/badge.png").status_code == 404
    Person.objects.filter(pk=badge.person_id).update(removed_at=now())
    assert client.get(guest_path(invitation) + "badge.png").status_code == 404
