"""Where a reader is sent back to, only ever a page of this installation, and the language they keep."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(address: str | None, default: str = "/") -> str:
    """`address` when it is a path here, else `default`: never another host, scheme or a trick that looks like a path."""
    if address and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return default


def keep_language(response: HttpResponse, chosen: str) -> HttpResponse:
    """Keeps the reader's choice for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True
    )
    return response
