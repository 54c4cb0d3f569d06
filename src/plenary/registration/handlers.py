"""What registration does when guests answer. Handlers look at how things stand now, so order does not matter."""

from django.utils import translation
from django.utils.translation import gettext as _

from plenary.invitations.events import InvitationAccepted, InvitationDeclined
from plenary.invitations.links import guest_address
from plenary.invitations.models import Invitation
from plenary.lib.bilingual import django_code
from plenary.lib.clock import now
from plenary.mail.actions import queue_message
from plenary.mail.letters import inert
from plenary.outbox.events import handles
from plenary.people.events import PersonRemoved, PersonRestored
from plenary.people.models import Person
from plenary.people.queries import reach
from plenary.registration.actions import cancel_registration, open_registration
from plenary.web.templatetags.plenary import date_range


@handles(InvitationAccepted)
def register_accepted_guest(event: InvitationAccepted) -> None:
    invitation = _invitation(event.invitation_id)
    if invitation is None or invitation.state != "accepted":
        return
    open_registration(person=invitation.person, by=invitation.person.name, at=now())
    confirm(invitation, key=f"confirmation:{event.answer_id}")


@handles(InvitationDeclined)
def cancel_declined_guest(event: InvitationDeclined) -> None:
    invitation = _invitation(event.invitation_id)
    if invitation is not None and invitation.state != "accepted":
        cancel_registration(person=invitation.person, by=invitation.person.name, at=now())


@handles(PersonRemoved)
def cancel_removed_person(event: PersonRemoved) -> None:
    person = Person.objects.select_related("edition").get(pk=event.person_id)
    if person.removed_at:
        cancel_registration(person=person, by=person.name, at=person.removed_at)


@handles(PersonRestored)
def reopen_restored_person(event: PersonRestored) -> None:
    """Back to what the removal cancelled: those who had accepted come again."""
    invitation = Invitation.objects.accepted().filter(person=event.person_id).first()
    if invitation:
        person = Person.objects.select_related("edition").get(pk=event.person_id)
        open_registration(person=person, by=person.name, at=now())


def confirm(invitation: Invitation, *, key: str) -> None:
    """One message a yes: thanks, the days and the place, and the link to the guest's own page."""
    person, edition = invitation.person, invitation.edition
    with translation.override(django_code(person.language)):
        way = reach(person)
        queue_message(
            edition=edition,
            kind="confirmation",
            key=key,
            channel=way.channel,
            to_name=way.name,
            to_address=way.address,
            language=person.language,
            subject=_("You are registered: %(title)s") % {"title": edition.title},
            body=_(
                "%(name)s,\n\n"
                "thank you for accepting. You are registered for %(title)s%(when)s.\n\n"
                "Your page with your entrance code, and where you can change your answer:\n"
                "%(link)s\n\n"
                "Please show the code at the entrance.\n\n"
                "The organising committee\n"
            )
            % {
                "name": inert(person.name),
                "title": edition.title,
                "when": _when(edition),
                "link": guest_address(invitation),
            },
        )


def _when(edition) -> str:
    """« (13–14 November 2021, Suzhou)», as far as it is known."""
    days, city = date_range(edition.starts_on, edition.ends_on), edition.city
    if days and city:
        return _(" (%(days)s, %(city)s)") % {"days": days, "city": city}
    return _(" (%(fact)s)") % {"fact": days or city} if days or city else ""


def _invitation(pk: int) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=pk, person__removed_at=None)
        .select_related("edition", "person__organisation", "person__edition")
        .first()
    )
