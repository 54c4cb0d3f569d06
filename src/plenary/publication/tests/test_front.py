import gzip
import json
from urllib.parse import unquote

import brotli
import pytest

from plenary.editions.models import Edition
from plenary.publication import front as front_module
from plenary.publication import store
from plenary.publication.actions import publish_edition
from plenary.publication.answers import accepts, is_known
from plenary.publication.front import Front
from plenary.publication.tests.asgi import ask
from plenary.web.asgi import in_words
from plenary.web.middleware import HEADERS
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


class Asgi:
    """The front as a server asks it; a stand-in for Django answers the rest."""

    def __init__(self, static) -> None:
        self.front = Front(static=static)

    async def __call__(self, scope, receive, send):
        ready = self.front.answer(scope["method"], scope["path"], dict(scope["headers"]))
        for message in ready or in_words(404, "Django was asked"):
            await send(message)


@pytest.fixture
def edition():
    edition = make_edition(slug="cails")
    publish_edition(edition)
    return edition


@pytest.fixture
def front(edition, tmp_path):
    return Asgi(tmp_path / "static")


def page(path: str) -> bytes:
    return store.read(store.current()[1][path].blob)


def test_a_page_is_answered_packed_as_the_browser_likes_it_and_never_asks_django(front):
    for accepted, encoding, unpack in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ):
        reply = ask(front, "/cails/zh/", accept_encoding=accepted)
        assert (reply.status, reply.headers.get("content-encoding")) == (200, encoding)
        assert unpack(reply.body) == page("cails/zh/")
        assert reply.headers["content-length"] == str(len(reply.body))
        assert reply.headers["vary"] == "accept-encoding"


def test_a_page_is_revalidated_by_a_strong_tag_of_its_own_encoding(front):
    plain, packed = ask(front, "/cails/en/"), ask(front, "/cails/en/", accept_encoding="br")
    assert plain.headers["etag"] != packed.headers["etag"]
    again = ask(front, "/cails/en/", if_none_match=plain.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", plain.headers["etag"])
    assert again.headers["cache-control"] == "public, no-cache"
    assert ask(front, "/cails/en/", if_none_match=f'"other", W/{plain.headers["etag"]}').status == 304
    assert ask(front, "/cails/en/", if_none_match=packed.headers["etag"]).status == 200


def test_head_tells_all_but_the_body(front):
    get, head = ask(front, "/cails/zh/"), ask(front, "/cails/zh/", "HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_a_range_is_answered_with_the_whole(front):
    reply = ask(front, "/cails/zh/", range="bytes=0-10")
    assert (reply.status, reply.body) == (200, page("cails/zh/"))


def test_every_answer_carries_the_security_headers(front):
    for reply in (ask(front, "/cails/zh/"), ask(front, "/cails"), ask(front, "/nowhere/")):
        assert {name: reply.headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_what_is_no_public_file_goes_to_django(front):
    for path, method in (
        ("/nowhere/", "GET"),
        ("/cails/zh/", "POST"),
        ("/", "GET"),
        ("/cails/zh/", "DELETE"),
    ):
        assert ask(front, path, method).body == b"Django was asked"


def test_an_address_without_its_slash_leads_to_the_page(front):
    reply = ask(front, "/cails/zh")
    assert (reply.status, reply.headers["location"]) == (301, "/cails/zh/")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/static/../secret",
        "/static/%2e%2e/secret",
        "/static//etc/passwd",
        "/cails/../../secret",
        "/cails/zh/../../../secret",
        "//etc/passwd",
        "/current",
        "/public/current",
        "/cails/zh/\x00",
        "/cails/zh/%00",
        "/blobs/../current",
        "/\udc80",
        "/" + "a" * 100_000,
    ],
)
def test_no_path_leaves_the_store(front, tmp_path, path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "static").mkdir(exist_ok=True)
    assert ask(front, unquote(path)).body == b"Django was asked"


def test_absurd_headers_do_no_harm(front):
    for name, value in (
        ("accept_encoding", "br" * 50_000),
        ("accept_encoding", ";;,,q=,br;q=x"),
        ("if_none_match", '"' * 50_000),
        ("if_none_match", "W/,,,*x"),
        ("range", "bytes=-1-,x"),
        ("cookie", "=;=" * 1000),
    ):
        assert ask(front, "/cails/zh/", **{name: value}).status == 200


def test_open_visitors_see_the_next_generation_at_once_and_never_a_withdrawn_page(front, edition):
    first = ask(front, "/cails/zh/")
    Edition.objects.update(title_zh="新名")
    publish_edition(edition)
    second = ask(front, "/cails/zh/", if_none_match=first.headers["etag"])
    assert (second.status, "新名" in second.body.decode()) == (200, True)
    Edition.objects.update(confirmed_at=None)
    publish_edition(edition)
    assert ask(front, "/cails/zh/").body == b"Django was asked"


def test_a_builder_that_died_between_pointer_and_mark_is_noticed_within_a_second(front, edition, monkeypatch):
    ask(front, "/cails/zh/")
    monkeypatch.setattr(store.os, "pwrite", lambda *_: None)
    Edition.objects.update(title_zh="新名")
    publish_edition(edition)
    assert "新名" not in ask(front, "/cails/zh/").body.decode()
    front.front._looked -= 1
    assert "新名" in ask(front, "/cails/zh/").body.decode()


def test_a_damaged_file_is_not_served(front, edition):
    store.blob_path(store.current()[1]["cails/zh/"].blob).write_bytes(b"<!doctype html><p>half a")
    assert ask(front, "/cails/zh/").body == b"Django was asked"


def test_memory_for_pages_is_bounded(front, monkeypatch):
    monkeypatch.setattr(front_module, "MEMORY", 1)
    for path in ("/cails/zh/", "/cails/en/", "/cails/", "/cails/theme.css"):
        ask(front, path)
    assert list(front.front._answers) == ["cails/theme.css"]
    assert front.front._size == front.front._answers["cails/theme.css"].size


def test_static_files_with_a_hash_in_their_name_are_kept_for_ever(edition, tmp_path):
    static = tmp_path / "static"
    static.mkdir()
    (static / "staticfiles.json").write_text(json.dumps({"paths": {"a.css": "a.1234.css"}}))
    (static / "a.1234.css").write_text("body { margin: 0; margin: 0; margin: 0; margin: 0; margin: 0 }")
    front = Asgi(static)
    hashed, plain = ask(front, "/static/a.1234.css", accept_encoding="br"), ask(front, "/static/a.css")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "public, no-cache"
    assert brotli.decompress(hashed.body) == plain.body == (static / "a.1234.css").read_bytes()
    assert ask(front, "/static/staticfiles.json").body == b"Django was asked"


def test_a_file_with_a_name_is_saved_under_it(monkeypatch, tmp_path):
    from plenary.publication.hooks import Page, faces

    monkeypatch.setattr(faces, "_answers", [])
    faces.add(
        lambda edition: [Page(f"{edition.slug}/x.ics", None, lambda: b"x", "text/calendar", "日程 1.ics")]
    )
    publish_edition(make_edition(slug="named"))
    reply = ask(Asgi(tmp_path), "/named/x.ics")
    assert reply.headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%97%A5%E7%A8%8B%201.ics"


@pytest.mark.parametrize(
    ("header", "encoding", "expected"),
    [
        (b"br", "br", True),
        (b"GZIP, BR", "br", True),
        (b"gzip, br;q=0.5", "br", True),
        (b"gzip, br; q=0.000", "br", False),
        (b"x-br", "br", False),
        (b"", "gzip", False),
    ],
)
def test_accepted_encodings(header, encoding, expected):
    assert accepts(header, encoding) is expected


def test_known_tags():
    assert [is_known(header, b'"a"') for header in (b'"a"', b'W/"a"', b'"b", "a"', b"*", b'"b"', b"a")] == [
        True
    ] * 4 + [False] * 2
