"""The guest list, and what the liaison does with one guest's invitation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.invitations.actions import (
    InvitationClosed,
    answer_invitation,
    end_contact_links,
    end_links,
    reinstate_invitation,
    withdraw_invitation,
    write_to_guest,
)
from plenary.invitations.actions.waves import draft_wave
from plenary.invitations.models import Invitation
from plenary.invitations.queries import STATES, counts_by_category, totals
from plenary.invitations.queries import guests as guests_of
from plenary.lib.clock import now
from plenary.lib.workbooks import workbook_response
from plenary.people.models import Organisation, Person
from plenary.people.rules import shown_email, shown_phone

LABELS = {
    "not_invited": gettext_lazy("not invited yet"),
    "invited": gettext_lazy("no answer yet"),
    "accepted": gettext_lazy("accepted"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("withdrawn"),
}
SORTS = {
    "name": ("search_key", "pk"),
    "organisation": ("organisation__name_zh", "organisation__name_en", "search_key", "pk"),
}


def state_of(person: Person) -> str:
    invitation = getattr(person, "invitation", None)
    return invitation.state if invitation else "not_invited"


@staff("see")
@require_safe
def guests(request: HttpRequest, edition: Edition) -> HttpResponse:
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "category", "state", "sort")}
    found = guests_of(edition, text=chosen["q"], category=chosen["category"], state=chosen["state"])
    found = found.order_by(*SORTS.get(chosen["sort"], SORTS["name"]))
    if request.GET.get("format") == "xlsx":
        return _workbook(request, found)
    counts = counts_by_category(edition)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    for person in page:
        person.state, person.state_label = state_of(person), LABELS[state_of(person)]
        person.shown_reach = shown_phone(person.phone, request.grants) or shown_email(
            person.email, request.grants
        )
    return render(
        request,
        "invitations/guests.html",
        {
            "page": page,
            "chosen": chosen,
            "states": LABELS.items(),
            "counts": [(row, [(name, row[name]) for name in STATES]) for row in counts],
            "totals": totals(counts),
        },
    )


def _workbook(request: HttpRequest, found) -> HttpResponse:
    header = [
        _("Name"),
        _("Organisation"),
        _("Department"),
        _("Position"),
        _("Academic title"),
        _("Category"),
        _("Phone"),
        _("E-mail"),
        _("Contact"),
        _("Phone of the contact"),
        _("Answer"),
        _("Note"),
    ]
    return workbook_response(
        _("Guests"),
        header,
        (
            [
                person.name,
                str(person.organisation or ""),
                person.department,
                person.position,
                person.academic_title,
                str(person.category or ""),
                shown_phone(person.phone, request.grants),
                shown_email(person.email, request.grants),
                person.contact_name,
                shown_phone(person.contact_phone, request.grants),
                LABELS[state_of(person)],
                person.note,
            ]
            for person in found
        ),
    )


@staff("guests")
@require_POST
def wave_of_selected(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The people ticked in the list become the audience of a new draft."""
    chosen = edition.people.present().filter(
        pk__in=[pk for pk in request.POST.getlist("person") if pk.isdecimal()]
    )
    if not chosen:
        messages.error(request, _("Tick at least one guest first."))
        return redirect("guests", edition.slug)
    return redirect("wave_edit", edition.slug, draft_wave(edition=edition, people=chosen, at=now()).pk)


@staff("guests")
@require_POST
def record_answer(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """The liaison heard the answer by phone. A guest who was never written to gets an invitation with it."""
    person = _person(edition, pk)
    accepts = request.POST.get("answer")
    if accepts not in ("yes", "no"):
        messages.error(request, _("Choose whether the guest comes or not."))
        return redirect("person", edition.slug, pk)
    at = now()
    invitation, _new = Invitation.objects.get_or_create(
        person=person, defaults={"edition": edition, "invited_at": at}
    )
    try:
        answer_invitation(
            invitation=invitation,
            accepts=accepts == "yes",
            channel="phone",
            by=request.user,
            at=at,
            note=request.POST.get("note", ""),
        )
        messages.success(request, _("The answer of %(name)s is recorded.") % {"name": person.name})
    except InvitationClosed:
        messages.error(request, _("This invitation was withdrawn. Invite the guest again first."))
    return redirect("person", edition.slug, pk)


@staff("guests")
@require_POST
def decide(request: HttpRequest, edition: Edition, pk: int, act: str) -> HttpResponse:
    """`letter` (invite, or write again), `withdrawal`, `again` after a withdrawal, `links` (end older ones)."""
    person = _person(edition, pk)
    at = now()
    if act == "letter":
        try:
            write_to_guest(person=person, by=request.user, at=at)
            messages.success(request, _("A letter to %(name)s waits in the outbox.") % {"name": person.name})
        except InvitationClosed:
            messages.error(request, _("This invitation was withdrawn. Invite the guest again first."))
        return redirect("person", edition.slug, pk)
    verbs = {"withdrawal": withdraw_invitation, "again": reinstate_invitation, "links": end_links}
    done = {
        "withdrawal": _("The invitation was withdrawn and its link ended."),
        "again": _("The guest is invited again. Send them a letter: their old link has ended."),
        "links": _("Older links have ended. Send the guest a new letter."),
    }
    if act not in verbs:
        raise Http404
    invitation = get_object_or_404(Invitation.objects.select_related("edition", "person"), person=person)
    verbs[act](invitation=invitation, by=request.user, at=at)
    messages.success(request, done[act])
    return redirect("person", edition.slug, pk)


@staff("guests")
@require_POST
def end_organisation_links(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    unit = get_object_or_404(Organisation.objects.select_related("edition"), pk=pk, edition=edition)
    end_contact_links(organisation=unit, by=request.user, at=now())
    messages.success(
        request, _("Older links of this contact have ended. The text below carries the new one.")
    )
    return redirect("organisation", edition.slug, pk)


def _person(edition: Edition, pk: int) -> Person:
    related = edition.people.present().select_related("organisation", "category", "edition")
    return get_object_or_404(related, pk=pk)
