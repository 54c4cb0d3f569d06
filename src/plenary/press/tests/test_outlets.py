"""Media: accredited or refused once, and their reporters get badges."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.lib.clock import now
from plenary.outbox.worker import deliver_all
from plenary.press.actions import accredit, add_outlet, refuse
from plenary.press.models import Outlet
from plenary.press.queries import media_accredited
from tests.factories import make_category, make_edition, make_member, make_outlet, make_owner


@pytest.mark.django_db(transaction=True)
def test_an_accredited_reporter_is_of_the_media_and_gets_a_badge():
    edition, owner = make_edition(), make_owner()
    media = make_category(edition, code="media")
    outlet = add_outlet(
        edition=edition, name_zh="示例日报", name_en="", kind="paper", by=owner, at=now(), reporter="李记者"
    )
    reporter = outlet.reporter
    assert (reporter.category, str(reporter.organisation)) == (media, "示例日报")
    assert (accredit(outlet=outlet, by=owner, at=now()), accredit(outlet=outlet, by=owner, at=now())) == (
        True,
        False,
    )
    deliver_all()
    assert (media_accredited(edition).get(), reporter.badge.revoked_at) == (outlet, None)
    assert refuse(outlet=outlet, by=owner, at=now()) is True
    reporter.participant.refresh_from_db()
    assert (media_accredited(edition).count(), reporter.participant.cancelled_at is None) == (0, False)


@pytest.mark.django_db
def test_ada_may_bob_may_look_and_charlie_finds_nothing(client):
    edition = make_edition()
    outlet = make_outlet(edition)
    here = f"/console/{edition.slug}/press/"
    changes = [f"{here}outlets/{outlet.pk}/accreditation/", f"{here}outlets/{outlet.pk}/refusal/"]
    client.force_login(make_member(edition, "auditor"))
    assert client.get(here).status_code == 200
    assert [client.post(path).status_code for path in changes] == [404] * 2
    client.force_login(make_member(make_edition(), "chair"))
    assert [client.get(path).status_code for path in (here, f"/console/{edition.slug}/press.xlsx")] == [
        404
    ] * 2
    assert [client.post(path).status_code for path in changes] == [404] * 2
    client.force_login(make_member(edition, "press"))
    assert [client.get(path).status_code for path in changes] == [405] * 2
    assert Outlet.objects.get().state == "applied"
    assert client.post(changes[0]).status_code == 302
    assert Outlet.objects.get().state == "accredited"
    book = client.get(f"/console/{edition.slug}/press.xlsx")
    assert book["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.django_db
def test_an_outlet_without_a_name_is_refused_in_a_sentence(client):
    edition = make_edition()
    client.force_login(make_member(edition, "press"))
    answer = client.post(
        f"/console/{edition.slug}/press/outlets/new/", {"kind": "paper", "reporter_name": "李"}
    )
    assert (answer.status_code, Outlet.objects.count(), edition.people.count()) == (422, 0, 0)


@pytest.mark.django_db
def test_the_desk_costs_the_same_queries_with_1_3_and_300_rows(client):
    edition = make_edition()
    client.force_login(make_member(edition, "press"))
    counts = []
    for rows in (1, 2, 297):
        for _ in range(rows):
            make_outlet(edition)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/console/{edition.slug}/press/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
