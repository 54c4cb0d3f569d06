"""An edition's archive (docs/reference/archive-format.md): looked through whole before anyone believes it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plenary_reader.limits import MEGABYTE, Limits
from plenary_reader.refusals import LimitExceeded, NotReadable

FORMAT, VERSION = "plenary-archive", 1
LIMITS = Limits(
    file_bytes=200 * MEGABYTE,
    unpacked_bytes=512 * MEGABYTE,
    zip_entries=200,
    cpu_seconds=60,
    wall_seconds=120.0,
)
LONGEST_LINE = 16 * MEGABYTE
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, RecursionError, NotImplementedError)


def check_archive(path: Path, *, limits: Limits = LIMITS) -> dict[str, Any]:
    """`{"manifest", "tables": {name: rows}}`, every row parsed once. Raises NotReadable, LimitExceeded."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, limits)
            with archive.open("manifest.json") as file:
                manifest = json.loads(file.read(LONGEST_LINE))
            if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
                raise NotReadable("not_an_archive")
    except _BROKEN as problem:
        raise NotReadable("not_an_archive") from problem
    if manifest.get("version") != VERSION:
        raise NotReadable("archive_version", version=str(manifest.get("version"))[:20], ours=VERSION)
    promised = manifest.get("tables")
    if not isinstance(promised, dict) or not isinstance(manifest.get("edition"), dict):
        raise NotReadable("not_an_archive")
    found = {name: sum(1 for _ in rows(path, name)) for name in promised}
    for name, count in promised.items():
        if found[name] != count:
            raise NotReadable("archive_cut", count=count, table=name[:60], found=found[name])
    return {"manifest": manifest, "tables": found}


def rows(path: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one table, as dicts; none when the archive has no such table."""
    name = f"tables/{table}.jsonl"
    try:
        with zipfile.ZipFile(path) as archive:
            if name not in archive.namelist():
                return
            with archive.open(name) as file:
                for line in iter(lambda: file.readline(LONGEST_LINE), b""):
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise ValueError(name)
                    yield row
    except _BROKEN as problem:
        raise NotReadable("archive_damaged", file=name[:80]) from problem


def _check_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > limits.zip_entries:
        raise LimitExceeded("zip_entries", entries=len(entries), most=limits.zip_entries)
    if unpacked > limits.unpacked_bytes:
        raise LimitExceeded("unpacked_bytes", megabytes=limits.unpacked_bytes // MEGABYTE)
    if unpacked > MEGABYTE and unpacked / packed > limits.ratio:
        raise LimitExceeded("ratio", times=round(unpacked / packed))
