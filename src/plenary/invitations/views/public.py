"""What guests and contacts see behind their links. A GET shows; only a POST answers: mail scanners and chat apps
open every link they see."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plenary.invitations.actions import InvitationClosed, answer_invitation
from plenary.invitations.actions.answers import answer_for_people
from plenary.invitations.links import LinksBraked, invitation_of, organisation_of
from plenary.invitations.models import Invitation
from plenary.lib.clock import now
from plenary.people.hooks import guest_panels, render_panels
from plenary.people.models import Organisation
from plenary.web.permissions import declares


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Personal pages: kept by no cache, found by no search engine, and braked for who guesses links.

    The referrer policy stays «same-origin»: with «no-referrer» browsers send forms with `Origin: null`, which the
    CSRF check must refuse; no other host sees the address either way.
    """

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except LinksBraked:
            response = render(request, "invitations/braked.html", status=429)
            response["Retry-After"] = "600"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return declares("guest link")(answered)


@by_link
@require_safe
def guest(request: HttpRequest, token: str) -> HttpResponse:
    return _guest_page(request, invitation_of(request, token), token)


@by_link
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of(request, token)
    chosen = request.POST.get("answer")
    if chosen not in ("yes", "no"):
        messages.error(request, _("Please choose one of the two answers."))
        return _guest_page(request, invitation, token, status=422)
    try:
        answer_invitation(
            invitation=invitation,
            accepts=chosen == "yes",
            channel="link",
            by=invitation.person.name,
            at=now(),
            note=request.POST.get("note", ""),
        )
    except InvitationClosed:
        return _guest_page(request, invitation, token, status=409)
    return redirect("guest_page", token)


def _guest_page(request: HttpRequest, invitation: Invitation, token: str, status: int = 200) -> HttpResponse:
    edition, person = invitation.edition, invitation.person
    accepted = invitation.state == "accepted"
    panels = render_panels(guest_panels.ask(person, request), request, person=person) if accepted else []
    context = {
        "edition": edition,
        "hosts": edition.parties.filter(role="organiser"),
        "invitation": invitation,
        "person": person,
        "token": token,
        "is_closed": invitation.is_closed(),
        "note": invitation.answers.exclude(note="").values_list("note", flat=True).last(),
        "panels": panels,
    }
    return render(request, "invitations/guest.html", context, status=status)


@by_link
@require_safe
def contact(request: HttpRequest, token: str) -> HttpResponse:
    return _contact_page(request, organisation_of(request, token), token)


@by_link
@require_POST
def contact_answers(request: HttpRequest, token: str) -> HttpResponse:
    organisation = organisation_of(request, token)
    answers = {
        invitation: request.POST[f"answer-{invitation.pk}"] == "yes"
        for invitation in _invitations(organisation)
        if request.POST.get(f"answer-{invitation.pk}") in ("yes", "no")
    }
    by = organisation.contact_name or organisation.name
    try:
        count = answer_for_people(answers=answers, by=by, at=now())
    except InvitationClosed:
        messages.error(request, _("The day for answering has passed. Please call the organisers."))
        return _contact_page(request, organisation, token, status=409)
    if count:
        messages.success(request, _("Thank you. %(count)d answers were recorded.") % {"count": count})
    else:
        messages.info(request, _("Nothing new was answered."))
    return redirect("contact_page", token)


def _contact_page(request: HttpRequest, organisation: Organisation, token: str, status: int = 200):
    invitations = list(_invitations(organisation))
    context = {
        "edition": organisation.edition,
        "hosts": organisation.edition.parties.filter(role="organiser"),
        "organisation": organisation,
        "invitations": invitations,
        "is_closed": bool(invitations) and all(one.is_closed() for one in invitations),
        "token": token,
    }
    return render(request, "invitations/contact.html", context, status=status)


def _invitations(organisation: Organisation):
    return (
        Invitation.objects.standing()
        .filter(person__organisation=organisation)
        .select_related("person", "edition")
        .order_by("person__search_key", "pk")
    )
