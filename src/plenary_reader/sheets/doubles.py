"""Who is on the list twice. Both rows are named; nothing is merged here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plenary_reader.problems import Problem, row_problem
from plenary_reader.sheets.model import GuestRow


def doubles_in(rows: Iterable[GuestRow], in_merged_cells: set[tuple[str, int | None]]) -> list[Problem]:
    """`in_merged_cells` are the rows whose phone or e-mail is one cell over several persons: no double."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], GuestRow] = {}
    for guest in rows:
        shared = (guest.sheet, guest.row) in in_merged_cells
        for code, key in _keys(guest):
            if shared and code != "duplicate_person":
                continue
            other = seen.setdefault((code, key), guest)
            if other is guest or (other.row, other.sheet) == (guest.row, guest.sheet):
                continue
            if (
                code in ("duplicate_phone", "duplicate_email")
                and other.name != guest.name
                and _shares(other, guest)
            ):
                continue
            problems.append(_problem(code, guest, other))
            break  # one row, one complaint: the phone says it, the e-mail need not say it again
    return problems


def _keys(guest: GuestRow) -> Iterable[tuple[str, str]]:
    for phone in guest.phones:
        yield "duplicate_phone", phone
    for email in guest.emails:
        yield "duplicate_email", email
    name = guest.name.casefold()
    yield "duplicate_person", f"{name}\n{guest.organisation.casefold()}"


def _shares(one: GuestRow, other: GuestRow) -> bool:
    """A secretary's number given for several leaders is no double when it is their contact's too."""
    return bool(
        one.contact
        and other.contact
        and set(one.phones) & set(one.contact.phones) & set(other.contact.phones)
    )


def _problem(code: str, guest: GuestRow, other: GuestRow) -> Problem:
    place: dict[str, Any] = {"sheet": guest.sheet, "row": guest.row}
    if code == "duplicate_person":
        if not guest.organisation:
            return row_problem("same_name", name=guest.name, other_row=other.row, **place)
        params: dict[str, Any] = {"name": guest.name, "organisation": guest.organisation}
        return row_problem(code, other_row=other.row, **params, **place)
    return row_problem(code, name=guest.name, other=other.name, other_row=other.row, **place)
