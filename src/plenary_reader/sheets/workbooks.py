"""XLSX, XLS and ODS through calamine, after `packages` has looked inside."""

from __future__ import annotations

import io
from pathlib import Path

import python_calamine as calamine

from plenary_reader.limits import Limits
from plenary_reader.problems import Problem
from plenary_reader.refusals import NotReadable
from plenary_reader.sheets.tables import Table, Tables, as_table, cell_text, notice


def read_workbook(path: Path, limits: Limits, *, packed: bool) -> Tables:
    problems: list[Problem] = []
    if packed:
        from plenary_reader.sheets.packages import check_package

        problems += [notice(code) for code, found in check_package(path, limits).items() if found]
    else:
        _check_compound(path)
    try:
        workbook = calamine.load_workbook(io.BytesIO(path.read_bytes()))  # from bytes: the name says nothing
        tables = list(_tables(workbook, limits, problems))
    except NotReadable:
        raise
    except calamine.PasswordError:
        raise NotReadable("encrypted") from None
    except Exception as error:
        raise NotReadable("damaged", reason=f"its parts do not fit: {type(error).__name__}") from None
    except BaseException as panic:  # how Rust's panics arrive; anything else must pass
        if type(panic).__name__ != "PanicException":
            raise
        raise NotReadable("damaged", reason="its parts do not fit") from None
    return Tables(tuple(tables), tuple(problems))


def _check_compound(path: Path) -> None:
    """Old office files share one container; stream names in it are UTF-16."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadable("encrypted")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        word = "WordDocument".encode("utf-16-le") in data
        raise NotReadable("not_a_table", kind="an old Word document" if word else "an old office document")


def _tables(workbook, limits: Limits, problems: list[Problem]):
    for index, described in enumerate(workbook.sheets_metadata):
        if described.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if described.visible != calamine.SheetVisibleEnum.Visible:
            problems.append(notice("hidden_sheet", described.name))
            continue
        yield _table(workbook.get_sheet_by_index(index), limits)


def _table(sheet, limits: Limits) -> Table:
    rows = [(number, row) for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)]
    by_number = dict(rows)
    filled: dict[int, frozenset[int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        first = by_number.get(top + 1)
        if bottom == top or first is None or left >= len(first) or not cell_text(first[left]).strip():
            continue
        for number in range(top + 2, min(bottom + 1, len(rows)) + 1):
            row = by_number[number]
            # A value under the merged cell would be invisible in every spreadsheet program: ours is the one shown.
            if any(cell_text(cell).strip() for cell in row):
                row[left] = first[left]
                filled[number] = filled.get(number, frozenset()) | {left}
    return as_table(sheet.name, rows, limits, filled=filled)
