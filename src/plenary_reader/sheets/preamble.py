"""What a reply slip says above its header: «填报单位：山海大学 联系人：苏敏 13800000009» is about every row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from plenary_reader.problems import Problem, row_problem
from plenary_reader.sheets.headers import Header
from plenary_reader.sheets.model import ContactPerson, GuestRow
from plenary_reader.sheets.tables import Table
from plenary_reader.sheets.values import clean, clean_name, emails_in, phones_in

UNIT = re.compile(
    r"(?:(?:填报|报名|参会|推荐|派出|申报)?单位(?:名称)?|\b(?:organi[sz]ation|institution|company))\s*(?:[（(][^）)]*[)）])?"
    r"\s*[:：]\s*([^:：\n]+?)(?=\s{2,}|\s\S{2,8}[:：]|$)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:联系人|联络员|联络人|填表人|经办人|contact(?: person)?)(?:姓名)?\s*[:：]\s*([^\s:：\d，,;；（(]{2,20})",
    re.IGNORECASE,
)


def given_from_above(
    table: Table, header: Header, rows: Iterable[GuestRow], problems: list[Problem]
) -> list[GuestRow]:
    """Rows without an organisation or contact get the ones written above; a problem says so once each."""
    rows = list(rows)
    lines = ["  ".join(filter(None, row.texts)) for row in table.rows[: max(header.first_row, 0)]]
    text = "\n".join(clean_keeping_gaps(line) for line in lines)
    unit = UNIT.search(text)
    if not unit or not rows:
        return rows  # a contact without a unit is the host's own: «回执请发联系人：…»
    organisation = clean(unit[1])
    if any(not guest.organisation for guest in rows):
        rows = [guest if guest.organisation else replace(guest, organisation=organisation) for guest in rows]
        problems.append(
            row_problem("organisation_from_above", sheet=table.sheet, organisation=organisation[:80])
        )
    found = CONTACT.search(text)
    if found and any(guest.contact is None for guest in rows):
        contact = ContactPerson(
            clean_name(found[1]), phones_in(text[found.end() :]), emails_in(text[found.end() :])
        )
        rows = [guest if guest.contact else replace(guest, contact=contact) for guest in rows]
        problems.append(row_problem("contact_from_above", sheet=table.sheet, name=contact.name[:80]))
    return rows


def clean_keeping_gaps(text: str) -> str:
    return "  ".join(clean(part) for part in re.split(r"\s{2,}", text))
