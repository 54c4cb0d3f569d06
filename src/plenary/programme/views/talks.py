"""Talks: the list, the form, and the list as a workbook."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.workbooks import workbook_response
from plenary.people.actions import add_person, find_or_add_organisation
from plenary.people.models import Person
from plenary.programme.actions.talks import add_talk, cancel_talk, change_talk, restore_talk
from plenary.programme.forms import NewSpeakerForm, TalkForm
from plenary.programme.models import Slot, Talk
from plenary.programme.queries import STATES, people_for, talks_of
from plenary.programme.refusals import Refused

A_PAGE = 100


@staff("see")
@require_GET
def talks(request: HttpRequest, edition: Edition) -> HttpResponse:
    text, state = request.GET.get("q", ""), request.GET.get("state", "all")
    if state not in STATES:
        state = "all"
    page = Paginator(talks_of(edition, text=text, state=state), A_PAGE).get_page(request.GET.get("page"))
    counts = {name: talks_of(edition, state=name).count() for name in STATES}
    states = [
        ("all", _("All"), counts["all"]),
        ("placed", _("Placed"), counts["placed"]),
        ("tray", _("Without a place"), counts["tray"]),
        ("cancelled", _("Cancelled"), counts["cancelled"]),
    ]
    context = {"page": page, "text": text, "state": state, "states": states}
    return render(request, "programme/talks.html", context)


@staff("see")
@require_GET
def talks_workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    header = [
        _("No."), pgettext("talk", "Title in Chinese"), pgettext("talk", "Title in English"),
        _("Kind"), _("Language"), _("Minutes"), _("Track"), _("Date"), _("Start"), _("End"), _("Room"), _("Speakers"), _("Organisations"),
        _("State"), _("Abstract in Chinese"), _("Abstract in English"),
    ]  # fmt: skip
    rows = [_workbook_row(talk, edition) for talk in talks_of(edition)]
    return workbook_response(f"{edition.title} {_('list of talks')}", header, rows)


def _workbook_row(talk: Talk, edition: Edition) -> list:
    starts, ends = (t.astimezone(edition.zone) if t else None for t in (talk.starts_at, talk.ends_at))
    people = [row.person for row in talk.speakers.all()]
    organisations = [p.organisation.name for p in people if p.organisation]
    return [
        talk.number, talk.title_zh, talk.title_en, talk.get_kind_display(), talk.get_language_display(),
        talk.minutes, talk.track.name if talk.track else "",
        f"{starts:%Y-%m-%d}" if starts else "", f"{starts:%H:%M}" if starts else "",
        f"{ends:%H:%M}" if ends else "", talk.room.name if talk.room else "",
        "、".join(p.name for p in people), "、".join(dict.fromkeys(organisations)),
        _("cancelled") if talk.cancelled_at else _("placed") if starts else _("without a place"),
        talk.abstract_zh, talk.abstract_en,
    ]  # fmt: skip


@staff("see", write="programme")
def new_talk(request: HttpRequest, edition: Edition) -> HttpResponse:
    talk = Talk(edition=edition, language=edition.default_language)
    return _form(request, edition, talk)


@staff("see", write="programme")
def talk(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    found = get_object_or_404(Talk.objects.select_related("room"), edition=edition, number=number)
    return _form(request, edition, found)


def _form(request: HttpRequest, edition: Edition, talk: Talk) -> HttpResponse:
    """One page for a new talk and an old one. The button «search» only looks for people; nothing is saved."""
    posted = request.POST if request.method == "POST" else None
    form = TalkForm(posted, instance=talk, edition=edition, initial={"version": talk.version})
    newcomer = NewSpeakerForm(posted, prefix="new")
    chosen = _chosen(request, edition) if posted is not None else _speakers_of(talk)
    search = request.POST.get("search", "").strip()
    problem = ""
    if posted is not None and "look" not in request.POST and form.is_valid() and newcomer.is_valid():
        try:
            with transaction.atomic():
                saved = _save(request, edition, talk, form, newcomer, chosen)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Saved: %(title)s") % {"title": saved.title})
            return redirect("talk", edition.slug, saved.number)
    context = {
        "form": form,
        "newcomer": newcomer,
        "talk": talk,
        "chosen": chosen,
        "search": search,
        "found": people_for(edition, search, without=[person.pk for person in chosen]),
        "problem": problem,
        "rooms": edition.rooms.all() if talk.pk else [],
        "times": _times(edition) if talk.pk else [],
    }
    wrong = problem or form.errors or (posted is not None and newcomer.errors)
    return render(request, "programme/talk.html", context, status=409 if problem else 422 if wrong else 200)


def _save(request, edition, talk, form, newcomer, chosen) -> Talk:
    at = edition.now()
    people = list(chosen)
    if newcomer.cleaned_data["name"]:
        facts = {name: newcomer.cleaned_data[name] for name in ("name", "position", "email", "phone")}
        organisation = find_or_add_organisation(edition=edition, name=newcomer.cleaned_data["organisation"])
        category = edition.categories.filter(code="speaker").first()
        people.append(
            add_person(
                edition=edition, by=request.user, at=at, organisation=organisation, category=category, **facts
            )
        )
    if talk.pk is None:
        return add_talk(edition=edition, by=request.user, at=at, speakers=people, **form.facts())
    # A ModelForm writes what was typed into the instance; what the database holds decides what changed.
    stored = Talk.objects.select_related("edition").get(pk=talk.pk)
    change_talk(
        talk=stored,
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=at,
        speakers=people,
        **form.facts(),
    )
    return stored


def _speakers_of(talk: Talk) -> list[Person]:
    if talk.pk is None:
        return []
    return [row.person for row in talk.speakers.select_related("person__organisation")]


def _chosen(request: HttpRequest, edition: Edition) -> list[Person]:
    """The ticked people in the order the page asks for; a number that is none of ours is left out."""
    ticked = [
        int(pk) for pk in dict.fromkeys(request.POST.getlist("speaker")) if pk.isdecimal() and len(pk) < 19
    ][:50]
    order = {pk: (_place(request.POST.get(f"order-{pk}", "")), n) for n, pk in enumerate(ticked)}
    people = Person.objects.filter(edition=edition, pk__in=ticked).select_related("organisation")
    return sorted(people, key=lambda person: order[person.pk])


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 999


def _times(edition: Edition) -> list:
    return [
        starts.astimezone(edition.zone)
        for starts in Slot.objects.filter(edition=edition).values_list("starts_at", flat=True)
    ]


@staff("programme")
@require_GET
def speaker_search(request: HttpRequest, edition: Edition) -> HttpResponse:
    """People for what was typed so far: the rows the form adds to its list of speakers."""
    found = people_for(edition, request.GET.get("search", "")[:100])
    return render(request, "programme/_found.html", {"found": found, "search": request.GET.get("search", "")})


@staff("programme")
@require_POST
def cancel(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    found = get_object_or_404(Talk, edition=edition, number=number)
    if cancel_talk(talk=found, by=request.user, at=edition.now()):
        messages.success(
            request,
            _("“%(title)s” is cancelled. Visitors and speakers learn it with the next release.")
            % {"title": found.title},
        )
    return redirect("talk", edition.slug, number)


@staff("programme")
@require_POST
def restore(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    found = get_object_or_404(Talk, edition=edition, number=number)
    if restore_talk(talk=found, by=request.user, at=edition.now()):
        messages.success(request, _("“%(title)s” is back in the programme.") % {"title": found.title})
    return redirect("talk", edition.slug, number)
