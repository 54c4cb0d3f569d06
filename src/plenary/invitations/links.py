"""The links guests and contacts hold, and opening them. A wrong, ended or foreign link is one and the same 404."""

from datetime import timedelta

from django.http import Http404, HttpRequest

from plenary.accounts.actions import TooManyTries, count_try
from plenary.accounts.links import LinkInvalid, make_link, open_link
from plenary.invitations.models import Invitation
from plenary.lib.address import absolute
from plenary.lib.clock import now
from plenary.people.models import Organisation

# Wrong links a minute and a place: a room full of guests may mistype, a guesser needs 2^127.
_MOST, _WINDOW = 120, timedelta(minutes=10)


def guest_path(invitation: Invitation) -> str:
    return f"/i/{make_link('invitation', invitation.pk, invitation.link_version)}/"


def guest_address(invitation: Invitation) -> str:
    """What a message carries: the guest's own page under the public address."""
    return absolute(guest_path(invitation))


def contact_address(organisation: Organisation) -> str:
    """The page on which an organisation's contact answers for all its people."""
    return absolute(f"/o/{make_link('contact', organisation.pk, organisation.link_version)}/")


def invitation_of(request: HttpRequest, token: str) -> Invitation:
    """The invitation behind a guest's link, with person, organisation and edition."""
    pk, version = _open(request, token, "invitation")
    invitation = (
        Invitation.objects.standing()
        .filter(pk=pk, link_version=version)
        .select_related("edition", "person__organisation", "person__category", "person__edition")
        .first()
    )
    return invitation or _wrong(request)


def organisation_of(request: HttpRequest, token: str) -> Organisation:
    pk, version = _open(request, token, "contact")
    organisation = Organisation.objects.filter(pk=pk, link_version=version).select_related("edition").first()
    return organisation or _wrong(request)


def _open(request: HttpRequest, token: str, purpose: str) -> tuple[int, int]:
    try:
        return open_link(token, purpose)
    except LinkInvalid:
        return _wrong(request)


def _wrong(request: HttpRequest):
    """Counts the miss and says 404; a link that opens is never braked, whoever else is guessing."""
    try:
        count_try(
            key=f"guest link {request.META.get('REMOTE_ADDR', '')}", at=now(), most=_MOST, window=_WINDOW
        )
    except TooManyTries:
        raise LinksBraked from None
    raise Http404


class LinksBraked(Exception):
    """Too many wrong links from one place."""
