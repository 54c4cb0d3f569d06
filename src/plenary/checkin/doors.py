"""Opening the door page: by the volunteers' link or as a member of staff, and remembering who stands where.

The link opens the door page and nothing else. Who stands there is kept in a signed cookie that the browser sends to
that page's addresses only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from plenary.accounts.links import LinkInvalid, make_link, open_link
from plenary.accounts.models import User
from plenary.accounts.requests import StaffRequest
from plenary.checkin.actions import Doorkeeper
from plenary.editions.access import staff
from plenary.editions.models import Edition, TeamLink
from plenary.lib.address import absolute, public_address
from plenary.lib.clock import now
from plenary.web.permissions import View, declares

COOKIE = "door"
_SALT = "plenary.checkin.door"
_LASTS = 24 * 3600


@dataclass(frozen=True)
class Place:
    """The door page as one address knows it: `keeper` is None until somebody said who stands at which door."""

    edition: Edition
    base: str
    keeper: Doorkeeper | None
    is_staff: bool


def door_path(link: TeamLink) -> str:
    return f"/door/{make_link('door', link.pk, link.version)}/"


def door_address(link: TeamLink) -> str:
    """What a volunteer is sent."""
    return absolute(door_path(link))


def by_link(view: View) -> View:
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        edition = _linked(token)
        request.edition = edition  # type: ignore[attr-defined]
        base = f"/door/{token}/"
        return view(request, Place(edition, base, _keeper(request, edition, base, None), False), **kwargs)

    return declares("door link")(opened)


def by_staff(view: View) -> Callable[..., HttpResponse]:
    @staff("door")
    @wraps(view)
    def opened(request: StaffRequest, edition: Edition, **kwargs: Any) -> HttpResponse:
        base = f"/console/{edition.slug}/checkin/door/"
        return view(
            request, Place(edition, base, _keeper(request, edition, base, request.user), True), **kwargs
        )

    return opened


def _linked(token: str) -> Edition:
    try:
        pk, version = open_link(token, "door")
    except LinkInvalid:
        raise Http404 from None
    link = (
        TeamLink.objects.filter(pk=pk, version=version, role="door", ended_at=None, expires_at__gt=now())
        .select_related("edition")
        .first()
    )
    if link is None:
        raise Http404
    return link.edition


def _keeper(request: HttpRequest, edition: Edition, base: str, user: User | None) -> Doorkeeper | None:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    if kept["base"] != base or kept["user"] != (user.pk if user else None):
        return None
    return Doorkeeper(edition=edition, door=kept["door"], name=str(user or kept["name"]), user=user)


def remember(response: HttpResponse, place: Place, *, door: str, name: str, user_id: int | None) -> None:
    value = signing.dumps({"base": place.base, "user": user_id, "door": door, "name": name}, salt=_SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=_LASTS,
        path=place.base,
        httponly=True,
        samesite="Lax",
        secure=public_address().startswith("https://"),
    )


def forget(response: HttpResponse, place: Place) -> None:
    response.delete_cookie(COOKIE, path=place.base)
