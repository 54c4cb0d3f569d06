"""`.dzn` and JSON problems: what they say, and what is refused with its place."""

import json
from dataclasses import replace

import pytest

from plenary_solver.meetings import dzn, files
from plenary_solver.meetings.json_form import (
    problem_from_json,
    problem_to_json,
    schedule_from_json,
    schedule_to_json,
)
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights
from plenary_solver.refusals import BadInput

TEXT = """% A morning of four slots, an afternoon of two.
nBusiness = 4;
nMeetings = 3; nTables = 2;
nTotalSlots = 6;
nMorningSlots = 4;

requested = [|1, 2,3, 
|1, 3,1, /* in the
morning */
|4, 3,2, 
|];

meetingsxBusiness = [{1,1,2},
{1,1}, {1,2,3}, {1,3}];

forbidden = [{0},
{},
{2..3, 5},
{0,},];

fixed = [0,4,0];

precedences = [{}, {1}, {0}];
"""


def morning_and_afternoon() -> Problem:
    return Problem(
        name="tiny",
        people=(Person(), Person(), Person(away=frozenset({1, 2, 4})), Person()),
        meetings=(
            Meeting(0, 1),
            Meeting(0, 2, frozenset({3}), after=(0,)),
            Meeting(3, 2, frozenset({4, 5})),
        ),
        slots=6,
        capacity=2,
        morning=4,
        fairness=2,
    )


def refusal(text) -> tuple[str | None, str]:
    with pytest.raises(BadInput) as caught:
        dzn.from_text(text, name="tiny")
    return caught.value.where, caught.value.sentence


def test_a_dzn_file_is_read_with_its_comments_ranges_and_trailing_commas():
    assert dzn.from_text(TEXT, name="tiny") == morning_and_afternoon()


def test_line_ends_of_windows_and_a_mark_at_the_start_change_nothing(tmp_path):
    path = tmp_path / "tiny.dzn"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert files.read(path) == morning_and_afternoon()


def test_fairness_is_the_callers_to_say(tmp_path):
    path = tmp_path / "tiny.dzn"
    path.write_text(TEXT)
    assert files.read(path, fairness=0) == replace(morning_and_afternoon(), fairness=0)


@pytest.mark.parametrize("name", ["tiny.dzn", "tiny.json"])
def test_a_problem_comes_back_as_it_was_written(tmp_path, name):
    files.write(morning_and_afternoon(), tmp_path / name)
    assert files.read(tmp_path / name) == morning_and_afternoon()


def test_a_problem_without_people_comes_back():
    empty = Problem(name="none", people=(), meetings=(), slots=1, capacity=1, fairness=2)
    assert dzn.from_text(dzn.to_text(empty), name="none") == empty


def test_a_meeting_that_can_be_nowhere_comes_back():
    problem = replace(morning_and_afternoon(), meetings=(Meeting(0, 1, frozenset()),))
    assert dzn.from_text(dzn.to_text(problem), name="tiny") == problem


def summit() -> Problem:
    return Problem(
        name="群贤",
        people=(
            Person("Ada", attends=frozenset({2}), table=1),
            Person("Bo", away=frozenset({0}), cap=3),
        ),
        meetings=(Meeting(0, 1, frozenset({1, 3}), must=True),),
        slots=4,
        capacity=2,
        morning=2,
        tables=("A", "B"),
        distance=((0, 3), (3, 0)),
        fairness=None,
        all_placed=False,
        weights=Weights(breaks=5, walking=1),
    )


def test_a_summit_comes_back_from_json(tmp_path):
    files.write(summit(), tmp_path / "summit.json")
    assert files.read(tmp_path / "summit.json") == summit()


def test_dzn_refuses_to_leave_out_what_it_cannot_say():
    with pytest.raises(ValueError, match=r"A \.dzn file cannot say named tables"):
        dzn.to_text(summit())
    with pytest.raises(ValueError, match="which slots meeting 1 may have"):
        dzn.to_text(replace(morning_and_afternoon(), meetings=(Meeting(0, 1, frozenset({1, 3})),)))


def test_a_schedule_comes_back_from_json():
    schedule = Schedule((None,), (None,))
    assert schedule_to_json(summit(), Schedule((3,), (1,))) == {"slots": [4], "tables": [2]}
    assert schedule_from_json(summit(), {"slots": [4], "tables": [2]}) == Schedule((3,), (1,))
    assert schedule_from_json(summit(), schedule_to_json(summit(), schedule)) == schedule


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "A schedule is an object with a list «slots»."),
        ({"slots": [1, 2]}, "slots: «slots» should be a list of 1: one for each meeting."),
        ({"slots": [5]}, "slots: Entry 1 should be a number from 1 to 4, or null."),
        ({"slots": [True]}, "slots: Entry 1 should be a number from 1 to 4, or null."),
        ({"slots": [1]}, "tables: «tables» should be a list of 1: one for each meeting."),
    ],
)
def test_a_schedule_that_is_none_is_refused(data, message):
    with pytest.raises(BadInput) as caught:
        schedule_from_json(summit(), data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("old", "new", "where", "sentence"),
    [
        ("fixed = [0,4,0];", "", None, "The file does not say what fixed is."),
        ("[0,4,0]", "[0,4]", "line 21", "fixed has 2 entries, but there are 3: one for each meeting."),
        ("[0,4,0]", "[0,7,0]", "line 21", "fixed of meeting 2 should be its slot, 1 to 6, or 0 for none."),
        ("[0,4,0]", "7", "line 21", "fixed should be an array, one entry for each meeting."),
        ("nMeetings = 3", "nMeetings = 4", "line 23", "precedences has 3 entries, but there are 4: one for each meeting."),
        ("|4, 3,2, ", "|4, 3,", "line 10", "Row 3 of requested should hold three numbers: two people and a part of the day."),
        ("|4, 3,2, ", "|5, 3,2,", "line 10", "Meeting 3 is with person 5, but there are 4 people."),
        ("|4, 3,2, ", "|3, 3,2,", "line 10", "Meeting 3 is of person 3 with themselves."),
        ("|4, 3,2, ", "|4, 3,0,", "line 10", "Meeting 3 is in part 0 of the day, but the parts are 1 (morning), 2 (afternoon) and 3 (any)."),
        ("|4, 3,2, \n", "", "line 7", "requested has 2 rows, but there are 3 meetings."),
        ("2..3, 5", "2..3, 7", "line 18", "forbidden of person 3 names slot 7, but there are 6."),
        ("2..3, 5", "2..200000000", "line 18", "The range 2..200000000 is too wide."),
        ("{1}, {0}];", "{8}, {0}];", "line 23", "precedences of meeting 2 names meeting 8, but there are 3."),
        ("nMorningSlots = 4", "nMorningSlots = 7", "line 5", "nMorningSlots is 7, but there are 6 slots in all."),
        ("nBusiness = 4", "nBusiness = -4", "line 2", "nBusiness is -4, but cannot be less than 0."),
        ("nBusiness = 4", "nBusiness = four", "line 2", "There is «four» where a number should be."),
        ("nBusiness = 4", "nBusiness = " + 30 * "9", "line 2", "The number 99999999999999999999… is too large."),
        ("nTotalSlots = 6", "nTotalSlots = 60000", "line 4", "nTotalSlots is 60000, more than 10000."),
        ("nTables = 2;", "nTables = 2", "line 4", "There is «nTotalSlots» where «;» should be."),
        ("fixed", "nTables", "line 21", "nTables is given twice, first on line 3."),
        ("nTables", "n\u0000Tables", "line 3", "There is the character U+0000 where data should be."),
        ("nTables = 2", "nTables = “2”", "line 3", "There is «“» where data should be."),
        ("[{0},", "[[{0},", "line 16", "There is «[» where a number should be."),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_line(old, new, where, sentence):
    assert old in TEXT
    assert refusal(TEXT.replace(old, new)) == (where, sentence)


@pytest.mark.parametrize("length", range(1, len(TEXT) - 1, 7))
def test_a_file_cut_anywhere_is_refused(length):
    where, sentence = refusal(TEXT[:length])
    assert where is not None or "does not say what" in sentence


def test_a_file_cut_in_half_says_so():
    cut = TEXT[: TEXT.index("{2..3")]
    assert refusal(cut) == (
        "line 18",
        "The file ends in the middle of forbidden, which begins on line 16: it seems to be cut off.",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"nBusiness = 4;\nnMeetings = \xff;", "line 2: This is not text in UTF-8."),
        (b"% " + b"x" * dzn.LARGEST, "The file is larger than 4 MB; meeting problems are not."),
        (b"{" + b"x" * dzn.LARGEST, "The file is larger than 4 MB; meeting problems are not."),
        (b'{"slots":\n 3,}', "line 2: This is not JSON: Expecting property name enclosed in double quotes."),
        (b'{"a":' + b"[" * 100_000, "This JSON holds lists too deep or numbers too large."),
    ],
)  # fmt: skip
def test_bytes_that_are_no_problem_are_refused(tmp_path, content, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        files.read(path)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slots": 0}, "the problem: «slots» should be a number from 1 to 10000."),
        ({"capacity": True}, "the problem: «capacity» should be a number from 0 to 1000000000."),
        ({"people": {}}, "the problem: «people» should be a list."),
        ({"people": [1]}, "people 1: This should be an object."),
        ({"people": [{"away": [9]}, {}]}, "people 1: «away» should hold numbers from 1 to 4."),
        ({"meetings": [{"a": 1, "b": 3}]}, "meetings 1: «b» should be a number from 1 to 2."),
        ({"meetings": [{"a": 1}]}, "meetings 1: «b» is missing."),
        ({"meetings": [{"a": 1, "b": 1}]}, "meetings 1: This is a meeting of person 1 with themselves."),
        ({"meetings": [{"a": 1, "b": 2, "must": 1}]}, "meetings 1: «must» should be true or false."),
        ({"distance": [[0]]}, "distance: This should be 2 rows of 2 numbers, none below 0."),
        ({"weights": {"luck": 1}}, "weights: «luck» is no field we know."),
        ({"name": 3}, "the problem: «name» should be text."),
    ],
)
def test_a_json_problem_is_refused_with_its_field(change, message):
    with pytest.raises(BadInput) as caught:
        problem_from_json({**problem_to_json(summit()), **change})
    assert str(caught.value) == message


def test_a_json_problem_needs_its_people(tmp_path):
    (tmp_path / "few.json").write_text(json.dumps({"slots": 3, "capacity": 1, "meetings": []}))
    with pytest.raises(BadInput, match="the problem: «people» is missing"):
        files.read(tmp_path / "few.json")
