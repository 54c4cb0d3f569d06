"""Reads a stranger's file in a subprocess with little time, little memory, and no network."""

from __future__ import annotations

from pathlib import Path

from plenary_reader.limits import Limits
from plenary_reader.refusals import LimitExceeded, NotReadable

__all__ = ["LimitExceeded", "Limits", "NotReadable", "run_limited"]


def run_limited(
    function_path: str,
    path: Path,
    *,
    limits: Limits = Limits(),
    options: dict | None = None,
    result: type | None = None,
) -> object:
    """Calls `module:function(path, limits=…, **options)` in a fresh process and returns what it returned.

    `result` is the dataclass to rebuild with `from_json`; without it the plain JSON value is returned.
    Raises `NotReadable`, or `LimitExceeded` when the file cost more than `limits` allow.
    """
    raise NotImplementedError
