"""The web process's ASGI application around a stand-in for Django."""

import asyncio
import time

import pytest

from plenary.config import threads
from plenary.config.serving import Application
from plenary.config.threads import MOST_BYTES, InThreads
from plenary.publication.tests.asgi import ask, asked
from plenary.web.middleware import HEADERS


def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["PATH_INFO"].encode("latin-1"), b" ", body]


def test_a_request_reaches_django_whole():
    reply = ask(InThreads(echo), "/报到/", "POST", [b"a" * 10, b"b" * 5], content_length="999")
    assert (reply.status, reply.headers["x-length"]) == (200, "15")
    assert reply.body == b"POST " + "/报到/".encode() + b" aaaaaaaaaabbbbb"


def test_a_large_answer_arrives_in_pieces():
    def large(environ, start_response):
        start_response("200 OK", [])
        return (b"x" * 70_000 for _ in range(50))

    assert ask(InThreads(large), "/").body == b"x" * 3_500_000


def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not():
    said = ask(InThreads(echo), "/", "POST", content_length=str(MOST_BYTES + 1))
    unsaid = ask(InThreads(echo), "/", "POST", [b"x" * 2**20] * 13)
    assert [(reply.status, "12 MB" in reply.body.decode()) for reply in (said, unsaid)] == [(413, True)] * 2
    assert {name: said.headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_an_upload_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(threads, "PATIENCE", 0.05)

    async def story():
        async def never():
            await asyncio.sleep(3600)

        sent = []

        async def send(message):
            sent.append(message)

        await InThreads(echo)({"headers": [], "method": "POST"}, never, send)
        return sent[0]["status"]

    assert asyncio.run(story()) == 408


def test_a_slow_view_does_not_hold_the_door():
    def slow(environ, start_response):
        time.sleep(0.3)
        start_response("200 OK", [])
        return [b"slow"]

    async def story():
        application = Application(slow)
        waiting = [asyncio.ensure_future(asked(application, "/")) for _ in range(threads.THREADS + 2)]
        await asyncio.sleep(0.05)
        started = time.perf_counter()
        assert (await asked(application, "/health")).status == 200
        quick = time.perf_counter() - started
        assert [reply.body for reply in await asyncio.gather(*waiting)] == [b"slow"] * len(waiting)
        return quick

    assert asyncio.run(story()) < 0.1


def test_more_visitors_than_can_wait_are_told_so(monkeypatch):
    monkeypatch.setattr(threads, "MOST_WAITING", 0)
    reply = ask(InThreads(echo), "/")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")


def test_a_header_with_an_underscore_cannot_pass_for_another():
    def names(environ, start_response):
        start_response("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_PROTO", "nothing").encode()]

    async def story():
        sent = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message)

        scope = {
            "headers": [(b"x_forwarded_proto", b"https")],
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
        }
        await InThreads(names)(scope, receive, send)
        return sent[1]["body"]

    assert asyncio.run(story()) == b"nothing"


@pytest.mark.parametrize(
    "host", ["evil.example", "", "127.0.0.1.evil.example", "[", "a" * 5000, "127.0.0.1@evil.example"]
)
def test_only_known_hosts_are_answered(host):
    assert ask(Application(echo), "/health", host=host).status == 400


def test_health_is_one_word():
    reply = ask(Application(echo), "/health", host="localhost")
    assert (reply.status, reply.body) == (200, b"ok\n")
    assert {name: reply.headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_a_web_socket_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Application(echo)({"type": "websocket"}, None, send))
    assert sent == [{"type": "websocket.close"}]
