"""An edition's facts and rows, and the installation's public address."""

import os
from copy import copy

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from plenary.accounts.requests import StaffRequest
from plenary.editions import actions
from plenary.editions.access import staff
from plenary.editions.actions.facts import Row, RowInUse, SlugLocked
from plenary.editions.forms import ROWS, AddressForm, FactsForm, SlugForm
from plenary.editions.hooks import slug_locks
from plenary.editions.models import Edition
from plenary.lib.address import is_local_only, is_secure, lan_address, public_address
from plenary.web.permissions import owner

PARTS = {
    "categories": gettext_lazy("Categories"),
    "rooms": gettext_lazy("Rooms"),
    "topics": gettext_lazy("Topics"),
    "parties": gettext_lazy("Hosts"),
}


@staff("settings")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: StaffRequest, edition: Edition) -> HttpResponse:
    form = FactsForm(request.POST or None, instance=copy(edition))  # the verb compares with what was
    if form.is_valid():
        changed = actions.save_facts(edition=edition, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing changed."))
        return redirect("settings", edition.slug)
    context = {
        "form": form,
        "parts": PARTS,
        "slug_form": SlugForm(initial={"slug": edition.slug}),
        "slug_lock": next(slug_locks.ask(edition), ""),
    }
    return render(request, "editions/settings.html", context, status=422 if form.is_bound else 200)


@staff("settings")
@require_POST
def slug(request: StaffRequest, edition: Edition) -> HttpResponse:
    form = SlugForm(request.POST, edition=edition)
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for line in form.errors["slug"]))
        return redirect("settings", edition.slug)
    try:
        actions.change_slug(edition=edition, slug=form.cleaned_data["slug"], by=request.user)
    except SlugLocked as locked:
        messages.error(request, str(locked))
        edition.refresh_from_db()
        return redirect("settings", edition.slug)
    messages.success(request, _("The edition has a new address."))
    return redirect("settings", edition.slug)


@staff("settings")
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: StaffRequest, edition: Edition, part: str) -> HttpResponse:
    """Categories, rooms, topics or hosts: every row is a small form of its own, the last one adds."""
    kind = ROWS[part]
    table: list[Row] = list(kind.Meta.model._default_manager.filter(edition=edition))
    for each in table:
        each.edition = edition  # spares a query per row
    sent = None
    if request.method == "POST":
        sent = request.POST.get("row", "")
        row: Row | None = (
            next((each for each in table if str(each.pk) == sent), None)
            if sent
            else kind.Meta.model(edition=edition)
        )
        if row is None:
            messages.error(request, _("This row was removed meanwhile."))
            return redirect("settings_rows", edition.slug, part)
        if request.POST.get("do") == "remove":
            return _remove(request, edition, part, row)
        form = kind(request.POST, instance=row, prefix=f"row{sent}")
        if form.is_valid():
            actions.save_row(row=form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("settings_rows", edition.slug, part)
    forms = [form if sent == str(row.pk) else kind(instance=row, prefix=f"row{row.pk}") for row in table]
    new = form if sent == "" else kind(instance=kind.Meta.model(edition=edition), prefix="row")
    context = {"parts": PARTS, "part": part, "label": PARTS[part], "rows": forms, "new": new}
    return render(request, "editions/rows.html", context, status=200 if sent is None else 422)


def _remove(request: StaffRequest, edition: Edition, part: str, row) -> HttpResponse:
    name = str(row)
    try:
        actions.remove_row(row=row, by=request.user)
    except RowInUse:
        messages.error(
            request,
            _("%(name)s is in use: people or talks stand in it. Move them first, then remove it.")
            % {"name": name},
        )
    else:
        messages.success(request, _("%(name)s is removed.") % {"name": name})
    return redirect("settings_rows", edition.slug, part)


@owner
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: StaffRequest) -> HttpResponse:
    """What every link begins with, and how phones reach it."""
    fixed = os.environ.get("PLENARY_ADDRESS", "")
    form = AddressForm(request.POST or None, initial={"address": public_address()})
    if request.method == "POST" and fixed:
        raise Http404
    if form.is_valid():
        try:
            actions.change_address(address=form.cleaned_data["address"], by=request.user)
        except ValueError:
            form.add_error(
                "address",
                _(
                    "Write it as https://summit.example.org or http://192.168.1.20:8000, and nothing after it."
                ),
            )
        else:
            messages.success(request, _("Links and QR codes begin with this address from now on."))
            return redirect("public_address")
    lan = lan_address()
    port = public_address().rpartition(":")[2]
    port = port if port.isdigit() else os.environ.get("PLENARY_PORT", "8000")
    context = {
        "form": form,
        "fixed": fixed,
        "address": public_address(),
        "is_local": is_local_only(),
        "is_secure": is_secure(),
        "lan": f"http://{lan}:{port}" if lan else "",
        "port": port,
    }
    return render(request, "editions/address.html", context, status=422 if form.is_bound else 200)
