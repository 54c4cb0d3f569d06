"""The hub and the stream, driven without a server: the table is a list, a listener is a coroutine."""

import asyncio
import random
import time
from contextlib import suppress

import pytest

from plenary.live import stream as stream_module
from plenary.live.hub import REMEMBERED, Hub, Message
from plenary.live.stream import Stream, asked_position, is_foreign


class Table:
    """The rows of one public summit, «cails»; counts how often it is asked."""

    def __init__(self, rows: int = 0) -> None:
        self.rows = [Message(number, "{}") for number in range(1, rows + 1)]
        self.asked = 0

    def append(self) -> None:
        self.rows.append(Message(len(self.rows) + 1, '{"kind":"release"}'))

    def find(self, slug):
        return (1, self.rows[-REMEMBERED:]) if slug == "cails" else None

    def read(self, edition, after):
        self.asked += 1
        return self.rows[after : after + REMEMBERED]


class Listener:
    def __init__(self, stream: Stream, slug: str = "cails", *, stuck: bool = False, **headers: str) -> None:
        self.numbers: list[int] = []
        self.text = b""
        self.status = 0
        self.stuck = stuck
        self._left = asyncio.Event()
        scope = {
            "type": "http",
            "method": headers.pop("method", "GET"),
            "path": f"/live/{slug}",
            "query_string": headers.pop("query", "").encode(),
            "client": (headers.pop("client", "127.0.0.1"), 1),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in ({"host": "summit.example.org"} | headers).items()
            ],
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self._send))

    async def _receive(self):
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        if self.stuck:
            await asyncio.sleep(3600)
        self.text += message["body"]
        events = message["body"].decode().split("\n\n")
        self.numbers += [int(event.split("\n")[0][4:]) for event in events if "event: change" in event]

    async def leave(self):
        self._left.set()
        with suppress(TimeoutError):
            await self.task


def make(rows: int = 0) -> tuple[Table, Hub, Stream]:
    table = Table(rows)
    hub = Hub(table.find, table.read)
    return table, hub, Stream(hub)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0.002)


def test_a_listener_gets_what_it_missed_and_then_what_comes():
    async def story():
        table, hub, stream = make(rows=5)
        by_header = Listener(stream, last_event_id="2")
        by_query = Listener(stream, query="after=3")
        fresh = Listener(stream)
        await settle()
        assert (by_header.numbers, by_query.numbers, fresh.numbers) == ([3, 4, 5], [4, 5], [])
        assert b"id: 5\nevent: ready\n" in fresh.text
        assert b"retry: " in fresh.text
        table.append()
        await hub.look()
        await settle()
        assert (by_header.numbers, by_query.numbers, fresh.numbers) == ([3, 4, 5, 6], [4, 5, 6], [6])

    asyncio.run(story())


def test_one_who_was_away_for_long_gets_everything_from_the_table():
    async def story():
        _, _, stream = make(rows=3 * REMEMBERED + 7)
        listener = Listener(stream, last_event_id="1")
        await settle()
        assert listener.numbers == list(range(2, 3 * REMEMBERED + 8))

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(5))
def test_no_number_is_missed_whoever_comes_leaves_and_lags(seed):
    async def story():
        chance = random.Random(seed)
        table, hub, stream = make(rows=chance.randrange(300))
        listeners: list[tuple[int, Listener]] = []
        for _ in range(200):
            match chance.randrange(5):
                case 0:
                    start = chance.randrange(len(table.rows) + 1)
                    listeners.append((start, Listener(stream, last_event_id=str(start))))
                case 1 if listeners:
                    await chance.choice(listeners)[1].leave()
                case 2:
                    await asyncio.sleep(0.001)
                case _:
                    table.append()
                    if chance.random() < 0.6:
                        asyncio.ensure_future(hub.look())  # noqa: RUF006
        await hub.look()
        await settle()
        for start, listener in listeners:
            expected = list(range(start + 1, len(table.rows) + 1))
            if listener.task.done():
                assert listener.numbers == expected[: len(listener.numbers)]
            else:
                assert listener.numbers == expected

    asyncio.run(story())


def test_a_change_committed_while_the_first_listener_arrives_is_not_missed():
    async def story():
        table, _, stream = make(rows=2)
        found = table.find

        def find_then_commit(slug):
            answer = found(slug)
            table.append()
            return answer

        stream._hub._find = find_then_commit
        listener = Listener(stream, last_event_id="2")
        await settle()
        assert listener.numbers == [3]

    asyncio.run(story())


def test_a_thousand_listeners_cost_one_question():
    async def story():
        table, hub, stream = make(rows=1)
        listeners = [Listener(stream) for _ in range(1000)]
        await settle()
        table.asked = 0
        table.append()
        started = time.perf_counter()
        await hub.look()
        while not all(listener.numbers == [2] for listener in listeners):
            await asyncio.sleep(0.001)
        assert time.perf_counter() - started < 2
        assert table.asked == 1
        for listener in listeners:
            await listener.leave()
        assert stream._listeners.total() == 0
        await hub.look()
        assert hub._topics == {}

    asyncio.run(story())


def test_a_listener_that_does_not_read_holds_up_nobody_and_is_dropped(monkeypatch):
    monkeypatch.setattr(stream_module, "PATIENCE", 0.05)

    async def story():
        table, hub, stream = make(rows=1)
        stuck = Listener(stream, stuck=True)
        reader = Listener(stream)
        await settle()
        table.append()
        await hub.look()
        await settle()
        assert reader.numbers == [2]
        await asyncio.sleep(0.1)
        assert (stuck.task.done(), reader.task.done()) == (True, False)
        assert stream._listeners.total() == 1

    asyncio.run(story())


def test_silence_is_broken_by_a_heartbeat(monkeypatch):
    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.01)

    async def story():
        _, _, stream = make()
        listener = Listener(stream)
        await asyncio.sleep(0.1)
        assert listener.text.count(b": still here\n\n") >= 2

    asyncio.run(story())


def test_who_may_not_listen_is_told_why(monkeypatch):
    monkeypatch.setattr(stream_module, "MOST_LISTENERS_OF_ONE_ADDRESS", 2)

    async def story():
        _, _, stream = make()
        cases = [
            (Listener(stream, origin="https://evil.example"), 403),
            (Listener(stream, origin="null"), 403),
            (Listener(stream, sec_fetch_site="cross-site"), 403),
            (Listener(stream, origin="https://summit.example.org"), 200),
            (Listener(stream, slug="draft"), 404),
            (Listener(stream, slug="../cails"), 404),
            (Listener(stream, method="POST"), 405),
            *[(Listener(stream, client="8.8.8.8"), 200) for _ in range(2)],
            (Listener(stream, client="8.8.8.8"), 503),
            (Listener(stream, client="8.8.4.4"), 200),
        ]
        await settle()
        assert [listener.status for listener, _ in cases] == [status for _, status in cases]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("header", "query", "expected"),
    [
        (b"", b"", None),
        (b"7", b"", 7),
        (b"", b"after=8", 8),
        (b"-1", b"", None),
        (b"\xd9\xa3", b"", None),
        (b"9" * 30, b"", None),
        (b"", b"after=1;drop", None),
        (b"", b"after[]=1&after=2", 2),
    ],
)
def test_a_position_is_a_number_or_nothing(header, query, expected):
    headers = {b"last-event-id": header.decode("latin-1")} if header else {}
    assert asked_position(headers, query) == expected


def test_a_number_from_the_future_waits_for_the_next_change():
    async def story():
        table, hub, stream = make(rows=3)
        listener = Listener(stream, last_event_id="900")
        await settle()
        table.append()
        await hub.look()
        await settle()
        assert listener.numbers == [4]

    asyncio.run(story())


def test_same_site_requests_are_not_foreign():
    assert is_foreign({b"host": "a.example"}) is False
    assert is_foreign({b"host": "a.example", b"sec-fetch-site": "same-origin"}) is False
    assert is_foreign({b"host": "a.example:8000", b"origin": "http://a.example"}) is True
