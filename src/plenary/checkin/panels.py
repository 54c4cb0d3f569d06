"""What check-in answers when lower pages ask: the menu, the next step, a guest's own QR, a person's badge."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.checkin.badges import qr_image
from plenary.checkin.codes import spaced
from plenary.checkin.models import Badge, Scan
from plenary.checkin.queries import coming
from plenary.editions.models import Edition
from plenary.invitations.links import guest_path
from plenary.people.hooks import Panel, guest_panels, person_panels
from plenary.people.models import Person
from plenary.registration.models import Participant
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=40)
def arrivals_section(edition: Edition) -> Section:
    return Section(gettext_lazy("Check-in"), "checkin", "see")


@console_sections.add(order=41)
def door_section(edition: Edition) -> Section:
    return Section(gettext_lazy("Door"), "console_door", "door")


@next_steps.add(order=40)
def print_badges(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    """Once people come and before the first of them is in: badges, paper, doors."""
    if "door" not in grants or not coming(edition).exists():
        return None
    if Scan.objects.filter(edition=edition).exists():
        return None
    return NextStep(
        60,
        _("People have accepted. Print badges and the sign-in sheet, and hand out the link to the doors."),
        reverse("checkin", args=[edition.slug]),
        _("Prepare the doors"),
    )


@guest_panels.add(order=20)
def own_badge(person: Person, request: HttpRequest) -> Panel | None:
    """The guest's QR and code. The badge is made a moment after the answer; until then the page waits for it.

    A badge that was ended comes back only when somebody replaces it: the page says so and waits for nothing.
    """
    cancelled = Participant.objects.filter(person=person).exclude(cancelled_at=None)
    if cancelled.exists():
        return None
    issued = Badge.objects.filter(person=person).select_related("person").first()
    badge = issued if issued and not issued.revoked_at else None
    invitation = getattr(person, "invitation", None)
    context = {
        "badge": badge,
        "ended": issued is not None and badge is None,
        "qr": qr_image(badge) if badge else "",
        "code": spaced(badge.code) if badge else "",
        "picture": f"{guest_path(invitation)}badge.png" if badge and invitation else "",
    }
    return Panel(_("Your entrance code"), "checkin/_own_badge.html", context)


@person_panels.add(order=40)
def badge_and_arrival(person: Person) -> Panel | None:
    badge = Badge.objects.filter(person=person).first()
    admission = Scan.objects.filter(person=person).admissions().first()
    if badge is None and admission is None:
        return None
    context = {
        "code": spaced(badge.code) if badge else "",
        "ended": badge.revoked_at if badge else None,
        "admission": admission,
    }
    return Panel(_("Badge and arrival"), "checkin/_person.html", context)
