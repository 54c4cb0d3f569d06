"""Releases: what would change, the release itself, and what each one changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.people.models import Person
from plenary.people.queries import reach
from plenary.programme.actions.release import fingerprint, release
from plenary.programme.audience import changes_by_person
from plenary.programme.clashes import CLASH
from plenary.programme.forms import ReleaseForm
from plenary.programme.models import Release
from plenary.programme.queries import programme_of
from plenary.programme.refusals import Refused
from plenary.programme.snapshots import difference, freeze, is_same
from plenary.programme.words import sentence, summary

MOST_SENTENCES = 200


@staff("see", write="release")
def releases(request: HttpRequest, edition: Edition) -> HttpResponse:
    if request.method != "POST":
        return _page(request, edition, ReleaseForm())
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form, status=422)
    try:
        made = release(
            edition=edition,
            by=request.user,
            at=edition.now(),
            despite=request.POST.getlist("despite"),
            **form.cleaned_data,
        )
    except Refused as refused:
        return _page(request, edition, form, problem=str(refused), status=409)
    messages.success(
        request,
        _("Release %(number)s is made. In a moment it stands on every public page and the guests are told.")
        % {"number": made.number},
    )
    return redirect("releases", edition.slug)


def _page(
    request: HttpRequest, edition: Edition, form: ReleaseForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    before = Release.objects.current(edition)
    old = before.snapshot if before else None
    draft = freeze(edition)
    changes = difference(old, draft)
    clashes = programme_of(edition, released=old or {"talks": []}).clashes
    context = {
        "form": form,
        "problem": problem,
        "seen": fingerprint(before.number if before else 0, draft),
        "before": before,
        "next_number": before.number + 1 if before else 1,
        "nothing": is_same(old, draft),
        "summary": summary(changes),
        "sentences": [sentence(entry) for entry in changes[:MOST_SENTENCES]],
        "more": max(0, len(changes) - MOST_SENTENCES),
        "impact": _impact(edition, changes),
        "clashes": [clash for clash in clashes if clash.severity == CLASH],
        "notes": [clash for clash in clashes if clash.severity != CLASH],
        "despite": request.POST.getlist("despite"),
        "history": [(made, summary(made.changes)) for made in _history(edition)],
        "may_release": "release" in request.grants,
    }
    return render(request, "programme/releases.html", context, status=status)


def _impact(edition: Edition, changes: list[dict]) -> dict:
    """How many talks change, whom they concern, and how those can be told."""
    people = Person.objects.filter(edition=edition, pk__in=changes_by_person(changes)).present()
    ways = [reach(person) for person in people.select_related("organisation")]
    return {
        "talks": len({entry["guid"] for entry in changes}),
        "people": len(ways),
        "email": sum(way.channel == "email" and way.is_known for way in ways),
        "copy": sum(way.channel == "copy" and way.is_known for way in ways),
        "unknown": sum(not way.is_known for way in ways),
    }


def _history(edition: Edition):
    return Release.objects.filter(edition=edition).select_related("by").defer("snapshot")


@staff("see")
def release_page(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    made = get_object_or_404(_history(edition), number=number)
    context = {
        "release": made,
        "summary": summary(made.changes),
        "sentences": [sentence(entry) for entry in made.changes],
        "told": len(changes_by_person(made.changes)),
    }
    return render(request, "programme/release.html", context)
