"""Security headers on every answer of Django, the host we answer to, and the reader's language."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from plenary.lib.address import lan_address, public_address
from plenary.lib.bilingual import django_code

Handler = Callable[[HttpRequest], HttpResponse]

# No other host is ever asked for anything; no inline script or style runs.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
}


class SecurityHeaders:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Whatever Django answers may be personal; what may be cached says so itself.
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class KnownHost:
    """Refuses a Host header that is neither the configured address nor this machine (T-12)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST") or request.META["SERVER_NAME"]
        if not is_known_host(host):
            return HttpResponse(
                "This server is not known by that name.\n", status=400, content_type="text/plain"
            )
        if public_address() == f"https://{host}":
            # A proxy ends TLS in front of us; the configured address, not a header, says so. Whoever comes by
            # this machine's own address comes without it.
            request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)


def is_known_host(header: str) -> bool:
    try:
        host = urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return False
    if host in ("localhost", "testserver", urlsplit(public_address()).hostname):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or host == lan_address()


class ReaderLanguage:
    """Chinese or English: what the reader chose (cookie), else what the browser asks for, else Chinese."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in ("zh", "en"):
            chosen = "zh"
            for entry in request.headers.get("Accept-Language", "").lower().split(","):
                if entry.strip()[:2] in ("zh", "en"):
                    chosen = entry.strip()[:2]
                    break
        with translation.override(django_code(chosen)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", "en" if chosen == "en" else "zh-Hans")
        return response
