"""Timetables of older versions of a problem."""

import pytest

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.older import older_from_json
from tests.solver.timetabling.tiny import placed, talk, tiny


def problem():
    return tiny(talk("A1", "A"), talk("A2", "A"), talk("B1", "B"))


def cell(session, room, track, *talks):
    return {"session": session, "room": room, "track": track, "talks": list(talks)}


def test_a_timetable_of_today_is_read_as_it_is():
    cells = [cell("Wed1", "R1", "A", "A1", "A2"), cell("Wed2", "R2", "B", "B1")]
    found = (placed(problem(), "Wed1 R1: A1 A2", "Wed2 R2: B1"), ())
    assert older_from_json(problem(), {"cells": cells}) == found


def test_what_the_problem_no_longer_has_is_left_out_and_named_once():
    cells = [
        cell("Wed1", "R1", "Old", "A0", "A1"),
        cell("Sun1", "R2", "A", "A2"),
        cell("Sun1", "R9", "B", "B1"),
    ]
    timetable, notes = older_from_json(problem(), {"cells": cells})
    assert timetable == placed(problem(), "Wed1 R1: A1")
    assert notes == (
        "The problem no longer has the talk «A0» of the given timetable.",
        "The problem no longer has the session «Sun1» of the given timetable.",
        "The problem no longer has the room «R9» of the given timetable.",
    )


def test_another_conference_is_refused():
    with pytest.raises(BadInput, match="of another conference"):
        older_from_json(problem(), {"cells": [cell("Mon1", "Hall", "X", "X1")]})


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "A timetable is an object with a list «cells»."),
        ({"cells": ["Wed1"]}, "cells\\[0\\]: A cell is an object"),
        ({"cells": [cell("Wed1", "R1", "A", "A1"), cell("Wed1", "R2", "A", "A1")]}, "«A1» is placed twice"),
    ],
)
def test_what_is_no_timetable_is_refused_as_ever(document, sentence):
    with pytest.raises(BadInput, match=sentence):
        older_from_json(problem(), document)
