"""`/live/<slug>`: the numbered changes of an edition as text/event-stream, for anyone.

`id:` is the number of the change. A listener that comes back says the last number it had (`Last-Event-ID`, or
`?after=`) and gets what it missed. One that comes fresh gets `ready` with the newest change, to see whether the page
it holds is older.
"""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import parse_qs

from plenary.live.hub import Hub, Message, Topic
from plenary.web.asgi import Receive, Scope, Send, security_headers, send_text

HEARTBEAT = 25  # seconds; proxies and phones give up on silence after 30 to 60
PATIENCE = 20  # seconds a listener may leave its socket full
MOST_LISTENERS = 10_000
# A hall's Wi-Fi brings a thousand phones from one address; a proxy on this machine or network brings everybody.
MOST_LISTENERS_OF_ONE_ADDRESS = 2_000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """The ASGI application behind `/live/`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._listeners: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if scope["method"] != "GET":
            return await send_text(send, 405, "Only GET is possible here.\n", (b"allow", b"GET"))
        if is_foreign(headers):
            return await send_text(send, 403, "This stream is for this site's own pages.\n")
        position = asked_position(headers, scope.get("query_string", b""))
        address = _counted_address(scope)
        if self._is_full(address):
            return await send_text(
                send, 503, "Too many pages listen; try again soon.\n", (b"retry-after", b"30")
            )
        self._listeners[address] += 1
        try:
            async with self._hub.listening(scope["path"].removeprefix("/live/")) as topic:
                if topic is None:
                    return await send_text(send, 404, "No public summit has this name.\n")
                await self._until_gone(topic, position, receive, send)
        finally:
            self._listeners[address] -= 1
            if not self._listeners[address]:
                del self._listeners[address]

    def _is_full(self, address: str) -> bool:
        return self._listeners.total() >= MOST_LISTENERS or (
            bool(address) and self._listeners[address] >= MOST_LISTENERS_OF_ONE_ADDRESS
        )

    async def _until_gone(self, topic: Topic, position: int | None, receive: Receive, send: Send) -> None:
        telling = asyncio.ensure_future(self._tell(topic, position, send))
        leaving = asyncio.ensure_future(_disconnected(receive))
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            leaving.cancel()
            with suppress(asyncio.CancelledError, TimeoutError):
                await telling

    async def _tell(self, topic: Topic, position: int | None, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS + security_headers()})
        # Spread, so that a server that comes back is not run over.
        opening = f"retry: {random.randint(2000, 6000)}\n\n".encode()
        if position is None:
            position = topic.newest
            if topic.last:
                opening += as_event(topic.last, "ready")
        elif position > topic.newest:
            await self._hub.look()
            position = min(position, topic.newest)  # a number from the future: the summit was set up anew
        await _write(send, opening)
        while True:
            if missed := await self._hub.after(topic, position):
                await _write(send, b"".join(as_event(message, "change") for message in missed))
                position = missed[-1].number
            elif not await topic.news(HEARTBEAT):
                await _write(send, b": still here\n\n")


def as_event(message: Message, name: str) -> bytes:
    return f"id: {message.number}\nevent: {name}\ndata: {message.data}\n\n".encode()


async def _write(send: Send, text: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": text, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def is_foreign(headers: dict[bytes, str]) -> bool:
    """Another site's script must not hold streams here, even though all they say is public (T: 4.4)."""
    origin = headers.get(b"origin")
    if origin is not None and origin.partition("://")[2] != headers.get(b"host"):
        return True
    return headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none")


def asked_position(headers: dict[bytes, str], query: bytes) -> int | None:
    """The last number the listener had; None when it has none, or says nonsense."""
    asked = headers.get(b"last-event-id") or parse_qs(query.decode("latin-1")).get("after", [""])[0]
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def _counted_address(scope: Scope) -> str:
    """The address listeners are counted by; empty for this machine and its network, where a proxy may stand."""
    try:
        host = ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return ""
    return "" if host.is_private else str(host)
