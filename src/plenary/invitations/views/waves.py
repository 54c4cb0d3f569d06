"""Waves: written, read with real guests, tried on oneself, sent once."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.invitations.actions import AlreadySent, NobodyToInvite, send_wave, try_wave
from plenary.invitations.actions.waves import keep_wave, remove_draft, usual_deadline
from plenary.invitations.forms import WaveForm
from plenary.invitations.letters import PLACEHOLDERS, default_letter, letter_for, unknown_in, warnings_for
from plenary.invitations.models import Wave
from plenary.invitations.queries import recipients
from plenary.lib.address import absolute
from plenary.lib.clock import now
from plenary.mail.letters import UnknownPlaceholder
from plenary.people.queries import reach


@staff("guests")
@require_safe
def waves(request: HttpRequest, edition: Edition) -> HttpResponse:
    open_ = Q(invitations__withdrawn_at=None, invitations__accepted_at=None, invitations__declined_at=None)
    found = edition.waves.annotate(
        accepted=Count("invitations", filter=Q(invitations__accepted_at__isnull=False)),
        declined=Count("invitations", filter=Q(invitations__declined_at__isnull=False)),
        silent=Count("invitations", filter=open_ & Q(invitations__isnull=False)),
    )
    people = edition.people.present()
    return render(
        request,
        "invitations/waves.html",
        {
            "waves": found,
            "not_invited": people.filter(invitation=None).count(),
            "silent": edition.invitations.open().count(),
        },
    )


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, edition: Edition, pk: int | None = None) -> HttpResponse:
    """A new draft with the usual letter, or a draft written further."""
    if pk is None:
        kind = "reminder" if request.GET.get("kind") == "reminder" else "invitation"
        count = edition.waves.filter(kind=kind).count() + 1
        name = _("Reminder %(count)d") if kind == "reminder" else _("Wave %(count)d")
        draft = Wave(
            edition=edition,
            kind=kind,
            name=name % {"count": count},
            closes_on=usual_deadline(edition),
            **default_letter(kind),
        )
    else:
        draft = _wave(edition, pk)
        if draft.sent_at:
            return redirect("wave", edition.slug, pk)
    form = WaveForm(request.POST or None, instance=draft, edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            wave = form.save(commit=False)
            keep_wave(wave=wave, categories=form.cleaned_data["categories"], by=request.user, at=now())
        except AlreadySent:
            messages.error(request, _("This wave was sent a moment ago; its letter cannot change any more."))
        return redirect("wave", edition.slug, form.instance.pk)
    context = {"form": form, "wave": draft, "placeholders": [f"{{{one}}}" for one in PLACEHOLDERS]}
    return render(request, "invitations/wave_form.html", context, status=422 if form.errors else 200)


@staff("guests")
@require_safe
def wave(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """A draft as its readers will see it, guest by guest; or what became of a sent one."""
    found = _wave(edition, pk)
    if found.sent_at:
        return render(request, "invitations/wave_sent.html", {"wave": found, "answers": _answers(found)})
    people = list(recipients(found))
    at = _position(request, len(people))
    return render(
        request,
        "invitations/wave.html",
        {
            "wave": found,
            "count": len(people),
            "ways": _ways(people),
            "warnings": warnings_for(found, people),
            "blocked": bool(unknown_in(found)) or not people,
            "person": people[at] if people else None,
            "letter": _letter(found, people[at]) if people else None,
            "at": at + 1,
            "previous": at - 1 if at > 0 else None,
            "next": at + 1 if at + 1 < len(people) else None,
        },
    )


def _position(request: HttpRequest, count: int) -> int:
    given = request.GET.get("guest", "")
    return min(int(given), max(count - 1, 0)) if given.isdecimal() and len(given) < 7 else 0


def _letter(found: Wave, person):
    try:
        return letter_for(found, person, absolute("/i/…/"))
    except UnknownPlaceholder:
        return None


def _ways(people: list) -> dict[str, int]:
    """How many go by e-mail, how many are copied, how many have no address at all."""
    ways = [reach(person) for person in people]
    return {
        "email": sum(way.channel == "email" for way in ways),
        "copy": sum(way.channel == "copy" and way.is_known for way in ways),
        "none": sum(not way.is_known for way in ways),
    }


def _answers(found: Wave) -> dict[str, int]:
    sent = found.invitations.standing()
    return {
        "accepted": sent.accepted().count(),
        "declined": sent.declined().count(),
        "open": sent.open().count(),
    }


@staff("guests")
@require_POST
def trial(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _wave(edition, pk)
    people = list(recipients(found)[:1])
    if not people:
        messages.error(request, _("The wave goes to nobody now, so there is no letter to try."))
    elif not request.user.email or request.user.email.endswith("@localhost"):
        messages.error(request, _("You have no e-mail address yet. Set it on your account page."))
    else:
        try:
            try_wave(wave=found, person=people[0], by=request.user, at=now())
            messages.success(
                request, _("The letter is on its way to %(address)s.") % {"address": request.user.email}
            )
        except UnknownPlaceholder as unknown:
            messages.error(request, _unknown(unknown))
    return redirect("wave", edition.slug, pk)


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """The last question before a wave goes out, and the going out."""
    found = _wave(edition, pk)
    if request.method != "POST":
        if found.sent_at:
            return redirect("wave", edition.slug, pk)
        people = list(recipients(found))
        context = {
            "wave": found,
            "count": len(people),
            "ways": _ways(people),
            "warnings": warnings_for(found, people),
            "blocked": bool(unknown_in(found)) or not people,
        }
        return render(request, "invitations/wave_sending.html", context)
    try:
        count = send_wave(wave=found, by=request.user, at=now())
        messages.success(
            request, _("The wave is out: %(count)d messages are in the outbox.") % {"count": count}
        )
    except AlreadySent:
        messages.error(request, _("This wave was sent before. Nothing was sent twice."))
    except NobodyToInvite:
        messages.error(request, _("The wave goes to nobody now. Nothing was sent."))
    except UnknownPlaceholder as unknown:
        messages.error(request, _unknown(unknown))
    return redirect("wave", edition.slug, pk)


@staff("guests")
@require_POST
def remove(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    try:
        remove_draft(wave=_wave(edition, pk), by=request.user)
        messages.success(request, _("The draft was thrown away."))
    except AlreadySent:
        messages.error(request, _("This wave was sent before; what is sent stays on record."))
        return redirect("wave", edition.slug, pk)
    return redirect("waves", edition.slug)


def _unknown(unknown: UnknownPlaceholder) -> str:
    return _("The letter asks for {%(name)s}, which is not filled in here. Correct the letter.") % {
        "name": str(unknown)
    }


def _wave(edition: Edition, pk: int) -> Wave:
    return get_object_or_404(Wave.objects.select_related("edition", "sent_by"), pk=pk, edition=edition)
