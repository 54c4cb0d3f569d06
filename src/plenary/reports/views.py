"""The promise ledger."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from plenary.editions.access import staff
from plenary.editions.models import Edition, Promise
from plenary.lib.workbooks import workbook_response
from plenary.reports.actions import tie_promise
from plenary.reports.forms import TieForm
from plenary.reports.measures import MEASURES, people_counted, states
from plenary.reports.queries import ledger


@staff("see")
@require_GET
def show(request: HttpRequest, edition: Edition) -> HttpResponse:
    return render(request, "reports/ledger.html", {"ledger": ledger(edition)})


@staff("see")
@require_GET
def workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    header = [
        _("Promise"),
        _("Promised"),
        _("At least"),
        _("Counted"),
        _("Counted as"),
        _("Categories"),
        _("Sentence"),
    ]
    rows = (
        (
            entry.promise.label,
            entry.promise.count,
            _("yes") if entry.promise.at_least else _("no"),
            entry.counted,
            entry.measure.name if entry.measure else "",
            "、".join(category.name for category in entry.categories),
            entry.promise.evidence,
        )
        for entry in ledger(edition).entries
    )
    return workbook_response(_("Promise ledger"), header, rows)


@staff("see")
@require_GET
def counted_people(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """The list behind a number: exactly the guests it counts."""
    promise = get_object_or_404(Promise, pk=pk, edition=edition, measure__in=list(states(edition)))
    chosen = [category.pk for category in promise.categories.all()]
    found = people_counted(edition, promise.measure, chosen).select_related("category", "organisation")
    found = found.order_by("search_key", "pk")
    measure = MEASURES[promise.measure]
    if request.GET.get("format") == "xlsx":
        header = [_("Name"), _("Organisation"), _("Position"), _("Category")]
        rows = ((p.name, p.organisation or "", p.position, p.category or "") for p in found)
        return workbook_response(f"{promise.label} {measure.name}", header, rows)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    return render(request, "reports/people.html", {"promise": promise, "measure": measure, "page": page})


@staff("ledger")
@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.select_related("edition"), pk=pk, edition=edition)
    form = TieForm(request.POST or None, promise=promise)
    if request.method == "POST" and form.is_valid():
        tie_promise(promise=promise, by=request.user, **form.cleaned_data)
        messages.success(request, _("The ledger now counts %(promise)s.") % {"promise": promise.label})
        return redirect("ledger", slug=edition.slug)
    return render(
        request, "reports/tie.html", {"form": form, "promise": promise}, status=422 if form.errors else 200
    )
