"""Who is away when, from words to pairs."""

from dataclasses import replace

import pytest

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.unavailable import unavailable_for
from tests.solver.timetabling.tiny import talk, tiny


def problem():
    made = tiny(talk("A1", presenters="Ada"), talk("A2", presenters="Bob Ada"), talk("A3", presenters="Adam"))
    dates = ("2026-05-01", "2026-05-01", "2026-05-02")
    return replace(
        made, sessions=tuple(replace(s, date=date) for s, date in zip(made.sessions, dates, strict=True))
    )


def test_a_speaker_who_is_away_for_a_day_loses_its_sessions_for_each_talk():
    assert unavailable_for(problem(), "Ada", "2026-05-01") == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize(
    ("presenter", "date", "sentence"),
    [
        ("Eve", "2026-05-01", "Nobody called «Eve» presents a talk."),
        ("Ada", "2026-05-03", "No session is on «2026-05-03»."),
        ("Ada", "", "No session is on «»."),
    ],
)
def test_unknown_people_and_dates_are_named(presenter, date, sentence):
    with pytest.raises(BadInput, match=sentence):
        unavailable_for(problem(), presenter, date)
