import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.checkin.models import Scan
from plenary.editions.models import Promise
from plenary.exhibition.models import Booth, Exhibitor
from plenary.invitations.models import Invitation
from plenary.lib.clock import now
from plenary.press.models import Outlet
from plenary.programme.models import Release
from plenary.reports.queries import ledger
from tests.factories import make_category, make_edition, make_member, make_person

pytestmark = pytest.mark.django_db


def promise(edition, measure, count=1, **changes):
    return Promise.objects.create(
        edition=edition, label_zh="承诺", label_en="Promise", count=count, measure=measure, **changes
    )


def counted(edition) -> dict[str, int | None]:
    return {entry.promise.measure: entry.counted for entry in ledger(edition).entries}


def test_each_measure_counts_its_own_facts():
    edition, other = make_edition(), make_edition()
    for measure in (
        "invited",
        "accepted",
        "arrived",
        "talks_released",
        "media_accredited",
        "booths_allocated",
        "",
    ):
        promise(edition, measure)
    for home, people in ((edition, 4), (other, 9)):
        for n in range(people):
            person = make_person(home)
            if n > 0:
                Invitation.objects.create(
                    edition=home, person=person, invited_at=now(), accepted_at=now() if n > 1 else None
                )
            if n > 2:
                Scan.objects.create(
                    edition=home,
                    person=person,
                    nonce=f"{home.pk}-{n}",
                    how="code",
                    at=now(),
                    received_at=now(),
                    verdict="admitted",
                )
                Scan.objects.create(
                    edition=home,
                    person=person,
                    nonce=f"{home.pk}-{n}-b",
                    how="code",
                    at=now(),
                    received_at=now(),
                    verdict="again",
                )
        Outlet.objects.create(edition=home, name_zh="媒体", applied_at=now(), accredited_at=now())
        Outlet.objects.create(edition=home, name_zh="未批", applied_at=now())
        Booth.objects.create(
            edition=home, number="A1", exhibitor=Exhibitor.objects.create(edition=home, name_zh="商")
        )
        Booth.objects.create(edition=home, number="A2")
        talks = [
            {"kind": "talk"},
            {"kind": "keynote"},
            {"kind": "break"},
            {"kind": "talk", "cancelled": True},
        ]
        Release.objects.create(
            edition=home, number=1, at=now(), by=make_member(home), snapshot={"talks": talks}
        )
    assert counted(edition) == {
        "invited": 3, "accepted": 2, "arrived": 1, "talks_released": 2, "media_accredited": 1, "booths_allocated": 1, "": None,
    }  # fmt: skip


def test_a_promise_counts_only_its_categories():
    edition = make_edition()
    dean, expert = make_category(edition), make_category(edition)
    for category in (dean, dean, expert, None):
        Invitation.objects.create(
            edition=edition, person=make_person(edition, category=category), invited_at=now()
        )
    promise(edition, "invited").categories.add(dean)
    assert counted(edition) == {"invited": 2}


def test_removed_people_and_withdrawn_invitations_do_not_count():
    edition = make_edition()
    promise(edition, "invited")
    Invitation.objects.create(
        edition=edition, person=make_person(edition, removed_at=now()), invited_at=now()
    )
    Invitation.objects.create(
        edition=edition, person=make_person(edition), invited_at=now(), withdrawn_at=now()
    )
    assert counted(edition) == {"invited": 0}


def test_the_ledger_page_needs_the_same_queries_for_1_3_and_300_promises(client):
    edition = make_edition()
    client.force_login(make_member(edition))
    counts = []
    for more in (1, 2, 297):
        for _ in range(more):
            promise(edition, "invited").categories.add(make_category(edition))
            make_person(edition)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/console/{edition.slug}/ledger/").status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_ada_may_tie_a_promise_bob_may_look_and_charlie_finds_nothing(client):
    edition = make_edition()
    tied = promise(edition, "")
    seen = {}
    for name, user in {
        "ada": make_member(edition, "chair"),
        "bob": make_member(edition, "auditor"),
        "charlie": make_member(make_edition(), "chair"),
    }.items():
        client.force_login(user)
        look = client.get(f"/console/{edition.slug}/ledger/").status_code
        change = client.post(f"/console/{edition.slug}/ledger/{tied.pk}/", {"measure": "invited"}).status_code
        seen[name] = (look, change)
    assert seen == {"ada": (200, 302), "bob": (200, 404), "charlie": (404, 404)}
    tied.refresh_from_db()
    assert tied.measure == "invited"


def test_a_label_is_text_wherever_it_is_shown(client):
    edition = make_edition()
    client.force_login(make_member(edition))
    promise(edition, "invited")
    Promise.objects.update(label_en="", label_zh='"><img src=x onerror=canary(1)>{{7*7}}')
    page = client.get(f"/console/{edition.slug}/ledger/").content.decode()
    assert "<img src=x" not in page
    assert "canary(1)&gt;{{7*7}}" in page


def test_the_list_behind_a_number_holds_exactly_the_people_it_counts(client):
    edition = make_edition()
    client.force_login(make_member(edition))
    dean = make_category(edition)
    for n, category in enumerate((dean, dean, None)):
        person = make_person(edition, name=f"张{n}", category=category)
        Invitation.objects.create(edition=edition, person=person, invited_at=now())
    tied = promise(edition, "invited")
    tied.categories.add(dean)
    page = client.get(f"/console/{edition.slug}/ledger/{tied.pk}/people/")
    assert [person.name for person in page.context["page"]] == ["张0", "张1"]
