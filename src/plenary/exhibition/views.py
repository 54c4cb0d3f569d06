"""The exhibition in the console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.exhibition import actions
from plenary.exhibition.forms import BoothsForm, ExhibitorForm
from plenary.exhibition.models import Booth, Exhibitor
from plenary.exhibition.queries import exhibitors
from plenary.lib.workbooks import workbook_response


@staff("see")
@require_GET
def overview(request: HttpRequest, edition: Edition) -> HttpResponse:
    return _overview(request, edition, BoothsForm())


@staff("see")
@require_GET
def workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    header = [
        _("Booths"), _("Exhibitor"), _("Exhibitor in English"), _("Website"),
        _("Contact person"), _("Contact’s phone"), _("Contact’s e-mail"),
    ]  # fmt: skip
    may_see_reach = "exhibition" in request.grants  # type: ignore[attr-defined]
    rows = (
        [
            "、".join(booth.number for booth in one.booths.all()),
            one.name_zh or one.name_en,
            one.name_en,
            one.website,
            one.contact_name,
            *((one.contact_phone, one.contact_email) if may_see_reach else ("", "")),
        ]
        for one in exhibitors(edition)
    )
    return workbook_response(_("Exhibitors"), header, rows)


@staff("exhibition")
@require_http_methods(["GET", "POST"])
def exhibitor(request: HttpRequest, edition: Edition, pk: int | None = None) -> HttpResponse:
    one = _exhibitor(edition, pk) if pk else Exhibitor(edition=edition)
    form = ExhibitorForm(request.POST or None, instance=one)
    if not form.is_valid():
        context = {"form": form, "exhibitor": one}
        return render(request, "exhibition/exhibitor.html", context, status=422 if form.is_bound else 200)
    saved = actions.save_exhibitor(exhibitor=form.save(commit=False), by=request.user)
    messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
    return redirect("exhibition", slug=edition.slug)


@staff("exhibition")
@require_POST
def remove(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    one = _exhibitor(edition, pk)
    actions.remove_exhibitor(exhibitor=one, by=request.user)
    messages.success(request, _("%(name)s is removed; its booths are free.") % {"name": one.name})
    return redirect("exhibition", slug=edition.slug)


@staff("exhibition")
@require_POST
def booths(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = BoothsForm(request.POST)
    if not form.is_valid():
        return _overview(request, edition, form, status=422)
    made = actions.make_booths(edition=edition, by=request.user, **form.cleaned_data)
    messages.success(request, _("%(n)d booths are new.") % {"n": made})
    return redirect("exhibition", slug=edition.slug)


@staff("exhibition")
@require_POST
def allocation(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    one = _exhibitor(edition, pk)
    try:
        booth = actions.allocate_booth(
            exhibitor=one, number=request.POST.get("number", "")[:20], by=request.user, at=edition.now()
        )
    except actions.CannotAllocate as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, _("Booth %(number)s belongs to %(name)s.") % {"number": booth.number, "name": one.name}
        )
    return redirect("exhibition", slug=edition.slug)


@staff("exhibition")
@require_POST
def free(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    booth = get_object_or_404(Booth.objects.select_related("edition"), pk=pk, edition=edition)
    actions.free_booth(booth=booth, by=request.user)
    messages.success(request, _("Booth %(number)s is free.") % {"number": booth.number})
    return redirect("exhibition", slug=edition.slug)


@staff("exhibition")
@require_POST
def remove_booth(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    booth = get_object_or_404(Booth.objects.select_related("edition"), pk=pk, edition=edition)
    if actions.remove_booth(booth=booth, by=request.user):
        messages.success(request, _("Booth %(number)s is removed.") % {"number": booth.number})
    else:
        messages.error(request, _("Booth %(number)s is taken. Free it first.") % {"number": booth.number})
    return redirect("exhibition", slug=edition.slug)


def _overview(request: HttpRequest, edition: Edition, form: BoothsForm, status: int = 200) -> HttpResponse:
    hall = list(Booth.objects.filter(edition=edition).select_related("exhibitor").order_by("number"))
    context = {
        "exhibitors": exhibitors(edition),
        "hall": hall,
        "free": [booth for booth in hall if booth.exhibitor_id is None],
        "allocated": sum(booth.exhibitor_id is not None for booth in hall),
        "form": form,
        "may_change": "exhibition" in request.grants,  # type: ignore[attr-defined]
    }
    return render(request, "exhibition/overview.html", context, status=status)


def _exhibitor(edition: Edition, pk: int) -> Exhibitor:
    return get_object_or_404(Exhibitor.objects.select_related("edition"), pk=pk, edition=edition)
