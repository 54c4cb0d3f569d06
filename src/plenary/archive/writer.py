"""Writing an edition as one open file: a ZIP with a manifest and one file of JSON lines a table.

Numbers of rows in this database become refs: the position of the row in its table's file, from 1. The same edition
always gives the same bytes, so that two installations compare by exporting.
"""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction

from plenary.accounts.models import User
from plenary.archive.intake import FORMAT, VERSION
from plenary.archive.snapshots import translate_release
from plenary.archive.tables import USER_COLUMNS, columns, tables
from plenary.editions.models import Edition

Refs = dict[str, dict[int, int]]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the ZIP format's first day: no time of writing in the bytes


def plain(value: Any) -> Any:
    """A column's value as JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


def row_of(instance: Any, fields: list, refs: Refs) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in fields:
        if field.many_to_many:
            known = refs[field.related_model._meta.label]
            row[field.name] = sorted(known[target.pk] for target in getattr(instance, field.name).all())
        elif field.is_relation:
            pk = getattr(instance, field.attname)
            row[field.name] = refs[field.related_model._meta.label].get(pk) if pk else None
        else:
            row[field.name] = plain(getattr(instance, field.attname))
    return row


@transaction.atomic  # one consistent reading
def write_archive(edition: Edition) -> bytes:
    """The archive's bytes. Two queries a table, whatever its length."""
    refs: Refs = {}
    files: dict[str, bytes] = {}
    loaded = []
    users: dict[int, User] = {}
    for model in tables():
        many = [field.name for field in model._meta.many_to_many]
        rows = list(model._default_manager.filter(edition=edition).order_by("pk").prefetch_related(*many))
        refs[model._meta.label] = {instance.pk: ref for ref, instance in enumerate(rows, 1)}
        loaded.append((model, rows))
    acting = {
        getattr(instance, field.attname)
        for model, rows in loaded
        for field in model._meta.fields
        if field.related_model is User
        for instance in rows
    } - {None}
    users = User.objects.in_bulk(acting)
    by_address = sorted(users.values(), key=lambda user: user.email)
    refs["accounts.User"] = {user.pk: ref for ref, user in enumerate(by_address, 1)}
    files["accounts.User"] = _lines(
        {name: getattr(user, name) for name in USER_COLUMNS} for user in by_address
    )
    for model, rows in loaded:
        fields = list(columns(model))
        made = (row_of(instance, fields, refs) for instance in rows)
        if model._meta.label == "programme.Release":
            made = (translate_release(row, refs) for row in made)
        files[model._meta.label] = _lines(made)
    edition_row = row_of(edition, list(columns(Edition)), refs)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "edition": edition_row,
        "tables": {label: content.count(b"\n") for label, content in files.items()},
    }
    return _zip(
        {"manifest.json": _json(manifest, indent=1)} | {f"tables/{n}.jsonl": c for n, c in files.items()}
    )


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent).encode()


def _lines(rows: Any) -> bytes:
    return b"".join(_json(row) + b"\n" for row in rows)


def _zip(files: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return stream.getvalue()
