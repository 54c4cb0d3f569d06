"""How much of a stranger's file we are willing to look at."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """One set of limits travels with a file into the sandbox; the reader and the sandbox both keep to it."""

    # What the file may be.
    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 64 * MEGABYTE
    ratio: int = 100  # unpacked to packed, over the whole archive
    zip_entries: int = 1_000
    rows: int = 20_000
    columns: int = 200
    occurrences: int = 1_000  # of one repeating calendar entry
    years: int = 5  # that a repeating calendar entry may run on
    # What reading it may cost.
    cpu_seconds: int = 20
    wall_seconds: float = 40.0
    memory_bytes: int = 512 * MEGABYTE
    open_files: int = 64
    result_bytes: int = 32 * MEGABYTE


STANDARD = Limits()
