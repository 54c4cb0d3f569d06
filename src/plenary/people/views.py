"""One person, one organisation: what is known, correcting it, and what other modules add (panels)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.lib.workbooks import workbook_response
from plenary.people.actions import (
    add_person,
    correct_organisation,
    correct_person,
    find_or_add_organisation,
    remove_person,
    restore_person,
)
from plenary.people.forms import OrganisationForm, PersonForm
from plenary.people.hooks import organisation_panels, person_panels, render_panels
from plenary.people.models import Organisation, Person
from plenary.people.rules import shown_email, shown_phone


@staff("see")
@require_safe
def person(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _person(edition, pk)
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "reach": {
                "phone": shown_phone(found.phone, request.grants),
                "email": shown_email(found.email, request.grants),
                "contact_phone": shown_phone(found.contact_phone, request.grants),
                "contact_email": shown_email(found.contact_email, request.grants),
            },
            "extra": _extra(found),
            "panels": render_panels(person_panels.ask(found), request, person=found),
        },
    )


def _extra(person: Person) -> list[tuple[str, str]]:
    """What the lists said beyond our fields; the known ones under their names."""
    known = {
        "gender": _("Gender"),
        "diet": _("Diet"),
        "arrival": _("Arrival"),
        "departure": _("Departure"),
        "lodging": _("Lodging"),
        "more": _("Other phones and e-mails"),
    }
    return [(known.get(key, key), value) for key, value in person.extra.items()]


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = PersonForm(request.POST or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        unit = find_or_add_organisation(edition=edition, name=form.cleaned_data["organisation"])
        made = add_person(edition=edition, by=request.user, at=now(), organisation=unit, **form.facts)
        messages.success(request, _("%(name)s is on the list.") % {"name": made.name})
        return redirect("person", edition.slug, made.pk)
    return _form(request, edition, form, _("Add a guest"))


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _person(edition, pk)
    form = PersonForm(request.POST or None, edition=edition, instance=found)
    if request.method == "POST" and form.is_valid():
        unit = find_or_add_organisation(edition=edition, name=form.cleaned_data["organisation"])
        correct_person(person=found, by=request.user, at=now(), organisation=unit, **form.facts)
        messages.success(request, _("Saved."))
        return redirect("person", edition.slug, found.pk)
    return _form(request, edition, form, _("Correct %(name)s") % {"name": found.name}, found)


def _form(request, edition: Edition, form: PersonForm, heading: str, person: Person | None = None):
    context = {
        "form": form,
        "heading": heading,
        "person": person,
        "organisations": [str(one) for one in edition.organisations.all()[:1000]],
    }
    return render(request, "people/person_form.html", context, status=422 if form.errors else 200)


@staff("guests")
@require_POST
def remove(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _person(edition, pk)
    if remove_person(person=found, by=request.user, at=now()):
        messages.success(
            request, _("%(name)s was removed. This page keeps the way back.") % {"name": found.name}
        )
    return redirect("person", edition.slug, found.pk)


@staff("guests")
@require_POST
def restore(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _person(edition, pk)
    if restore_person(person=found, by=request.user, at=now()):
        messages.success(request, _("%(name)s is on the list again.") % {"name": found.name})
    return redirect("person", edition.slug, found.pk)


@staff("see")
@require_safe
def organisations(request: HttpRequest, edition: Edition) -> HttpResponse:
    present = Count("people", filter=Q(people__removed_at=None))
    found = edition.organisations.annotate(present=present).order_by("name_zh", "name_en", "pk")
    if text := request.GET.get("q", "").strip():
        found = found.filter(
            Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(contact_name__icontains=text)
        )
    if request.GET.get("format") == "xlsx":
        header = [_("Organisation"), _("Name in English"), _("Guests"), _("Contact"), _("Phone"), _("E-mail")]
        return workbook_response(
            _("Organisations"),
            header,
            (
                [
                    one.name_zh or one.name_en,
                    one.name_en,
                    one.present,
                    one.contact_name,
                    shown_phone(one.contact_phone, request.grants),
                    shown_email(one.contact_email, request.grants),
                ]
                for one in found
            ),
        )
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    for one in page:
        one.shown_phone = shown_phone(one.contact_phone, request.grants)
        one.shown_email = shown_email(one.contact_email, request.grants)
    return render(request, "people/organisations.html", {"page": page, "text": text})


@staff("see", write="guests")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """The organisation's people and its contact; the form corrects it."""
    found = get_object_or_404(Organisation.objects.select_related("edition"), pk=pk, edition=edition)
    form = OrganisationForm(request.POST or None, edition=edition, instance=found)
    if request.method == "POST" and form.is_valid():
        correct_organisation(organisation=found, by=request.user, **form.facts)
        messages.success(request, _("Saved."))
        return redirect("organisation", edition.slug, found.pk)
    context = {
        "organisation": found,
        "form": form,
        "people": found.people.present().select_related("category").by_name(),
        "shown_phone": shown_phone(found.contact_phone, request.grants),
        "shown_email": shown_email(found.contact_email, request.grants),
        "panels": render_panels(organisation_panels.ask(found, request.grants), request, organisation=found),
    }
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


def _person(edition: Edition, pk: int) -> Person:
    related = Person.objects.select_related("organisation", "category", "edition")
    return get_object_or_404(related, pk=pk, edition=edition)
