"""Problems and timetables as JSON, and what is said of slips in them."""

import json

import pytest

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling import cosplib, files
from plenary_solver.timetabling.json_form import cells_from_json, cells_to_json
from plenary_solver.timetabling.json_problem import problem_from_json, problem_to_json
from plenary_solver.timetabling.synthetic import summit, synthetic
from tests.solver.timetabling.scattered import scattered
from tests.solver.timetabling.tiny import placed, talk, tiny

TWO = tiny(talk("A1"), talk("B1", "B"))


def document(**changes):
    return problem_to_json(tiny(talk("A1", slots=2), talk("B1", "B"))) | changes


@pytest.mark.parametrize("problem", [synthetic(25, 3), summit(2), TWO], ids=lambda problem: problem.name)
def test_a_problem_reads_back_from_its_json(problem):
    assert problem_from_json(json.loads(json.dumps(problem_to_json(problem)))) == problem


@pytest.mark.parametrize("seed", [1, 2])
def test_a_timetable_reads_back_from_its_json(seed):
    problem = synthetic(25, seed)
    timetable = scattered(problem, seed)
    assert cells_from_json(problem, json.loads(json.dumps(cells_to_json(problem, timetable)))) == timetable


def test_a_problem_can_be_short():
    short = {
        "talks": [{"ref": "A1", "track": "A"}],
        "tracks": [{"name": "A"}],
        "sessions": [{"name": "Wed1", "slots": 2}],
        "rooms": ["R1"],
    }
    problem = problem_from_json(short, "short")
    assert problem == tiny(talk("A1"), sessions={"Wed1": 2}, rooms="R1", name="short")


def test_penalties_of_time_zones_follow_from_the_window_when_not_given():
    problem = synthetic(20, 1)
    data = problem_to_json(problem)
    del data["talk_timezone"]
    assert problem_from_json(data) == problem


def test_a_talk_is_at_home_when_it_names_no_time_zone():
    data = document(window={"timezone": 8})
    del data["talks"][0]["timezone"]
    assert problem_from_json(data).talks[0].timezone == 8


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n "])
def test_a_file_is_read_by_what_it_holds(tmp_path, mark):
    problem = synthetic(10, 1)
    cosplib.write(problem, tmp_path / "workbook.json")
    (tmp_path / "document.xlsx").write_bytes(mark + json.dumps(problem_to_json(problem)).encode())
    assert files.read(tmp_path / "document.xlsx") == problem
    assert files.read(tmp_path / "workbook.json").talks == problem.talks


def test_a_problem_without_a_name_has_that_of_its_file(tmp_path):
    data = problem_to_json(TWO)
    del data["name"]
    (tmp_path / "mine.json").write_text(json.dumps(data))
    assert files.read(tmp_path / "mine.json").name == "mine"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"Reference,Track", "This is neither a CoSPLib workbook (XLSX) nor JSON"),
        (b'{"talks": [', "This is no JSON: Expecting value in column 12. Is the file complete?"),
        (b'{"talks": [], "talks": []}', "The field «talks» is written twice in one object."),
        (b'{"a": "\xff"}', "This is no JSON document that we can read."),
        (b'{"a":' + b"[" * 100_000, "This is no JSON document that we can read."),
        (b'{"a":' + b"9" * 10_000 + b"}", "This is no JSON document that we can read."),
    ],
)
def test_a_file_that_is_neither_is_refused(tmp_path, content, sentence):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadInput) as refused:
        files.read(tmp_path / "file")
    assert refused.value.sentence.startswith(sentence)


def test_no_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="The file cannot be read: No such file or directory"):
        files.read(tmp_path / "none")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "document: An object in braces belongs here."),
        (document(talks=None), "talks: There is none; name at least one."),
        (document(talks={}), "talks: A list in brackets belongs here."),
        (document(talks=["A1"]), "talks[0]: An object in braces belongs here."),
        (document(rooms=["R1", "R1"]), "rooms[1]: «R1» is named twice; every name must be unique."),
        (document(rooms=["R1", " "]), "rooms[1]: It has no name."),
        (document(rooms=[1]), "rooms[0]: A text in quotes belongs here."),
        (document(tracks=[{"name": "A"}]), "talks[1].track: «B» is no track of this problem."),
        (
            document(sesions=[]),
            "sesions: There is no such field; the fields are name, talks, tracks, sessions, ",
        ),
        (document(talks=[{"ref": "A1", "track": "A", "slot": 1}]), "talks[0].slot: There is no such field; "),
        (document(talks=[{"ref": "", "track": "A"}]), "talks[0].ref: A text in quotes belongs here."),
        (
            document(talks=[{"ref": "A1", "track": "A", "slots": 9}]),
            "talks[0]: A1 takes 9 time slots, but the longest session, Wed1, has 2. Shorten the talk or split it.",
        ),
        (
            document(talks=[{"ref": "A1", "track": "A", "slots": 1.5}]),
            "talks[0].slots: A whole number from 1 to 1,000,000,000,000 belongs here.",
        ),
        (
            document(weights={"talk_room": True}),
            "weights.talk_room: A whole number from -1,000,000,000,000 to 1,000,000,000,000 belongs here.",
        ),
        (document(weights={"talk_rooms": 1}), "weights.talk_rooms: There is no such field; "),
        (document(talk_room={"A1": {"R3": 1}}), "talk_room.A1.R3: «R3» is no room of this problem."),
        (document(talk_room={"A7": {"R1": 1}}), "talk_room: «A7» is no talk of this problem."),
        (document(talk_room={"A1": {"R1": -1}}), "talk_room.A1.R1: A whole number from 0 to "),
        (document(talk_room={"A1": {"R1": float("nan")}}), "talk_room.A1.R1: A whole number from 0 to "),
        (document(similar={"A": {"A": 1}}), "similar.A.A: Name each two different tracks once"),
        (
            document(similar={"A": {"B": 1}, "B": {"A": 2}}),
            "similar.B.A: Name each two different tracks once",
        ),
        (
            document(window={"suitable_from": "9"}),
            "window.suitable_from: «9» is no time of day such as 09:30.",
        ),
        (
            document(sessions=[{"name": "Wed1", "slots": 4, "start": "24:00"}]),
            "sessions[0].start: «24:00» is no time of day such as 09:30.",
        ),
        (
            {
                key: value
                for key, value in document(weights={"talk_timezone": 1}).items()
                if key != "talk_timezone"
            },
            "sessions[0]: Start or end is missing, and time zones have a weight.",
        ),
        (
            document(pins=[{"talk": "A1", "session": "Wed1"}, {"talk": "A1", "session": "Wed2"}]),
            "pins[1]: A1 is pinned to Wed1, but also to Wed2. Remove one of the two.",
        ),
        (
            document(sessions=[{"name": "Wed1", "slots": 1}, {"name": "Wed2", "slots": 2}])
            | {"pins": [{"talk": "A1", "session": "Wed1"}]},
            "pins[0]: A1 is pinned to Wed1, but takes 2 time slots, and Wed1 has 1. Remove the pin.",
        ),
    ],
)
def test_a_slip_in_a_problem_is_named_with_its_field(data, said):
    with pytest.raises(BadInput) as refused:
        problem_from_json(data)
    assert str(refused.value).startswith(said)


def cells(*items):
    whole = {"session": "Wed1", "room": "R1", "track": "A", "talks": ["A1"]}
    return {"cells": [whole | item for item in items]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "A timetable is an object with a list «cells»."),
        ({"cells": {}}, "A timetable is an object with a list «cells»."),
        (
            {"cells": [[]]},
            "cells[0]: A cell is an object with session, room, track, and at least one of talks.",
        ),
        (
            cells({"talks": []}),
            "cells[0]: A cell is an object with session, room, track, and at least one of talks.",
        ),
        ({"cells": [{"talks": ["A1"]}]}, "cells[0]: The cell has no «session»."),
        (cells({"session": "Fri1"}), "cells[0].session: «Fri1» is no session of this problem."),
        (cells({"room": None}), "cells[0].room: «None» is no room of this problem."),
        (cells({"track": "C"}), "cells[0].track: «C» is no track of this problem."),
        (cells({"talks": ["A1", "A9"]}), "cells[0].talks: «A9» is no talk of this problem."),
        (cells({"talks": [["A1"]]}), "cells[0].talks: «['A1']» is no talk of this problem."),
        (cells({"talks": ["A1", "A1"]}), "cells[0]: «A1» is placed twice, in cells[0] and here."),
        (cells({}, {"room": "R2"}), "cells[1]: «A1» is placed twice, in cells[0] and here."),
        (
            cells({}, {"track": "B", "talks": ["B1"]}),
            "cells[1]: «R1» in «Wed1» is filled twice, in cells[0] and here.",
        ),
    ],
)
def test_a_slip_in_a_timetable_is_named_with_its_cell(data, said):
    with pytest.raises(BadInput) as refused:
        cells_from_json(TWO, data)
    assert str(refused.value) == said


def test_cells_come_in_the_order_of_sessions_and_rooms_whatever_the_document_says():
    mixed = cells({"room": "R2"}, {"track": "B", "talks": ["B1"]})
    assert cells_from_json(TWO, mixed) == placed(TWO, "Wed1 R1: B1", "Wed1 R2: A1")
