"""Reads a stranger's file in a subprocess with little time, little memory, and no network.

What is enforced by the kernel: CPU seconds, address space, open files, no file may grow (RLIMIT_*), and a wall
clock that kills the whole process group. What is enforced by Python's audit hooks: no sockets, no new
processes, no file opened for writing. A parser written in C that is taken over by its input is stopped by
the first list only; see docs/explanation/reading-files.md.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from plenary_reader.limits import STANDARD, Limits
from plenary_reader.refusals import LimitExceeded, NotReadable, refusal_from_json

__all__ = ["LimitExceeded", "Limits", "NotReadable", "run_limited"]

CHILD = Path(__file__).with_name("__main__.py")


def run_limited(
    function_path: str,
    path: Path,
    *,
    limits: Limits = STANDARD,
    options: dict | None = None,
    result: Any = None,
) -> Any:
    """Calls `module:function(path, limits=…, **options)` in a fresh process and returns what it returned.

    `result` is the dataclass to rebuild with `from_json`; without it the plain JSON value is returned.
    Raises `NotReadable`, or `LimitExceeded` when the file cost more than `limits` allow.
    """
    path = Path(path).resolve()
    _check_size(path, limits)
    request = {
        "function": function_path,
        "path": os.fspath(path),
        "limits": vars(limits),
        "options": options or {},
        "sys_path": [entry for entry in sys.path if entry],  # "" would be wherever the child stands
    }
    answer = _answer_of_child(json.dumps(request), limits)
    if "refusal" in answer:
        raise refusal_from_json(answer["refusal"])
    return result.from_json(answer["value"]) if result else answer["value"]


def _check_size(path: Path, limits: Limits) -> None:
    if not path.is_file():  # a FIFO or a device would block, or never end
        raise NotReadable("no_file")
    size = path.stat().st_size
    if size == 0:
        raise NotReadable("empty_file")
    if size > limits.file_bytes:
        raise LimitExceeded("file_bytes", megabytes=_megabytes(size), most=_megabytes(limits.file_bytes))


def _megabytes(size: int) -> float:
    return round(size / (1024 * 1024), 1)


def _answer_of_child(request: str, limits: Limits) -> dict:
    # -S and -I: no site, no user site, no PYTHON* variables; the child is told where to import from.
    command = [sys.executable, "-I", "-S", os.fspath(CHILD), request]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
        close_fds=True,
    )
    try:
        output, _ = child.communicate(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise LimitExceeded("wall_seconds", seconds=limits.wall_seconds) from None
    finally:
        _kill_group(child)
    return _decoded(output, child.returncode, limits)


def _kill_group(child: subprocess.Popen) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _decoded(output: bytes, code: int, limits: Limits) -> dict:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise LimitExceeded("cpu_seconds", seconds=limits.cpu_seconds)
    if code in (-signal.SIGABRT, -signal.SIGSEGV):  # how native parsers end when memory is refused
        raise LimitExceeded("memory_bytes", megabytes=_megabytes(limits.memory_bytes))
    try:
        return json.loads(output)
    except ValueError:
        raise NotReadable("reader_failed", reason=f"exit {code}") from None
