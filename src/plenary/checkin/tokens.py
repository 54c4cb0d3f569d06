"""The badge's signed token: what the QR holds, checked without a database and, one day, without a network.

Fifteen bytes (key number, edition, badge, category, badge version) and their Ed25519 signature, in base 32 upper
case: 127 signs of the alphanumeric set, a QR of version 6. There is one spelling of every token; any other is refused.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_NUMBER = 1
_CLAIMS = struct.Struct(">BIIIH")
LENGTH = 127


class TokenRefused(Exception):
    """Not a token of this edition: cut, changed, foreign, or made with a key we do not know."""


@dataclass(frozen=True)
class Claims:
    edition_id: int
    badge_id: int
    category_id: int  # 0: none
    version: int


@lru_cache(maxsize=4)
def signing_key(secret: str, number: int = KEY_NUMBER) -> Ed25519PrivateKey:
    """The installation's key of that number; follows from its secret, so a restored backup opens its old badges."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plenary badge %d" % number).derive(
        secret.encode()
    )
    return Ed25519PrivateKey.from_private_bytes(seed)


def make_token(claims: Claims, *, key: Ed25519PrivateKey, number: int = KEY_NUMBER) -> str:
    body = _CLAIMS.pack(number, claims.edition_id, claims.badge_id, claims.category_id, claims.version)
    return base64.b32encode(body + key.sign(body)).decode().rstrip("=")


def read_token(token: str, *, edition_id: int, keys: dict[int, Ed25519PrivateKey]) -> Claims:
    """The claims of a token of this edition. Whether the badge still holds its version is the caller's question."""
    if len(token) != LENGTH:
        raise TokenRefused
    try:
        raw = base64.b32decode(token + "=")
    except (binascii.Error, ValueError) as problem:
        raise TokenRefused from problem
    # The last sign carries spare bits: without this a second spelling would pass.
    if base64.b32encode(raw).decode().rstrip("=") != token:
        raise TokenRefused
    body, signature = raw[: _CLAIMS.size], raw[_CLAIMS.size :]
    number, *fields = _CLAIMS.unpack(body)
    claims = Claims(*fields)
    if number not in keys or claims.edition_id != edition_id:
        raise TokenRefused
    try:
        keys[number].public_key().verify(signature, body)
    except InvalidSignature as problem:
        raise TokenRefused from problem
    return claims
