"""Who comes: the list for name cards, catering and reception."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.workbooks import workbook_response
from plenary.people.models import Person
from plenary.people.rules import shown_email, shown_phone


@staff("see")
@require_safe
def participants(request: HttpRequest, edition: Edition) -> HttpResponse:
    coming = Q(participant__isnull=False, participant__cancelled_at=None)
    found = edition.people.present().filter(coming).select_related("organisation", "category", "participant")
    text = request.GET.get("q", "").strip()
    found = (found.search(text) if text else found).by_name()
    if request.GET.get("format") == "xlsx":
        return _workbook(request, edition, found)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    return render(request, "registration/participants.html", {"page": page, "text": text})


def _workbook(request: HttpRequest, edition: Edition, found) -> HttpResponse:
    header = [
        _("Name"),
        _("Organisation"),
        _("Position"),
        _("Category"),
        _("Phone"),
        _("E-mail"),
        _("Diet"),
        _("Arrival"),
        _("Departure"),
        _("Lodging"),
        _("Registered"),
    ]

    def row(person: Person) -> list[object]:
        extra = person.extra
        return [
            person.name,
            str(person.organisation or ""),
            person.position,
            str(person.category or ""),
            shown_phone(person.phone, request.grants),
            shown_email(person.email, request.grants),
            *(extra.get(name, "") for name in ("diet", "arrival", "departure", "lodging")),
            f"{person.participant.since.astimezone(edition.zone):%Y-%m-%d %H:%M}",
        ]

    return workbook_response(_("Participants"), header, (row(person) for person in found))
