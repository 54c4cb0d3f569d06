"""The team of an edition, and the page by which a colleague joins."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plenary.accounts.actions import create_user
from plenary.accounts.forms import PersonForm
from plenary.accounts.links import make_link
from plenary.accounts.models import User
from plenary.accounts.requests import StaffRequest
from plenary.accounts.views import enter
from plenary.editions import actions
from plenary.editions.access import staff
from plenary.editions.forms import DoorLinkForm, InviteForm
from plenary.editions.models import Edition, Membership, TeamLink
from plenary.lib.address import absolute
from plenary.lib.bilingual import language
from plenary.lib.clock import now
from plenary.web.permissions import declares


@staff("team")
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: StaffRequest, edition: Edition) -> HttpResponse:
    """Members, roles and open links. `do` says which of the page's forms was sent."""
    do = request.POST.get("do")
    invite = InviteForm(request.POST if do == "invite" else None)
    door = DoorLinkForm(request.POST if do == "door" else None)
    if request.method == "POST" and _done(request, edition, do, invite, door):
        return redirect("team", edition.slug)
    links = TeamLink.objects.filter(
        edition=edition, used_at=None, ended_at=None, expires_at__gt=now()
    ).select_related("created_by")
    context = {
        "members": edition.memberships.filter(ended_at=None).select_related("user").order_by("since", "pk"),
        "links": [(link, link_address(link)) for link in links.order_by("-pk")],
        "invite": invite,
        "door": door,
    }
    return render(request, "editions/team.html", context, status=422 if request.method == "POST" else 200)


def _done(
    request: StaffRequest, edition: Edition, do: str | None, invite: InviteForm, door: DoorLinkForm
) -> bool:
    by, at = request.user, now()
    if do == "invite" and invite.is_valid():
        actions.make_team_link(edition=edition, by=by, at=at, **invite.cleaned_data)
        messages.success(request, _("The link is ready. Copy it and send it to your colleague."))
    elif do == "door" and door.is_valid():
        lasts = timedelta(days=door.cleaned_data["days"])
        label = door.cleaned_data["label"]
        actions.make_team_link(edition=edition, role="door", label=label, by=by, at=at, lasts=lasts)
        messages.success(
            request, _("The door link is ready. Whoever holds it opens the door page, and nothing else.")
        )
    elif do == "end_link":
        link = get_object_or_404(TeamLink, edition=edition, pk=_number(request))
        actions.end_team_link(link=link, by=by, at=at)
        messages.success(request, _("The link has ended."))
    elif do == "end_member":
        membership = get_object_or_404(Membership, edition=edition, pk=_number(request))
        actions.end_membership(membership=membership, by=by, at=at)
        messages.success(request, _("The role has ended."))
    else:
        return False
    return True


def _number(request: HttpRequest) -> int:
    value = request.POST.get("pk", "")
    if not value.isdecimal() or len(value) > 18:
        raise Http404
    return int(value)


def link_address(link: TeamLink) -> str:
    purpose = "door" if link.role == "door" else "join"
    return absolute(f"/{purpose}/{make_link(purpose, link.pk, link.version)}/")


@declares("join link")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what the link is; POST joins, with the present account or a new one."""
    try:
        link = actions.open_join_link(token=token, at=now())
        known = request.user.is_authenticated
        form = None if known else PersonForm(request.POST or None)
        if request.method != "POST" or (form and not form.is_valid()):
            status = 422 if request.method == "POST" else 200
            return render(request, "editions/join.html", {"link": link, "form": form}, status=status)
        with transaction.atomic():
            if form:
                user = create_user(**form.cleaned_data, language=language(), at=now())
            else:
                user = cast(User, request.user)
            actions.join(link=link, user=user, at=now())
    except actions.JoinRefused as refused:
        status = 404 if refused.reason == "invalid" else 410
        return render(request, "editions/join_refused.html", {"reason": refused.reason}, status=status)
    if not known:
        enter(request, user, how="join")
    return redirect("console", link.edition.slug)
