"""What an archive holds: which tables, which columns, in which order, and how a value is written.

The list is made from the models, so that a new table travels by itself, except for what is named in LEFT_OUT; the
reference page lists the result and a test holds the two together.
"""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import models

# Secrets and traces of this installation, not facts of the summit.
LEFT_OUT = {
    "editions.TeamLink": "secret links of this installation",
    "mail.Message": "messages hold guests' links of this installation",
    "jobs.Job": "work of this installation and its files",
    "live.Change": "pushed once to pages that were open then",
}
# Columns that mean something only here.
LEFT_OUT_COLUMNS = {"editions.Edition": {"id"}}
# Accounts are not copied: who acted is named, and meets an account of the same address when there is one.
USER_COLUMNS = ("name", "email", "language")


@cache
def tables() -> tuple[type[models.Model], ...]:
    """Models with a foreign key `edition`, each after those it points to."""
    ours = {
        model._meta.label: model
        for model in apps.get_models()
        if model.__module__.startswith("plenary.")
        and model._meta.label not in LEFT_OUT
        and any(field.name == "edition" for field in model._meta.fields)
    }
    ordered: dict[str, type[models.Model]] = {}

    def place(model: type[models.Model]) -> None:
        for field in model._meta.fields:
            target = field.related_model
            if (
                isinstance(target, type)
                and target is not model
                and target._meta.label in ours.keys() - ordered.keys()
            ):
                place(target)
        ordered.setdefault(model._meta.label, model)

    for label in sorted(ours):
        place(ours[label])
    return tuple(ordered.values())


def columns(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of a row in an archive: all but the number and the edition."""
    for field in model._meta.fields:
        if field.primary_key or field.name == "edition":
            continue
        if field.name not in LEFT_OUT_COLUMNS.get(model._meta.label, set()):
            yield field
    yield from model._meta.many_to_many  # type: ignore[misc]


def kind(field: models.Field) -> str:
    """How the reference page calls the type of a column."""
    if field.many_to_many:
        return f"list of refs to {field.related_model._meta.label}"  # type: ignore[union-attr]
    if field.is_relation:
        return f"ref to {field.related_model._meta.label}"  # type: ignore[union-attr]
    names = {
        models.JSONField: "JSON",
        models.DateTimeField: "instant (ISO 8601, UTC)",
        models.DateField: "date (ISO 8601)",
        models.DurationField: "seconds",
        models.BooleanField: "true or false",
        models.UUIDField: "UUID",
        models.IntegerField: "number",
        models.PositiveIntegerField: "number",
        models.PositiveSmallIntegerField: "number",
    }
    return names.get(type(field), "text")
