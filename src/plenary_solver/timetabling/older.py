"""A timetable written for an older version of its problem."""

from collections.abc import Mapping
from typing import Any

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.json_form import cells_from_json
from plenary_solver.timetabling.problem import Problem, Timetable


def older_from_json(problem: Problem, data: object) -> tuple[Timetable, tuple[str, ...]]:
    """The timetable of a document with `cells`, as far as the problem still has its sessions, rooms and talks, and
    sentences on what it no longer has.

    Raises BadInput as `cells_from_json` does for a document that is no timetable, and when it has nothing in common
    with the problem: then it is another conference's.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("cells"), list):
        return cells_from_json(problem, data), ()
    known = {
        "session": {session.name for session in problem.sessions},
        "room": {room.name for room in problem.rooms},
    }
    track_of = {talk.ref: problem.tracks[talk.track].name for talk in problem.talks}
    kept, gone = [], dict[str, None]()
    for cell in data["cells"]:
        if not _written(cell):
            kept.append(cell)  # `cells_from_json` says what is wrong with it
            continue
        strange = [f"{kind} «{cell[kind]}»" for kind, names in known.items() if cell[kind] not in names]
        refs = [ref for ref in cell["talks"] if ref in track_of]
        gone |= dict.fromkeys(strange + [f"talk «{ref}»" for ref in cell["talks"] if ref not in track_of])
        if refs and not strange:
            kept.append({**cell, "talks": refs, "track": track_of[refs[0]]})
    if gone and not kept:
        raise BadInput("Nothing in this timetable belongs to the problem: it is of another conference.")
    notes = tuple(f"The problem no longer has the {what} of the given timetable." for what in gone)
    return cells_from_json(problem, {"cells": kept}), notes


def _written(cell: Any) -> bool:
    return (
        isinstance(cell, Mapping)
        and all(isinstance(cell.get(field), str) for field in ("session", "room"))
        and isinstance(cell.get("talks"), list)
        and len(cell["talks"]) > 0
        and all(isinstance(ref, str) for ref in cell["talks"])
    )
