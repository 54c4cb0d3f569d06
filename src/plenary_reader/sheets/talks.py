"""Tables to talks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from plenary_reader.limits import Limits
from plenary_reader.problems import NOTICE, Problem, row_problem
from plenary_reader.refusals import NotReadable
from plenary_reader.sheets.guest_rows import RowReader
from plenary_reader.sheets.guests import left_out_columns, skipping_reason
from plenary_reader.sheets.headers import GUESTS, TALKS, Header, find_header
from plenary_reader.sheets.model import ColumnMapping, Speaker, TalkList, TalkRow
from plenary_reader.sheets.moments import read_day, read_length, read_span
from plenary_reader.sheets.tables import Table, Tables, notice
from plenary_reader.sheets.values import (
    clean,
    clean_lines,
    split_organisation_title,
    split_persons,
    split_title,
)

PLAIN = ("language", "track", "type", "reference", "note")


def talks_in(found: Tables, limits: Limits) -> TalkList:
    columns: list[ColumnMapping] = []
    rows: list[TalkRow] = []
    problems: list[Problem] = list(found.problems)
    skipped: list[Table] = []
    for table in found.tables:
        header = find_header(table, TALKS)
        if header is None or "talk_title" not in header.fields or _is_guest_list(table, header):
            skipped.append(table)
            continue
        columns += header.columns
        problems += left_out_columns(table, header)
        rows += _rows(table, header, problems)
    if not columns:
        raise NotReadable(
            "looks_like_guests" if any(_names_guests(table) for table in skipped) else "no_header"
        )
    if not rows:
        raise NotReadable("no_rows")
    problems += [notice("sheet_skipped", table.sheet) for table in skipped if table.rows]
    problems += _doubles(rows)
    return TalkList(tuple(columns), tuple(rows), tuple(problems))


def _is_guest_list(table: Table, talks: Header) -> bool:
    """«Title» above a column is a position when the columns beside it are about a person."""
    guests = find_header(table, GUESTS)
    if guests is None or not guests.fields & {"name", "given_name", "family_name"}:
        return False
    talkish = talks.fields & {
        "abstract",
        "start",
        "end",
        "duration",
        "track",
        "room",
        "time",
        "date",
        "talk_title",
    }
    certain = [column for column in talks.columns if column.field == "talk_title"]
    unsure = all(clean(column.header).lower() in ("title", "titel", "session") for column in certain)
    return unsure and len(talkish) == 1


def _names_guests(table: Table) -> bool:
    guests = find_header(table, GUESTS)
    return guests is not None and bool(guests.fields & {"name", "given_name", "family_name"})


def _rows(table: Table, header: Header, problems: list[Problem]) -> list[TalkRow]:
    rows: list[TalkRow] = []
    header_texts = {text for text in table.rows[header.last_row].texts if text}
    day: date | None = None
    for row in table.rows[header.last_row + 1 :]:
        if reason := skipping_reason(row, header, header_texts, ("talk_title", "speaker")):
            code, text = reason
            day = read_day(text) or day  # «11月20日 上午» above the talks of that morning
            if code:
                problems.append(
                    row_problem(code, sheet=table.sheet, row=row.number, severity=NOTICE, text=text)
                )
            continue
        reader = RowReader(table, header, row, problems)
        title = reader.first("talk_title")
        if not title:
            reader.complain("no_title", header.first("talk_title"))
            continue
        rows.append(_talk(reader, title, day))
    return rows


def _talk(reader: RowReader, title: str, day: date | None) -> TalkRow:
    speakers = _speakers(reader)
    if not speakers:
        reader.complain("talk_without_speaker", severity=NOTICE, title=title[:80])
    length = _cell(reader, "duration")
    minutes = read_length(length)
    if minutes is None and clean(str(length or "")):
        reader.complain("duration_odd", reader.header.first("duration"), text=clean(str(length))[:80])
    start, end, odd = _times(reader, day)
    if odd:
        reader.complain("time_odd", text=odd[:80])
    if start and end and end < start:
        reader.complain("ends_before_it_starts", title=title[:80])
        end = None
    if minutes is None and start and end:
        minutes = round((end - start) / timedelta(minutes=1))
    values = {field: reader.first(field) for field in PLAIN}
    return TalkRow(
        sheet=reader.table.sheet,
        row=reader.row.number,
        title=title,
        abstract=clean_lines(" \n".join(reader.cell(column) for column in reader.header.of("abstract"))),
        speakers=speakers,
        duration_minutes=minutes,
        room=reader.first("room"),
        start=start,
        end=end,
        date_text=odd,
        extra=reader.extra(),
        **values,
    )


def _speakers(reader: RowReader) -> tuple[Speaker, ...]:
    names = [
        name
        for column in reader.header.of("speaker")
        for name in split_persons(reader.cell(column))
        if name and clean(name).lower() not in ("-", "无", "tba", "tbd", "待定")
    ]
    phones, emails = reader.reach("phone", "email", "reach")
    organisation, title = reader.first("organisation"), reader.first("title")
    if combined := reader.first("organisation_title"):
        from_organisation, from_title = split_organisation_title(combined)
        organisation, title = organisation or from_organisation, title or from_title
    organisations = _one_each(organisation, len(names))
    speakers = []
    for at, text in enumerate(names):
        name, belonging = split_title(text)
        speakers.append(
            Speaker(
                name=name,
                organisation=organisations[at],
                title=title or belonging if len(names) == 1 else belonging,
                emails=emails
                if len(names) == 1
                else emails[at : at + 1]
                if len(emails) == len(names)
                else (),
                phones=phones
                if len(names) == 1
                else phones[at : at + 1]
                if len(phones) == len(names)
                else (),
            )
        )
    return tuple(speakers)


def _one_each(text: str, count: int) -> list[str]:
    for separator in (";", "；", "、", "/", "，"):
        parts = [part.strip() for part in text.split(separator)]
        if count > 1 and len(parts) == count:
            return parts
    return [text] * count


def _cell(reader: RowReader, field: str):
    column = reader.header.first(field)
    cells = reader.row.cells
    return cells[column] if column is not None and column < len(cells) else None


def _times(reader: RowReader, day: date | None) -> tuple[datetime | None, datetime | None, str]:
    """Start, end, and the words that could not be understood."""
    written_day = _cell(reader, "date")
    day = read_day(written_day) or day
    start = read_span(_cell(reader, "start"), day)
    end = read_span(_cell(reader, "end"), start[0].date() if start and start[0] else day)
    span = read_span(_cell(reader, "time"), day)
    begins = (start and start[0]) or (span and span[0]) or None
    ends = (end and end[0]) or (start and start[1]) or (span and span[1]) or None
    texts = {field: clean(_as_text(_cell(reader, field))) for field in ("date", "start", "end", "time")}
    odd = "; ".join(text for text in texts.values() if text) if begins is None else ""
    if begins is None and day and odd and not (texts["start"] or texts["time"]):
        begins, odd = datetime.combine(day, time()), ""  # a day without an hour
        ends = None
    return begins, ends, odd


def _as_text(value) -> str:
    return "" if value is None else str(value)


def _doubles(rows: list[TalkRow]) -> list[Problem]:
    problems = []
    first: dict[str, TalkRow] = {}
    for talk in rows:
        other = first.setdefault(talk.title.casefold(), talk)
        if other is not talk:
            place: dict[str, Any] = {"sheet": talk.sheet, "row": talk.row}
            problems.append(
                row_problem("duplicate_talk", title=talk.title[:80], other_row=other.row, **place)
            )
    return problems
