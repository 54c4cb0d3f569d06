"""Workbooks as people save them, and what is said of those that cannot be read."""

import datetime
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling import cosplib
from plenary_solver.timetabling.problem import Session, TimeWindow
from plenary_solver.timetabling.synthetic import synthetic
from tests.solver.timetabling.tiny import talk, tiny

WINDOW = TimeWindow(8, "09:30", "21:30", "07:00", "23:00", 1, 10)


def small():
    """Two tracks, three talks; sessions Wed1 and Wed2 of two slots; rooms R1 and R2."""
    problem = tiny(
        talk("A1", presenters="P1 P2", timezone=8),
        talk("A2", slots=2, order=1, attendees="P3", timezone=8),
        talk("B1", "B"),
        chairs={"B": "P4"},
        talk_session={("A1", "Wed2"): 10},
        talk_room={("B1", "R2"): 2},
        track_room={("A", "R2"): 3},
        session_room={("Wed1", "R1"): 4},
        similar={("A", "B"): 5},
        talk_timezone={("B1", "Wed1"): 10},
        weights={"talk_session": 7, "talk_timezone": 2, "talk_order": 1},
        name="small",
    )
    sessions = (
        Session("Wed1", 2, "2026-05-06", "09:30", "10:30"),
        Session("Wed2", 2, "2026-05-06", "20:30", "22:30"),
    )
    return replace(
        problem,
        sessions=sessions,
        talk_session=((0, 10), (0, 0), (0, 0)),
        session_room=((4, 0), (0, 0)),
        talk_timezone=((0, 1), (0, 1), (10, 0)),
        window=WINDOW,
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "small.xlsx"


@pytest.fixture(scope="module")
def small_workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "small.xlsx"
    cosplib.write(small(), path)
    return path


@pytest.fixture
def book(path, small_workbook):
    """`book({("tracks", "A2"): "X"})`: the small workbook with some cells changed, read."""

    def read(changes=None, change=None):
        workbook = openpyxl.load_workbook(small_workbook)
        for (sheet, cell), value in (changes or {}).items():
            workbook[sheet][cell] = value
        if change:
            change(workbook)
        workbook.save(path)
        return cosplib.read(path)

    return read


def test_a_workbook_says_what_the_problem_was(book):
    assert book() == small()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_workbook_keeps_restrictions_too(tmp_path, seed):
    problem = synthetic(30, seed, restricted=True)
    cosplib.write(problem, tmp_path / f"{problem.name}.xlsx")
    assert cosplib.read(tmp_path / f"{problem.name}.xlsx") == problem


def test_names_are_kept_to_the_letter(tmp_path):
    problem = tiny(
        talk("12"), talk("=1+1"), talk("#N/A"), talk("会场 一 ", " Track "), talk("1.0", "真"), name="names"
    )
    cosplib.write(problem, tmp_path / "names.xlsx")
    assert cosplib.read(tmp_path / "names.xlsx") == problem


def test_a_number_serves_as_a_reference_and_a_date_as_the_name_of_a_session(book):
    day = datetime.datetime(2026, 5, 6)
    changes = {("submissions", "A2"): 12, ("sessions", "A2"): day, ("submissions", "H1"): day}
    changes |= {("tracks_sessions|penalty", "B1"): day, ("sessions_rooms|penalty", "A2"): day}
    problem = book(changes)
    assert (problem.talks[0].ref, problem.sessions[0].name) == ("12", "2026-05-06")
    assert problem.talk_session == small().talk_session


def test_rows_and_columns_of_penalties_go_by_their_names(book):
    swapped = {("tracks_rooms|penalty", "B1"): "R2", ("tracks_rooms|penalty", "C1"): "R1"}
    swapped |= {("tracks_rooms|penalty", "B2"): 3, ("tracks_rooms|penalty", "C2"): None}
    swapped |= {("tracks_rooms|penalty", "A2"): "B", ("tracks_rooms|penalty", "A3"): "A"}
    assert book(swapped).track_room == ((0, 0), (0, 3))


def test_similar_tracks_count_above_the_diagonal_and_by_position(book):
    changes = {
        ("similar tracks", "B3"): 99,
        ("similar tracks", "B2"): 99,
        ("similar tracks", "B1"): "whatever",
    }
    assert book(changes).similar == ((0, 5), (5, 0))


def test_blank_rows_and_columns_at_the_end_and_formatting_do_not_matter(book):
    def change(workbook):
        for sheet in workbook:
            sheet.cell(sheet.max_row + 5, 1, " ")
            sheet.cell(1, sheet.max_column + 3).font = openpyxl.styles.Font(bold=True)
            sheet.merge_cells(
                start_row=sheet.max_row + 1, end_row=sheet.max_row + 2, start_column=1, end_column=3
            )

    assert book(change=change) == small()


def test_sheets_of_ones_own_are_left_alone(book):
    def change(workbook):
        workbook.create_sheet("notes")["A1"] = "mine"
        workbook.create_chartsheet("chart")

    assert book(change=change) == small()


@pytest.mark.parametrize("start", ["9:30", "09:30:00", datetime.datetime(2026, 5, 6, 9, 30), 9.5 / 24])
def test_a_time_of_day_is_written_in_several_ways(book, start):
    assert book({("sessions", "D2"): start}) == small()


def test_penalties_go_up_to_a_thousand_million(book):
    assert book({("submissions", "H2"): 10**9}).talk_session[0] == (10**9, 10)


def test_a_penalty_typed_as_text_counts(book):
    assert book({("submissions", "H2"): "7"}).talk_session[0] == (7, 10)


def test_times_may_be_missing_when_time_zones_do_not_count(book):
    problem = book({("sessions", "D2"): None, ("parameters", "E9"): 0})
    assert (problem.sessions[0].start, problem.talk_timezone) == ("", ())


def test_who_follows_from_afar_past_midnight_begins_a_new_day(book):
    # 09:30–10:30 and 20:30–22:30 at GMT+8 are 15:30–16:30 and 02:30–04:30 at GMT+14
    assert book({("submissions", "E4"): "GMT+14"}).talk_timezone[2] == (0, 10)
    # … and 21:30–22:30 of the day before, and 08:30–10:30, at GMT-4
    assert book({("submissions", "E4"): "GMT-4"}).talk_timezone[2] == (1, 1)


FAULTS = {
    "unknown track": (
        {("submissions", "B3"): "Analytik"},
        "sheet submissions, row 3, cell B3: Submission «A2» belongs to track «Analytik», which sheet tracks does not "
        "name.",
    ),
    "no track": (
        {("submissions", "B3"): None},
        "sheet submissions, row 3, cell B3: Submission «A2» belongs to track «», which sheet tracks does not name.",
    ),
    "long talk": (
        {("submissions", "C3"): 3},
        "sheet submissions, row 3, cell C3: A2 takes 3 time slots, but the longest session, Wed1, has 2. Shorten "
        "the talk or split it.",
    ),
    "too many slots": (
        {("sessions", "B2"): 1, ("sessions", "B3"): 1, ("submissions", "C3"): 1, ("rooms", "A3"): None}
        | {("submissions", "K1"): None, ("submissions", "K4"): None}
        | {("tracks_rooms|penalty", cell): None for cell in ("C1", "C2")}
        | {("sessions_rooms|penalty", "C1"): None},
        "sheet sessions: All talks together take 3 time slots, but sessions and rooms have only 2. Add a session or a "
        "room.",
    ),
    "no slots": (
        {("submissions", "C3"): None},
        "sheet submissions, row 3, cell C3: The number of time slots of «A2» is missing; write a whole number.",
    ),
    "zero slots": (
        {("sessions", "B3"): 0},
        "sheet sessions, row 3, cell B3: The number of time slots of session «Wed2» is 0; write 1 or more.",
    ),
    "half a slot": (
        {("submissions", "C2"): 1.5},
        "sheet submissions, row 2, cell C2: The number of time slots of «A1» is «1.5»; write a whole number up to "
        "1,000,000,000,000.",
    ),
    "order": (
        {("submissions", "D2"): "first"},
        "sheet submissions, row 2, cell D2: The order of «A1» (0 for none) is «first»; write a whole number.",
    ),
    "blank order that counts": (
        {("submissions", "D2"): None},
        "sheet submissions, row 2, cell D2: The order of «A1» (0 for none) is missing; write a whole number.",
    ),
    "zone": (
        {("submissions", "E2"): "Berlin"},
        "sheet submissions, row 2, cell E2: The time zone is «Berlin»; write GMT+0, GMT-5 or GMT+8, whole hours only.",
    ),
    "zone beyond the earth": (
        {("submissions", "E2"): "GMT+15"},
        "sheet submissions, row 2, cell E2: The time zone is «GMT+15»; write GMT+0, GMT-5 or GMT+8, whole hours only.",
    ),
    "half a zone": (
        {("parameters", "B2"): "GMT+5:30"},
        "sheet parameters, row 2, cell B2: The time zone is «GMT+5:30»; write GMT+0, GMT-5 or GMT+8, whole hours only.",
    ),
    "availability in words": (
        {("submissions", "I3"): "away"},
        "sheet submissions, row 3, cell I3: The penalty is «away»; write a whole number.",
    ),
    "negative penalty": (
        {("submissions", "I3"): -1},
        "sheet submissions, row 3, cell I3: The penalty is -1; write 0 or more.",
    ),
    "not a number": (
        {("tracks_sessions|penalty", "B2"): "nan"},
        "sheet tracks_sessions|penalty, row 2, cell B2: The penalty is «nan»; write a whole number up to "
        "1,000,000,000,000.",
    ),
    "truth": (
        {("similar tracks", "C2"): True},
        "sheet similar tracks, row 2, cell C2: The penalty is «True»; write a whole number.",
    ),
    "duplicate reference": (
        {("submissions", "A4"): "A1"},
        "sheet submissions, row 4, cell A4: «A1» stands in row 2 already; every submission needs a name of its own.",
    ),
    "duplicate session": (
        {("sessions", "A3"): "Wed1"},
        "sheet sessions, row 3, cell A3: «Wed1» stands in row 2 already; every session needs a name of its own.",
    ),
    "no name": (
        {("rooms", "A2"): None},
        "sheet submissions, row 1, cell K1: The sheet has 11 columns, but with 2 sessions and 1 room it needs 10.",
    ),
    "no reference": (
        {("submissions", "A3"): None},
        "sheet submissions, row 3, cell A3: The submission has no name; name it, or clear its row.",
    ),
    "session misspelt in a header": (
        {("submissions", "H1"): "Wed 1"},
        "sheet submissions, row 1, cell H1: The column is headed «Wed 1», which is no session of sheet sessions.",
    ),
    "room twice in a header": (
        {("submissions", "K1"): "R1"},
        "sheet submissions, row 1, cell K1: «R1» heads two columns; every room has one.",
    ),
    "room misspelt in a row": (
        {("sessions_rooms|penalty", "A3"): "Wed3"},
        "sheet sessions_rooms|penalty, row 3, cell A3: «Wed3» is no session of sheet sessions.",
    ),
    "missing row": (
        {("tracks_rooms|penalty", "A3"): None},
        "sheet tracks_rooms|penalty: There is no row for track «B»; add one.",
    ),
    "a column too many": (
        {("sessions_rooms|penalty", "E2"): 5},
        "sheet sessions_rooms|penalty, row 2, cell E2: The sheet has 5 columns, but with 2 rooms it needs 3.",
    ),
    "columns exchanged": (
        {("submissions", "C1"): "Order", ("submissions", "D1"): "Required Timeslots"},
        "sheet submissions, row 1, cell C1: The column is headed «Order» where «Required Timeslots» belongs; columns "
        "are read by position.",
    ),
    "weights exchanged": (
        {("parameters", "D2"): "Tracks_Rooms|Penalty:"},
        "sheet parameters, row 2, cell D2: «Tracks_Rooms|Penalty:» stands where «Tracks_Sessions|Penalty:» belongs; "
        "weights are read by position.",
    ),
    "weight": (
        {("parameters", "E5"): "high"},
        "sheet parameters, row 5, cell E5: The weight «Similar Tracks» is «high»; write a whole number.",
    ),
    "no weight": (
        {("parameters", "E17"): None},
        "sheet parameters, row 17, cell E17: The weight «Attendees Conflicts Timeslot Level» is missing; write a whole "
        "number.",
    ),
    "hour": (
        {("sessions", "D2"): "25:00"},
        "sheet sessions, row 2, cell D2: The start of session «Wed1» is «25:00»; write a time of day such as 09:30.",
    ),
    "no hour": (
        {("sessions", "E2"): None},
        "sheet sessions, row 2, cell E2: The end of session «Wed1» is missing, and time zones have a weight.",
    ),
    "window": (
        {("parameters", "B7"): "soon"},
        "sheet parameters, row 7, cell B7: The beginning of less suitable times is «soon»; write a time of day such as "
        "09:30.",
    ),
    "impossible window": (
        {("parameters", "B4"): "22:00"},
        "sheet parameters, row 5, cell B5: These times run from 22:00 to 21:30: nothing lies between.",
    ),
    "more than we can count": (
        {("parameters", "E11"): 10**12, ("submissions", "H2"): 10**9},
        "sheet parameters: Weights times penalties can add up to 1e+21, more than we can count; make them smaller.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_sheet_row_and_cell(book, changes, sentence):
    with pytest.raises(BadInput) as refused:
        book(changes)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", sorted(cosplib.reading.SHEETS))
def test_a_missing_sheet_is_named(book, name):
    with pytest.raises(BadInput, match="The workbook has no sheet «") as refused:
        book(change=lambda workbook: workbook.remove(workbook[name]))
    assert refused.value.where == f"sheet {name}"


@pytest.mark.parametrize("name", ["submissions", "tracks", "sessions", "rooms"])
def test_an_empty_sheet_is_named(book, name):
    def empty(workbook):
        workbook[name].delete_rows(1, 99)

    with pytest.raises(BadInput, match="name at least one below the header") as refused:
        book(change=empty)
    assert refused.value.where == f"sheet {name}"


def test_a_formula_that_ended_in_an_error_is_named_since_it_would_cost_nothing(book):
    def break_formula(workbook):
        cell = workbook["submissions"]["H3"]
        cell.value, cell.data_type = "#REF!", "e"

    with pytest.raises(BadInput, match="A formula here ends in an error"):
        book(change=break_formula)


def test_a_value_far_out_is_named_before_it_fills_the_memory(book):
    with pytest.raises(BadInput) as refused:
        book({("tracks", "XFD1048576"): "x"})
    assert refused.value.where == "sheet tracks, row 1048576, cell XFD1048576"


@pytest.mark.parametrize(
    ("pin", "sentence"),
    [
        (("A2", "Wed1", ""), "A2 is pinned to Wed1, but cannot be in Wed1. Remove one of the two."),
        (
            ("A1", "Wed2", "R1"),
            "A1 is pinned to Wed2, R1, but R1 is closed in Wed2. Remove one of the two.",
        ),
    ],
)
def test_a_pin_that_cannot_hold_is_named(book, pin, sentence):
    def restrict(workbook):
        for title, rows in {
            "submissions_forbidden": [("Reference", "Session"), ("A2", "Wed1")],
            "rooms_closed": [("Session", "Room"), ("Wed2", "R1")],
            "submissions_pinned": [("Reference", "Session", "Room"), ("B1", "Wed1", "R2"), pin],
        }.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)

    with pytest.raises(BadInput) as refused:
        book(change=restrict)
    assert str(refused.value) == f"sheet submissions_pinned, row 3, cell B3: {sentence}"


def test_a_talk_without_any_session_left_is_named(tmp_path):
    problem = tiny(talk("A1"), forbidden=("A1 Wed1", "A1 Wed2", "A1 Thu1"))
    cosplib.write(problem, tmp_path / "tiny.xlsx")
    with pytest.raises(BadInput, match="A1 is forbidden in every session that is long enough for it"):
        cosplib.read(tmp_path / "tiny.xlsx")


@pytest.mark.parametrize(
    "content", [b"", b"Reference,Track\n", b"PK\x03\x04 no more", b"\xd0\xcf\x11\xe0 old"]
)
def test_a_file_that_is_no_workbook_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(BadInput, match="This is not an XLSX workbook, or it is damaged"):
        cosplib.read(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_workbook_cut_short_is_refused(path, share):
    cosplib.write(small(), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BadInput, match="This is not an XLSX workbook, or it is damaged"):
        cosplib.read(path)


def test_a_zip_of_something_else_is_refused(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BadInput, match="This is not an XLSX workbook"):
        cosplib.read(path)


def test_no_file_is_no_workbook(path):
    with pytest.raises(BadInput, match="The file cannot be read: No such file or directory"):
        cosplib.read(path)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (tiny(talk("A1", presenters="Ada,")), None),
        (
            replace(tiny(talk("A1")), talks=(replace(tiny(talk("A1")).talks[0], presenters=("Ada, B",)),)),
            "«Ada, B»",
        ),
        (tiny(talk("A\x01")), "no workbook can hold"),
        (tiny(talk(" ")), "needs a name for every submission"),
        (replace(small(), talk_timezone=()), "The time zone of «A1» costs 0 in «Wed2», but 1"),
    ],
)
def test_what_a_workbook_cannot_say_is_not_written(path, problem, sentence):
    if sentence is None:
        cosplib.write(problem, path)
        assert cosplib.read(path).talks == problem.talks
    else:
        with pytest.raises(BadInput, match=sentence):
            cosplib.write(problem, path)
