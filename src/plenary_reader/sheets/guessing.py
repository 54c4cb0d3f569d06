"""A list without a header: what its columns hold is guessed from the values, and said so."""

from __future__ import annotations

import re

from plenary_reader.sheets.headers import Header
from plenary_reader.sheets.model import ColumnMapping
from plenary_reader.sheets.tables import Table, column_letter
from plenary_reader.sheets.values import HAN_NAME, clean, clean_name, emails_in, phones_in, split_title

LOOKED_AT = 50
GUESS = 0.5
ORGANISATION = re.compile(
    r"大学|学院|学校|公司|集团|研究院|研究所|中心|委员会|协会|学会|医院|银行|出版社|报社|电视台|政府|局$|厅$|部$|处$|"
    r"\b(?:university|institute|college|school|inc|ltd|gmbh|corp|company|academy|ministry|lab)\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?:长|主任|书记|教授|院士|研究员|经理|总裁|主席|总监|工程师|博士|讲师|代表)$|"
    r"\b(?:professor|dean|president|director|manager|ceo|cto|chair|head|engineer)\b",
    re.IGNORECASE,
)
LATIN_NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*){1,4}")
COMPANY = {"organisation", "title", "phone", "email", "number"}  # what stands beside names in a list
LINE = re.compile(r"\s*[,，、;；|\t]\s*|\s{2,}")


def guessed_header(table: Table) -> Header | None:
    """A header above the first row, or None when no column looks like names."""
    sample = [row for row in table.rows[:LOOKED_AT] if any(row.texts)]
    width = max((len(row.cells) for row in sample), default=0)
    fields: dict[int, str] = {}
    for index in range(width):
        values = [clean(row.text(index)) for row in sample if clean(row.text(index))]
        field = _field_of(values) if values else ""
        if field and (field not in fields.values() or field in ("phone", "email")):
            fields[index] = field
    if "name" not in fields.values():
        if width == 1 and _are_lines(sample):
            fields = {0: "person_line"}
        else:
            return None
    elif width > 1 and not set(fields.values()) & COMPANY:
        return None  # prose with commas has short words in its columns too
    columns = tuple(
        ColumnMapping(table.sheet, index, column_letter(index), "", fields.get(index, "extra"), GUESS)
        for index in range(width)
        if index in fields
    )
    return Header(-1, -1, columns)


def _field_of(values: list[str]) -> str:
    def most(test) -> bool:
        return sum(bool(test(value)) for value in values) * 3 >= len(values) * 2

    if most(lambda value: re.fullmatch(r"\d{1,4}", value)):
        return "number"
    if most(emails_in):
        return "email"
    if most(phones_in):
        return "phone"
    if most(ORGANISATION.search):
        return "organisation"
    if most(TITLE.search):
        return "title"
    if most(is_name):
        return "name"
    return ""


def is_name(text: str) -> bool:
    name = split_title(clean_name(text))[0]
    if ORGANISATION.search(name):
        return False
    return bool(HAN_NAME.fullmatch(name) or LATIN_NAME.fullmatch(name))


def parts_of_line(text: str) -> list[str]:
    parts = [clean(part) for part in LINE.split(text.strip()) if clean(part)]
    if len(parts) == 1 and (split := re.fullmatch(r"(\S{2,4}) (\S+) (\S+)", parts[0])) and is_name(split[1]):
        return list(split.groups())
    return parts


def _are_lines(rows) -> bool:
    parted = [parts_of_line(row.text(0)) for row in rows]
    fitting = sum(len(parts) > 1 and is_name(parts[0]) for parts in parted)
    return fitting * 3 >= len(parted) * 2
