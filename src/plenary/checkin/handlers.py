"""Who comes gets a badge."""

from plenary.checkin.actions import ensure_badge
from plenary.lib.clock import now
from plenary.outbox.events import handles
from plenary.people.models import Person
from plenary.registration.events import RegistrationOpened


@handles(RegistrationOpened)
def issue_badge(event: RegistrationOpened) -> None:
    person = Person.objects.filter(pk=event.person_id).first()
    if person:
        ensure_badge(person=person, at=now())
