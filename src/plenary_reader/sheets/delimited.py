"""CSV and its kin, and lists pasted as text: the encoding and the separator are found, not asked for."""

from __future__ import annotations

import csv
import io
import re

from plenary_reader.limits import Limits
from plenary_reader.problems import Problem
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.sheets.tables import Tables, as_table, notice

SEPARATORS = ("\t", ";", "|", ",", "，")
SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
LONGEST_CELL = 32_767  # as long as a spreadsheet program allows
LOOKED_AT = 64 * 1024


def read_delimited(data: bytes, limits: Limits) -> Tables:
    problems: list[Problem] = []
    text, encoding = _decoded(data)
    if encoding not in ("utf-8", "utf-8-sig"):
        problems.append(notice("encoding_guessed", encoding=encoding))
    if "\x00" in text:
        problems.append(notice("nul_removed"))
        text = text.replace("\x00", "")
    first_line = 1
    told = SEP_LINE.match(text)
    if told:
        separator, text, first_line = told[1], text[told.end() :], 2
    else:
        separator = _separator(text[:LOOKED_AT])
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as old Macintosh programs end lines
    return Tables(
        (as_table("", _rows(text, separator, first_line, limits), limits, from_text=True),), tuple(problems)
    )


def _rows(text: str, separator: str, first_line: int, limits: Limits) -> list[tuple[int, list]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list]] = []
    number = first_line - 1
    try:
        for cells in reader:
            number += 1  # a spreadsheet counts records, not lines: a cell may hold several lines
            if len(cells) > limits.columns and any(cell.strip() for cell in cells[limits.columns :]):
                raise LimitExceeded("too_many_columns", sheet="file", most=limits.columns)
            if any(cells):
                rows.append((number, cells[: limits.columns]))
            if len(rows) > limits.rows:
                raise LimitExceeded("too_many_rows", sheet="file", most=limits.rows)
    except csv.Error:
        raise NotReadable("cell_too_long", row=number + 1, most=LONGEST_CELL) from None
    return rows


def _separator(sample: str) -> str:
    """The one that cuts most lines into the same number of cells; a comma when nothing cuts at all."""
    lines = [line for line in sample.splitlines() if line.strip()][:50]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        counts = [_outside_quotes(line).count(separator) for line in lines]
        cut = [count for count in counts if count]
        if not cut:
            continue
        usual = max(set(cut), key=cut.count)
        score = cut.count(usual) / len(lines) * (1 + min(usual, 20) / 20)
        if score > best_score:
            best, best_score = separator, score
    return best


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif encoding := _utf16_without_mark(data[:LOOKED_AT]):
        encodings = [encoding]
    else:
        encodings = (
            ["utf-8-sig", "gb18030", "cp1252"] if _in_pairs(data) else ["utf-8-sig", "cp1252", "gb18030"]
        )
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, encoding
    raise NotReadable("encoding")


def _utf16_without_mark(sample: bytes) -> str:
    """ASCII commas and line ends are half zeros in UTF-16; stray NULs in other text are few."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(2, len(sample) // 10) or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _in_pairs(data: bytes) -> bool:
    """Chinese in GB 18030 has its high bytes side by side; a western text's accents stand alone."""
    runs = re.findall(rb"[\x80-\xff]+", data[:LOOKED_AT])
    alone = sum(len(run) == 1 for run in runs)
    return alone * 2 <= len(runs)


def _is_text(text: str) -> bool:
    sample = text[:LOOKED_AT]
    controls = len(re.findall(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]", sample))
    return controls * 50 <= len(sample)
