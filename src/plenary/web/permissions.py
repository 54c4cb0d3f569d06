"""Every route declares who may open it; a test walks the URL map and fails on one that does not.

A declaration is the attribute `permission` on the view: «public», «guest link», «signed in», «owner»,
«staff: guests» … Set it with the decorators here, in editions.access, or where a module opens its own links.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def declares(permission: str) -> Callable[[View], View]:
    """Marks a view that itself checks what it declares (a guest's link, for one)."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


public = declares("public")


def signed_in(view: View) -> View:
    """Any member of staff; a stranger is asked to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return declares("signed in")(checked)


def owner(view: View) -> View:
    """The owner of the installation; anyone else gets 404, never 403."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_owner:
            raise Http404
        return view(request, *args, **kwargs)

    return declares("owner")(checked)
