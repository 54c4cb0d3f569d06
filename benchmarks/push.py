"""From the POST of a release to the last of 500 listening connections, the worker's share included.

Real processes: web, worker, and here 500 sockets that listen at `/live/bench`. The POST is the console's own form,
sent by the owner, signed in.
"""

import asyncio
import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from statistics import median

from benchmarks.figures import Figure, report
from benchmarks.servers import Summit, python, summit

LISTENERS = 500
ROUNDS = 5
PREPARE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from plenary.accounts.models import User
owner = User.objects.get(is_owner=True)
session = SessionStore()
session[SESSION_KEY] = str(owner.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
session.save()
print(session.session_key)
"""
MOVE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
django.setup()
from plenary.programme.models import Talk
one, other = Talk.objects.order_by("number")[{round}:{round} + 2]
places = (one.room, one.starts_at), (other.room, other.starts_at)
for talk, (room, starts_at) in zip((other, one), places):
    Talk.objects.filter(pk=talk.pk).update(room=room, starts_at=starts_at)
"""


class Owner:
    """Signed in, and sends the release form as a browser does."""

    def __init__(self, served: Summit) -> None:
        self.page = f"{served.address}/console/bench/programme/releases/"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _NoRedirect)
        self.opener.addheaders = [("Cookie", f"session={python(served.data, '-c', PREPARE).strip()}")]

    def form(self) -> bytes:
        text = self.opener.open(self.page).read().decode()
        return urllib.parse.urlencode(
            {name: value for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text)}
        ).encode()

    def release(self, form: bytes) -> None:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        request = urllib.request.Request(
            self.page, form, {"Cookie": f"{self.opener.addheaders[0][1]}; {cookies}"}
        )
        try:
            answer = self.opener.open(request)
        except urllib.error.HTTPError as refused:
            answer = refused
        if answer.status != 302:
            raise RuntimeError(f"The release was answered {answer.status}:\n{answer.read().decode()[:2000]}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


async def listen(served: Summit, arrived: list[float], ready: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(f"GET /live/bench HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
    await reader.readuntil(b"event: ready")
    ready.release()
    while True:
        await reader.readuntil(b"event: change")
        arrived.append(time.monotonic())


async def measure(served: Summit) -> list[float]:
    owner = Owner(served)
    arrived: list[float] = []
    ready = asyncio.Semaphore(0)
    listeners = [asyncio.ensure_future(listen(served, arrived, ready)) for _ in range(LISTENERS)]
    for _ in listeners:
        await ready.acquire()
    seconds = []
    for number in range(ROUNDS):
        await asyncio.to_thread(python, served.data, "-c", MOVE.format(round=number * 2))
        form = await asyncio.to_thread(owner.form)
        arrived.clear()
        started = time.monotonic()
        await asyncio.to_thread(owner.release, form)
        answered = time.monotonic() - started
        while len(arrived) < LISTENERS:
            await asyncio.sleep(0.005)
            if time.monotonic() - started > 60:
                raise RuntimeError(f"After a minute {len(arrived)} of {LISTENERS} had heard of the release.")
        seconds.append(max(arrived) - started)
        print(
            f"answered after {answered:.2f} s, first heard after {min(arrived) - started:.2f} s, "
            f"last after {seconds[-1]:.2f} s",
            flush=True,
        )
    for listener in listeners:
        listener.cancel()
    return seconds


def main() -> None:
    with summit(45, worker=True) as served:
        seconds = asyncio.run(measure(served))
    report(
        [
            Figure(
                f"release of 45 talks, POST to the last of {LISTENERS} listeners (median)",
                median(seconds),
                "s",
                1,
            )
        ]
    )


if __name__ == "__main__":
    main()
