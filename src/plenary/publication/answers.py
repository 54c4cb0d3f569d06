"""A public file ready to be sent: its headers and bodies by encoding, made once, sent often."""

from functools import lru_cache

from plenary.web.asgi import Header, Message, security_headers

# Asked again each time (304 when nothing changed), so that a withdrawn page is gone everywhere at once.
REVALIDATE = b"public, no-cache"
FOR_EVER = b"public, max-age=31536000, immutable"
Ready = tuple[Message, Message]
EMPTY: Message = {"type": "http.response.body", "body": b""}


class Answer:
    def __init__(self, name: str, bodies: dict[str, bytes], content_type: str, caching: bytes, *more: Header):
        """`name` is the hash of the content; `bodies` holds it as it is under "", and packed under "br", "gzip"."""
        self.size = sum(map(len, bodies.values()))
        common = [
            (b"content-type", content_type.encode()),
            (b"cache-control", caching),
            *more,
            *security_headers(),
        ]
        if len(bodies) > 1:
            common.append((b"vary", b"accept-encoding"))
        self._variants = {}
        for encoding, body in bodies.items():
            # Strong: another encoding is other bytes and has a tag of its own.
            etag = f'"{name[:32]}{"-" if encoding else ""}{encoding}"'.encode()
            head = [*common, (b"etag", etag)]
            whole = [*head, (b"content-length", str(len(body)).encode())]
            if encoding:
                whole.append((b"content-encoding", encoding.encode()))
            self._variants[encoding] = (
                etag,
                {"type": "http.response.start", "status": 200, "headers": whole},
                {"type": "http.response.start", "status": 304, "headers": head},
                {"type": "http.response.body", "body": body},
            )

    def to(self, method: str, headers: dict[bytes, bytes]) -> Ready:
        """The two messages that answer a GET or HEAD with these headers."""
        etag, whole, unchanged, body = self._variants[self._encoding(headers.get(b"accept-encoding", b""))]
        known = headers.get(b"if-none-match")
        if known and is_known(known, etag):
            return unchanged, EMPTY
        return whole, body if method == "GET" else EMPTY

    def _encoding(self, accepted: bytes) -> str:
        if accepted:
            for encoding in ("br", "gzip"):
                if encoding in self._variants and accepts(accepted, encoding):
                    return encoding
        return ""


@lru_cache(maxsize=128)  # browsers send a handful of different ones
def accepts(header: bytes, encoding: str) -> bool:
    """Does an Accept-Encoding header name `encoding`, and not refuse it by q=0?"""
    for part in header.decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == encoding:
            return weight.strip().rstrip("0.") != "q="
    return False


def is_known(header: bytes, etag: bytes) -> bool:
    """If-None-Match compares weakly: a proxy may have marked our strong tag as weak."""
    return header == etag or any(
        part.strip().removeprefix(b"W/") in (etag, b"*") for part in header.split(b",")
    )
