"""Timetables as JSON: `{"cells": [{"session", "room", "track", "talks": [references in order]}]}`, in the file's names."""

from collections.abc import Mapping, Sequence
from typing import Any

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.problem import Cell, Problem, Timetable


def cells_to_json(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """The cells of a timetable, in the order of session, then room."""
    cells = sorted(timetable.cells, key=lambda cell: (cell.session, cell.room))
    return {
        "cells": [
            {
                "session": problem.sessions[cell.session].name,
                "room": problem.rooms[cell.room].name,
                "track": problem.tracks[cell.track].name,
                "talks": [problem.talks[talk].ref for talk in cell.talks],
            }
            for cell in cells
        ]
    }


def cells_from_json(problem: Problem, data: object) -> Timetable:
    """The timetable of a document with `cells`; other fields of it are ignored.

    Raises BadInput for unknown names, a talk or a cell named twice, and a cell without talks. Whether the timetable
    holds the hard rules is for the evaluator to say.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("cells"), list):
        raise BadInput("A timetable is an object with a list «cells».")
    sessions = _positions([session.name for session in problem.sessions])
    rooms = _positions([room.name for room in problem.rooms])
    tracks = _positions([track.name for track in problem.tracks])
    refs = _positions([talk.ref for talk in problem.talks])
    cells: list[Cell] = []
    used: dict[tuple[int, int], str] = {}
    placed: dict[int, str] = {}
    for number, item in enumerate(data["cells"]):
        where = f"cells[{number}]"
        if not isinstance(item, Mapping) or not isinstance(item.get("talks"), list) or not item["talks"]:
            raise BadInput(
                "A cell is an object with session, room, track, and at least one of talks.", where=where
            )
        cell = Cell(
            session=_named(item, "session", sessions, where),
            room=_named(item, "room", rooms, where),
            track=_named(item, "track", tracks, where),
            talks=tuple(_known(ref, "talk", refs, f"{where}.talks") for ref in item["talks"]),
        )
        _once(used, (cell.session, cell.room), f"«{item['room']}» in «{item['session']}» is filled", where)
        for talk in cell.talks:
            _once(placed, talk, f"«{problem.talks[talk].ref}» is placed", where)
        cells.append(cell)
    return Timetable(tuple(sorted(cells, key=lambda cell: (cell.session, cell.room))))


def _positions(names: Sequence[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _named(item: Mapping[str, object], field: str, positions: Mapping[str, int], where: str) -> int:
    if field not in item:
        raise BadInput(f"The cell has no «{field}».", where=where)
    return _known(item[field], field, positions, f"{where}.{field}")


def _known(name: object, kind: str, positions: Mapping[str, int], where: str) -> int:
    if not isinstance(name, str) or name not in positions:
        raise BadInput(f"«{name}» is no {kind} of this problem.", where=where)
    return positions[name]


def _once(seen: dict[Any, str], key: object, what: str, where: str) -> None:
    if key in seen:
        raise BadInput(f"{what} twice, in {seen[key]} and here.", where=where)
    seen[key] = where
