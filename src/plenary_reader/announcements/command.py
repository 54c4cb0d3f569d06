"""``python -m plenary_reader.announcements FILE [--json]``, and what ``plenary read`` calls."""

import json
import sys
from pathlib import Path

from plenary_reader.announcements.reading import Reading, read_announcement

DONE, UNREADABLE, WRONG_USAGE, NO_EVENT = 0, 1, 2, 3


def run(path: str, as_json: bool) -> int:
    """Reads one file and prints the draft. Returns the exit code: 0 read, 1 unreadable, 3 no event (with the reason
    on standard error; the JSON is printed for refusals too)."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        print(
            f"The file {path} cannot be read: {error.strerror}. Check its name and permissions.",
            file=sys.stderr,
        )
        return UNREADABLE
    reading = read_announcement(data, name=Path(path).name)
    if as_json:
        text = json.dumps(reading.as_json(), ensure_ascii=False, indent=2)
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    elif reading.is_event:
        sys.stdout.buffer.write(_draft(reading).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
    if not reading.is_event:
        print(reading.reason, file=sys.stderr)
        return NO_EVENT
    return DONE


def main(arguments: list[str]) -> int:
    names = [argument for argument in arguments if not argument.startswith("-")]
    options = [argument for argument in arguments if argument.startswith("-")]
    if len(names) != 1 or any(option != "--json" for option in options):
        print("Give one file to read: python -m plenary_reader.announcements FILE [--json]", file=sys.stderr)
        return WRONG_USAGE
    return run(names[0], "--json" in options)


def _draft(reading: Reading) -> str:
    """The draft as lines of «field: value», the words it was read from beside each."""
    lines = []
    for name, value in reading.as_json().items():
        if name in ("evidence", "is_event", "reason") or value in (None, []):
            continue
        values = value if isinstance(value, list) else [value]
        for i, item in enumerate(values):
            key = f"{name}.{i}" if isinstance(value, list) else name
            shown = ", ".join(str(v) for v in item.values() if v) if isinstance(item, dict) else str(item)
            words = reading.evidence[key].words if key in reading.evidence else ""
            lines.append(f"{name}: {shown}" + (f"    « {words} »" if words and words != shown else ""))
    return "\n".join(lines)
