"""Guest lists and talk lists: CSV, XLSX, XLS and ODS as people really keep them.

Call `plenary_reader.intake` for a stranger's file; these functions read in the calling process.
"""

from pathlib import Path

from plenary_reader.limits import STANDARD, Limits
from plenary_reader.sheets.model import (
    ColumnMapping,
    ContactPerson,
    GuestList,
    GuestRow,
    Speaker,
    TalkList,
    TalkRow,
)

__all__ = [
    "ColumnMapping",
    "ContactPerson",
    "GuestList",
    "GuestRow",
    "Speaker",
    "TalkList",
    "TalkRow",
    "read_guest_list",
    "read_talk_list",
]


def read_guest_list(
    path: Path, *, limits: Limits = STANDARD, columns: dict[str, str] | None = None
) -> GuestList:
    from plenary_reader.sheets.guests import guests_in  # the parsers load only where they are used
    from plenary_reader.sheets.tables import read_tables

    return guests_in(read_tables(path, limits), limits, columns or {})


def read_talk_list(path: Path, *, limits: Limits = STANDARD) -> TalkList:
    from plenary_reader.sheets.tables import read_tables
    from plenary_reader.sheets.talks import talks_in

    return talks_in(read_tables(path, limits), limits)
