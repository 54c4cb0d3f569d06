"""Published schedules: frab/Pentabarf XML, frab JSON and iCalendar.

Call `plenary_reader.intake` for a stranger's file; `read_schedule` reads in the calling process.
"""

from pathlib import Path

from plenary_reader.limits import STANDARD, Limits
from plenary_reader.schedules.model import Link, Schedule, ScheduledTalk, SchedulePerson

__all__ = ["Link", "Schedule", "SchedulePerson", "ScheduledTalk", "read_schedule"]


def read_schedule(path: Path, *, limits: Limits = STANDARD) -> Schedule:
    from plenary_reader.schedules.reading import schedule_in  # the parsers load only where they are used

    return schedule_in(path, limits)
