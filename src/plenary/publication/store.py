"""The public store: what visitors are served, as plain files in `<data>/public/`.

blobs/ab/abcd…        content under its own hash, with .br and .gz beside it when that is smaller
generations/7.json    a manifest: path → what lies there; written once
current               the number of the generation visitors see; replacing this file is the one swap
mark                  eight bytes that change after every swap: readers keep them mapped, and look for the price of
                      reading memory
lock                  held by whoever builds, so that web and worker never interleave
built/3               when the last build of edition 3 began to read: requests from before need no build of their own

A crash anywhere leaves `current` naming a whole generation. Content is checked against its hash when it is read,
so that a file half written by a lost machine is never served, and the next build writes it again.
"""

import fcntl
import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import get_ident
from typing import BinaryIO

import brotli
from django.conf import settings

KEPT = 3  # generations a slow reader, or a person looking for what was public, still finds
GRACE = 600  # seconds a blob outlives its last mention: a visitor may be on their way to it
COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom",
    "application/rss",
    "image/svg",
)


@dataclass(frozen=True)
class Entry:
    """What lies at one path. `inputs` is the hash of all that its bytes depend on."""

    edition: int
    blob: str
    content_type: str
    inputs: str
    filename: str = ""


Pages = dict[str, Entry]


def root() -> Path:
    return Path(settings.DATA) / "public"


@contextmanager
def building() -> Iterator[None]:
    """One builder at a time, over threads and processes."""
    root().mkdir(parents=True, exist_ok=True)
    with open(root() / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current() -> tuple[int, Pages]:
    """The number and the pages visitors see; generation 0 is empty."""
    try:
        number = int((root() / "current").read_text())
        manifest = json.loads((root() / "generations" / f"{number}.json").read_text())
    except (FileNotFoundError, ValueError):
        return 0, {}
    return number, {path: Entry(**entry) for path, entry in manifest.items()}


def pointer() -> tuple[int, int] | None:
    """Another value is another generation: the pointer is replaced, never rewritten."""
    try:
        status = os.stat(root() / "current")
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def swap(number: int, pages: Pages) -> None:
    """Makes `pages` what visitors see. Everything before the pointer's line is invisible to them."""
    manifest = {path: asdict(entry) for path, entry in sorted(pages.items())}
    _write(root() / "generations" / f"{number}.json", json.dumps(manifest, ensure_ascii=False).encode())
    _write(root() / "current", str(number).encode())
    with open_mark() as mark:
        os.pwrite(mark.fileno(), time.time_ns().to_bytes(8), 0)


def open_mark() -> BinaryIO:
    root().mkdir(parents=True, exist_ok=True)
    mark = open(os.open(root() / "mark", os.O_RDWR | os.O_CREAT, 0o644), "r+b")  # noqa: SIM115  (the caller closes it)
    os.ftruncate(mark.fileno(), 8)
    return mark


def was_built_since(edition: int, moment: int) -> bool:
    """Did a build of the edition, finished by now, begin after `moment` (nanoseconds)?"""
    try:
        begun = int((root() / "built" / str(edition)).read_text())
    except (FileNotFoundError, ValueError):
        return False
    return moment < begun <= time.time_ns()  # a clock that was set back must not hold up anything


def note_built(edition: int, begun: int) -> None:
    _write(root() / "built" / str(edition), str(begun).encode())


def keep(content: bytes, content_type: str) -> str:
    """Writes a blob and its compressed siblings, unless they lie there whole; returns its name."""
    name = hashlib.sha256(content).hexdigest()
    path = blob_path(name)
    if read(name) is None:
        if content_type.startswith(COMPRESSED):
            for suffix, packed in (
                (".br", brotli.compress(content, quality=5)),
                (".gz", gzip.compress(content, 6, mtime=0)),
            ):
                if len(packed) < len(content):
                    _write(path.with_name(name + suffix), packed)
        _write(path, content)
    return name


def read(name: str) -> bytes | None:
    """A blob, or None when it is missing or not what its name says."""
    try:
        content = blob_path(name).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == name else None


def read_packed(name: str, encoding: str) -> bytes | None:
    """The compressed sibling («br», «gz»), checked by unpacking it; None when there is none."""
    try:
        packed = blob_path(name).with_name(f"{name}.{encoding}").read_bytes()
        content = brotli.decompress(packed) if encoding == "br" else gzip.decompress(packed)
    except (FileNotFoundError, brotli.error, OSError, EOFError):
        return None
    return packed if hashlib.sha256(content).hexdigest() == name else None


def blob_path(name: str) -> Path:
    return root() / "blobs" / name[:2] / name


def sweep(number: int, *, grace: float = GRACE) -> None:
    """Removes generations older than the last few, and blobs none of the rest mentions."""
    mentioned = set()
    for path in (root() / "generations").glob("*.json"):
        if int(path.stem) <= number - KEPT:
            path.unlink()
        else:
            mentioned |= {entry["blob"] for entry in json.loads(path.read_text()).values()}
    oldest = time.time() - grace
    for path in (root() / "blobs").glob("*/*"):
        if path.name[:64] not in mentioned and path.stat().st_mtime < oldest:
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.new")
    temporary.write_bytes(content)
    os.replace(temporary, path)
