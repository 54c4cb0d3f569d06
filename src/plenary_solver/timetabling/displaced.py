"""A timetable that no longer holds: where its talks were, and which of them cannot stay.

A cell is written as one number, session × rooms + room. A talk has a *home*: its cell in the given timetable, or −1
when that timetable does not place it. A repair moves a talk when it gives it a cell that is not its home.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from plenary_solver.results import Names, Reason
from plenary_solver.timetabling.contradictions import talk_names
from plenary_solver.timetabling.problem import Cell, Problem, Timetable

NOWHERE = -1


@dataclass(frozen=True)
class Homes:
    """`home` gives each talk's cell in the given timetable; `displaced` are the talks that no repair leaves there;
    `allowed` is talks × cells: where a talk may be, seen alone. `notes` say what was odd about the given timetable."""

    home: tuple[int, ...]
    displaced: tuple[int, ...]
    allowed: np.ndarray
    notes: tuple[str, ...] = ()


def tightened(
    problem: Problem, unavailable: Iterable[tuple[int, int]], closed: Iterable[tuple[int, int]]
) -> Problem:
    """The problem with more (talk, session) pairs forbidden and more (session, room) pairs closed."""
    return replace(
        problem,
        forbidden=problem.forbidden | frozenset(unavailable),
        closed=problem.closed | frozenset(closed),
    )


def allowed_cells(problem: Problem) -> np.ndarray:
    """talks × cells, bool: whether the session is long enough, the room open, the pair not forbidden, the pins kept."""
    rooms = len(problem.rooms)
    lengths = np.array([session.slots for session in problem.sessions], dtype=np.int64)
    needs = np.array([talk.slots for talk in problem.talks], dtype=np.int64)
    allowed = np.repeat(needs[:, None] <= lengths[None, :], rooms, axis=1)
    for session, room in problem.closed:
        allowed[:, session * rooms + room] = False
    for talk, session in problem.forbidden:
        allowed[talk, session * rooms : (session + 1) * rooms] = False
    for pin in problem.pins:
        kept = np.zeros(allowed.shape[1], dtype=bool)
        if pin.room is None:
            kept[pin.session * rooms : (pin.session + 1) * rooms] = True
        else:
            kept[pin.session * rooms + pin.room] = True
        allowed[pin.talk] &= kept
    return allowed


def homes_of(problem: Problem, timetable: Timetable) -> Homes:
    """Where the given timetable has each talk. It may be of an older version of the problem: talks it lacks are
    nowhere, talks and cells the problem no longer has are passed over, of a talk in two cells the first counts."""
    rooms, home, notes = len(problem.rooms), [NOWHERE] * len(problem.talks), []
    for cell in timetable.cells:
        there = 0 <= cell.session < len(problem.sessions) and 0 <= cell.room < rooms
        for talk in cell.talks:
            if not 0 <= talk < len(problem.talks):
                notes.append(
                    Reason(
                        "The given timetable holds talk number %(talk)d, which the problem does not have.",
                        talk=talk,
                    )
                )
            elif home[talk] != NOWHERE:
                notes.append(
                    Reason(
                        "The given timetable has %(talk)s twice; its first place counts.",
                        talk=problem.talks[talk].ref,
                    )
                )
            elif there:
                home[talk] = cell.session * rooms + cell.room
    missing = [problem.talks[talk].ref for talk, cell in enumerate(home) if cell == NOWHERE]
    if missing:
        notes.append(
            Reason(
                "The given timetable has no place for %(talks)s; each counts as a move.", talks=_some(missing)
            )
        )
    allowed = allowed_cells(problem)
    displaced = tuple(talk for talk, cell in enumerate(home) if cell == NOWHERE or not allowed[talk, cell])
    return Homes(tuple(home), displaced, allowed, tuple(notes))


def staying(problem: Problem, homes: Homes) -> tuple[dict[int, list[int]], int]:
    """The most talks each cell could keep if only it counted, and how many talks must move for that: a lower bound on
    the moves of every repair.

    Besides the displaced talks, a cell that was given talks of several tracks keeps one track, and one given more
    than its session holds keeps the short talks (which of them is a guess; that no more can stay is not).
    """
    gone = set(homes.displaced)
    by_cell: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for talk, cell in enumerate(homes.home):
        if talk not in gone:
            by_cell[cell][problem.talks[talk].track].append(talk)
    kept = {
        cell: max((_fitting(problem, cell, talks) for talks in by_track.values()), key=len)
        for cell, by_track in sorted(by_cell.items())
    }
    return kept, len(problem.talks) - sum(len(talks) for talks in kept.values())


def _fitting(problem: Problem, cell: int, talks: list[int]) -> list[int]:
    left = problem.sessions[cell // len(problem.rooms)].slots
    fitting = []
    for talk in sorted(talks, key=lambda talk: (problem.talks[talk].slots, talk)):
        left -= problem.talks[talk].slots
        if left < 0:
            break
        fitting.append(talk)
    return sorted(fitting)


def moved(homes: Homes, cell_of: Iterable[int]) -> tuple[int, ...]:
    """The talks whose cell is not their home, in the order of the problem."""
    return tuple(
        talk for talk, (home, cell) in enumerate(zip(homes.home, cell_of, strict=True)) if home != cell
    )


def as_timetable(problem: Problem, cell_of: Iterable[int], like: Timetable) -> Timetable:
    """Talks by cell; those that were together in `like` keep its order there, the others follow in the problem's."""
    place: dict[int, int] = {}
    for cell in like.cells:
        for talk in cell.talks:
            place.setdefault(talk, len(place))
    members: dict[int, list[int]] = defaultdict(list)
    for talk, at in enumerate(cell_of):
        members[at].append(talk)
    return Timetable(tuple(_cells(problem, members, place)))


def _cells(problem: Problem, members: dict[int, list[int]], place: dict[int, int]) -> Iterator[Cell]:
    last = len(place)
    for at in sorted(members):
        talks = sorted(members[at], key=lambda talk: (place.get(talk, last), talk))
        session, room = divmod(at, len(problem.rooms))
        yield Cell(session, room, problem.talks[talks[0]].track, tuple(talks))


def _some(refs: list[str]) -> Names:
    more = [Reason("%(count)d more talks", count=len(refs) - 5)] if len(refs) > 5 else []
    return Names([*talk_names(refs[:5]), *more])
