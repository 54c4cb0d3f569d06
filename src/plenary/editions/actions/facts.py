"""What an edition is: its facts, its rows, its address, and the clock of a demo."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from plenary.accounts.models import User
from plenary.editions.events import EditionChanged, EditionCreated
from plenary.editions.hooks import slug_locks
from plenary.editions.models import Category, Edition, Party, Room, Topic
from plenary.lib.address import set_public_address
from plenary.lib.clock import now
from plenary.outbox.events import publish

CATEGORIES = [
    ("guest", "特邀嘉宾", "Invited guests"),
    ("dean", "院长", "Deans"),
    ("expert", "专家", "Experts"),
    ("speaker", "报告人", "Speakers"),
    ("media", "媒体", "Media"),
    ("exhibitor", "展商", "Exhibitors"),
    ("staff", "工作人员", "Staff"),
]

Row = Category | Room | Topic | Party


class RowInUse(Exception):
    """Other rows hang on this one."""


class SlugLocked(Exception):
    """The address is printed and shared already; the text says by what."""


def _changed(edition: Edition, what: str, by: User | None) -> None:
    publish(EditionChanged(edition_id=edition.pk, what=what, by_id=by.pk if by else None))


@transaction.atomic
def create_edition(*, slug: str, by: User | None, at: datetime, confirmed: bool = True, **facts) -> Edition:
    """An edition with the usual categories. Not confirmed: a draft until a person looked at what was read."""
    edition = Edition.objects.create(
        slug=slug, created_at=at, confirmed_at=at if confirmed else None, **facts
    )
    Category.objects.bulk_create(
        Category(edition=edition, code=code, position=position, name_zh=zh, name_en=en)
        for position, (code, zh, en) in enumerate(CATEGORIES)
    )
    publish(EditionCreated(edition_id=edition.pk, by_id=by.pk if by else None))
    return edition


@transaction.atomic
def save_facts(*, edition: Edition, changes: dict, by: User) -> list[str]:
    """Writes the facts that differ; returns their names. Nothing changed: nothing is written or announced."""
    if changes.get("starts_on"):
        changes = changes | {"date_note": ""}  # the days are known now
    changed = [name for name, value in changes.items() if getattr(edition, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(edition, name, changes[name])
    edition.save(update_fields=changed)
    _changed(edition, ", ".join(changed), by)
    return changed


@transaction.atomic
def change_slug(*, edition: Edition, slug: str, by: User) -> None:
    """Moves the edition to another address. Raises SlugLocked once something public carries the present one."""
    for reason in slug_locks.ask(edition):
        raise SlugLocked(reason)
    edition.slug = slug
    edition.save(update_fields=["slug"])
    _changed(edition, "slug", by)


@transaction.atomic
def save_row(*, row: Row, by: User) -> None:
    """Saves a category, room, topic or party of its edition; a new one goes to the end."""
    if row.pk is None:
        last = type(row).objects.filter(edition=row.edition).aggregate(last=models.Max("position"))["last"]
        row.position = 0 if last is None else last + 1
    row.save()
    _changed(row.edition, type(row).__name__.lower(), by)


@transaction.atomic
def remove_row(*, row: Row, by: User) -> None:
    """Raises RowInUse when people, talks or badges hang on it."""
    edition, kind = row.edition, type(row).__name__.lower()
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as problem:
        raise RowInUse from problem
    _changed(edition, kind, by)


@transaction.atomic
def discard_draft(*, edition: Edition) -> None:
    """Erases an edition nobody has confirmed; a confirmed one is never erased from here."""
    Edition.objects.filter(pk=edition.pk, confirmed_at=None).delete()


@transaction.atomic
def move_clock(*, edition: Edition, to: datetime, by: User) -> None:
    """Sets the domain time of a demo edition: what its wall clock shows from now on."""
    edition.clock_offset = to - now()
    edition.save(update_fields=["clock_offset"])
    _changed(edition, "clock", by)


@transaction.atomic
def change_address(*, address: str, by: User) -> None:
    """Keeps the public address and has every public page made anew: their links and QR codes carry it.

    Raises ValueError when it is no address."""
    set_public_address(address)
    for edition in Edition.objects.exclude(confirmed_at=None):
        _changed(edition, "address", by)
