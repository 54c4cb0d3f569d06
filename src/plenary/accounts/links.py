"""Links that guests hold: signed, never stored, opened only for the purpose they were made for.

A link is base64url(purpose-bound HMAC-SHA256, first 16 bytes ‖ version ‖ row number). 128 bits of MAC (RFC 2104,
truncated as §5 allows); `version` is kept by the row that the link opens, and raising it ends older links.
"""

import base64
import binascii
import hashlib
import hmac

from django.conf import settings


class LinkInvalid(Exception):
    """The link was mistyped, cut, made for another purpose, or ended."""


def _mac(purpose: str, body: bytes) -> bytes:
    key = hashlib.sha256(f"plenary link {purpose} {settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, body, "sha256")[:16]


def make_link(purpose: str, pk: int, version: int = 0) -> str:
    """The token for row `pk`; 30 characters or so, safe in an address and in a chat message."""
    body = version.to_bytes(2, "big") + pk.to_bytes(5, "big")
    return base64.urlsafe_b64encode(_mac(purpose, body) + body).decode().rstrip("=")


def open_link(token: str, purpose: str) -> tuple[int, int]:
    """(row number, version). Raises LinkInvalid; compare the version with the row's own."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise LinkInvalid from problem
    mac, body = raw[:16], raw[16:]
    # A second spelling of the same bytes is refused, so that one guest has one address.
    if len(body) != 7 or not hmac.compare_digest(mac, _mac(purpose, body)):
        raise LinkInvalid
    pk, version = int.from_bytes(body[2:], "big"), int.from_bytes(body[:2], "big")
    if make_link(purpose, pk, version) != token:
        raise LinkInvalid
    return pk, version
