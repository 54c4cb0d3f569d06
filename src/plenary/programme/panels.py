"""What other pages show of the programme: the menu, the next step, a person's talks."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.editions.models import Edition
from plenary.people.hooks import Panel, guest_panels, person_panels
from plenary.people.models import Person
from plenary.programme.models import Release, Talk
from plenary.programme.snapshots import difference, freeze, is_same
from plenary.programme.words import summary
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=30)
def programme_section(edition: Edition) -> Section:
    return Section(gettext_lazy("Programme"), "programme", "see")


@next_steps.add(order=30)
def programme_step(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    """Talks, then places, then release 1, then whatever is newer than the last release."""
    if "programme" not in grants:
        return None
    talks = Talk.objects.filter(edition=edition).live()
    if not talks.exists():
        return NextStep(
            50,
            _("The programme has no talks yet: bring a list, or write the first one."),
            reverse("programme_files", args=[edition.slug]),
            _("Add talks"),
        )
    before = Release.objects.current(edition)
    if before is None:
        waiting = talks.filter(starts_at=None).count()
        if waiting:
            return NextStep(
                52,
                _("%(count)s talks wait for a room and a time.") % {"count": waiting},
                reverse("board", args=[edition.slug]),
                _("Open the board"),
            )
        text = _("Every talk has its place: the programme can be released.")
    else:
        draft = freeze(edition)
        if is_same(before.snapshot, draft):
            return None
        text = _("The programme changed since release %(number)s: %(summary)s") % {
            "number": before.number,
            "summary": summary(difference(before.snapshot, draft)),
        }
    return NextStep(55, text, reverse("releases", args=[edition.slug]), _("Look at the release"))


@person_panels.add(order=30)
def talks_of_person(person: Person) -> Panel | None:
    """On the console's page of a person: what they speak in, as the draft stands."""
    rows = person.speaking.select_related("talk__room", "talk__edition")
    talks = [row.talk for row in rows]
    if not talks:
        return None
    return Panel(_("Talks"), "programme/_person_talks.html", {"talks": talks, "edition": person.edition})


@guest_panels.add(order=30)
def your_talks(person: Person, request: HttpRequest) -> Panel | None:
    """On a guest's own page: their talks as released, never the draft."""
    made = Release.objects.current(person.edition)
    if made is None:
        return None
    rooms = {room["id"]: room for room in made.snapshot["rooms"]}
    talks = [
        {**talk, "at": datetime.fromisoformat(talk["starts_at"]), "in": rooms.get(talk["room"], {})}
        for talk in made.snapshot["talks"]
        if any(speaker["person"] == person.pk for speaker in talk["speakers"])
    ]
    if not talks:
        return None
    return Panel(
        _("Your talks"),
        "programme/_your_talks.html",
        {"talks": talks, "release": made, "edition": person.edition},
    )
