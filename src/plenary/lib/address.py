"""The public address: what every link, QR and mail begins with. Never taken from a request."""

import ipaddress
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings


def _file() -> Path:
    return Path(settings.DATA) / "address"


def public_address() -> str:
    """`PLENARY_ADDRESS`, else what the owner set, else this machine; without a trailing slash."""
    configured = os.environ.get("PLENARY_ADDRESS")
    if not configured:
        try:
            configured = _file().read_text().strip()
        except FileNotFoundError:
            configured = ""
    return (configured or f"http://127.0.0.1:{os.environ.get('PLENARY_PORT', '8000')}").rstrip("/")


def set_public_address(address: str) -> None:
    """Keeps the owner's choice. Raises ValueError unless it is http(s)://host[:port] and nothing more."""
    parts = urlsplit(address.strip().rstrip("/"))
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path
        or parts.query
        or parts.username
    ):
        raise ValueError(address)
    _ = parts.port  # raises ValueError for a port that is none
    temporary = _file().with_suffix(".new")
    temporary.write_text(address.strip().rstrip("/"))
    temporary.replace(_file())


def absolute(path: str) -> str:
    """`/i/abc/` → `https://summit.example.org/i/abc/`."""
    return public_address() + "/" + path.lstrip("/")


def is_local_only() -> bool:
    """True while links lead to this very machine, so that no phone can open them."""
    host = urlsplit(public_address()).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_secure() -> bool:
    """Cameras open only over HTTPS (or on the machine itself)."""
    return urlsplit(public_address()).scheme == "https" or is_local_only()


def lan_address() -> str | None:
    """This machine's address on the local network, for phones; None when it has none. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: a UDP connect only picks a route
            host = probe.getsockname()[0]
    except OSError:
        return None
    return None if ipaddress.ip_address(host).is_loopback else host
