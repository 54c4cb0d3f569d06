"""`@staff("guests")` on a view of `/console/<slug>/…`: finds the edition, asks the rule, passes the edition on.

    @staff("guests")
    def guests(request, edition): …

A stranger who is signed in gets 404, so that nothing tells them the edition exists; who is not signed in is
asked to sign in. `request.edition` and `request.grants` are set for templates.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from plenary.editions.models import Edition
from plenary.editions.rules import grants_of
from plenary.web.permissions import View, declares


def staff(grant: str, *, write: str | None = None) -> Callable[[View], View]:
    """`grant` opens the page; `write`, when given, is asked instead for anything but GET and HEAD."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            edition = Edition.objects.filter(slug=slug).first()
            needed = grant if request.method in ("GET", "HEAD") or write is None else write
            grants = grants_of(request.user, edition) if edition else frozenset()
            if needed not in grants:
                raise Http404
            request.edition, request.grants = edition, grants  # type: ignore[attr-defined]
            return view(request, edition, *args, **kwargs)

        return declares(f"staff: {grant}" + (f", write: {write}" if write else ""))(checked)

    return decorate
