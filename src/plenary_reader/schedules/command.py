"""`plenary import schedule FILE --dry-run`: what a schedule file holds, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plenary_reader.intake import schedule as read_in_sandbox
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.schedules.model import Schedule

DONE, FAILED, WRONG_USAGE, NOT_A_SCHEDULE = 0, 1, 2, 3
USAGE = "Say which file to read: python -m plenary_reader.schedules FILE --dry-run [--json]"


def run(path: Path, *, as_json: bool) -> int:
    """Prints what the file holds and returns the exit status."""
    try:
        schedule = read_in_sandbox(Path(path))
    except NotReadable as refusal:
        if as_json:
            print(json.dumps({**_counts(None), "reason": refusal.as_json()}, ensure_ascii=False))
        print(refusal.message, file=sys.stderr)
        mistaken = isinstance(refusal, LimitExceeded) or refusal.code in ("no_file", "reader_failed")
        return FAILED if mistaken else NOT_A_SCHEDULE
    if as_json:
        print(json.dumps(_counts(schedule), ensure_ascii=False))
    else:
        print(_in_words(schedule))
    return DONE


def _counts(schedule: Schedule | None) -> dict:
    if schedule is None:
        return {"format": None, "talks": None, "rooms": None, "days": None, "speakers": None, "problems": []}
    return {
        "format": schedule.format,
        "talks": len(schedule.talks),
        "rooms": len(schedule.rooms),
        "days": schedule.day_count,
        "speakers": schedule.speaker_count,
        "problems": [
            {"where": found.where, "what": found.what, "code": found.code, "severity": found.severity}
            for found in schedule.problems
        ],
    }


def _in_words(schedule: Schedule) -> str:
    lines = [
        f"{schedule.title or 'A schedule without a title'} ({schedule.format}): {len(schedule.talks)} talks, "
        f"{len(schedule.rooms)} rooms, {schedule.day_count} days, {schedule.speaker_count} speakers."
    ]
    lines += [f"{found.where}: {found.what}" for found in schedule.problems]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    files = [argument for argument in arguments if not argument.startswith("-")]
    flags = {argument for argument in arguments if argument.startswith("-")}
    if len(files) != 1 or flags - {"--json", "--dry-run"}:
        print(USAGE, file=sys.stderr)
        return WRONG_USAGE
    return run(Path(files[0]), as_json="--json" in flags)
