"""A meeting problem as a few contiguous arrays: what the moves read and never write."""

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.rules import own_tables

Int64 = NDArray[np.int64]

# The numbers of `Board.number`.
MEETINGS, PEOPLE, SLOTS, ROOM, FREE_TABLES, FAIR = range(6)
BREAK, INTERRUPTION, CHANGE, UNFAIR, OUT_OF_ORDER, ROWS, TOLL, LIMIT = range(6, 14)
# The columns of `Board.meeting`.
A, B, SHARED, OWN, OTHER_OWN, LEFT_OUT, NEAR_FROM, NEAR_END, HELD = range(9)
TALK, AWAY = 1, 2  # in Board.talk

NONE = -1
LARGEST_MASK = 62  # slots of a day that fit in one number; longer days are looked through slot by slot
NO_LIMIT = 1 << 30


class Board(NamedTuple):
    """`number`: sizes and weights. `meeting` × 9: its two people; a row of `State.at` for an own table that several
    people share, as if it were a third person; the tables it may be at, NONE for any; what it costs when left out; its
    rows in `near`; 1 when it has no table of its own. `near` × 2: a meeting it must follow (1) or that follows it (0). `allowed`: meetings × slots. `talks`: of each person as a mask. `talk`: people
    × slots, 1 for a talk. `most`: meetings a person."""

    number: Int64
    meeting: Int64
    near: Int64
    allowed: NDArray[np.int8]
    talks: Int64
    talk: NDArray[np.int8]
    most: Int64
    home: (
        Int64  # where each meeting was in an older schedule, NONE for nowhere: leaving costs TOLL, LIMIT may
    )


def board(
    problem: Problem,
    *,
    unfair: int,
    out_of_order: int,
    fair: int | None = None,
    home: Int64 | None = None,
    toll: int = 0,
    limit: int = NO_LIMIT,
) -> Board:
    """`unfair` and `out_of_order`: what one break too many and one pair in the wrong order cost the search. `fair`: the most
    breaks of a person. `home`, `toll`, `limit`: an older schedule, what moving a meeting from it costs, and how many
    may; its tables stay, so that changes of table are not counted."""
    weights, people, n = problem.weights, problem.people, len(problem.meetings)
    owners = Counter(person.table for person in people if person.table is not None)
    shared = {table: len(people) + i for i, table in enumerate(sorted(t for t in owners if owners[t] > 1))}
    after = [(m, before, 1) for m, meeting in enumerate(problem.meetings) for before in meeting.after]
    near = sorted({*after, *((before, m, 0) for m, before, _ in after)})
    starts = np.searchsorted(np.array([m for m, _, _ in near], np.int64), np.arange(n + 1))
    meeting = np.full((n, 9), NONE, np.int64)
    for m, each in enumerate(problem.meetings):
        own = own_tables(problem, m) if problem.tables else ()
        own = tuple(sorted(own, key=lambda table: owners[table]))[
            : 2 if all(owners[t] == 1 for t in own) else 1
        ]
        meeting[m, [A, B]] = each.a, each.b
        meeting[m, OWN : OWN + len(own)] = own
        meeting[m, SHARED] = shared.get(own[0], NONE) if own else NONE
        meeting[m, LEFT_OUT] = weights.must_unplaced if each.must else weights.unplaced
    meeting[:, NEAR_FROM], meeting[:, NEAR_END] = starts[:-1], starts[1:]
    meeting[:, HELD] = meeting[:, OWN] < 0
    if problem.all_placed:
        meeting[:, LEFT_OUT] = 10 * max(unfair, out_of_order)
    talk = np.zeros((len(people), problem.slots), np.int8)
    for p, person in enumerate(people):
        talk[p, sorted(person.away)] = AWAY
        talk[p, sorted(person.attends)] = TALK
    change = weights.table_changes + round(weights.walking * _usual_distance(problem))
    return Board(
        number=np.array(
            [
                *(n, len(people), problem.slots, problem.room),
                len(problem.tables) - len(owners) if problem.tables else NO_LIMIT,
                NO_LIMIT if fair is None else fair,
                *(weights.breaks, weights.interruptions, change if problem.tables and home is None else 0),
                *(unfair, out_of_order, len(people) + len(shared), toll, limit),
            ],
            np.int64,
        ),
        meeting=meeting,
        near=np.array([row[1:] for row in near], np.int64).reshape(len(near), 2),
        allowed=_allowed(problem),
        talks=np.array([_mask(talk[p]) for p in range(len(people))], np.int64),
        talk=talk,
        most=np.array([NO_LIMIT if each.cap is None else each.cap for each in people], np.int64),
        home=np.full(n, NONE, np.int64) if home is None else home,
    )


def _mask(row: NDArray[np.int8]) -> int:
    return sum(1 << t for t, busy in enumerate(row) if busy == TALK) if len(row) <= LARGEST_MASK else 0


def _allowed(problem: Problem) -> NDArray[np.int8]:
    allowed = np.ones((len(problem.meetings), problem.slots), np.int8)
    for m, meeting in enumerate(problem.meetings):
        if meeting.slots is not None:
            allowed[m] = 0
            allowed[m, sorted(meeting.slots)] = 1
        for person in (problem.people[meeting.a], problem.people[meeting.b]):
            allowed[m, sorted(person.away | person.attends)] = 0
    return allowed


def _usual_distance(problem: Problem) -> float:
    """Between two different tables, on average."""
    n = len(problem.tables)
    if not problem.distance or n < 2:
        return 1.0
    return sum(map(sum, problem.distance)) / (n * (n - 1))
