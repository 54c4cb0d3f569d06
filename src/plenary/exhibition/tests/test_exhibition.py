"""Booths: one exhibitor each, whoever asks at the same time; the page shows who has one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.exhibition.actions import (
    CannotAllocate,
    allocate_booth,
    free_booth,
    make_booths,
    remove_booth,
    remove_exhibitor,
)
from plenary.exhibition.models import Booth, Exhibitor
from plenary.exhibition.queries import booths_allocated
from plenary.lib.clock import now
from plenary.outbox.worker import deliver_all
from plenary.publication import store
from plenary.publication.actions import publish_edition
from tests.factories import make_edition, make_exhibitor, make_member, make_owner

CANARY = '"><img src=x onerror=canary(1)>{{7*7}}</script>'


def page(edition, language="zh") -> str:
    entry = store.current()[1].get(f"{edition.slug}/{language}/exhibition/")
    return store.read(entry.blob).decode() if entry else ""


@pytest.mark.django_db
def test_a_row_of_booths_is_made_once():
    edition, owner = make_edition(), make_owner()
    row = {"edition": edition, "row": "A", "first": 1, "last": 30, "area": "二层", "by": owner}
    assert (make_booths(**row), make_booths(**row)) == (30, 0)
    assert make_booths(**row | {"last": 32}) == 2
    numbers = list(Booth.objects.values_list("number", flat=True))
    assert (numbers[0], numbers[-1], len(numbers)) == ("A01", "A32", 32)


@pytest.mark.django_db
def test_a_booth_belongs_to_one_exhibitor_and_the_other_is_told_who_has_it():
    edition, owner = make_edition(), make_owner()
    make_booths(edition=edition, row="A", first=1, last=2, area="", by=owner)
    first, second = make_exhibitor(edition, name_zh="甲"), make_exhibitor(edition, name_zh="乙")
    assert allocate_booth(exhibitor=first, number=" a01", by=owner, at=now()).exhibitor == first
    assert allocate_booth(exhibitor=first, number="A01", by=owner, at=now()).exhibitor == first
    for number, words in (("A01", "甲"), ("B99", "B99")):
        with pytest.raises(CannotAllocate, match=words):
            allocate_booth(exhibitor=second, number=number, by=owner, at=now())
    booth = booths_allocated(edition).get()
    assert (remove_booth(booth=booth, by=owner), free_booth(booth=booth, by=owner)) == (False, True)
    assert (free_booth(booth=booth, by=owner), remove_booth(booth=booth, by=owner)) == (False, True)


@pytest.mark.django_db
def test_an_exhibitor_that_leaves_frees_its_booths():
    edition, owner = make_edition(), make_owner()
    make_booths(edition=edition, row="A", first=1, last=1, area="", by=owner)
    one = make_exhibitor(edition)
    allocate_booth(exhibitor=one, number="A01", by=owner, at=now())
    remove_exhibitor(exhibitor=one, by=owner)
    assert Booth.objects.values_list("exhibitor", "allocated_at").get() == (None, None)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_one_booth_at_once_exactly_one_gets_it():
    edition, owner = make_edition(), make_owner()
    make_booths(edition=edition, row="A", first=1, last=1, area="", by=owner)
    rivals = [make_exhibitor(edition) for _ in range(4)]
    gate = threading.Barrier(4)

    def ask(exhibitor: Exhibitor) -> bool:
        gate.wait()
        try:
            allocate_booth(exhibitor=exhibitor, number="A01", by=owner, at=now())
            return True
        except CannotAllocate:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, rivals)) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_the_public_page_follows_the_hall_and_shows_names_as_text():
    edition, owner = make_edition(), make_owner()
    make_booths(edition=edition, row="A", first=1, last=2, area="二层", by=owner)
    one = make_exhibitor(edition, name_zh=CANARY, about_en=CANARY, website="https://example.org/?a=1&b=2")
    make_exhibitor(edition, name_zh="还没有展位")
    deliver_all()
    assert page(edition) == ""
    booth = allocate_booth(exhibitor=one, number="A02", by=owner, at=now())
    deliver_all()
    for language in ("zh", "en"):
        shown = page(edition, language)
        assert ("A02" in shown, "<img src=x" in shown, "还没有展位" in shown) == (True, False, False)
    assert (
        f"/{edition.slug}/zh/exhibition/"
        in store.read(store.current()[1][f"{edition.slug}/zh/"].blob).decode()
    )
    free_booth(booth=booth, by=owner)
    deliver_all()
    assert page(edition) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "not an address"]
)
def test_a_website_is_a_web_address_or_is_refused(client, website):
    edition = make_edition()
    client.force_login(make_member(edition, "exhibition"))
    answer = client.post(
        f"/console/{edition.slug}/exhibition/exhibitors/new/", {"name_zh": "甲", "website": website}
    )
    assert (answer.status_code, Exhibitor.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_the_exhibition_manager_does_everything_by_form(client):
    edition = make_edition()
    client.force_login(make_member(edition, "exhibition"))
    here = f"/console/{edition.slug}/exhibition/"
    client.post(here + "exhibitors/new/", {"name_zh": "示例科技"})
    client.post(here + "booths/", {"row": "a", "first": 1, "last": 3, "area": "二层"})
    one = Exhibitor.objects.get()
    client.post(f"{here}exhibitors/{one.pk}/booth/", {"number": "A02"})
    assert booths_allocated(edition).get().number == "A02"
    assert client.post(here + "booths/", {"row": "A", "first": 5, "last": 4}).status_code == 422
    assert client.post(here + "booths/", {"row": "A", "first": 1, "last": 9999}).status_code == 422
    assert Booth.objects.count() == 3
    book = client.get(f"/console/{edition.slug}/exhibition.xlsx")
    assert book["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.django_db
def test_ada_may_bob_may_look_and_charlie_finds_nothing(client):
    edition = make_edition()
    one = make_exhibitor(edition, contact_phone="13812345678")
    make_booths(edition=edition, row="A", first=1, last=1, area="", by=make_owner())
    here = f"/console/{edition.slug}/exhibition/"
    changes = [here + "booths/", f"{here}exhibitors/{one.pk}/removal/", f"{here}exhibitors/{one.pk}/booth/"]
    client.force_login(make_member(edition, "auditor"))
    looked = client.get(here)
    assert (looked.status_code, "13812345678" in looked.text) == (200, False)
    assert [client.post(path).status_code for path in changes] == [404] * 3
    client.force_login(make_member(make_edition(), "chair"))
    assert [
        client.get(here).status_code,
        client.get(f"/console/{edition.slug}/exhibition.xlsx").status_code,
    ] == [404] * 2
    assert [client.post(path).status_code for path in changes] == [404] * 3
    client.force_login(make_member(edition, "exhibition"))
    assert client.get(here).status_code == 200
    assert [client.get(path).status_code for path in changes] == [405] * 3


@pytest.mark.django_db
def test_the_list_costs_the_same_queries_with_1_3_and_300_rows(client):
    edition = make_edition()
    client.force_login(make_member(edition, "exhibition"))
    counts = []
    for start, rows in ((1, 1), (2, 2), (4, 297)):
        make_booths(edition=edition, row="A", first=start, last=start + rows - 1, area="", by=make_owner())
        for booth in Booth.objects.filter(exhibitor=None):
            Booth.objects.filter(pk=booth.pk).update(exhibitor=make_exhibitor(edition), allocated_at=now())
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/console/{edition.slug}/exhibition/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    with CaptureQueriesContext(connection) as few:
        publish_edition(edition)
    assert len(few) < 40
