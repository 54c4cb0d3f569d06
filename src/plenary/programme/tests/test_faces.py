"""The public pages of a release: what stands on them, what they cost, and that a build equals one from scratch."""

import gzip
import json
import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.programme import exports
from plenary.programme.faces import programme_pages
from plenary.programme.models import Release, Talk
from plenary.programme.snapshots import difference, freeze
from plenary.programme.tests.sample import CANARY
from plenary.programme.timetable import Room, in_words
from plenary.publication import store
from plenary.publication.actions import publish_edition
from tests.factories import make_edition, make_owner, make_person, make_room, make_talk

AT = datetime(2021, 11, 13, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "root", lambda: tmp_path / "public")


def released(edition, number: int = 1) -> Release:
    """The draft as release `number`, past the verb's questions about clashes."""
    before = Release.objects.current(edition)
    snapshot = freeze(edition, at=AT)
    return Release.objects.create(
        edition=edition,
        number=number,
        at=AT + timedelta(hours=number),
        by=make_owner(),
        snapshot=snapshot,
        changes=difference(before.snapshot if before else None, snapshot),
    )


def programme(count: int = 3, **changes):
    edition = make_edition(slug=f"summit-of-{count}", **changes)
    rooms = [make_room(edition) for _ in range(4)]
    for n in range(count):
        make_talk(
            edition,
            speakers=(make_person(edition, phone="13800001111", email="private@example.org"),),
            title_zh=f"面向法律推理的知识图谱之{n}",
            title_en=f"Knowledge graphs for legal reasoning, part {n}",
            room=rooms[n % 4],
            starts_at=AT + timedelta(minutes=30 * (n // 4)),
        )
    return edition


def content(path: str) -> bytes:
    return store.read(store.current()[1][path].blob)


def page(path: str) -> str:
    return content(path).decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_before_the_first_release_the_page_says_what_will_stand_there():
    edition = make_edition()
    publish_edition(edition)
    assert "日程发布后将在这里显示" in page(f"{edition.slug}/zh/programme/")
    assert "The programme appears here when it is released." in page(f"{edition.slug}/en/programme/")
    assert [path for path in store.current()[1] if "schedule" in path or "agenda" in path] == []


def test_a_release_has_all_its_faces():
    edition = programme()
    released(edition)
    numbers = sorted(Talk.objects.values_list("number", flat=True))
    expected = [
        *(f"{lang}/{name}/" for lang in ("zh", "en") for name in ("programme", "screen", "r/1")),
        *(f"{lang}/talks/{number}/" for lang in ("zh", "en") for number in numbers),
        *(f"agenda-{lang}-1.png" for lang in ("zh", "en")),
        *(f"programme-{lang}.pdf" for lang in ("zh", "en")),
        *("schedule.ics", "schedule.xml", "schedule.json", "event.jsonld", "r/1/"),
    ]
    paths = sorted(made.path for made in programme_pages(edition))
    assert paths == sorted(f"{edition.slug}/{path}" for path in expected)


def test_every_page_of_a_release_says_which_release_it_is():
    edition = programme()
    released(edition)
    publish_edition(edition)
    slug = edition.slug
    assert "第 1 版日程 · 11月13日 10:00 · 以本页为准 · 北京时间" in words(page(f"{slug}/zh/programme/"))
    assert "Release 1 · 13 Nov 10:00" in words(page(f"{slug}/en/programme/"))
    assert "Beijing time (UTC+8)" in words(page(f"{slug}/en/screen/"))
    assert b"<version>1</version>" in content(f"{slug}/schedule.xml")
    assert b"LAST-MODIFIED:20211113T020000Z" in content(f"{slug}/schedule.ics")


def test_the_next_release_says_what_changed_and_the_old_one_that_it_is_outdated():
    edition = programme()
    released(edition)
    talk = Talk.objects.order_by("number").first()
    talk.starts_at += timedelta(hours=2)
    talk.save()
    gone = Talk.objects.order_by("number").last()
    gone.cancelled_at = AT
    gone.save()
    released(edition, 2)
    publish_edition(edition)
    slug = edition.slug
    shown = page(f"{slug}/zh/programme/")
    assert "与第 1 版相比有 2 处变化" in shown
    assert re.findall(r"<mark>(.*?)</mark>", shown) == ["已取消", "有调整"]
    old, new = words(page(f"{slug}/r/1/")), words(page(f"{slug}/r/2/"))
    assert "已不是最新版" in old and "Outdated: release 2 is current." in old and talk.title_zh in old
    assert "仍为最新版" in new and "Yes, this is the current release." in new
    assert "No, it is outdated" in words(page(f"{slug}/en/r/1/"))
    calendar = content(f"{slug}/schedule.ics").decode()
    assert calendar.count("STATUS:CANCELLED") == 1
    assert sorted(re.findall(r"SEQUENCE:(\d)", calendar)) == ["0", "1", "1"]


def test_a_build_upon_another_equals_a_build_from_scratch():
    edition = programme()
    released(edition)
    publish_edition(edition)
    talk = Talk.objects.order_by("number").first()
    talk.title_zh = "新的题目"
    talk.save()
    released(edition, 2)
    publish_edition(edition)
    upon = {path: entry.blob for path, entry in store.current()[1].items()}
    for path in (store.root() / "generations").iterdir():
        path.unlink()
    (store.root() / "current").unlink()
    publish_edition(edition)
    assert {path: entry.blob for path, entry in store.current()[1].items()} == upon


def test_a_release_leaves_the_pages_of_unchanged_talks_as_they_are():
    edition = programme()
    released(edition)
    first = {made.path: json.dumps(made.facts) for made in programme_pages(edition) if "/talks/" in made.path}
    talk = Talk.objects.order_by("number").first()
    talk.title_zh = "新的题目"
    talk.save()
    released(edition, 2)
    second = {
        made.path: json.dumps(made.facts) for made in programme_pages(edition) if "/talks/" in made.path
    }
    assert sorted(path for path in first if first[path] != second[path]) == [
        f"{edition.slug}/en/talks/{talk.number}/",
        f"{edition.slug}/zh/talks/{talk.number}/",
    ]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_reading_the_faces_costs_the_same_queries_for_any_number_of_talks(count):
    edition = programme(count)
    released(edition)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        made = list(programme_pages(edition))
    assert len(made) > count
    assert len(queries) <= 8, [query["sql"][:80] for query in queries]


def test_texts_that_try_to_break_out_stay_texts_and_nothing_private_is_public():
    edition = programme(3, title_zh=CANARY, title_en="", theme_zh=CANARY, venue_zh=CANARY)
    talk = Talk.objects.order_by("number").first()
    talk.title_zh = talk.title_en = talk.abstract_zh = talk.abstract_en = CANARY
    talk.save()
    person = talk.speakers.get().person
    person.name = person.position = CANARY[:100]
    person.save()
    released(edition)
    publish_edition(edition)
    for path, entry in store.current()[1].items():
        text = store.read(entry.blob).decode(errors="replace")
        assert "13800001111" not in text and "private@example.org" not in text, path
        if path.endswith("/"):
            assert "{{7*7}}" in text, path
            assert "<img" not in text and "alert(1)</script" not in text, path
            assert text.count("</script>") == text.count("<script"), path


@pytest.mark.parametrize(("count", "most"), [(45, 40_000), (500, 100_000)])
def test_the_first_view_is_light(count, most):
    edition = programme(count)
    released(edition)
    html = next(made for made in programme_pages(edition) if made.path.endswith("/zh/programme/")).render()
    found = re.findall(r'(?:<link rel="stylesheet" href|<script type="module" src)="([^"]+)"', html.decode())
    assert found == [f"/{edition.slug}/style.css", f"{settings.STATIC_URL}programme/programme.js"]
    statics = [
        Path(finders.find(name)) for name in ("plenary/plenary.css", "programme/programme.js", "live/live.js")
    ]
    packed = sum(
        len(brotli.compress(text, quality=5)) for text in [html, *(path.read_bytes() for path in statics)]
    )
    assert packed < most
    assert len(gzip.compress(html)) < most


def test_a_release_is_exported_and_its_lack_explained(tmp_path, capsys):
    edition = programme()
    assert exports.export_schedule("xml", edition.slug, tmp_path / "out.xml") == 1
    assert exports.export_schedule("xml", "nowhere", tmp_path / "out.xml") == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{edition.slug} has released no programme yet. Release it in the console first.",
        f"There is no edition called nowhere. Editions here: {edition.slug}.",
    ]
    released(edition)
    publish_edition(edition)
    for kind in ("xml", "json", "ics"):
        assert exports.export_schedule(kind, edition.slug, tmp_path / kind) == 0
        assert (tmp_path / kind).read_bytes() == content(f"{edition.slug}/schedule.{kind}")


@pytest.mark.parametrize(
    ("floor", "zh", "en"), [("2", "2 楼", "floor 2"), ("B1 层", "B1 层", "B1 层"), ("", "", "")]
)
def test_a_floor_that_is_a_bare_number_says_what_it_counts(floor, zh, en):
    room = Room(1, "太湖厅", "", None, floor)
    with in_words("zh"):
        assert room.level == zh
    with in_words("en"):
        assert room.level == en
