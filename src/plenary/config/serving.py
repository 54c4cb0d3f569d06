"""What the web process serves: public files, change streams, and Django for everything else."""

import asyncio
import gc
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from plenary.config.threads import InThreads, Wsgi
from plenary.lib.databus import Databus
from plenary.live.hub import Hub, find_edition, read_changes
from plenary.live.stream import Stream
from plenary.publication.front import Front
from plenary.web.asgi import Receive, Scope, Send, send_text
from plenary.web.middleware import is_known_host

MOST_HOSTS = 50  # names somebody may make us remember
ASKED_AGAIN = 5  # seconds after which a host is compared with the configured address again


class Application:
    def __init__(self, django: Wsgi) -> None:
        self._front = Front(static=Path(settings.STATIC_ROOT))
        self._django = InThreads(django)
        self._hub = Hub(find_edition, read_changes)
        self._stream = Stream(self._hub)
        self._hosts: dict[bytes, float] = {}
        self._stopping = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._other(scope, receive, send)
        headers = dict(scope["headers"])
        path = scope["path"]
        if not self._is_known(headers.get(b"host", b"")):
            await send_text(send, 400, "This server is not known by that name.\n")
        elif ready := self._front.answer(scope["method"], path, headers):
            start, body = ready
            await send(start)
            await send(body)
        elif path.startswith("/live/"):
            await self._stream(scope, receive, send)
        elif path == "/health":
            await send_text(send, 200, "ok\n")
        else:
            await self._django(scope, receive, send)

    def _is_known(self, host: bytes) -> bool:
        if self._hosts.get(host, 0) > time.monotonic():
            return True
        if not is_known_host(host.decode("latin-1")):
            return False
        if len(self._hosts) > MOST_HOSTS:
            self._hosts.clear()
        self._hosts[host] = time.monotonic() + ASKED_AGAIN
        return True

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Startup and shutdown: the data bus is watched in a thread and wakes the hub."""
        loop = asyncio.get_running_loop()
        watching = threading.Thread(target=self._watch, args=(loop,), name="databus", daemon=True)
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                watching.start()
                gc.freeze()  # what Django loaded stays: the collector need not walk it for every few hundred visits
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stopping.set()
                return await send({"type": "lifespan.shutdown.complete"})

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        with Databus() as bus, suppress(RuntimeError):  # the loop is closed: the process ends
            while not self._stopping.is_set():
                if bus.wait(1.0):
                    asyncio.run_coroutine_threadsafe(self._hub.look(), loop)
