"""The sheet «parameters»: the local time zone, hours that suit speakers abroad, and the weights of the rules.

Everything is read by position, as the benchmark does: its labels differ in spelling from file to file.
"""

import re
from dataclasses import dataclass, fields

from plenary_solver.timetabling.cosplib.sheets import Sheet
from plenary_solver.timetabling.problem import TimeWindow, Weights

WEIGHT_LABELS = (
    "Tracks_Sessions|Penalty:",
    "Tracks_Rooms|Penalty:",
    "Sessions_Rooms|Penalty:",
    "Similar Tracks:",
    "Number of Rooms per Track:",
    "Parallel Tracks:",
    "Consecutive Tracks:",
    "Submissions_Timezones:",
    "Submissions Order:",
    "Submissions_Sessions|Penalty:",
    "Submissions_Rooms|Penalty:",
    "Presenters Conflicts:",
    "Attendees Conflicts:",
    "Chairs Conflicts:",
    "Presenters Conflicts Timeslot Level:",
    "Attendees Conflicts Timeslot Level:",
)
WEIGHTS = dict(zip((field.name for field in fields(Weights)), WEIGHT_LABELS, strict=True))
LABEL, WEIGHT = 3, 4  # columns D and E
ZONE = re.compile(r"(?:GMT|UTC)(?:([+-])(\d{1,2}))?")


@dataclass(frozen=True)
class Parameters:
    weights: Weights
    window: TimeWindow


def read_parameters(sheet: Sheet) -> Parameters:
    weights = _weights(sheet)
    return Parameters(weights, _window(sheet, needed=weights.talk_timezone > 0))


def timezone(sheet: Sheet, row: int, column: int) -> int:
    """Hours east of Greenwich of «GMT+2»."""
    text = sheet.text(row, column)
    found = ZONE.fullmatch(text.strip())
    hours = int(f"{found[1] or '+'}{found[2] or 0}") if found else None
    if hours is None or not -12 <= hours <= 14:
        said = f"is «{text}»" if text else "is missing"
        raise sheet.refusal(
            f"The time zone {said}; write GMT+0, GMT-5 or GMT+8, whole hours only.", row, column
        )
    return hours


def _weights(sheet: Sheet) -> Weights:
    known = {_bare(label) for label in WEIGHT_LABELS}
    found = {}
    for row, (name, label) in enumerate(WEIGHTS.items(), start=1):
        said = _bare(sheet.text(row, LABEL))
        if said in known and said != _bare(label):
            raise sheet.refusal(
                f"«{sheet.text(row, LABEL)}» stands where «{label}» belongs; weights are read by position.",
                row,
                LABEL,
            )
        found[name] = sheet.whole(row, WEIGHT, f"The weight «{label.rstrip(':')}»")
    return Weights(**found)


def _window(sheet: Sheet, *, needed: bool) -> TimeWindow:
    plain = TimeWindow()
    times = {}
    for field, row, label in (
        ("suitable_from", 3, "The beginning of suitable times"),
        ("suitable_to", 4, "The end of suitable times"),
        ("bearable_from", 6, "The beginning of less suitable times"),
        ("bearable_to", 7, "The end of less suitable times"),
    ):
        times[field] = sheet.time(row, 1, label) or getattr(plain, field)
        if needed and sheet.value(row, 1) == "":
            raise sheet.refusal(f"{label} is missing, and time zones have a weight.", row, 1)
    for field, row in (("suitable", 4), ("bearable", 7)):
        start, end = times[f"{field}_from"], times[f"{field}_to"]
        if needed and start > end:
            raise sheet.refusal(f"These times run from {start} to {end}: nothing lies between.", row, 1)
    return TimeWindow(
        timezone=timezone(sheet, 1, 1),
        **times,
        bearable_penalty=sheet.penalty(8, 1),
        unsuitable_penalty=sheet.penalty(10, 1),
    )


def _bare(label: str) -> str:
    return re.sub(r"[\W_]", "", label).casefold()
