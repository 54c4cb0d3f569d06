"""The committee's side of the doors: who arrived, badges, paper, walk-ins."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plenary.checkin.actions import ensure_badge, replace_badge, revoke_badge
from plenary.checkin.codes import read_code, spaced
from plenary.checkin.doors import door_address
from plenary.checkin.forms import WalkInForm
from plenary.checkin.models import Badge, Scan
from plenary.checkin.queries import arrivals, badges, coming, tallies
from plenary.editions.access import staff
from plenary.editions.models import Edition, TeamLink
from plenary.jobs.actions import start_job
from plenary.lib.clock import now
from plenary.lib.workbooks import workbook_response
from plenary.registration.actions import register_walk_in

PAPERS = {"badges": "badges", "sign-in-sheet": "sign_in_sheet"}


@staff("see")
@require_GET
def overview(request: HttpRequest, edition: Edition) -> HttpResponse:
    rows = tallies(edition)
    links = TeamLink.objects.filter(edition=edition, role="door", ended_at=None, expires_at__gt=now())
    context = {
        "tallies": rows,
        "coming": sum(row.coming for row in rows),
        "arrived": sum(row.arrived for row in rows),
        "latest": Scan.objects.filter(edition=edition)
        .select_related("person__organisation", "by")
        .order_by("-pk")[:15],
        "doors": [(link, f"door-{link.pk}", door_address(link)) for link in links.order_by("pk")]
        if "door" in request.grants  # type: ignore[attr-defined]
        else [],
    }
    return render(request, "checkin/overview.html", context)


@staff("see")
@require_GET
def arrivals_list(request: HttpRequest, edition: Edition) -> HttpResponse:
    page = _page(request, arrivals(edition))
    return render(request, "checkin/arrivals.html", {"page": page})


@staff("see")
@require_GET
def arrivals_workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    header = [
        _("Name"),
        _("Organisation"),
        _("Position"),
        _("Category"),
        _("Arrived"),
        _("Door"),
        _("Doorkeeper"),
    ]
    rows = (
        [
            scan.person.name,
            str(scan.person.organisation or ""),
            scan.person.position,
            str(scan.person.category or ""),
            f"{scan.at.astimezone(edition.zone):%Y-%m-%d %H:%M:%S}",
            scan.door,
            str(scan.by or scan.volunteer),
        ]
        for scan in arrivals(edition)
    )
    return workbook_response(_("Arrivals"), header, rows)


@staff("see")
@require_GET
def badge_list(request: HttpRequest, edition: Edition) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    found = badges(edition)
    if typed:
        code = read_code(typed)
        by_code = found.filter(code=code) if code else found.none()
        found = by_code if by_code.exists() else found.filter(person__in=_named(edition, typed))
    return render(request, "checkin/badges.html", {"page": _page(request, found), "typed": typed})


@staff("see")
@require_GET
def badges_workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    header = [_("Name"), _("Organisation"), _("Position"), _("Category"), _("Badge code"), _("Ended")]
    rows = (
        [
            badge.person.name,
            str(badge.person.organisation or ""),
            badge.person.position,
            str(badge.person.category or ""),
            spaced(badge.code),
            f"{badge.revoked_at.astimezone(edition.zone):%Y-%m-%d %H:%M}" if badge.revoked_at else "",
        ]
        for badge in badges(edition)
    )
    return workbook_response(_("Badges"), header, rows)


@staff("door")
@require_POST
def paper(request: HttpRequest, edition: Edition, kind: str) -> HttpResponse:
    """Starts printing; the job's page shows how far it is and gives the PDF."""
    if kind not in PAPERS:
        raise Http404
    if not coming(edition).exists():
        messages.warning(request, _("Nobody has accepted yet, so there is nothing to print."))
        return redirect("checkin", slug=edition.slug)
    job = start_job(edition=edition, task=PAPERS[kind], by=request.user)
    return redirect("job", slug=edition.slug, pk=job.pk)


@staff("door")
@require_POST
def replace(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    badge = _badge(edition, pk)
    replace_badge(badge=badge, by=request.user)
    messages.success(
        request, _("%(name)s has a new code; the old badge opens no door.") % {"name": badge.person.name}
    )
    return redirect("badges", slug=edition.slug)


@staff("door")
@require_POST
def end(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    badge = _badge(edition, pk)
    revoke_badge(badge=badge, by=request.user, at=now())
    messages.success(request, _("The badge of %(name)s opens no door.") % {"name": badge.person.name})
    return redirect("badges", slug=edition.slug)


@staff("door")
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = WalkInForm(request.POST or None, edition=edition)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "checkin/walk_in.html", {"form": form}, status=status)
    participant = register_walk_in(edition=edition, by=request.user, at=now(), **form.cleaned_data)
    badge = ensure_badge(person=participant.person, at=now())
    messages.success(
        request,
        _("%(name)s is registered. Code: %(code)s.")
        % {"name": participant.person.name, "code": spaced(badge.code)},
    )
    return redirect("checkin_walk_in", slug=edition.slug)


def _badge(edition: Edition, pk: int) -> Badge:
    return get_object_or_404(Badge.objects.select_related("person", "edition"), pk=pk, edition=edition)


def _named(edition: Edition, typed: str):
    return edition.people.search(typed)


def _page(request: HttpRequest, rows) -> Page:
    return Paginator(rows, 100).get_page(request.GET.get("page"))
