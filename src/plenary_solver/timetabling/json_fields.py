"""Objects of a JSON document, read field by field; every refusal names the field as «talks[3].slots»."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from plenary_solver.refusals import BadInput

LARGEST_NUMBER = 10**12


def parse(content: bytes, where: str) -> object:
    """The document in some bytes; fields written twice are refused, since one of the two would be lost."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except BadInput:
        raise
    except json.JSONDecodeError as error:
        raise BadInput(
            f"This is no JSON: {error.msg} in column {error.colno}. Is the file complete?",
            where=f"line {error.lineno}",
        ) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, endless digits, endless brackets
        raise BadInput("This is no JSON document that we can read.", where=where) from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"The field «{twice}» is written twice in one object.", where=f"field {twice}")
    return found


class Fields:
    """One object. `known` are all fields it may have: another one is a slip, and would be lost."""

    def __init__(self, data: object, where: str, known: tuple[str, ...] | None = None):
        if not isinstance(data, Mapping):
            raise BadInput("An object in braces belongs here.", where=where or "document")
        self.data: Mapping[str, Any] = data
        self.where = where
        for name in data if known is not None else ():
            if name not in known:  # type: ignore[operator]
                raise BadInput(
                    f"There is no such field; the fields are {', '.join(known or ())}.", where=self.at(name)
                )

    def at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def has(self, name: str) -> bool:
        return self.data.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise BadInput("A text in quotes belongs here.", where=self.at(name))
        return value

    def whole(
        self,
        name: str,
        default: int | None = None,
        *,
        least: int = -LARGEST_NUMBER,
        most: int = LARGEST_NUMBER,
    ) -> int:
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        return whole(value, self.at(name), least=least, most=most)

    def items(self, name: str) -> list[tuple[object, str]]:
        """The items of a list with the place of each; none when the field is not there."""
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise BadInput("A list in brackets belongs here.", where=self.at(name))
        return [(item, f"{self.at(name)}[{number}]") for number, item in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        for item, where in self.items(name):
            if not isinstance(item, str):
                raise BadInput("A text in quotes belongs here.", where=where)
        return tuple(self.data.get(name) or ())

    def each(self, name: str, known: tuple[str, ...]) -> Iterator["Fields"]:
        """The objects of a list."""
        for item, where in self.items(name):
            yield Fields(item, where, known)


def whole(value: object, where: str, *, least: int = -LARGEST_NUMBER, most: int = LARGEST_NUMBER) -> int:
    """A whole number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInput(f"A whole number from {least:,} to {most:,} belongs here.", where=where)
    return value
