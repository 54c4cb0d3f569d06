"""A real Plenary for tests: `plenary serve` on a data folder and a free port, ended afterwards by its number."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Served:
    """`address` without a trailing slash; `owner_link` signs the owner in once."""

    address: str
    owner_link: str
    data: Path


def environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "DATABASE_URL")
    }
    return kept | {"PLENARY_DATA": str(data), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def plenary(data: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "plenary.cli", *arguments],
        env=environment(data), capture_output=True, text=True, timeout=120, **options,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(data: Path):
    """Starts the server, waits for its greeting, yields Served, and stops it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "plenary.cli", "serve", "--data", str(data), "--port", str(port)],
        env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=data.parent,
    )  # fmt: skip
    lines, deadline = [], time.monotonic() + 60
    try:
        while not (found := re.search(r"(http://\S+/signin/\S+)", "".join(lines))):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The server did not start:\n" + "".join(lines))
            lines.append(process.stdout.readline())
        yield Served(f"http://127.0.0.1:{port}", found.group(1), data)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
