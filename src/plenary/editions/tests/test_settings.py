"""Facts, rows, addresses and the demo clock."""

from datetime import datetime

import pytest

from plenary.editions.actions import create_edition
from plenary.editions.forms import FactsForm
from plenary.editions.models import Category, Edition
from plenary.lib.address import public_address
from plenary.lib.clock import now
from plenary.outbox.models import Event
from tests.factories import make_edition, make_member, make_owner, make_person, make_room, make_user

pytestmark = pytest.mark.django_db


def facts_of(edition: Edition, **changes) -> dict:
    form = FactsForm(instance=edition)
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | changes


def test_an_edition_begins_with_the_usual_categories():
    edition = create_edition(slug="new-one", by=None, at=now(), title_zh="新会")
    assert [c.code for c in edition.categories.all()] == [
        "guest", "dean", "expert", "speaker", "media", "exhibitor", "staff",
    ]  # fmt: skip


def test_saved_facts_are_announced_once_and_only_when_they_differ(client):
    edition = make_edition()
    client.force_login(make_owner())
    path = f"/console/{edition.slug}/settings/"
    for _ in range(2):
        assert client.post(path, facts_of(edition, city_zh="上海", accent="#0A5C36")).status_code == 302
    edition.refresh_from_db()
    assert (edition.city_zh, edition.accent) == ("上海", "#0a5c36")
    assert [e.fields["what"] for e in Event.objects.filter(kind="editions.EditionChanged")] == [
        "city_zh, accent"
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"title_zh": "", "title_en": ""}, {"starts_on": "2021-11-15"}, {"accent": "red"}, {"starts_on": ""},
     {"time_zone": "Mars/Base"}, {"contact_email": "nobody"}, {"starts_on": "2021-02-30"}],
)  # fmt: skip
def test_wrong_facts_are_refused_beside_their_field_and_nothing_is_saved(client, wrong):
    edition = make_edition()
    client.force_login(make_owner())
    response = client.post(f"/console/{edition.slug}/settings/", facts_of(edition, city_zh="上海", **wrong))
    assert response.status_code == 422
    assert "data-errors" in response.content.decode()
    assert Edition.objects.get().city_zh == "苏州"


def test_the_address_changes_to_a_free_one_only(client):
    make_edition(slug="taken")
    edition = make_edition(slug="first")
    client.force_login(make_owner())
    for slug in ("taken", "console", "new", "Not Good"):
        client.post("/console/first/settings/address/", {"slug": slug})
        edition.refresh_from_db()
        assert edition.slug == "first"
    assert (
        client.post("/console/first/settings/address/", {"slug": "second"}).url == "/console/second/settings/"
    )


def test_rows_are_added_corrected_and_removed(client):
    edition = make_edition()
    client.force_login(make_owner())
    path = f"/console/{edition.slug}/settings/rooms/"
    client.post(path, {"row": "", "do": "save", "row-name_zh": "主会场", "row-seats": "500"})
    room = edition.rooms.get()
    client.post(
        path, {"row": room.pk, "do": "save", f"row{room.pk}-name_zh": "主会场", f"row{room.pk}-seats": "600"}
    )
    room.refresh_from_db()
    assert room.seats == 600
    assert client.post(path, {"row": "", "do": "save", "row-name_zh": ""}).status_code == 422
    client.post(path, {"row": room.pk, "do": "remove"})
    assert edition.rooms.count() == 0


def test_a_category_in_use_is_not_removed(client):
    edition = make_edition()
    category = Category.objects.create(edition=edition, code="dean", name_zh="院长", name_en="Deans")
    make_person(edition, category=category)
    client.force_login(make_owner())
    path = f"/console/{edition.slug}/settings/categories/"
    assert client.post(path, {"row": category.pk, "do": "remove"}).status_code == 302
    assert edition.categories.count() == 1


def test_a_row_of_another_edition_is_not_found(client):
    edition, foreign = make_edition(), make_room()
    client.force_login(make_owner())
    client.post(f"/console/{edition.slug}/settings/rooms/", {"row": foreign.pk, "do": "remove"})
    foreign.refresh_from_db()


def test_the_public_address_is_the_owners_and_must_be_one(client):
    client.force_login(make_user())
    assert client.get("/console/address/").status_code == 404
    client.force_login(make_owner())
    assert "127.0.0.1" in client.get("/console/address/").content.decode()
    for wrong in ("summit", "ftp://a.example", "https://a.example/path", "https://u@a.example", "http://a:b"):
        assert client.post("/console/address/", {"address": wrong}).status_code == 422
    assert client.post("/console/address/", {"address": "https://summit.example.org/"}).status_code == 302
    assert public_address() == "https://summit.example.org"


def test_an_address_set_in_the_environment_is_not_changed_here(client, monkeypatch):
    monkeypatch.setenv("PLENARY_ADDRESS", "http://127.0.0.1:9000")
    client.force_login(make_owner())
    assert client.post("/console/address/", {"address": "https://other.example.org"}).status_code == 404


def test_only_the_owner_moves_the_clock_and_only_of_a_demo(client):
    demo, real = make_edition(is_demo=True), make_edition()
    client.force_login(make_member(demo, "chair"))
    assert client.get(f"/console/{demo.slug}/clock/").status_code == 404
    client.force_login(make_owner())
    assert client.get(f"/console/{real.slug}/clock/").status_code == 404
    assert client.post(f"/console/{demo.slug}/clock/", {"preset": "day1"}).status_code == 302
    demo.refresh_from_db()
    assert demo.now().strftime("%Y-%m-%d %H:%M") == "2021-11-13 08:40"
    client.post(f"/console/{demo.slug}/clock/", {"to": "2021-11-14T16:05"})
    demo.refresh_from_db()
    assert demo.now().replace(second=0, microsecond=0, tzinfo=None) == datetime(2021, 11, 14, 16, 5)
    assert client.post(f"/console/{demo.slug}/clock/", {"to": "soon"}).status_code == 422


def test_the_consoles_list_shows_the_owner_all_and_others_theirs(client):
    mine, foreign = make_edition(), make_edition()
    client.force_login(make_member(mine, "auditor"))
    page = client.get("/console/").content.decode()
    assert (f"/console/{mine.slug}/" in page, f"/console/{foreign.slug}/" in page) == (True, False)
    client.force_login(make_owner())
    page = client.get("/console/").content.decode()
    assert (f"/console/{mine.slug}/" in page, f"/console/{foreign.slug}/" in page) == (True, True)
