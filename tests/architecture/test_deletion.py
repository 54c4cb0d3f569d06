"""An edition can be erased whole, while what is in use within it cannot be taken away."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.db.models import RestrictedError

from plenary.accounts.models import User
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.programme.models import Slot
from tests.factories import make_category, make_edition, make_person, make_room, make_talk, make_user

# What a constraint asks for beyond «every column filled».
ALSO = {Slot: {"ends_at": now() + timedelta(days=1)}}


def rows_of_every_table(edition: Edition) -> dict[type[models.Model], models.Model]:
    """One row of each table that names its edition, every reference filled, whatever modules there are."""
    made: dict[type[models.Model], models.Model] = {Edition: edition, User: make_user()}
    for model in apps.get_models():
        if any(field.name == "edition" and field.related_model is Edition for field in model._meta.fields):
            _row(model, made)
    return made


def _row(model: type[models.Model], made: dict) -> models.Model:
    if model not in made:
        facts = {field.name: _value(field, made) for field in model._meta.fields if _is_filled(field)}
        made[model] = model._base_manager.create(**(facts | ALSO.get(model, {})))
        for field in model._meta.many_to_many:
            getattr(made[model], field.name).add(_row(field.related_model, made))
    return made[model]


def _is_filled(field: models.Field) -> bool:
    if field.is_relation:
        return True
    return field.name == "starts_at" or not (field.primary_key or field.null or field.has_default())


def _value(field: models.Field, made: dict):
    if field.is_relation:
        return _row(field.related_model, made)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return now()
    return 1 if isinstance(field, models.IntegerField) else "1"


@pytest.mark.django_db
def test_deleting_an_edition_leaves_no_row_of_it_anywhere():
    edition = make_edition()
    made = rows_of_every_table(edition)
    assert len(made) > 25
    edition.delete()
    left = [model._meta.label for model in made if model is not User and model._base_manager.exists()]
    assert left == []


@pytest.mark.django_db
def test_a_category_or_a_room_in_use_cannot_be_deleted():
    category, room = make_category(), make_room()
    make_person(category.edition, category=category)
    make_talk(room.edition, room=room, starts_at=now())
    for used in (category, room):
        with pytest.raises(RestrictedError):
            used.delete()
