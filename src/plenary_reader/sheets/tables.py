"""Any file that holds tables, as rows of text; the file's content decides what it is, never its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from plenary_reader.limits import Limits
from plenary_reader.problems import NOTICE, Problem, row_problem
from plenary_reader.refusals import LimitExceeded, NotReadable

OLE = b"\xd0\xcf\x11\xe0"
OTHER_KINDS = (
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL), "a picture"),
    (re.compile(rb"\x1f\x8b|Rar!|7z\xbc\xaf|\xfd7zXZ"), "a compressed archive"),
    (re.compile(rb"\{\\rtf"), "a text document (RTF)"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", re.IGNORECASE),
        "a web page",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml", re.IGNORECASE), "an XML document"),
    (re.compile(rb"(?:\xef\xbb\xbf)?BEGIN:V", re.IGNORECASE), "a calendar or an address card"),
    (re.compile(rb"\x7fELF|MZ\x90"), "a program"),
)


@dataclass(frozen=True)
class Row:
    number: int  # as the spreadsheet numbers it, from 1
    cells: tuple[object, ...]  # str, or datetime, date, time, timedelta where the workbook knows
    filled: frozenset[int] = frozenset()  # columns whose value stands in a merged cell further up

    def text(self, column: int | None) -> str:
        return cell_text(self.cells[column]) if column is not None and column < len(self.cells) else ""

    @property
    def texts(self) -> list[str]:
        return [cell_text(cell).strip() for cell in self.cells]


@dataclass(frozen=True)
class Table:
    sheet: str  # "" for a file with one table and no names
    rows: tuple[Row, ...]  # those that hold anything
    from_text: bool = False


@dataclass(frozen=True)
class Tables:
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_tables(path: Path, limits: Limits) -> Tables:
    path = Path(path)
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise NotReadable("empty_file")
    for pattern, kind in OTHER_KINDS:
        if pattern.match(head):
            raise NotReadable("not_a_table", kind=kind)
    if head.startswith(b"PK") or head.startswith(OLE):
        from plenary_reader.sheets.workbooks import read_workbook

        found = read_workbook(path, limits, packed=head.startswith(b"PK"))
    else:
        from plenary_reader.sheets.delimited import read_delimited

        found = read_delimited(path.read_bytes(), limits)
    if not any(table.rows for table in found.tables):
        raise NotReadable("no_rows")
    return found


def as_table(
    sheet: str, rows: list[tuple[int, list]], limits: Limits, *, filled=None, from_text=False
) -> Table:
    """Keeps the rows that hold anything, within the limits."""
    kept = []
    for number, cells in rows:
        while cells and not cell_text(cells[-1]).strip():
            cells = cells[:-1]
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise LimitExceeded("too_many_columns", sheet=sheet or "file", most=limits.columns)
        kept.append(Row(number, tuple(cells), (filled or {}).get(number, frozenset())))
        if len(kept) > limits.rows:
            raise LimitExceeded("too_many_rows", sheet=sheet or "file", most=limits.rows)
    return Table(sheet, tuple(kept), from_text)


def cell_text(value) -> str:
    """What a person sees in the cell, near enough to compare and to keep."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime):
        whole_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return f"{value:%Y-%m-%d}" if whole_day else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value / timedelta(minutes=1))
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def column_letter(index: int) -> str:
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def notice(code: str, sheet: str = "", **params) -> Problem:
    return row_problem(code, sheet=sheet, severity=NOTICE, **params)
