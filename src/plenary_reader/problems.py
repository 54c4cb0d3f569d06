"""One thing a person should look at before a file is taken in."""

from __future__ import annotations

from dataclasses import dataclass, field

from plenary_reader.json_form import JsonForm
from plenary_reader.sentences import PROBLEMS

ERROR, WARNING, NOTICE = "error", "warning", "notice"


@dataclass(frozen=True)
class Problem(JsonForm):
    """`what` is a whole English sentence; `gettext(problem.template) % problem.params` translates it.

    `where` says the place in words ("sheet Experts row 7 column C", "talk 12"); `sheet`, `row` (as numbered
    in the file, from 1) and `column` (a letter) say it again for programs, where they apply.
    """

    where: str
    what: str
    code: str
    params: dict = field(default_factory=dict)
    severity: str = WARNING
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @property
    def template(self) -> str:
        return PROBLEMS[self.code]


def problem(code: str, where: str = "", *, severity: str = WARNING, **params) -> Problem:
    """A problem of a file that has no rows, such as a schedule."""
    return Problem(where=where, what=PROBLEMS[code] % params, code=code, params=params, severity=severity)


def row_problem(
    code: str, *, sheet: str = "", row: int | None = None, column: str = "", severity: str = WARNING, **params
) -> Problem:
    """A problem of a table; `where` is put together from the sheet, row and column."""
    places = (("sheet", sheet), ("row", row), ("column", column))
    where = " ".join(f"{word} {place}" for word, place in places if place)
    if sheet:
        params = {"sheet": sheet} | params
    what = PROBLEMS[code] % params
    return Problem(where or "file", what, code, params, severity, sheet, row, column)
