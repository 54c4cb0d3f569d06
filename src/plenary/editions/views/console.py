"""The console's first pages: all summits, and where one summit stands."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plenary.accounts.requests import StaffRequest
from plenary.editions import actions
from plenary.editions.access import staff
from plenary.editions.forms import ClockForm
from plenary.editions.models import Edition
from plenary.editions.queries import consoles_of, next_step
from plenary.web.hooks import console_panels
from plenary.web.permissions import signed_in


@signed_in
@require_http_methods(["GET", "HEAD"])
def consoles(request: StaffRequest) -> HttpResponse:
    """Every summit this person works on."""
    return render(request, "editions/consoles.html", {"editions": consoles_of(request.user)})


@staff("see")
@require_http_methods(["GET", "HEAD"])
def console(request: StaffRequest, edition: Edition) -> HttpResponse:
    """Where the summit stands: what to do next, what was promised, the key facts."""
    context = {
        "next_step": next_step(edition, request.grants),
        "panels": list(console_panels.ask(edition, request.grants)),
        "parties": [party for party in edition.parties.all() if party.role == "organiser"],
    }
    return render(request, "editions/console.html", context)


@staff("see")
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: StaffRequest, edition: Edition) -> HttpResponse:
    """Moves the clock of a demo summit; any other edition, and anyone but the owner, finds nothing here."""
    if not request.user.is_owner or not edition.is_demo:
        raise Http404
    presets = _presets(edition)
    form = ClockForm(initial={"to": edition.now().replace(tzinfo=None, second=0, microsecond=0)})
    if request.method == "POST":
        to = {code: moment for code, _label, moment in presets}.get(request.POST.get("preset", ""))
        if to is None:
            with timezone.override(edition.zone):
                form = ClockForm(request.POST)
                to = form.cleaned_data["to"] if form.is_valid() else None
        if to is not None:
            actions.move_clock(edition=edition, to=to, by=request.user)
            messages.success(request, _("The demo clock is moved."))
            return redirect("clock", edition.slug)
    status = 422 if form.is_bound else 200
    return render(request, "editions/clock.html", {"form": form, "presets": presets}, status=status)


def _presets(edition: Edition) -> list[tuple[str, str, datetime]]:
    start = edition.starts_on or edition.now().date()
    end = edition.ends_on or start

    def at(day, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), edition.zone)

    second = min(end, start + timedelta(days=1))
    return [
        ("before", _("A month before"), at(start - timedelta(days=30), 10)),
        ("day1", _("First day, 08:40"), at(start, 8, 40)),
        ("day2", _("Second day, 08:40"), at(second, 8, 40)),
        ("after", _("The day after"), at(end + timedelta(days=1), 10)),
    ]
