"""Real processes on a data folder of their own: the web process, the worker, and what they cost."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Summit:
    data: Path
    port: int
    web: subprocess.Popen

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "DATABASE_URL")
    }
    return kept | {"PLENARY_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


def python(data: Path, *arguments: str) -> str:
    """Runs Python on the data folder to its end; returns what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def summit(talks: int, *, worker: bool = False) -> Iterator[Summit]:
    """A released programme of so many talks, served."""
    data = Path(tempfile.mkdtemp(prefix="plenary-bench-"))
    port = free_port()
    try:
        python(data, "-m", "benchmarks.seed", str(talks))
        with process(data, "plenary.config.processes", "web", "127.0.0.1", str(port), port=port) as web:
            if not worker:
                yield Summit(data, port, web)
            else:
                with process(data, "plenary.config.processes", "worker"):
                    yield Summit(data, port, web)
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def process(data: Path, module: str, *arguments: str, port: int = 0) -> Iterator[subprocess.Popen]:
    """Started, answering on `port` when one is named, and ended afterwards."""
    started = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], env=environment(data), cwd=ROOT, stdin=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 60
        while port and not _answers(port):
            if started.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{module} {' '.join(arguments)} did not start.")
            time.sleep(0.05)
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()


def cpu_seconds(of: subprocess.Popen) -> float:
    """User and system time of a process so far, its threads included."""
    fields = Path(f"/proc/{of.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str, **headers: str) -> tuple[list[tuple[str, str]], bytes]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.headers.items(), answer.read()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
