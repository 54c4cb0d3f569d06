"""A workbook's sheets as rows of values; every refusal names the sheet, the row and the cell."""

import datetime
import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import python_calamine as calamine
from openpyxl.utils import get_column_letter

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.cosplib.parts import check_parts

LARGEST = 256 * 2**20  # bytes unpacked; the benchmark's largest workbook needs less than one per cent of it
LARGEST_NUMBER = 10**12


class Sheet:
    """Rows and columns count from 0, the header row is row 0; blank rows and columns at the end are no part of it."""

    def __init__(self, name: str, rows: Sequence[Sequence[object]]):
        self.name = name
        while rows and all(blank(value) for value in rows[-1]):
            rows = rows[:-1]
        self.rows = rows
        self.width = max(
            (1 + column for row in rows for column, value in enumerate(row) if not blank(value)), default=0
        )

    def where(self, row: int | None = None, column: int | None = None) -> str:
        place = f"sheet {self.name}"
        if row is not None:
            place += f", row {row + 1}"
            if column is not None:
                place += f", cell {get_column_letter(column + 1)}{row + 1}"
        return place

    def refusal(self, sentence: str, row: int | None = None, column: int | None = None) -> BadInput:
        return BadInput(sentence, where=self.where(row, column))

    def value(self, row: int, column: int) -> object:
        """What stands in a cell, "" when it is blank or lies outside the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]) or blank(self.rows[row][column]):
            return ""
        return self.rows[row][column]

    def beyond(self, width: int) -> tuple[int, int] | None:
        """The first cell to the right of so many columns that is not blank."""
        for r, row in enumerate(self.rows):
            for column in range(width, len(row)):
                if not blank(row[column]):
                    return r, column
        return None

    def body(self) -> Iterator[int]:
        """The rows below the header that are not blank."""
        for row in range(1, len(self.rows)):
            if any(not blank(value) for value in self.rows[row]):
                yield row

    def text(self, row: int, column: int) -> str:
        """A name, exactly as written; a whole number 12 is «12»."""
        return as_text(self.value(row, column))

    def whole(self, row: int, column: int, what: str, *, least: int | None = None) -> int:
        """A whole number; `what` names it at the start of a sentence."""
        value = self.value(row, column)
        number = as_number(value)
        if number is None:
            said = "is missing" if value == "" else f"is «{as_text(value)}»"
            raise self.refusal(f"{what} {said}; write a whole number.", row, column)
        if number != number or abs(number) > LARGEST_NUMBER or number != int(number):
            raise self.refusal(
                f"{what} is «{as_text(value)}»; write a whole number up to {LARGEST_NUMBER:,}.", row, column
            )
        if least is not None and number < least:
            raise self.refusal(f"{what} is {int(number)}; write {least} or more.", row, column)
        return int(number)

    def penalty(self, row: int, column: int) -> int:
        """A penalty, 0 where the cell is blank."""
        return 0 if self.value(row, column) == "" else self.whole(row, column, "The penalty", least=0)

    def time(self, row: int, column: int, what: str) -> str:
        """A time of day «HH:MM», "" when the cell is blank; seconds are dropped, as the benchmark does."""
        value = self.value(row, column)
        if value == "":
            return ""
        time = as_time(value)
        if time is None:
            raise self.refusal(
                f"{what} is «{as_text(value)}»; write a time of day such as 09:30.", row, column
            )
        return f"{time:%H:%M}"


def open_workbook(path: Path, wanted: Collection[str]) -> tuple[dict[str, Sheet], list[str]]:
    """Those of the wanted sheets that there are, by name, and the names of all sheets."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror or error}.", where=str(path)) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > LARGEST:
                raise BadInput(
                    f"The workbook unpacks to {size // 2**20} MB; we read up to {LARGEST // 2**20} MB.",
                    where=str(path),
                )
            check_parts(archive, wanted)
        book = calamine.load_workbook(io.BytesIO(content))
        sheets = {
            name: Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in wanted
            if name in book.sheet_names
        }
    except BadInput:
        raise
    except BaseException as problem:
        # Damaged files end in calamine's own errors, in those of the archive, or in a panic of Rust's.
        if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
            raise BadInput(
                "This is not an XLSX workbook, or it is damaged; save it again as XLSX.", where=str(path)
            ) from problem
        raise
    return sheets, book.sheet_names


def blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def as_number(value: object) -> float | None:
    """The number in a cell, also when it was typed as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def as_time(value: object) -> datetime.time | None:
    """A time of day from a cell of time, of text «9:30», or of a fraction of a day."""
    if isinstance(value, datetime.datetime):
        return value.time()
    if isinstance(value, datetime.time):
        return value
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return datetime.time(minutes // 60 % 24, minutes % 60)
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(":")]
        if len(parts) in (2, 3) and all(part.isascii() and part.isdigit() for part in parts):
            hour, minute = int(parts[0]), int(parts[1])
            if hour < 24 and minute < 60:
                return datetime.time(hour, minute)
    return None
