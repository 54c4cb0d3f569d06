import io
import zipfile

import pytest

from plenary.accounts.models import User
from plenary.archive.intake import Archive, NotAnArchive
from plenary.archive.reader import AlreadyHere, read_archive
from plenary.archive.tables import tables
from plenary.archive.writer import write_archive
from plenary.editions.models import Edition, Promise
from plenary.exhibition.models import Booth, Exhibitor
from plenary.invitations.models import Answer, Invitation
from plenary.lib.clock import now
from plenary.people.models import Organisation, Person
from tests.factories import make_category, make_edition, make_member, make_owner, make_person, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """An edition with rows that point at each other, after others that shift the numbers."""
    make_person(make_edition())
    edition = make_edition(slug="summit", accent="#10507a")
    ada = make_member(edition, name="Ada", email="ada@example.org")
    deans = make_category(edition, code="dean")
    promise = Promise.objects.create(edition=edition, label_zh="院长", count=300, measure="arrived")
    promise.categories.add(deans)
    school = Organisation.objects.create(edition=edition, name_zh="江澜大学")
    person = make_person(
        edition, name="买买提·艾力", category=deans, organisation=school, extra={"航班": "MU5101"}
    )
    invitation = Invitation.objects.create(
        edition=edition, person=person, invited_at=now(), accepted_at=now()
    )
    Answer.objects.create(
        edition=edition, invitation=invitation, accepts=True, at=now(), channel="phone", by=ada, note="=1+1"
    )
    make_room(edition)
    exhibitor = Exhibitor.objects.create(edition=edition, name_zh="智衡科技")
    Booth.objects.create(edition=edition, number="A01", exhibitor=exhibitor, allocated_at=now())
    return edition


def forget_everything() -> None:
    Person.objects.all().delete()
    Edition.objects.all().delete()


def opened(tmp_path, content: bytes) -> Archive:
    path = tmp_path / "edition.zip"
    path.write_bytes(content)
    return Archive(path)


def test_an_edition_reads_back_to_an_equal_edition(edition, tmp_path):
    first = write_archive(edition)
    forget_everything()
    read_back = read_archive(archive=opened(tmp_path, first), by=make_owner())
    assert write_archive(read_back) == first
    person = Person.objects.get(edition=read_back)
    assert (person.name, person.organisation.name_zh, person.extra) == (
        "买买提·艾力",
        "江澜大学",
        {"航班": "MU5101"},
    )


def test_the_same_edition_gives_the_same_bytes(edition):
    assert write_archive(edition) == write_archive(edition)


def test_importing_never_overwrites(edition, tmp_path):
    content = write_archive(edition)
    with pytest.raises(AlreadyHere):
        read_archive(archive=opened(tmp_path, content), by=make_owner())


def test_an_account_of_an_archive_cannot_sign_in(edition, tmp_path):
    content = write_archive(edition)
    forget_everything()
    User.objects.filter(email="ada@example.org").delete()
    read_archive(archive=opened(tmp_path, content), by=make_owner())
    ada = User.objects.get(email="ada@example.org")
    assert (ada.is_active, ada.has_usable_password(), ada.is_owner) == (False, False, False)


def changed(content: bytes, name: str, new: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for entry in old.namelist():
            written.writestr(entry, new if entry == name else old.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"not a zip",
        lambda content: content[: len(content) // 2],
        lambda content: changed(content, "manifest.json", b"{}"),
        lambda content: changed(content, "manifest.json", b"[" * 100_000),
        lambda content: changed(content, "tables/people.Person.jsonl", b""),
        lambda content: changed(content, "tables/people.Person.jsonl", b'{"category": 99}\n'),
        lambda content: changed(content, "tables/people.Person.jsonl", b'{"created_at": "yesterday"}\n'),
        lambda content: changed(content, "tables/people.Person.jsonl", b"[]\n"),
        lambda content: changed(content, "tables/people.Person.jsonl", b"0" * 30_000_000),
    ],
    ids=[
        "empty",
        "no-zip",
        "cut",
        "no-manifest",
        "deep-manifest",
        "missing-rows",
        "foreign-ref",
        "bad-value",
        "no-row",
        "bomb",
    ],
)
def test_a_damaged_archive_is_refused_whole(edition, tmp_path, damage):
    content = damage(write_archive(edition))
    forget_everything()
    with pytest.raises(NotAnArchive):
        read_archive(archive=opened(tmp_path, content), by=make_owner())
    assert list(Edition.objects.all()) == []


def test_the_number_of_queries_does_not_grow_with_the_guests(edition, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (0, 2, 297):
        for _ in range(more):
            make_person(edition)
        with CaptureQueriesContext(connection) as captured:
            write_archive(edition)
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_three_people_and_the_archive(edition, client):
    ada = make_member(edition, "chair")
    bob = make_member(edition, "auditor")
    charlie = make_member(make_edition(), "chair")
    seen = []
    for user in (ada, bob, charlie):
        client.force_login(user)
        seen.append(client.get(f"/console/{edition.slug}/archive.zip").status_code)
    assert seen == [200, 404, 404]


def test_every_table_is_in_the_reference():
    from pathlib import Path

    from plenary.archive.tables import LEFT_OUT

    text = (Path(__file__).parents[4] / "docs/reference/archive-format.md").read_text()
    listed = [
        label for label in (*(model._meta.label for model in tables()), *LEFT_OUT) if f"`{label}`" not in text
    ]
    assert listed == []
