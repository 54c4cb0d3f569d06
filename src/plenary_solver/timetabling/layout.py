"""A timetable laid out for reading: what each rule looks at, and names to speak of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from plenary_solver.results import Names
from plenary_solver.timetabling.problem import Cell, Matrix, Problem, Timetable


@dataclass(frozen=True)
class Place:
    """A talk occupies the slots `start`, …, `start` + `slots` − 1 of a session, in a room."""

    talk: int
    session: int
    room: int
    start: int
    slots: int

    def shares(self, other: "Place") -> range:
        """Slots that both occupy, whatever their rooms; only for places of one session."""
        return range(max(self.start, other.start), min(self.start + self.slots, other.start + other.slots))


class Layout:
    """A timetable beside its problem. Cells and talks that do not exist are left out: `structure` names them."""

    def __init__(self, problem: Problem, timetable: Timetable):
        self.problem = problem
        self.timetable = timetable

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Cells with at least one talk, in the order of session, room."""
        problem = self.problem
        known = [
            cell
            for cell in self.timetable.cells
            if cell.session in range(len(problem.sessions))
            and cell.room in range(len(problem.rooms))
            and cell.track in range(len(problem.tracks))
            and cell.talks
        ]
        return tuple(sorted(known, key=lambda cell: (cell.session, cell.room)))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every talk with its slots, in the order of session, room, slot."""
        places = []
        for cell in self.cells:
            start = 0
            for talk in cell.talks:
                if talk in range(len(self.problem.talks)):
                    slots = self.problem.talks[talk].slots
                    places.append(Place(talk, cell.session, cell.room, start, slots))
                    start += slots
        return tuple(places)

    @cached_property
    def cells_of_track(self) -> dict[int, list[Cell]]:
        """Cells of each track that has any, tracks in file order."""
        found: dict[int, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.track].append(cell)
        return dict(sorted(found.items()))

    def cells_by_session(self) -> Iterator[tuple[int, list[Cell]]]:
        for session in range(len(self.problem.sessions)):
            yield session, [cell for cell in self.cells if cell.session == session]

    def pairs_in_different_rooms(self) -> Iterator[tuple[Place, Place]]:
        """Each two talks of one session that are in different rooms."""
        by_session: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            by_session[place.session].append(place)
        for _, places in sorted(by_session.items()):
            for a, b in combinations(places, 2):
                if a.room != b.room:
                    yield a, b

    def talk(self, index: int) -> str:
        return self.problem.talks[index].ref

    def track(self, index: int) -> str:
        return self.problem.tracks[index].name

    def session(self, index: int) -> str:
        return self.problem.sessions[index].name

    def room(self, index: int) -> str:
        return self.problem.rooms[index].name

    def rooms(self, indices: list[int]) -> Names:
        return Names(self.room(index) for index in indices)


def penalty_of(matrix: Matrix, row: int, column: int) -> int:
    """An entry of a penalty matrix, where an empty matrix means zeros."""
    return matrix[row][column] if matrix else 0


def zeros_left_out(matrix: Matrix) -> Matrix:
    """The matrix, () when it holds nothing but zeros: how files are read, so that equal problems are equal."""
    return matrix if any(any(row) for row in matrix) else ()
