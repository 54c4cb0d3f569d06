"""Frozen dataclasses to plain JSON values and back, guided by their annotations."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from functools import cache


class JsonForm:
    """Gives a dataclass `as_json()` and `from_json()`; what goes out comes back equal."""

    def as_json(self) -> dict:
        return _plain(self)

    @classmethod
    def from_json(cls, data: dict):
        hints = _hints(cls)  # type: ignore[arg-type]
        return cls(**{name: _typed(hints[name], value) for name, value in data.items()})


@cache
def _hints(cls) -> dict:
    return typing.get_type_hints(cls)


def _plain(value):
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, date):  # datetime is one too
        return value.isoformat()
    return value


def _typed(hint, value):
    if value is None:
        return None
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _typed(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(arguments[0], item) for item in value)
    if isinstance(hint, type) and issubclass(hint, JsonForm):
        return hint.from_json(value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return value
