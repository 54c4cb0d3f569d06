"""The front: answers rendered public pages and static files from memory, before Django is even asked.

A path is looked up in a dictionary (the manifest of the current generation, or the list of collected static files)
and never becomes a file name, so no path can leave the store.
"""

import gzip
import hashlib
import json
import mimetypes
from collections import OrderedDict
from collections.abc import Iterator
from mmap import mmap
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import brotli

from plenary.publication import store
from plenary.publication.answers import FOR_EVER, REVALIDATE, Answer, Ready
from plenary.web.asgi import in_words

MEMORY = 64 * 2**20  # bytes of pages kept in memory


class Front:
    """Answers from memory. Asked for every request, so it is one plain function, not another ASGI layer."""

    def __init__(self, *, static: Path) -> None:
        self._static = dict(static_answers(static))
        with store.open_mark() as file:
            self._mark = mmap(file.fileno(), 8)
        self._mark_seen, self._looked = b"", 0.0
        self._pointer: tuple[int, int] | None = None
        self._pages: store.Pages = {}
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0

    def answer(self, method: str, path: str, headers: dict[bytes, bytes]) -> Ready | None:
        """What answers a GET or HEAD of a public file; None for everything else."""
        if method not in ("GET", "HEAD"):
            return None
        if found := self._page(path[1:]) or self._static.get(path):
            return found.to(method, headers)
        if f"{path[1:]}/" in self._pages:
            return in_words(301, "", (b"location", f"{quote(path)}/".encode()))
        return None

    def _page(self, path: str) -> Answer | None:
        mark, moment = self._mark[:], monotonic()
        # The pointer itself is looked at once a second too: a builder may have died between pointer and mark.
        if mark != self._mark_seen or moment > self._looked + 1:
            self._mark_seen, self._looked = mark, moment
            self._follow_pointer()
        if answer := self._answers.get(path):
            self._answers.move_to_end(path)
            return answer
        entry = self._pages.get(path)
        return self._load(path, entry) if entry else None

    def _follow_pointer(self) -> None:
        pointer = store.pointer()
        if pointer != self._pointer:
            _, pages = store.current()
            for path in [path for path in self._answers if pages.get(path) != self._pages[path]]:
                self._size -= self._answers.pop(path).size
            self._pages, self._pointer = pages, pointer

    def _load(self, path: str, entry: store.Entry) -> Answer | None:
        content = store.read(entry.blob)
        if content is None:
            return None  # lost or damaged: better nothing than half a page; the next build writes it again
        bodies = {"": content}
        for encoding, suffix in (("br", "br"), ("gzip", "gz")):
            if packed := store.read_packed(entry.blob, suffix):
                bodies[encoding] = packed
        more = []
        if entry.filename:
            more = [
                (b"content-disposition", f"attachment; filename*=UTF-8''{quote(entry.filename)}".encode())
            ]
        answer = self._answers[path] = Answer(entry.blob, bodies, entry.content_type, REVALIDATE, *more)
        self._size += answer.size
        while self._size > MEMORY and len(self._answers) > 1:
            self._size -= self._answers.popitem(last=False)[1].size
        return answer


def static_answers(root: Path) -> Iterator[tuple[str, Answer]]:
    """Every collected file under its plain name and under the one that carries its hash, packed once."""
    try:
        names = json.loads((root / "staticfiles.json").read_text())["paths"]
    except FileNotFoundError:
        return
    for plain, hashed in names.items():
        content = (root / hashed).read_bytes()
        content_type = mimetypes.guess_type(plain)[0] or "application/octet-stream"
        bodies = {"": content}
        if content_type.startswith(("text/", "image/svg")) or plain.endswith(
            (".js", ".json", ".webmanifest")
        ):
            content_type += "; charset=utf-8"
            bodies |= {"br": brotli.compress(content, quality=9), "gzip": gzip.compress(content, 9, mtime=0)}
        name = hashlib.sha256(content).hexdigest()
        yield f"/static/{hashed}", Answer(name, bodies, content_type, FOR_EVER)
        yield f"/static/{plain}", Answer(name, bodies, content_type, REVALIDATE)
