"""The first page, the language switch, and errors in the reader's language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plenary.web.hooks import front_pages
from plenary.web.permissions import public
from plenary.web.redirects import keep_language, safe_next


@public
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """«/»: the current edition and its next step, or where an announcement is pasted. 200, never a redirect."""
    for response in front_pages.ask(request):
        return response
    raise Http404


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the reader's language for a year and returns them to where they were."""
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    return keep_language(redirect(safe_next(request.POST.get("next"))), chosen)


def _error(request: HttpRequest, status: int, kind: str) -> HttpResponse:
    # A request that failed early may have no edition, no user, no session: the page needs none of them.
    return render(request, "web/error.html", {"kind": kind}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "server_error")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403, "csrf")
