"""What an adapter calls: each kind of stranger's file, read in the sandbox.

Every function raises `NotReadable` (or its subclass `LimitExceeded`) and nothing else about the file.
"""

from pathlib import Path

from plenary_reader.limits import STANDARD, Limits
from plenary_reader.sandbox import run_limited
from plenary_reader.schedules.model import Schedule
from plenary_reader.sheets.model import GuestList, TalkList


def guest_list(path: Path, *, limits: Limits = STANDARD, columns: dict[str, str] | None = None) -> GuestList:
    """`columns` is a person's word against ours: «sheet|letter» → field of ColumnMapping."""
    options = {"columns": columns} if columns else {}
    return run_limited(
        "plenary_reader.sheets:read_guest_list", path, limits=limits, options=options, result=GuestList
    )


def talk_list(path: Path, *, limits: Limits = STANDARD) -> TalkList:
    return run_limited("plenary_reader.sheets:read_talk_list", path, limits=limits, result=TalkList)


def schedule(path: Path, *, limits: Limits = STANDARD) -> Schedule:
    return run_limited("plenary_reader.schedules:read_schedule", path, limits=limits, result=Schedule)
