"""Asking for one page as fast as it is answered, over 16 kept connections: wrk where it is installed, else asyncio."""

import asyncio
import re
import shutil
import subprocess
import time
from urllib.parse import urlsplit

CONNECTIONS = 16


def hammer(url: str, seconds: float) -> tuple[int, float]:
    """(answers, seconds)."""
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-H", "Accept-Encoding: br", url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"(\d+) requests in ([\d.]+)s", said)
        if not found or "Non-2xx" in said:
            raise RuntimeError(f"wrk was not answered well:\n{said}")
        return int(found[1]), float(found[2])
    return asyncio.run(_hammer(url, seconds))


async def _hammer(url: str, seconds: float) -> tuple[int, float]:
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: br\r\n\r\n".encode()
    started = time.monotonic()

    async def one() -> int:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        answers = 0
        while time.monotonic() - started < seconds:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
            answers += 1
        writer.close()
        return answers

    answers = sum(await asyncio.gather(*(one() for _ in range(CONNECTIONS))))
    return answers, time.monotonic() - started
