"""The few words of ASGI that the front, the change stream and the threads of Django share."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from plenary.lib.address import public_address
from plenary.web.middleware import HEADERS

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]


def security_headers() -> list[Header]:
    """The same as on every answer of Django."""
    headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    if public_address().startswith("https://"):
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def in_words(status: int, text: str, *headers: Header) -> tuple[Message, Message]:
    """The two messages of a short plain answer."""
    body = text.encode()
    head = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *headers,
        *security_headers(),
    ]
    start = {"type": "http.response.start", "status": status, "headers": head}
    return start, {"type": "http.response.body", "body": body}


async def send_text(send: Send, status: int, text: str, *headers: Header) -> None:
    for message in in_words(status, text, *headers):
        await send(message)
