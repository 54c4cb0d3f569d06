"""The current release in one of the formats other programs read, for the command line."""

import sys
from pathlib import Path

from plenary.editions.models import Edition
from plenary.programme.faces import current_timetable
from plenary.programme.formats import frab, ics

FORMATS = {"xml": frab.render_xml, "json": frab.render_json, "ics": ics.render}


def export_schedule(kind: str, slug: str, output: Path) -> int:
    """Writes the current release as `kind` («xml», «json», «ics»). Returns the exit code."""
    edition = Edition.objects.filter(slug=slug).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)) or "none"
        print(f"There is no edition called {slug}. Editions here: {known}.", file=sys.stderr)
        return 1
    timetable = current_timetable(edition)
    if timetable is None:
        print(f"{slug} has released no programme yet. Release it in the console first.", file=sys.stderr)
        return 1
    try:
        Path(output).write_bytes(FORMATS[kind](timetable))
    except OSError as problem:
        print(f"Cannot write {output}: {problem.strerror}.", file=sys.stderr)
        return 1
    return 0
