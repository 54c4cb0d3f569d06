"""What invitations answer when pages and the console ask."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.invitations.letters import contact_letter
from plenary.invitations.links import contact_address, guest_address
from plenary.invitations.models import Invitation
from plenary.lib.bilingual import language
from plenary.people.hooks import Panel, organisation_panels, person_panels
from plenary.people.rules import may_see_reach
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=20)
def guests_section(edition) -> Section:
    return Section(gettext_lazy("Guests"), "guests", "see")


@console_sections.add(order=22)
def waves_section(edition) -> Section:
    return Section(gettext_lazy("Invitations"), "waves", "guests")


@person_panels.add(order=10)
def invitation_panel(person) -> Panel | None:
    """How the guest stands, and what the liaison can do about it."""
    if person.removed_at:
        return None
    invitation = Invitation.objects.filter(person=person).select_related("edition", "wave").first()
    return Panel(
        _("Invitation"),
        "invitations/_person_panel.html",
        {
            "invitation": invitation,
            "answers": invitation.answers.select_related("by") if invitation else [],
            "address": guest_address(invitation) if invitation and not invitation.withdrawn_at else "",
        },
    )


@organisation_panels.add(order=10)
def contact_panel(organisation, grants) -> Panel | None:
    """The text for the organisation's contact, with the link that answers for everyone: for liaisons only."""
    if not may_see_reach(grants):
        return None
    invited = Invitation.objects.standing().filter(person__organisation=organisation)
    names = list(invited.order_by("person__search_key").values_list("person__name", flat=True))
    if not names:
        return None
    closes_on = (
        invited.exclude(closes_on=None).order_by("-closes_on").values_list("closes_on", flat=True).first()
    )
    text = contact_letter(organisation, names, contact_address(organisation), language(), closes_on)
    return Panel(
        _("One answer for all"), "invitations/_organisation_panel.html", {"text": text, "count": len(names)}
    )


@next_steps.add
def bring_in_guests(edition, grants) -> NextStep | None:
    if "guests" not in grants or edition.people.present().exists():
        return None
    return NextStep(
        order=20,
        text=_("Nobody is on the guest list yet."),
        url=reverse("guest_lists", args=[edition.slug]),
        button=_("Bring in a guest list"),
    )


@next_steps.add
def invite_guests(edition, grants) -> NextStep | None:
    if "guests" not in grants:
        return None
    count = edition.people.present().filter(invitation=None).count()
    if not count:
        return None
    return NextStep(
        order=30,
        text=_("%(count)d guests are not invited yet.") % {"count": count},
        url=reverse("waves", args=[edition.slug]),
        button=_("Send a wave"),
    )


@next_steps.add
def remind_guests(edition, grants) -> NextStep | None:
    if "guests" not in grants:
        return None
    count = edition.invitations.open().count()
    if not count:
        return None
    return NextStep(
        order=40,
        text=_("%(count)d guests have not answered.") % {"count": count},
        url=reverse("waves", args=[edition.slug]),
        button=_("Remind them"),
    )
