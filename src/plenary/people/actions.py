"""Verbs about persons and organisations."""

from datetime import datetime

from django.db import transaction

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.outbox.events import publish
from plenary.people.events import PersonRemoved, PersonRestored
from plenary.people.models import Organisation, Person
from plenary.people.names import is_han, search_key

# What may be said of a person; anything else is refused by name.
FIELDS = (
    "category",
    "organisation",
    "name",
    "name_latin",
    "salutation",
    "position",
    "academic_title",
    "department",
    "phone",
    "email",
    "contact_name",
    "contact_phone",
    "contact_email",
    "language",
    "note",
    "extra",
)


def new_person(*, edition: Edition, at: datetime, **facts: object) -> Person:
    """An unsaved person with the search key set: for bulk work that saves many at once."""
    _refuse_unknown(facts)
    person = Person(edition=edition, created_at=at, **facts)
    if "language" not in facts:
        person.language = "zh" if is_han(person.name) else "en"
    person.search_key = search_key(person.name, person.name_latin)
    return person


@transaction.atomic
def add_person(*, edition: Edition, by: User | str, at: datetime, **facts: object) -> Person:
    person = new_person(edition=edition, at=at, **facts)
    person.save()
    record(edition=edition, by=by, verb="added", about=person.name, person=person.pk)
    return person


@transaction.atomic
def correct_person(*, person: Person, by: User | str, at: datetime, **facts: object) -> list[str]:
    """Sets what is given; returns the names of the fields that really changed (none: nothing is written)."""
    _refuse_unknown(facts)
    changed = [name for name, value in facts.items() if getattr(person, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(person, name, facts[name])
    person.search_key = search_key(person.name, person.name_latin)
    person.save(update_fields=[*changed, "search_key"])
    record(
        edition=person.edition, by=by, verb="corrected", about=person.name, person=person.pk, fields=changed
    )
    return changed


@transaction.atomic
def remove_person(*, person: Person, by: User | str, at: datetime) -> bool:
    """Off every list, their link ended; nothing is lost, and `restore_person` undoes it."""
    if not Person.objects.filter(pk=person.pk, removed_at=None).update(removed_at=at):
        return False
    person.removed_at = at
    record(edition=person.edition, by=by, verb="removed", about=person.name, person=person.pk)
    publish(PersonRemoved(person_id=person.pk, edition_id=person.edition_id))
    return True


@transaction.atomic
def restore_person(*, person: Person, by: User | str, at: datetime) -> bool:
    if not Person.objects.filter(pk=person.pk).exclude(removed_at=None).update(removed_at=None):
        return False
    person.removed_at = None
    record(edition=person.edition, by=by, verb="restored", about=person.name, person=person.pk)
    publish(PersonRestored(person_id=person.pk, edition_id=person.edition_id))
    return True


@transaction.atomic
def find_or_add_organisation(*, edition: Edition, name: str) -> Organisation | None:
    """The organisation of that name, in either language; None for an empty name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    here = edition.organisations
    found = here.filter(name_zh=name).first() or here.filter(name_en__iexact=name).first()
    return found or here.create(**organisation_name(name))


def organisation_name(name: str) -> dict[str, str]:
    """The column a name belongs in, by its script."""
    return {"name_zh" if is_han(name) else "name_en": name}


@transaction.atomic
def correct_organisation(*, organisation: Organisation, by: User, **facts: str) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(organisation, name) != value]
    if changed:
        for name in changed:
            setattr(organisation, name, facts[name])
        organisation.save(update_fields=changed)
        record(edition=organisation.edition, by=by, verb="corrected", about=organisation.name, fields=changed)
    return changed


def _refuse_unknown(facts: dict) -> None:
    unknown = sorted(set(facts) - set(FIELDS))
    if unknown:
        raise TypeError(f"A person has no {', '.join(unknown)}.")
