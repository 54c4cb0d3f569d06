import pytest

from plenary.checkin.models import Badge, Scan
from plenary.editions.models import Edition
from plenary.exhibition.models import Booth
from plenary.mail.models import Message
from plenary.people.models import Person
from plenary.programme.models import Release, Talk
from plenary.rehearsal.commands import demo
from plenary.rehearsal.summit import stages
from plenary.reports.queries import ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def counted(edition: Edition) -> dict[str, tuple[int, int]]:
    """Promise → (promised, counted)."""
    return {entry.promise.kind: (entry.promise.count, entry.counted) for entry in ledger(edition).entries}


def picture_of(edition: Edition) -> list:
    return [
        sorted(Person.objects.filter(edition=edition).values_list("name", "phone", "category__code")),
        sorted(Badge.objects.filter(edition=edition).values_list("person__name", "code")),
        sorted(
            Talk.objects.filter(edition=edition).values_list(
                "number", "guid", "title_zh", "room__name_zh", "starts_at"
            )
        ),
        sorted(Scan.objects.filter(edition=edition).values_list("person__name", "verdict", "at")),
    ]


def test_the_demo_keeps_the_announcement_and_is_the_same_everywhere(capsys):
    assert demo(at="day1") == 0
    edition = Edition.objects.get()
    assert {kind: promised for kind, (promised, _) in counted(edition).items()} == {
        "invited": 500, "leader": 300, "media": 70, "talk": 45, "exhibitor": 25,
    }  # fmt: skip
    kept = {kind for kind, (promised, found) in counted(edition).items() if found >= promised}
    assert kept == {"invited", "media", "talk", "exhibitor"}
    assert Person.objects.filter(edition=edition, category__code="dean").count() >= 300
    assert edition.rooms.count() == 4
    assert len({talk.starts_at.astimezone(edition.zone).date() for talk in Talk.objects.placed()}) == 2
    first = picture_of(edition)
    assert demo(at="day1") == 1
    assert "already holds a summit" in capsys.readouterr().err
    Person.objects.all().delete()
    Talk.objects.all().delete()
    edition.delete()
    assert demo(at="day1") == 0
    assert picture_of(Edition.objects.get()) == first


@pytest.mark.parametrize(
    ("moment", "releases", "anyone_arrived"), [("invited", 0, False), ("after", 2, True)]
)
def test_each_moment_has_what_happened_until_then(moment, releases, anyone_arrived):
    assert demo(at=moment) == 0
    edition = Edition.objects.get()
    assert Release.objects.filter(edition=edition).count() == releases
    assert Scan.objects.filter(edition=edition).exists() is anyone_arrived
    assert abs((edition.now() - stages(edition.zone)[moment].clock).total_seconds()) < 60
    assert Message.objects.filter(edition=edition, channel="email", sent_at=None).count() == 0
    assert Booth.objects.filter(edition=edition).count() == 30
