"""«/», the first step of a summit, and when its address may no longer change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from plenary.announcements.views import paste_page
from plenary.editions.hooks import slug_locks
from plenary.editions.models import Edition
from plenary.editions.queries import consoles_of, current_edition, next_step
from plenary.editions.rules import grants_of
from plenary.programme.models import Release
from plenary.web.hooks import NextStep, front_pages, next_steps


@front_pages.add(order=10)
def first_page(request: HttpRequest) -> HttpResponse:
    """The current edition and its next step; on an empty installation, where an announcement is pasted."""
    user, edition = request.user, current_edition()
    if edition is None:
        if not user.is_authenticated:
            return render(request, "announcements/welcome.html")
        if user.is_owner:
            return paste_page(request)
        return render(request, "editions/consoles.html", {"editions": consoles_of(user)})
    grants = grants_of(user, edition)
    context = {
        "summit": edition,
        "is_released": Release.objects.filter(edition=edition).exists(),
        "may_see": "see" in grants,
        "next_step": next_step(edition, grants) if "see" in grants else None,
    }
    return render(request, "announcements/front.html", context)


@next_steps.add
def confirm_the_draft(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    if edition.confirmed_at or "settings" not in grants or not hasattr(edition, "announcement"):
        return None
    return NextStep(
        order=0,
        text=_("Look at what was read from the announcement, correct it, and confirm the summit."),
        url=reverse("announcement", args=[edition.slug]),
        button=_("Look at the draft"),
    )


@slug_locks.add
def released(edition: Edition) -> str | None:
    """Releases, pictures and calendars carry the address: from the first release on it stays."""
    if Release.objects.filter(edition=edition).exists():
        return _("The programme is released, and its pictures and calendars carry this address, so it stays.")
    return None
