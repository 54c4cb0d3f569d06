"""How a board calls the solver: rows in, a proposal with reasons out, progress on the way, cancelled at any time."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils import translation

from plenary.programme.timetabling import Away, Board, RoomRow, TalkRow, mend, propose
from plenary_solver.results import Status

LIN, ZHAO, NAMESAKE = 7, 8, 9


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 11, day, hour, minute, tzinfo=UTC)


def half_hours(day: int, first: int, last: int) -> tuple[tuple[datetime, datetime], ...]:
    begins = [at(day, first) + timedelta(minutes=30 * n) for n in range((last - first) * 2)]
    return tuple((begin, begin + timedelta(minutes=30)) for begin in begins)


def small_board() -> Board:
    """Two rooms, two mornings of two hours; twelve talks in two tracks; Lin speaks in two of them."""
    talks = [
        TalkRow(1, "开幕", 60, speakers=(ZHAO,), room=1, starts_at=at(13, 9, 30), pinned=True, expected=90),
        *(
            TalkRow(number, f"报告 {number}", 30, track=1 + number % 2, speakers=(100 + number,))
            for number in range(2, 11)
        ),
        TalkRow(11, "材料一", 30, track=1, speakers=(LIN,), expected=80),
        TalkRow(12, "能源一", 30, track=2, speakers=(LIN,)),
    ]
    return Board(
        talks=tuple(talks),
        rooms=(RoomRow(1, "主会场", 100), RoomRow(2, "二号厅", 40)),
        slots=(*half_hours(13, 9, 11), *half_hours(14, 9, 11)),
        tracks={1: "材料", 2: "能源"},
        people={
            LIN: "林知远",
            ZHAO: "赵明",
            NAMESAKE: "赵明",
            **{100 + n: f"报告人 {n}" for n in range(2, 11)},
        },
    )


def placed(board: Board, proposal) -> Board:
    """The board with the proposal taken."""
    where = {place.number: place for place in proposal.placements}
    return replace(
        board,
        talks=tuple(
            replace(talk, room=where[talk.number].room, starts_at=where[talk.number].starts_at)
            for talk in board.talks
        ),
    )


def taken(board: Board, proposal) -> list[tuple[int, datetime]]:
    """(room, slot) of everything the proposal fills."""
    minutes = {talk.number: talk.minutes for talk in board.talks}
    return [
        (place.room, place.starts_at + timedelta(minutes=after))
        for place in proposal.placements
        for after in range(0, minutes[place.number], 30)
    ]


def test_every_talk_gets_a_place_of_its_own_and_the_pinned_one_keeps_its_time():
    board = small_board()
    proposal = propose(board, seconds=2, seed=1)
    assert [place.number for place in proposal.placements] == list(range(1, 13))
    assert proposal.placements[0] == (1, 1, at(13, 9, 30))
    filled = taken(board, proposal)
    assert len(set(filled)) == len(filled) == 13
    assert {slot for _room, slot in filled} <= {start for start, _end in board.slots}
    assert proposal.moved == tuple(range(2, 13))


def test_a_speaker_is_never_in_two_rooms_at_once():
    proposal = propose(small_board(), seconds=2, seed=1)
    times = {place.number: place.starts_at for place in proposal.placements}
    assert times[11] != times[12]


def test_nobody_has_to_speak_while_away():
    board = replace(small_board(), away=(Away(LIN, at(13, 0), at(14, 0)),))
    proposal = propose(board, seconds=2, seed=1)
    assert {place.starts_at.day for place in proposal.placements if place.number in (11, 12)} == {14}


def test_what_a_proposal_costs_is_said_in_the_readers_language():
    crowded = replace(
        small_board(), rooms=(RoomRow(1, "小厅", 30), RoomRow(2, "二号厅", 40))
    )  # ninety people want to see the opening
    with translation.override("zh-hans"):
        proposal = propose(crowded, seconds=2, seed=1)
    assert proposal.objective and any("“开幕”排在小厅不合适" in reason for reason in proposal.reasons)


def test_what_cannot_be_is_refused_with_reasons_in_the_readers_language():
    board = small_board()
    full = tuple(TalkRow(20 + n, f"加场 {n}", 30, track=1) for n in range(10))
    with translation.override("zh-hans"):
        proposal = propose(replace(board, talks=board.talks + full), seconds=2)
    assert (proposal.status, proposal.placements) == (Status.INFEASIBLE, ())
    assert proposal.reasons == ("所有报告共要 23 个时段，各场次的会场加起来只有 16 个。",)


def test_progress_is_told_and_a_cancelled_search_hands_over_the_best_so_far():
    cancelled, told = threading.Event(), []

    def listen(progress):
        told.append(progress)
        cancelled.set()

    began = time.monotonic()
    proposal = propose(small_board(), seconds=60, seed=1, on_progress=listen, cancelled=cancelled)
    assert told
    assert len(proposal.placements) == 12
    assert proposal.status is Status.OPTIMAL or time.monotonic() - began < 30


def test_a_speaker_who_cannot_come_moves_as_few_talks_as_possible():
    board = small_board()
    standing = placed(board, propose(board, seconds=2, seed=1))
    where = {talk.number: talk for talk in standing.talks}
    day = where[11].starts_at.day
    gone = [number for number in (11, 12) if where[number].starts_at.day == day]
    away = replace(standing, away=(Away(LIN, at(day, 0), at(day + 1, 0)),))
    first, *others = mend(away, seconds=2, seed=1)
    assert set(gone) <= set(first.moved)
    assert first.fewest_moves
    for place in first.placements:
        if place.number not in first.moved:
            assert (where[place.number].room, where[place.number].starts_at) == place[1:]
    assert [proposal.objective for proposal in (first, *others)] == sorted(
        {proposal.objective for proposal in (first, *others)}, reverse=True
    )


def test_two_people_of_one_name_are_two_people():
    board = small_board()
    both = replace(
        board,
        talks=(
            TalkRow(1, "甲", 30, speakers=(ZHAO,)),
            TalkRow(2, "乙", 30, speakers=(NAMESAKE,)),
        ),
        slots=half_hours(13, 9, 10)[:1],
    )
    proposal = propose(both, seconds=1)
    assert {place.starts_at for place in proposal.placements} == {at(13, 9)}
    # Side by side costs only that one track is in two rooms at once.
    assert not any("赵明" in reason for reason in proposal.reasons)
