"""Verbs about guest lists: kept, chosen about, confirmed once, undone."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Category, Edition
from plenary.invitations.intake import forget, keep, read_kept
from plenary.invitations.models import GuestListFile
from plenary.invitations.planning import Choices, PlannedRow, make_plan
from plenary.people.actions import new_person, organisation_name
from plenary.people.models import Organisation, Person
from plenary.people.names import search_key


class AlreadyDecided(Exception):
    """The list was confirmed, thrown away or undone before."""


class CannotUndo(Exception):
    """Somebody from the list was invited, registered or put on the programme since."""


def take_in(*, edition: Edition, filename: str, content: bytes, by: User, at: datetime) -> GuestListFile:
    """Reads an uploaded file and keeps it for the preview. Raises intake.NotAGuestList."""
    file = keep(content)
    try:
        reading = read_kept(file)
    except BaseException:
        forget(file)
        raise
    return GuestListFile.objects.create(
        edition=edition, filename=filename[-200:], by=by, at=at, file=file, reading=reading
    )


def choose(*, guest_list: GuestListFile, choices: Choices) -> None:
    """Keeps the choices of the preview; other columns mean that the file is read anew."""
    changed = {"choices": vars(choices)}
    if choices.columns != guest_list.choices.get("columns", {}):
        changed["reading"] = read_kept(guest_list.file, choices.columns)
        choices.same = {}  # rows may have moved
    if not _undecided(guest_list).update(**changed):
        raise AlreadyDecided
    guest_list.refresh_from_db()


def discard(*, guest_list: GuestListFile, by: User | str, at: datetime) -> None:
    if not _undecided(guest_list).update(discarded_at=at, reading=_EMPTY, file=""):
        raise AlreadyDecided
    forget(guest_list.file)


@transaction.atomic
def confirm_guest_list(*, guest_list: GuestListFile, by: User, at: datetime) -> GuestListFile:
    """Everything in one transaction: people, organisations, categories. A second confirmation is refused."""
    if not _undecided(guest_list).update(confirmed_at=at):
        raise AlreadyDecided
    guest_list.refresh_from_db()
    edition = guest_list.edition
    plan = make_plan(edition, guest_list.reading, Choices(**guest_list.choices))
    guest_list.outcome = carry_out(edition=edition, rows=plan.rows, at=at)
    guest_list.added = len(guest_list.outcome["people"])
    guest_list.updated = len(guest_list.outcome["changed"])
    guest_list.reading = _EMPTY | {"problems": guest_list.reading["problems"]}
    file, guest_list.file = guest_list.file, ""
    guest_list.save()
    record(
        edition=edition,
        by=by,
        verb="imported the guest list",
        about=guest_list.filename,
        added=guest_list.added,
        updated=guest_list.updated,
    )
    transaction.on_commit(lambda: forget(file))
    return guest_list


@transaction.atomic
def carry_out(*, edition: Edition, rows: list[PlannedRow], at: datetime) -> dict:
    """Writes the plan in a handful of statements; returns what `undo_guest_list` needs."""
    rows = [row for row in rows if row.kind in ("add", "update")]
    categories = _new_categories(edition, rows)
    organisations, new_organisations = _organisations(edition, rows)
    added, changed, old = [], [], {}
    for row in rows:
        facts = dict(row.facts)
        if row.organisation:
            facts["organisation"] = organisations[_folded(row.organisation)]
        if category := categories.get(row.new_category) or row.category:
            facts["category"] = category
        if row.person is None:
            added.append(new_person(edition=edition, at=at, **facts))
        else:
            old[row.person.pk] = _apply(row.person, facts)
            changed.append(row.person)
    Person.objects.bulk_create(added, batch_size=500)
    if changed:
        fields = sorted({name for values in old.values() for name in values} | {"search_key"})
        Person.objects.bulk_update(changed, fields, batch_size=200)
    return {
        "people": [person.pk for person in added],
        "changed": {str(pk): values for pk, values in old.items() if values},
        "organisations": [one.pk for one in new_organisations],
        "categories": [one.pk for one in categories.values()],
    }


@transaction.atomic
def undo_guest_list(*, guest_list: GuestListFile, by: User, at: datetime) -> None:
    """Takes back what the list added, and what it changed where nobody changed it again."""
    undone = GuestListFile.objects.filter(pk=guest_list.pk, undone_at=None).exclude(confirmed_at=None)
    if not undone.update(undone_at=at):
        raise AlreadyDecided
    outcome = guest_list.outcome
    if _are_used(outcome["people"]):
        raise CannotUndo
    Person.objects.filter(pk__in=outcome["people"]).delete()
    _restore(outcome["changed"])
    Organisation.objects.filter(pk__in=outcome["organisations"], people=None).delete()
    Category.objects.filter(pk__in=outcome["categories"], people=None).delete()
    record(
        edition=guest_list.edition,
        by=by,
        verb="took back the guest list",
        about=guest_list.filename,
        removed=len(outcome["people"]),
        restored=len(outcome["changed"]),
    )


_EMPTY: dict[str, list] = {"columns": [], "rows": [], "problems": []}


def _undecided(guest_list: GuestListFile):
    return GuestListFile.objects.filter(pk=guest_list.pk, confirmed_at=None, discarded_at=None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _new_categories(edition: Edition, rows: list[PlannedRow]) -> dict[str, Category]:
    taken = set(edition.categories.values_list("code", flat=True))
    position = len(taken)
    made = {}
    for label in dict.fromkeys(row.new_category for row in rows if row.new_category):
        position += 1
        code = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:16]
        code = code if code[:1].isalpha() and code not in taken else f"kind_{position}"
        taken.add(code)
        made[label] = edition.categories.create(
            code=code, position=position, name_zh=label[:60], name_en=label[:60]
        )
    return made


def _organisations(edition: Edition, rows: list[PlannedRow]) -> tuple[dict, list[Organisation]]:
    known: dict[str, Organisation] = {}
    for one in edition.organisations.all():
        known |= {_folded(name): one for name in (one.name_en, one.name_zh) if name}
    new = {}
    for row in rows:
        key = _folded(row.organisation)
        if key and key not in known:
            new[key] = Organisation(edition=edition, **organisation_name(row.organisation))
            known[key] = new[key]
    Organisation.objects.bulk_create(new.values(), batch_size=500)
    return known, list(new.values())


def _apply(person: Person, facts: dict) -> dict:
    """Sets the facts; returns column → [old, new] for undoing."""
    old = {}
    for name, value in facts.items():
        if name == "extra":
            value = person.extra | value
        if getattr(person, name) == value:
            continue
        column = f"{name}_id" if name in ("organisation", "category") else name
        before = getattr(person, column)
        setattr(person, name, value)
        old[name] = [before, getattr(person, column)]
    person.search_key = search_key(person.name, person.name_latin)
    return old


def _are_used(people: list[int]) -> bool:
    """Whether any table of any module points at one of them."""
    return any(
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": people}).exists()
        for relation in Person._meta.related_objects
    )


def _restore(changed: dict[str, dict]) -> None:
    people = Person.objects.in_bulk([int(pk) for pk in changed])
    for pk, values in changed.items():
        person = people.get(int(pk))
        if person is None:
            continue
        for name, (before, after) in values.items():
            column = f"{name}_id" if name in ("organisation", "category") else name
            if getattr(person, column) == after:
                setattr(person, column, before)
        person.search_key = search_key(person.name, person.name_latin)
        person.save()


def why_not_undone() -> str:
    return _(
        "Somebody from this list was invited, registered or put on the programme since. "
        "Remove the others one by one on their own pages."
    )
