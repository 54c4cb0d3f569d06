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

ASKED_AGAIN = 5  # seconds after which a host is compared with the configured address again


class Application:
    def __init__(self, django: Wsgi) -> None:
        self._front = Front(InThreads(django), static=Path(settings.STATIC_ROOT))
        self._hub = Hub(find_edition, read_changes)
        self._stream = Stream(self._hub)
        self._hosts: dict[bytes, float] = {}
        self._stopping = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})
        if not self._is_known(scope):
            return await send_text(send, 400, "This server is not known by that name.\n")
        path = scope["path"]
        if path.startswith("/live/"):
            await self._stream(scope, receive, send)
        elif path == "/health":
            await send_text(send, 200, "ok\n")
        else:
            await self._front(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        if self._hosts.get(host, 0) > time.monotonic():
            return True
        if not is_known_host(host.decode("latin-1")):
            return False
        self._hosts = {**self._hosts, host: time.monotonic() + ASKED_AGAIN} if len(self._hosts) < 50 else {}
        return True

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
