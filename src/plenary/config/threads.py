"""Django in threads: the event loop reads a request, a thread answers it, the event loop sends the answer.

Neither a slow upload nor a slow download holds a thread, and no view can hold the event loop. Measured against Django's
own ASGI handler in docs/explanation/publication.md.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from plenary.web.asgi import Message, Receive, Scope, Send, send_text

MOST_BYTES = 12 * 2**20  # of a request's body
IN_MEMORY = 2**20  # of a body or an answer; more goes to a temporary file
CHUNK = 2**16
THREADS = 8
MOST_WAITING = 400  # requests for a thread; beyond that it is kinder to say so
PATIENCE = 120  # seconds to receive a body

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TooLarge(Exception):
    pass


class Gone(Exception):
    """The visitor left while sending."""


class InThreads:
    """ASGI around a WSGI application."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(THREADS, "django")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._waiting >= MOST_WAITING:
            text = (
                "此刻访问的人太多，请稍后再试。\nToo many visitors at this moment; please try again soon.\n"
            )
            return await send_text(send, 503, text, (b"retry-after", b"5"))
        self._waiting += 1
        with (
            tempfile.SpooledTemporaryFile(IN_MEMORY) as body,
            tempfile.SpooledTemporaryFile(IN_MEMORY) as answer,
        ):
            try:
                async with asyncio.timeout(PATIENCE):
                    await _receive(scope, receive, body)
                start = await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._answer, _environ(scope, body), answer
                )
            except TooLarge:
                text = "文件太大：一次最多 12 MB。\nThis is too large: at most 12 MB can be sent at a time.\n"
                return await send_text(send, 413, text, (b"connection", b"close"))
            except TimeoutError:
                text = "等待上传超时，请重试。\nThe upload took too long; please try again.\n"
                return await send_text(send, 408, text, (b"connection", b"close"))
            except Gone:
                return
            finally:
                self._waiting -= 1
            await send(start)
            while chunk := answer.read(CHUNK):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _answer(self, environ: dict[str, Any], answer: IO[bytes]) -> Message:
        start: Message = {"type": "http.response.start"}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            start["status"] = int(status.split(" ", 1)[0])
            start["headers"] = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        chunks = self._application(environ, start_response)
        try:
            answer.writelines(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        answer.seek(0)
        return start


async def _receive(scope: Scope, receive: Receive, body: IO[bytes]) -> None:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        raise TooLarge
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MOST_BYTES:
            raise TooLarge
        body.write(chunk)
        if not message.get("more_body"):
            body.seek(0)
            return


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue  # «x_forwarded_for» would pass for «x-forwarded-for»
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    # What arrived, not what was announced.
    environ["CONTENT_LENGTH"] = str(body.seek(0, 2))
    body.seek(0)
    return environ
