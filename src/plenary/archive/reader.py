"""Reading an archive back: checked whole before a row is written, written in one transaction or not at all."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.archive.events import EditionImported
from plenary.archive.intake import Archive, NotAnArchive
from plenary.archive.snapshots import translate_release
from plenary.archive.tables import columns, tables
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.outbox.events import publish
from plenary.programme.models import Release


class AlreadyHere(Exception):
    """An edition of that address exists; importing never overwrites. The text is a whole sentence."""


@transaction.atomic
def read_archive(*, archive: Archive, by: User) -> Edition:
    """Creates the edition of the archive. All or nothing.

    Raises NotAnArchive when a row does not fit its table, AlreadyHere when the edition's address is taken.
    """
    facts = archive.manifest["edition"]
    slug = facts.get("slug")
    if Edition.objects.filter(slug=slug).exists():
        raise AlreadyHere(
            _(
                "An edition called %(slug)s is already here. Importing never overwrites: remove or rename it first."
            )
            % {"slug": slug}
        )
    refs: dict[str, dict[int, int]] = {"accounts.User": _users(archive)}
    try:
        edition = _instance(Edition, facts, refs, where="manifest.json")
        edition.full_clean()
        edition.save()
        for model in tables():
            refs[model._meta.label] = _load(archive, model, edition, refs)
        _fix_releases(archive, edition, refs)
    except (IntegrityError, ValidationError) as problem:
        raise NotAnArchive(
            _("A row of the archive does not fit: %(problem)s") % {"problem": problem}
        ) from problem
    # Noted for the installation: a line of the edition's own would make it unequal to what was read.
    record(edition=None, by=by, verb="imported archive", about=edition.slug)
    publish(EditionImported(edition_id=edition.pk))
    return edition


def _users(archive: Archive) -> dict[int, int]:
    """Ref → account. An address unknown here becomes an account that cannot sign in: a name for the record."""
    refs = {}
    for ref, row in enumerate(archive.rows("accounts.User"), 1):
        email = str(row.get("email", ""))[:254]
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User(
                email=email,
                name=str(row.get("name", ""))[:100],
                language="en" if row.get("language") == "en" else "zh",
                is_active=False,
                joined_at=now(),
            )
            user.set_unusable_password()
            user.save()
        refs[ref] = user.pk
    return refs


def _instance(model: type[models.Model], row: dict, refs: dict, *, where: str) -> Any:
    values = {}
    for field in columns(model):
        if field.many_to_many or field.name not in row:
            continue
        value = row[field.name]
        try:
            if field.is_relation:
                known = refs[field.related_model._meta.label]  # type: ignore[union-attr]
                values[field.attname] = None if value is None else known[value]
            elif isinstance(field, models.DurationField):
                values[field.name] = timedelta(seconds=value)
            else:
                values[field.name] = field.to_python(value)
        except (KeyError, TypeError, ValueError, ValidationError) as problem:
            raise NotAnArchive(
                _("%(where)s: the value of «%(column)s» does not fit.")
                % {"where": where, "column": field.name}
            ) from problem
    return model(**values)


def _load(archive: Archive, model: type[models.Model], edition: Edition, refs: dict) -> dict[int, int]:
    label = model._meta.label
    rows = list(archive.rows(label))
    made = []
    for number, row in enumerate(rows, 1):
        instance = _instance(model, row, refs, where=f"tables/{label}.jsonl, row {number}")
        instance.edition = edition
        made.append(instance)
    model._default_manager.bulk_create(made, batch_size=500)
    # The stubs do not know what a relation through a table has.
    relations: Iterable[Any] = model._meta.many_to_many
    for field in relations:
        through = field.remote_field.through
        known = refs[field.related_model._meta.label]
        through._default_manager.bulk_create(
            through(**{field.m2m_column_name(): instance.pk, field.m2m_reverse_name(): known[ref]})
            for instance, row in zip(made, rows, strict=True)
            for ref in row.get(field.name, [])
        )
    return {ref: instance.pk for ref, instance in enumerate(made, 1)}


def _fix_releases(archive: Archive, edition: Edition, refs: dict) -> None:
    """Turns the refs inside snapshots into this database's numbers. The one update a release ever sees."""
    for release, row in zip(edition.releases.order_by("pk"), archive.rows("programme.Release"), strict=True):
        here = translate_release({"snapshot": row["snapshot"], "changes": row["changes"]}, refs)
        Release.objects.filter(pk=release.pk).update(snapshot=here["snapshot"], changes=here["changes"])
