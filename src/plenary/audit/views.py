"""Who did what, when: the lines of one edition, newest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from plenary.audit.models import Line
from plenary.audit.templatetags.audit import said
from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.workbooks import workbook_response

PAGE = 50


@staff("see")
@require_safe
def lines(request: HttpRequest, edition: Edition) -> HttpResponse:
    """A page of lines; `before` is the number of the last line of the page above."""
    found = Line.objects.filter(edition=edition)
    before = request.GET.get("before", "")
    if before:
        if not before.isdecimal() or len(before) > 18:
            raise Http404
        found = found.filter(pk__lt=int(before))
    page = list(found[: PAGE + 1])
    context = {
        "lines": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "is_first": not before,
    }
    return render(request, "audit/lines.html", context)


@staff("see")
@require_safe
def workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every line as XLSX, in the summit's time."""
    header = [_("Time"), pgettext("audit", "Who"), _("What"), pgettext("audit", "About")]
    rows = (
        [f"{line.at.astimezone(edition.zone):%Y-%m-%d %H:%M:%S}", line.actor, said(line.verb), line.about]
        for line in Line.objects.filter(edition=edition).iterator()
    )
    return workbook_response(_("Audit") + f" {edition.slug}", header, rows)
