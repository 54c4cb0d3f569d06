"""One row of a guest list to the one or more persons it names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plenary_reader.problems import ERROR, NOTICE, Problem, row_problem
from plenary_reader.sheets.guessing import parts_of_line
from plenary_reader.sheets.headers import EXTRA, Header
from plenary_reader.sheets.model import ContactPerson, GuestRow
from plenary_reader.sheets.safe import is_formula_like, restore_cell
from plenary_reader.sheets.tables import Row, Table, column_letter
from plenary_reader.sheets.values import (
    PHONE,
    clean_lines,
    clean_name,
    emails_in,
    family_first,
    hides_something,
    is_shortened,
    is_understood,
    looks_like_name,
    phones_in,
    present,
    split_organisation_title,
    split_persons,
    split_title,
)

PLAIN = ("organisation", "department", "title", "academic_title", "category", "gender", "diet", "salutation")
JOINED = ("arrival", "departure", "lodging", "note")
LONG_NAME = 100
ACADEMIC = ("教授", "研究员", "讲师", "工程师", "院士", "博士")


class RowReader:
    """The cells of one row, by field; collects the row's problems."""

    def __init__(self, table: Table, header: Header, row: Row, problems: list[Problem]):
        self.table, self.header, self.row, self.problems = table, header, row, problems

    def complain(self, code: str, column: int | None = None, *, severity: str = "warning", **params) -> None:
        letter = column_letter(column) if column is not None else ""
        place: dict[str, Any] = {"sheet": self.table.sheet, "row": self.row.number, "column": letter}
        self.problems.append(row_problem(code, severity=severity, **place, **params))

    def cell(self, column: int) -> str:
        """The text of a cell as its author meant it; never a formula."""
        text = restore_cell(self.row.text(column))
        if is_formula_like(text):
            self.complain("formula_like", column, text=text[:80])
        return text

    def first(self, field: str) -> str:
        return next((text for column in self.header.of(field) if (text := present(self.cell(column)))), "")

    def joined(self, field: str) -> str:
        texts = (present(clean_lines(self.cell(column))) for column in self.header.of(field))
        return "; ".join(dict.fromkeys(text for text in texts if text))

    def reach(self, *fields: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Phones and e-mails, wherever in these columns they stand: people mix them up."""
        phones: dict[str, None] = {}
        emails: dict[str, None] = {}
        for column in sorted(column for field in fields for column in self.header.of(field)):
            text = present(self.cell(column))
            if not text:
                continue
            found_emails, found_phones = emails_in(text), phones_in(text)
            emails.update(dict.fromkeys(found_emails))
            phones.update(dict.fromkeys(found_phones))
            if is_shortened(text):
                self.complain("phone_shortened", column, text=text[:80])
            elif not found_emails and not found_phones:
                wants_mail = column in self.header.of("email") or "@" in text
                if not wants_mail:
                    phones.setdefault(text[:80])
                self.complain("email_odd" if wants_mail else "phone_odd", column, text=text[:80])
            for phone in found_phones:
                if not is_understood(phone):
                    self.complain("phone_odd", column, severity=NOTICE, text=phone[:80])
        return tuple(phones), tuple(emails)

    def contact(self) -> ContactPerson | None:
        whole = self.first("contact")
        phones, emails = self.reach("contact_phone", "contact_email")
        mixed_phones, mixed_emails = phones_in(whole), emails_in(whole)
        # «苏敏 138…» stands under 联系人/电话 too.
        name = self.first("contact_name") or _without_reach(whole or self.first("contact_phone"))
        found = ContactPerson(
            clean_name(name),
            tuple(dict.fromkeys(phones + mixed_phones)),
            tuple(dict.fromkeys(emails + mixed_emails)),
        )
        return found if found != ContactPerson() else None

    def extra(self) -> dict[str, str]:
        found: dict[str, str] = {}
        headed = {column.index for column in self.header.columns}
        for column in self.header.columns:
            if column.field == EXTRA and (text := clean_lines(self.cell(column.index))):
                key = column.header if column.header not in found else f"{column.header} ({column.letter})"
                found[key] = text
        for index in range(len(self.row.cells)):
            if index not in headed and (text := clean_lines(self.cell(index))):
                found[f"column {column_letter(index)}"] = text
        return found


def _without_reach(text: str) -> str:
    for phone_or_mail in (*_raw_phones(text), *emails_in(text)):
        text = text.replace(phone_or_mail, " ")
    return text.strip(" :：,，;；/()（）-")


def _raw_phones(text: str) -> list[str]:
    return [found[0] for found in PHONE.finditer(text)]


def guests_of_row(table: Table, header: Header, row: Row, problems: list[Problem]) -> list[GuestRow]:
    reader = RowReader(table, header, row, problems)
    if header.of("person_line"):
        return _from_line(reader)
    raw_name, names, family, given = _names(reader)
    if not names:
        if any(row.text(column) for column in header.of("name")):
            code = "blank_name" if hides_something(raw_name) or not raw_name.strip() else "row_without_name"
        else:
            code = "row_without_name"
        reader.complain(code, header.first("name"), severity=ERROR if code == "blank_name" else "warning")
        return []
    guest = _common(reader)
    if len(names) == 1:
        guest = replace(guest, name=names[0], family_name=family, given_name=given)
        return [_checked(reader, guest)]
    reader.complain("several_persons", header.first("name"), text=raw_name.strip()[:80], count=len(names))
    return [_checked(reader, each) for each in _shared_out(reader, guest, names)]


def _names(reader: RowReader) -> tuple[str, list[str], str, str]:
    family, given = reader.first("family_name"), reader.first("given_name")
    middle = reader.first("middle_name")
    given = clean_name(" ".join(part for part in (given, middle) if part))
    family = clean_name(family)
    raw = next(
        (reader.cell(column) for column in reader.header.of("name") if reader.row.text(column).strip()), ""
    )
    if hides_something(raw):
        reader.complain("name_cleaned", reader.header.first("name"), name=clean_name(raw)[:80])
    names = [name for name in split_persons(raw) if name]
    if not names and (family or given):
        han = any(ord(char) >= 0x3400 for char in family + given)
        names = [f"{family}{given}" if han else f"{given} {family}".strip()]
    if len(names) == 1 and not family and (parts := family_first(names[0])):
        family, given = parts
        names = [f"{given} {family}"]
    return raw, names, family, given


def _common(reader: RowReader) -> GuestRow:
    phones, emails = reader.reach("phone", "email", "reach")
    if any(
        column in reader.row.filled
        for field in ("phone", "email", "reach")
        for column in reader.header.of(field)
    ):
        reader.complain("shared_cell", severity=NOTICE)
    values = {field: reader.first(field) for field in PLAIN} | {
        field: reader.joined(field) for field in JOINED
    }
    if combined := reader.first("organisation_title"):
        organisation, title = split_organisation_title(combined)
        values["organisation"] = values["organisation"] or organisation
        values["title"] = values["title"] or title
    return GuestRow(
        sheet=reader.table.sheet,
        row=reader.row.number,
        name="",
        phones=phones,
        emails=emails,
        contact=reader.contact(),
        extra=reader.extra(),
        **values,
    )


def _shared_out(reader: RowReader, guest: GuestRow, names: list[str]) -> list[GuestRow]:
    """One phone for each person, or none for any: a message to the wrong person is worse than none."""
    count = len(names)
    fits = all(len(reach) in (0, count) for reach in (guest.phones, guest.emails))
    if not fits:
        reader.complain("shared_reach", names=", ".join(names)[:120])
    titles = [part.strip() for part in guest.title.replace("；", "、").split("、")]
    shared = []
    for at, name in enumerate(names):
        shared.append(
            replace(
                guest,
                name=name,
                phones=guest.phones[at : at + 1] if len(guest.phones) == count else (),
                emails=guest.emails[at : at + 1] if len(guest.emails) == count else (),
                title=titles[at] if len(titles) == count else guest.title,
            )
        )
    if not fits and not any(each.phones or each.emails for each in shared):
        shared[0] = replace(shared[0], phones=guest.phones, emails=guest.emails)
    return shared


def _checked(reader: RowReader, guest: GuestRow) -> GuestRow:
    column = reader.header.first("name")
    name, belonging = split_title(guest.name)
    if belonging in ("女", "男") and not guest.gender:
        guest = replace(guest, gender=belonging)
    elif belonging in ("先生", "女士", "小姐", "老师", "同志") and not guest.salutation:
        guest = replace(guest, salutation=belonging)
    elif belonging.endswith(ACADEMIC) and not guest.academic_title:
        guest = replace(guest, academic_title=belonging)
    elif belonging and not guest.title:
        guest = replace(guest, title=belonging)
    elif belonging:
        guest = replace(guest, note="; ".join(part for part in (guest.note, belonging) if part))
    guest = replace(guest, name=name)
    if len(name) > LONG_NAME:
        reader.complain("name_long", column, length=len(name))
    if not looks_like_name(name):
        reader.complain("name_odd", column, name=name[:80])
    return guest


def _from_line(reader: RowReader) -> list[GuestRow]:
    """«张三，某大学，校长» typed into one cell: name, organisation, title, in this order."""
    text = reader.cell(reader.header.of("person_line")[0])
    parts = parts_of_line(text)
    if not parts:
        reader.complain("row_without_name")
        return []
    phones, emails = phones_in(text), emails_in(text)
    rest = [part for part in parts[1:] if not phones_in(part) and not emails_in(part)]
    guest = GuestRow(
        sheet=reader.table.sheet,
        row=reader.row.number,
        name=clean_name(parts[0]),
        organisation=rest[0] if rest else "",
        title=rest[1] if len(rest) > 1 else "",
        note="; ".join(rest[2:]),
        phones=phones,
        emails=emails,
    )
    return [_checked(reader, guest)]
