"""iCalendar's content lines: unfolding, splitting, unescaping; into a tree of components."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plenary_reader.refusals import LimitExceeded, NotReadable

FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
BREAK = re.compile(r"\r\n|\n|\r")  # not str.splitlines: it also breaks at U+2028 and friends
HEAD = re.compile(r"([A-Za-z0-9.\-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):", re.DOTALL)
PARAMETER = re.compile(r";([A-Za-z0-9\-]+)=((?:[^;\"]|\"[^\"]*\")*)")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
DEEPEST = 8


@dataclass(frozen=True)
class Property:
    value: str  # as written, still escaped
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    children: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text if found else ""


def components_of(data: bytes) -> tuple[list[Component], list[int]]:
    """The calendars of a file, and the numbers of the (unfolded) lines that are no content lines."""
    root = Component("")
    open_ones = [root]
    broken: list[int] = []
    for number, text in enumerate(BREAK.split(_decoded(FOLD.sub(b"", data))), start=1):
        if not text.strip():
            continue
        head = HEAD.match(text)
        if head is None:
            broken.append(number)
            continue
        name, value = head[1].rsplit(".", 1)[-1].upper(), text[head.end() :]
        if name == "BEGIN":
            if len(open_ones) > DEEPEST:
                raise LimitExceeded("depth")
            component = Component(value.strip().upper())
            open_ones[-1].children.append(component)
            open_ones.append(component)
        elif name == "END":
            if len(open_ones) == 1 or open_ones[-1].name != value.strip().upper():
                raise NotReadable("broken_calendar", reason=f"line {number} ends what was not begun")
            open_ones.pop()
        else:
            parameters = {key.upper(): text.strip('"') for key, text in PARAMETER.findall(head[2])}
            open_ones[-1].properties.setdefault(name, []).append(Property(value, parameters))
    if len(open_ones) > 1:
        raise NotReadable("broken_calendar", reason=f"the end of {open_ones[-1].name[:40]} is missing")
    return root.children, broken


def _decoded(data: bytes) -> str:
    # Unfolding came first, on bytes: many programs fold in the middle of a character.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable("encoding")
