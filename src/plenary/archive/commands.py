"""`plenary export archive` and `plenary import archive`."""

import json
import sys
from pathlib import Path

from plenary.accounts.actions import ensure_owner
from plenary.archive.intake import Archive, NotAnArchive
from plenary.archive.reader import AlreadyHere, read_archive
from plenary.archive.writer import write_archive
from plenary.editions.models import Edition
from plenary.lib.clock import now


def export_archive(slug: str, output: Path) -> int:
    edition = Edition.objects.filter(slug=slug).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)) or "none"
        print(f"There is no edition called {slug}. Editions here: {known}.", file=sys.stderr)
        return 1
    try:
        output.write_bytes(write_archive(edition))
    except OSError as problem:
        print(f"Cannot write {output}: {problem.strerror}.", file=sys.stderr)
        return 1
    return 0


def import_archive(
    path: Path, *, slug: str | None = None, dry_run: bool = False, as_json: bool = False
) -> int:
    if not path.is_file():
        print(f"There is no file {path}.", file=sys.stderr)
        return 1
    try:
        archive = Archive(path)
        if not dry_run:
            read_archive(archive=archive, by=ensure_owner(at=now()))
    except NotAnArchive as problem:
        print(str(problem), file=sys.stderr)
        return 3
    except AlreadyHere as problem:
        print(str(problem), file=sys.stderr)
        return 1
    found = {"edition": archive.manifest["edition"].get("slug"), "tables": archive.counts, "problems": []}
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(
            f"{found['edition']}: {sum(archive.counts.values())} rows in {len(archive.counts)} tables"
            + (", not imported" if dry_run else "")
        )
    return 0
