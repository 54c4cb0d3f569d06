"""A published text becomes a draft edition, and a person confirms it."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from plenary.accounts.models import User
from plenary.announcements.drafts import MEASURES, edition_facts, in_language, kind_of, propose_slug
from plenary.announcements.models import Announcement
from plenary.announcements.reading import read
from plenary.audit.actions import record
from plenary.editions.actions import create_edition, discard_draft
from plenary.editions.models import Category, Edition, Party, Picture, Promise, Topic
from plenary.lib.clock import now
from plenary.publication.actions import publish_edition


class AlreadyRead(Exception):
    """The same text has an edition; `announcement` is its."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__(str(announcement.edition))
        self.announcement = announcement


def create_draft(data: bytes, filename: str, by: User | None) -> Edition:
    """Reads the text and keeps what it says as a draft edition.

    Raises reading.Unreadable, reading.NoAnnouncement, and AlreadyRead when this text was read before."""
    digest = hashlib.sha256(data).hexdigest()
    _refuse_twice(digest)
    reading = read(data, filename)  # a subprocess: outside the transaction
    try:
        return _keep(reading, data, filename[:200], digest, by)
    except IntegrityError:
        _refuse_twice(digest)  # two sent it at once, and this is the second
        raise


def _refuse_twice(digest: str) -> None:
    known = Announcement.objects.select_related("edition").filter(digest=digest).first()
    if known:
        raise AlreadyRead(known)


@transaction.atomic
def _keep(reading: dict, data: bytes, filename: str, digest: str, by: User | None) -> Edition:
    at = now()
    year = (reading["start_date"] or "")[:4]
    slug = propose_slug(reading["title"] or "", year)
    edition = create_edition(slug=slug, by=by, at=at, confirmed=False, **edition_facts(reading))
    text = reading.pop("text")
    Announcement.objects.create(
        edition=edition,
        digest=digest,
        filename=filename,
        text=text,
        source=data.decode("utf-8", "replace").replace("\0", ""),
        reading=reading,
        by=by,
        at=at,
    )
    _write_lists(edition, reading)
    _write_promises(edition, reading)
    record(edition=edition, by=by or "Plenary", verb="read the announcement", about=filename or edition.title)
    return edition


def _write_lists(edition: Edition, reading: dict) -> None:
    Picture.objects.bulk_create(
        Picture(edition=edition, position=n, address=address)
        for n, address in enumerate(reading["images"][:50])
        if len(address) <= 1000
    )
    for role, key in [("organiser", "organisers"), ("co_organiser", "co_organisers")]:
        write_names(edition.parties.filter(role=role), Party(edition=edition, role=role), reading[key])
    write_names(edition.topics.all(), Topic(edition=edition), reading["topics"])


def write_names(rows, sample: Party | Topic, names: list[str]) -> None:
    """Makes `rows` hold these names in this order; the ones that stay keep their other language."""
    present = {row.name_zh or row.name_en: row for row in rows}
    wanted = list(dict.fromkeys(" ".join(name.split())[:200] for name in names if name.strip()))
    rows.exclude(pk__in=[present[name].pk for name in wanted if name in present]).delete()
    for position, name in enumerate(wanted):
        row = present.get(name)
        if row is None:
            values = {"edition": sample.edition, "position": position} | in_language("name", name)
            if isinstance(sample, Party):
                values["role"] = sample.role
            type(sample).objects.create(**values)
        elif row.position != position:
            type(sample).objects.filter(pk=row.pk).update(position=position)


def _write_promises(edition: Edition, reading: dict) -> None:
    """Each number with its words, and the count that would measure it. Positions are those of the reading."""
    for n, promise in enumerate(reading["promises"]):
        kind = kind_of(promise)
        row = Promise.objects.create(
            edition=edition,
            position=n,
            kind=kind,
            count=promise["count"],
            at_least=promise["at_least"],
            evidence=reading["evidence"].get(f"promises.{n}", ""),
            measure=MEASURES.get(kind, ("", []))[0],
            **in_language("label", promise["label"]),
        )
        _count_usual_categories(row)


def _count_usual_categories(promise: Promise) -> None:
    """Deans for «300+ deans»: the categories that a promise of its kind counts, until a person chooses others."""
    _, codes = MEASURES.get(promise.kind, ("", []))
    promise.categories.set(Category.objects.filter(edition=promise.edition_id, code__in=codes))


@transaction.atomic
def save_draft(*, edition: Edition, form, promises, by: User, confirm: bool, at: datetime) -> None:
    """Writes what the person corrected; `confirm` makes the summit real and its promises the ledger.

    `form` and `promises` are valid: a model form of the edition with lists of names, and a formset of promises."""
    form.save()
    for role, key in [("organiser", "organisers"), ("co_organiser", "co_organisers")]:
        names = form.cleaned_data[key].splitlines()
        write_names(edition.parties.filter(role=role), Party(edition=edition, role=role), names)
    write_names(edition.topics.all(), Topic(edition=edition), form.cleaned_data["topics"].splitlines())
    promises.save()
    for row, changed in [*promises.changed_objects, *((new, ["kind"]) for new in promises.new_objects)]:
        if "kind" in changed:
            _count_usual_categories(row)
    if confirm:
        confirm_draft(edition=edition, by=by, at=at)


@transaction.atomic
def confirm_draft(*, edition: Edition, by: User | None, at: datetime | None = None) -> None:
    """A person looked at what was read: the summit is real, and its promises are the ledger."""
    if Edition.objects.filter(pk=edition.pk, confirmed_at=None).update(confirmed_at=at or now()):
        record(edition=edition, by=by or "Plenary", verb="confirmed the announcement", about=edition.title)
        publish_edition(edition)  # on the commit: the public page is there when the committee looks for it


def discard(*, announcement: Announcement, by: User) -> str:
    """Throws a draft away and returns its source, so that it can be read again."""
    source = announcement.source
    with transaction.atomic():
        discard_draft(edition=announcement.edition)
        record(edition=None, by=by, verb="discarded the draft", about=announcement.edition.title)
    return source
