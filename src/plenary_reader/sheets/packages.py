"""Looks through the ZIP archive a workbook is, before any parser builds the rows in memory.

The archive's own words (sizes, dimensions) are checked against what is really there. Nothing is ever
extracted to disk, so names that climb out of a folder (zip slip) lead nowhere.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

from plenary_reader.limits import MEGABYTE, Limits
from plenary_reader.refusals import LimitExceeded, NotReadable

LOCAL_HEADER = 30
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A row, or a cell that holds something; programs write `<c/>` and `<c></c>` for cells with only a colour.
ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?row[\s/>]|<(?:\w+:)?c(?:\s[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*|\s[^<>]*)?(?<!/)>(?!</)"
)
ODS_ROW = re.compile(
    rb"<table:table-row\b([^<>]*?)(/?)>(.*?)(?=<table:table-row\b|</table:table>)", re.DOTALL
)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*?)(?<!/)>")
REPEATED = re.compile(rb"table:number-(?:rows|columns)-repeated=[\"'](\d{1,12})")


def check_package(path: Path, limits: Limits) -> dict[str, bool]:
    """Raises when the archive is hostile or too large; says what a person should know of the rest."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, Path(path).stat().st_size, limits)
            names = {entry.filename for entry in entries}
            _check_kind(names)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels", ".bin")):
                    _check_part(entry.filename, archive.read(entry), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, UnicodeDecodeError) as error:
        raise NotReadable("damaged", reason=_reason(error)) from None
    except (NotImplementedError, RuntimeError):  # another compression, or a password
        raise NotReadable("encrypted") from None
    return {
        "macros_ignored": any(name.endswith("vbaProject.bin") for name in names),
        "external_links_ignored": any("externalLinks/" in name for name in names),
    }


def _reason(error: Exception) -> str:
    return "the archive ends too early or its checksums are wrong" if str(error) else "it is no whole archive"


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if len(entries) > limits.zip_entries:
        raise LimitExceeded("zip_entries", entries=len(entries), most=limits.zip_entries)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotReadable("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise LimitExceeded("unpacked_bytes", megabytes=limits.unpacked_bytes // MEGABYTE)
    if unpacked > MEGABYTE and unpacked > limits.ratio * packed:
        raise LimitExceeded("ratio", times=unpacked // packed)
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(in_order):
        end = entry.header_offset + LOCAL_HEADER + len(entry.orig_filename.encode()) + entry.compress_size
        if end > following.header_offset:
            raise LimitExceeded("overlapping_parts")


def _check_kind(names: set[str]) -> None:
    if any(name.startswith("word/") for name in names):
        raise NotReadable("not_a_table", kind="a Word document")
    if any(name.startswith("ppt/") for name in names):
        raise NotReadable("not_a_table", kind="a presentation")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise NotReadable("not_a_table", kind="a ZIP archive")


def _check_part(name: str, data: bytes, limits: Limits) -> None:
    if name.endswith(".bin"):
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        raise NotReadable("encoding")  # the checks below read bytes, as every real workbook writes them
    if DECLARATION.search(data):
        raise NotReadable("entities")
    if name == "content.xml":
        _check_open_document(data, limits)
    elif b"sheetData" in data:
        _check_sheet(name.rsplit("/", 1)[-1], data, limits)


def _check_sheet(name: str, data: bytes, limits: Limits) -> None:
    used, fresh = 0, True
    for found in ROW_OR_CELL.finditer(data):
        if found[1] is None and found[0].lstrip(b"<").split(b":")[-1].startswith(b"row"):
            fresh = True
            continue
        if fresh:
            used, fresh = used + 1, False
        if used > limits.rows or (found[2] and int(found[2]) > limits.rows):
            raise LimitExceeded("too_many_rows", sheet=name, most=limits.rows)
        if found[1] and _column_number(found[1]) > limits.columns:
            raise LimitExceeded("too_many_columns", sheet=name, most=limits.columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_open_document(data: bytes, limits: Limits) -> None:
    used = 0
    for row in ODS_ROW.finditer(data):
        if row[2] or b"<text:p" not in row[3]:
            continue
        used += _repeated(row[1])
        if used > limits.rows:
            raise LimitExceeded("too_many_rows", sheet="content.xml", most=limits.rows)
        if sum(_repeated(cell[1]) for cell in ODS_CELL.finditer(row[3])) > limits.columns:
            raise LimitExceeded("too_many_columns", sheet="content.xml", most=limits.columns)


def _repeated(attributes: bytes) -> int:
    found = REPEATED.search(attributes)
    return int(found[1]) if found else 1
