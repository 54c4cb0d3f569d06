"""Tables to guests: which columns, which rows, and whatever a person should look at."""

from __future__ import annotations

import re
from dataclasses import replace

from plenary_reader.limits import Limits
from plenary_reader.problems import NOTICE, Problem, row_problem
from plenary_reader.refusals import NotReadable
from plenary_reader.sheets.doubles import doubles_in
from plenary_reader.sheets.guessing import guessed_header
from plenary_reader.sheets.guest_rows import guests_of_row
from plenary_reader.sheets.headers import BRACKETS, GUESTS, LEFT_OUT, TALKS, Header, find_header, normalised
from plenary_reader.sheets.lexicon import EXAMPLES, NOTES, TOTALS
from plenary_reader.sheets.model import ColumnMapping, GuestList, GuestRow
from plenary_reader.sheets.preamble import given_from_above
from plenary_reader.sheets.tables import Row, Table, Tables, notice
from plenary_reader.sheets.values import clean

NAMING = ("name", "given_name", "family_name", "person_line")
RUNNING_NUMBER = re.compile(r"[\w.、\-]{1,6}")
TALKISH = frozenset(("abstract", "start", "end", "duration", "track", "room", "time", "speaker"))


def guests_in(found: Tables, limits: Limits, chosen: dict[str, str] | None = None) -> GuestList:
    columns: list[ColumnMapping] = []
    rows: list[GuestRow] = []
    problems: list[Problem] = list(found.problems)
    skipped = []
    for table in found.tables:
        header = guest_header(table)
        if header is None:
            skipped.append(table)
            continue
        header = _as_chosen(header, chosen or {})
        columns += header.columns
        problems += left_out_columns(table, header)
        rows += given_from_above(table, header, _rows(table, header, problems), problems)
    if not columns:
        columns, rows, guessing = _guessed(skipped, chosen or {})
        problems += guessing
    else:
        problems += [notice("sheet_skipped", table.sheet) for table in skipped if table.rows]
    if not rows:
        raise NotReadable("no_rows")
    problems += _unreachable(rows)
    in_merged_cells = {(each.sheet, each.row) for each in problems if each.code == "shared_cell"}
    problems += doubles_in(rows, in_merged_cells)
    return GuestList(tuple(columns), tuple(rows), tuple(problems))


def _as_chosen(header: Header, chosen: dict[str, str]) -> Header:
    """What a person said a column holds; data left out for its sensitivity stays left out."""
    return replace(
        header,
        columns=tuple(
            column
            if column.field == LEFT_OUT or (key := f"{column.sheet}|{column.letter}") not in chosen
            else replace(column, field=chosen[key], confidence=1.0)
            for column in header.columns
        ),
    )


def _unreachable(rows: list[GuestRow]) -> list[Problem]:
    return [
        row_problem("no_reach", sheet=guest.sheet, row=guest.row, severity=NOTICE, name=guest.name[:80])
        for guest in rows
        if not (guest.phones or guest.emails)
        and not (guest.contact and (guest.contact.phones or guest.contact.emails))
    ]


def guest_header(table: Table) -> Header | None:
    """The header, when the table is a list of persons."""
    header = find_header(table, GUESTS)
    if header is None or looks_like_talks(table, header):
        return None
    if header.fields & set(NAMING):
        return _phone_of_contact(_one_name_column(header))
    return _with_weak_name(header)


def looks_like_talks(table: Table, guests: Header | None = None) -> bool:
    talks = find_header(table, TALKS)
    if talks is None:
        return False
    about_persons = guests.fields if guests else set()
    named = bool(about_persons & set(NAMING))
    # In a list of persons, «Title» is a position and «Location» a home until the columns say otherwise.
    personal = {column.index for column in guests.columns if column.confidence} if guests and named else set()
    fields = {column.field for column in talks.columns if column.index not in personal}
    told = len(fields & TALKISH)
    titled = "talk_title" in fields
    if not named:
        return told >= 2 or (titled and told >= 1)
    reachable = bool(about_persons & {"phone", "email", "reach"})
    return (titled or "abstract" in fields) and told >= (3 if reachable else 2)


def _one_name_column(header: Header) -> Header:
    """嘉宾 beside 姓名 is something else: the more usual word is the name."""
    named = [column for column in header.columns if column.field == "name"]
    if len(named) < 2:
        return header
    best = min(named, key=lambda column: list(GUESTS.words).index(_word(column)))
    columns = tuple(
        replace(column, field="extra", confidence=0.0) if column in named and column is not best else column
        for column in header.columns
    )
    return replace(header, columns=columns)


def _word(column: ColumnMapping) -> str:
    text = normalised(column.header)
    return text if text in GUESTS.words else normalised(BRACKETS.sub("", column.header))


def _phone_of_contact(header: Header) -> Header:
    """联系电话 directly behind 联系人 is the contact's: without this a secretary's number becomes every dean's."""
    before: ColumnMapping | None = None
    columns = []
    for column in header.columns:
        behind = before is not None and before.field in ("contact", "contact_name")
        if behind and column.field in ("phone", "reach") and column.header.strip().startswith("联系"):
            column = replace(column, field="contact_phone")
        columns.append(column)
        before = column
    return replace(header, columns=tuple(columns))


def _with_weak_name(header: Header) -> Header | None:
    """名称 or 人员 is the name when nothing else is, in a list that is about people otherwise."""
    for column in header.columns:
        if column.header.strip() in ("名称", "人员", "名单") and header.fields & {
            "phone",
            "title",
            "organisation",
        }:
            named = replace(column, field="name", confidence=0.7)
            columns = tuple(named if other is column else other for other in header.columns)
            return replace(header, columns=columns)
    return None


def left_out_columns(table: Table, header: Header) -> list[Problem]:
    return [
        row_problem(
            "column_left_out",
            sheet=table.sheet,
            row=table.rows[header.last_row].number,
            column=column.letter,
            header=column.header,
        )
        for column in header.columns
        if column.field == LEFT_OUT
    ]


def _guessed(
    tables: list[Table], chosen: dict[str, str]
) -> tuple[list[ColumnMapping], list[GuestRow], list[Problem]]:
    for table in tables:
        if looks_like_talks(table, find_header(table, GUESTS)):
            raise NotReadable("looks_like_talks")
    for table in tables:
        header = guessed_header(table)
        if header is not None:
            header = _as_chosen(header, chosen)
            problems = [row_problem("header_guessed", sheet=table.sheet)]
            return list(header.columns), _rows(table, header, problems), problems
    raise NotReadable("no_header")


def _rows(table: Table, header: Header, problems: list[Problem]) -> list[GuestRow]:
    rows: list[GuestRow] = []
    header_texts = (
        {text for text in table.rows[header.last_row].texts if text} if header.last_row >= 0 else set()
    )
    for row in table.rows[header.last_row + 1 :]:
        if reason := skipping_reason(row, header, header_texts, NAMING):
            code, text = reason
            if code:
                problems.append(
                    row_problem(code, sheet=table.sheet, row=row.number, severity=NOTICE, text=text)
                )
            continue
        rows += guests_of_row(table, header, row, problems)
    return rows


def skipping_reason(
    row: Row, header: Header, header_texts: set[str], naming: tuple[str, ...]
) -> tuple[str, str] | None:
    """Why a row is no person or talk: a code and its text; an empty code for what needs no word."""
    texts = [(index, clean(text)) for index, text in enumerate(row.texts) if clean(text)]
    own = [(index, text) for index, text in texts if index not in row.filled]
    numbers = header.of("number")
    blank = any(row.text(column) for field in naming for column in header.of(field))
    named = any(clean(row.text(column)) for field in naming for column in header.of(field))
    if not blank and all(index in numbers and RUNNING_NUMBER.fullmatch(text) for index, text in own):
        return "", ""  # the form's empty lines
    if not own or (blank and not named):
        return None
    first = own[0][1]
    lowered = first.lower()
    if header_texts and len(own) > 1 and {text for _, text in own} <= header_texts:
        return "header_repeated", first[:80]
    if _starts(lowered, TOTALS, whole=True):
        return "totals_skipped", first[:80]
    if _starts(lowered, EXAMPLES, whole=True):
        return "example_skipped", first[:80]
    only = len(own) == 1 and len(header.columns) > 1
    if (not named or only) and _starts(lowered, NOTES, whole=False):
        return "note_skipped", first[:80]
    wide = min((column for field in naming for column in header.of(field)), default=0)
    if only and (own[0][0] != wide or len(first) > 30 or first.endswith(("。", "：", ":"))):
        return "note_skipped", first[:80]
    return None


def _starts(text: str, words: tuple[str, ...], *, whole: bool) -> bool:
    """Starts with one of the words, as a word: 注意 is not 注册处, and Summer is no sum."""
    for word in words:
        if text.startswith(word):
            rest = text[len(word) :].lstrip()
            if not rest or rest[0] in ":：.。（(0123456789-—=" or (not whole and rest[0] in "、，,"):
                return True
            if not whole and word in ("请于", "填表说明", "*", "※"):
                return True
    return False
