import random
import shutil
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from plenary.editions.models import Edition, Party, Topic
from plenary.publication import actions, store
from plenary.publication.actions import publish_edition
from plenary.publication.faces import home
from plenary.publication.hooks import Page, faces
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def contents() -> dict[str, bytes | None]:
    return {path: store.read(entry.blob) for path, entry in store.current()[1].items()}


@pytest.fixture
def only_home(monkeypatch):
    """Leaves the faces of other modules out, where a test counts files."""
    monkeypatch.setattr(faces, "_answers", [answer for answer in faces._answers if answer[2] is home])


def home_pages(slug: str) -> list[str]:
    return [f"{slug}/", f"{slug}/en/", f"{slug}/style.css", f"{slug}/theme.css", f"{slug}/zh/"]


def test_a_confirmed_edition_has_a_home_page_in_both_languages_and_its_colours():
    publish_edition(make_edition(slug="cails", title_zh="群贤峰会", title_en="Plenary Summit"))
    pages = contents()
    assert [path for path in home_pages("cails") if path not in pages] == []
    assert pages["cails/"] == pages["cails/zh/"]
    assert "群贤峰会" in pages["cails/zh/"].decode()
    assert "Plenary Summit" in pages["cails/en/"].decode()


def test_an_edition_that_is_no_longer_confirmed_has_no_public_page():
    edition = make_edition()
    publish_edition(edition)
    Edition.objects.update(confirmed_at=None)
    publish_edition(edition)
    assert contents() == {}


@pytest.mark.django_db(transaction=True)
def test_an_erased_edition_leaves_no_public_page():
    edition = make_edition()
    publish_edition(edition)
    edition.delete()
    assert contents() == {}


@pytest.mark.django_db(transaction=True)
def test_nothing_becomes_public_that_is_rolled_back():
    from django.db import transaction

    edition = make_edition(title_zh="旧名")
    publish_edition(edition)
    before = contents()
    with pytest.raises(RuntimeError), transaction.atomic():
        Edition.objects.update(title_zh="新名")
        publish_edition(edition)
        raise RuntimeError
    assert contents() == before
    with transaction.atomic():
        Edition.objects.update(title_zh="新名")
        publish_edition(edition)
    assert "新名" in contents()[f"{edition.slug}/zh/"].decode()


def test_a_page_is_rendered_again_only_when_its_facts_changed(monkeypatch):
    rendered = []
    monkeypatch.setattr(faces, "_answers", [])

    @faces.add
    def two_pages(edition):
        for name, facts in (("a", edition.title_zh), ("b", "always")):
            yield Page(
                f"{edition.slug}/{name}",
                facts,
                lambda name=name: rendered.append(name) or b"page",
                "text/plain",
            )

    edition = make_edition(title_zh="一")
    publish_edition(edition)
    publish_edition(edition)
    assert rendered == ["a", "b"]
    number = store.current()[0]
    Edition.objects.update(title_zh="二")
    publish_edition(edition)
    assert (rendered, store.current()[0]) == (["a", "b", "a"], number + 1)
    monkeypatch.setattr(actions, "version", lambda: "another version of the code")
    publish_edition(edition)
    assert rendered == ["a", "b", "a", "a", "b"]


def test_when_seconds_count_the_pages_go_first_and_the_pictures_follow(monkeypatch):
    monkeypatch.setattr(faces, "_answers", [])

    @faces.add
    def page_and_picture(edition):
        words = edition.title_zh.encode()
        yield Page(f"{edition.slug}/", edition.title_zh, lambda: words)
        yield Page(f"{edition.slug}/a.png", edition.title_zh, lambda: words, "image/png")

    edition = make_edition(slug="cails", title_zh="旧名")
    publish_edition(edition, paper=False)
    assert contents() == {"cails/": "旧名".encode()}
    publish_edition(edition)
    Edition.objects.update(title_zh="新名")
    publish_edition(edition, paper=False)
    assert contents() == {"cails/": "新名".encode(), "cails/a.png": "旧名".encode()}
    publish_edition(edition)
    assert contents() == {"cails/": "新名".encode(), "cails/a.png": "新名".encode()}


def test_two_pages_never_share_an_address_and_none_leaves_its_edition(monkeypatch):
    edition = make_edition()
    publish_edition(edition)
    before = contents()
    for path in (f"{edition.slug}/", "another-summit/zh/", "../secret"):
        monkeypatch.setattr(faces, "_answers", faces._answers[:])
        faces.add(lambda edition, path=path: [Page(path, None, lambda: b"stolen")])
        with pytest.raises(ValueError):
            publish_edition(edition)
        monkeypatch.undo()
    assert contents() == before


@pytest.mark.django_db(transaction=True)
def test_requests_that_wait_for_a_build_are_answered_by_one_that_began_after_them(monkeypatch):
    """Ten at once: the one that builds, the next that saw all changes, and eight that have nothing left to do."""
    edition = make_edition()
    built, first = [], threading.Event()

    @faces.add
    def slow(edition):
        built.append(edition.pk)
        first.set()
        time.sleep(0.3)

    monkeypatch.setattr(faces, "_answers", [answer for answer in faces._answers if answer[2] is slow])

    def ask():
        actions._publish(edition.pk)
        connection.close()

    asking = [threading.Thread(target=ask) for _ in range(10)]
    asking[0].start()
    first.wait()
    for thread in asking[1:]:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(built) == 2


@pytest.mark.parametrize("seed", range(6))
def test_incremental_equals_from_scratch(seed, settings, tmp_path):
    """After any sequence of edits, what is public is what a build from nothing makes."""
    chance = random.Random(seed)
    editions = [make_edition() for _ in range(3)]
    for _ in range(15):
        edition = chance.choice(editions)
        words = f"{chance.randrange(4)}"
        match chance.randrange(7):
            case 0:
                Edition.objects.filter(pk=edition.pk).update(title_zh=f"峰会{words}", accent=f"#{words * 6}")
            case 1:
                Edition.objects.filter(pk=edition.pk).update(slug=f"renamed-{edition.pk}-{words}")
            case 2:
                confirmed = edition.created_at if chance.random() < 0.7 else None
                Edition.objects.filter(pk=edition.pk).update(confirmed_at=confirmed)
            case 3:
                Topic.objects.create(edition=edition, name_zh=f"议题{words}")
            case 4:
                Topic.objects.filter(edition=edition, name_zh=f"议题{words}").delete()
            case 5:
                Party.objects.create(
                    edition=edition, role=chance.choice(["organiser", "supporter"]), name_en=words
                )
            case _:
                Edition.objects.filter(pk=edition.pk).update(status=chance.choice(["scheduled", "cancelled"]))
        publish_edition(edition)
    for edition in editions:
        publish_edition(edition)
    incremental = store.current()[1], contents()
    settings.DATA = tmp_path / "scratch"
    for edition in editions:
        publish_edition(edition)
    assert (store.current()[1], contents()) == incremental


def test_a_crash_at_any_write_leaves_the_old_generation_whole(monkeypatch, only_home, settings, tmp_path):
    edition = make_edition(title_zh="旧名")
    publish_edition(edition)
    old = contents()
    Edition.objects.update(title_zh="新名", title_en="New name")
    whole, failing = store._write, 0
    while True:
        failing += 1
        settings.DATA = tmp_path / f"attempt-{failing}"
        shutil.copytree(tmp_path / "public", settings.DATA / "public")
        writes = iter(range(1, 1000))

        def torn(path: Path, content: bytes, writes=writes, failing=failing) -> None:
            if next(writes) == failing:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.with_name(f"{path.name}.0.new").write_bytes(content[: len(content) // 2])
                raise OSError("No space left on device")
            whole(path, content)

        monkeypatch.setattr(store, "_write", torn)
        try:
            publish_edition(edition)
        except OSError:
            # Only the note that it was built is written after the swap.
            assert (contents() == old) is (failing < 9)
            monkeypatch.setattr(store, "_write", whole)
            publish_edition(edition)
            assert "新名" in contents()[f"{edition.slug}/zh/"].decode()
        else:
            break
    # Nine writes: two home pages (the third is the same) with two siblings each, a manifest, the pointer, the note.
    assert failing == 10


def test_a_blob_damaged_by_a_lost_machine_is_written_again():
    edition = make_edition()
    publish_edition(edition)
    before = contents()
    damaged = store.blob_path(store.current()[1][f"{edition.slug}/zh/"].blob)
    damaged.write_bytes(damaged.read_bytes()[:100])
    assert contents()[f"{edition.slug}/zh/"] is None
    publish_edition(edition)
    assert contents() == before


def test_old_generations_and_blobs_nobody_mentions_are_swept(only_home):
    edition = make_edition()
    for words in range(6):
        Edition.objects.update(title_zh=f"峰会{words}")
        publish_edition(edition)
    number, _ = store.current()
    store.sweep(number, grace=-1)
    generations = sorted(int(path.stem) for path in (store.root() / "generations").iterdir())
    assert generations == [number - 2, number - 1, number]
    mentioned = {entry.blob for entry in store.current()[1].values()}
    kept = {path.name for path in (store.root() / "blobs").glob("*/*") if "." not in path.name}
    assert mentioned < kept
    # Three Chinese pages; the English one, the colours and the stylesheet, which never changed.
    assert len(kept) == 6


def test_compressed_siblings_unpack_to_the_page_itself():
    import gzip

    import brotli

    publish_edition(make_edition(slug="cails"))
    blob = store.current()[1]["cails/"].blob
    assert brotli.decompress(store.read_packed(blob, "br")) == store.read(blob)
    assert gzip.decompress(store.read_packed(blob, "gz")) == store.read(blob)


def test_words_of_the_committee_are_text_not_markup():
    canary = '"><img src=x onerror=alert(1)></script>{{ 7|add:7 }}'
    publish_edition(
        make_edition(
            slug="canary", title_zh=canary, theme_en=canary, venue_zh=canary, contact_phone=canary[:40]
        )
    )
    for path, content in contents().items():
        assert (path, b"<img src=x" in content, b"onerror=alert(1)></script>" in content) == (
            path,
            False,
            False,
        )
