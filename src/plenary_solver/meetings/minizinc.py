"""A reader of MiniZinc data as far as numbers, sets, arrays and tables of numbers go, which says where things stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plenary_solver.refusals import BadInput

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\f\v]+|%[^\n]*)|(?P<line>\n)|(?P<remark>/\*.*?\*/)|(?P<number>-?\d+(?![\w]))"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>\.\.|\[\||\|\]|[\[\]{}|,;=])",
    re.DOTALL,
)
_LONGEST_NUMBER = 18  # digits; what is larger is no count of anything
_WIDEST_RANGE = 100_000


@dataclass(frozen=True)
class Item:
    """A number, a set of numbers, or a list of items, and the line it begins on. A table is a list of lists, with
    `rows` true."""

    value: "int | frozenset[int] | list[Item]"
    line: int
    rows: bool = False

    @property
    def where(self) -> str:
        return f"line {self.line}"


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def parse(text: str) -> dict[str, Item]:
    """Every `name = value;` of the text. Raises BadInput, naming the line."""
    return _Parser(text).items()


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadInput(f"There is {_shown(text[position])} where data should be.", where=f"line {line}")
        kind, found = str(match.lastgroup), match.group()
        if kind == "number" and len(found) > _LONGEST_NUMBER:
            raise BadInput(f"The number {found[:20]}… is too large.", where=f"line {line}")
        if kind in ("number", "name", "sign"):
            yield _Token(kind, found, line)
        line += found.count("\n")
        position = match.end()
    yield _Token("end", "", line)


def _shown(character: str) -> str:
    return f"«{character}»" if character.isprintable() else f"the character U+{ord(character):04X}"


class _Parser:
    def __init__(self, text: str):
        self.tokens = _tokens(text)
        self.token = next(self.tokens)
        self.name = ""
        self.begun = 1

    def items(self) -> dict[str, Item]:
        found: dict[str, Item] = {}
        while self.token.kind != "end":
            self.begun, self.name = self.token.line, self.token.text
            if self.token.kind != "name":
                self._refuse("a name")
            if self.name in found:
                raise BadInput(
                    f"{self.name} is given twice, first on line {found[self.name].line}.",
                    where=f"line {self.begun}",
                )
            self._next()
            self._expect("=")
            found[self.name] = self._value()
            self._expect(";")
        return found

    def _value(self) -> Item:
        line = self.token.line
        if self._skip("[|"):
            return Item(self._table(), line, rows=True)
        if self._skip("["):
            return Item(self._list(), line)
        return self._entry()

    def _entry(self) -> Item:
        line = self.token.line
        if self._skip("{"):
            return Item(self._set(), line)
        return Item(self._number(), line)

    def _list(self) -> list[Item]:
        found = []
        while not self._skip("]"):
            found.append(self._entry())
            if not self._skip(","):
                self._expect("]")
                break
        return found

    def _table(self) -> list[Item]:
        rows = []
        while not self._skip("|]"):
            line, cells = self.token.line, []
            while self.token.text not in ("|", "|]"):
                cells.append(Item(self._number(), self.token.line))
                if not self._skip(",") and self.token.text not in ("|", "|]"):
                    self._refuse("a comma or «|»")
            if cells or self.token.text == "|":
                rows.append(Item(cells, line))
            self._skip("|")
        return rows

    def _set(self) -> frozenset[int]:
        found: set[int] = set()
        while not self._skip("}"):
            found.update(self._span())
            if not self._skip(","):
                self._expect("}")
                break
        return frozenset(found)

    def _span(self) -> range:
        first = last = self._number()
        if self._skip(".."):
            last = self._number()
        if last - first > _WIDEST_RANGE:
            raise BadInput(f"The range {first}..{last} is too wide.", where=f"line {self.token.line}")
        return range(first, last + 1)

    def _number(self) -> int:
        if self.token.kind != "number":
            self._refuse("a number")
        number = int(self.token.text)
        self._next()
        return number

    def _skip(self, sign: str) -> bool:
        if self.token.kind == "sign" and self.token.text == sign:
            self._next()
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._skip(sign):
            self._refuse(f"«{sign}»")

    def _next(self) -> None:
        self.token = next(self.tokens)

    def _refuse(self, wanted: str) -> None:
        where = f"line {self.token.line}"
        if self.token.kind == "end":
            raise BadInput(
                f"The file ends in the middle of {self.name}, which begins on line {self.begun}: it seems to be cut off.",
                where=where,
            )
        raise BadInput(f"There is «{self.token.text[:40]}» where {wanted} should be.", where=where)
