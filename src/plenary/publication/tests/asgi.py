"""Asking an ASGI application without a server."""

import asyncio
from dataclasses import dataclass


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(app, path: str, method: str = "GET", body: list[bytes] | None = None, **headers: str) -> Reply:
    return asyncio.run(asked(app, path, method, body, **headers))


async def asked(
    app, path: str, method: str = "GET", body: list[bytes] | None = None, **headers: str
) -> Reply:
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "scheme": "http",
        "http_version": "1.1",
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in ({"host": "127.0.0.1:8000"} | headers).items()
        ],
    }
    chunks = list(body or [b""])
    sent: list[dict] = []

    async def receive():
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    head, *rest = sent
    return Reply(
        head["status"],
        {name.decode(): value.decode() for name, value in head["headers"]},
        b"".join(message.get("body", b"") for message in rest),
    )
