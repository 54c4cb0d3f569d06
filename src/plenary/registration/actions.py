"""Verbs of registration: somebody comes, or no longer comes."""

from datetime import datetime

from django.db import transaction

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Category, Edition
from plenary.outbox.events import publish
from plenary.people.actions import add_person, find_or_add_organisation
from plenary.people.models import Person
from plenary.registration.events import RegistrationOpened
from plenary.registration.models import Participant


@transaction.atomic
def open_registration(*, person: Person, by: User | str, at: datetime) -> bool:
    """The person comes. False when that was known already; a cancelled registration opens again."""
    participant, is_new = Participant.objects.get_or_create(
        person=person, defaults={"edition_id": person.edition_id, "since": at}
    )
    if not is_new:
        again = Participant.objects.filter(pk=participant.pk).exclude(cancelled_at=None)
        if not again.update(cancelled_at=None, since=at):
            return False
    record(edition=person.edition, by=by, verb="registered", about=person.name, person=person.pk)
    publish(RegistrationOpened(person_id=person.pk, edition_id=person.edition_id))
    return True


@transaction.atomic
def cancel_registration(*, person: Person, by: User | str, at: datetime) -> bool:
    """The person does not come any more. False when they were not registered."""
    if not Participant.objects.coming().filter(person=person).update(cancelled_at=at):
        return False
    record(
        edition=person.edition,
        by=by,
        verb="cancelled the registration of",
        about=person.name,
        person=person.pk,
    )
    return True


@transaction.atomic
def register_walk_in(
    *,
    edition: Edition,
    name: str,
    by: User | str,
    at: datetime,
    organisation: str = "",
    category: Category | None = None,
    phone: str = "",
    **facts: object,
) -> Participant:
    """Somebody stands at the door whom no list names: person and participant in one act."""
    person = add_person(
        edition=edition,
        by=by,
        at=at,
        name=name,
        organisation=find_or_add_organisation(edition=edition, name=organisation),
        category=category,
        phone=phone,
        **facts,
    )
    open_registration(person=person, by=by, at=at)
    return person.participant
