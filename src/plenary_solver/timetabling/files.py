"""A timetabling problem from a file, whatever its name: a CoSPLib workbook, or our own JSON."""

from pathlib import Path

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling import cosplib
from plenary_solver.timetabling.json_fields import parse
from plenary_solver.timetabling.json_problem import problem_from_json
from plenary_solver.timetabling.problem import Problem

LARGEST_JSON = 64 * 2**20  # bytes


def read(path: str | Path) -> Problem:
    """The problem of a file. Raises BadInput, also when there is no such file or it is neither of the two."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_JSON + 1)
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error.strerror or error}.", where=str(path)) from error
    if content.startswith(b"PK"):
        return cosplib.read(path)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        if len(content) > LARGEST_JSON:
            raise BadInput(f"The file is larger than {LARGEST_JSON // 2**20} MB.", where=str(path))
        return problem_from_json(parse(content, str(path)), path.stem)
    what = (
        "The file is empty" if not content.strip() else "This is neither a CoSPLib workbook (XLSX) nor JSON"
    )
    raise BadInput(f"{what}; docs/reference/solver-files.md describes both.", where=str(path))
