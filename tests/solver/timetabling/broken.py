"""Tiny timetables that no longer hold, and the fewest moves found by trying everything."""

from itertools import product
from random import Random

from plenary_solver.timetabling.displaced import Homes, moved
from plenary_solver.timetabling.problem import Cell, Pin, Problem, Room, Session, Talk, Timetable, Track


def broken(seed: int) -> tuple[Problem, Timetable]:
    """At most six talks in at most six cells, thrown there at random: cells overflow and mix tracks, talks are missing
    or forbidden where they are, rooms closed, pins ignored."""
    random = Random(seed)
    tracks, sessions, rooms = random.randint(1, 3), random.randint(1, 3), random.randint(1, 2)
    count = random.randint(2, 6)
    talks = tuple(
        Talk(f"T{number}", random.randrange(tracks), random.choice((1, 1, 1, 2, 3)))
        for number in range(count)
    )
    problem = Problem(
        name=f"broken-{seed}",
        talks=talks,
        tracks=tuple(Track(f"Track {number}") for number in range(tracks)),
        sessions=tuple(Session(f"S{number}", random.randint(1, 4)) for number in range(sessions)),
        rooms=tuple(Room(f"R{number}") for number in range(rooms)),
        forbidden=frozenset(
            (talk, session) for talk in range(count) for session in range(sessions) if random.random() < 0.15
        ),
        closed=frozenset(
            (session, room) for session in range(sessions) for room in range(rooms) if random.random() < 0.1
        ),
        pins=tuple(
            Pin(
                random.randrange(count),
                random.randrange(sessions),
                random.choice((None, random.randrange(rooms))),
            )
            for _ in range(random.choice((0, 0, 0, 1, 2)))
        ),
    )
    home = [random.randrange(-1, sessions * rooms) for _ in talks]
    members = {cell: [talk for talk, at in enumerate(home) if at == cell] for cell in range(sessions * rooms)}
    cells = (
        Cell(*divmod(cell, rooms), talks[inside[0]].track, tuple(inside))
        for cell, inside in members.items()
        if inside
    )
    return problem, Timetable(tuple(cells))


def fewest_by_trying_everything(problem: Problem, homes: Homes) -> int | None:
    """None when no timetable holds."""
    choices = [row.nonzero()[0].tolist() for row in homes.allowed]
    holding = (cell_of for cell_of in product(*choices) if _holds(problem, cell_of))
    return min((len(moved(homes, cell_of)) for cell_of in holding), default=None)


def _holds(problem: Problem, cell_of: tuple[int, ...]) -> bool:
    used: dict[int, int] = {}
    track: dict[int, int] = {}
    for talk, cell in zip(problem.talks, cell_of, strict=True):
        used[cell] = used.get(cell, 0) + talk.slots
        if track.setdefault(cell, talk.track) != talk.track:
            return False
        if used[cell] > problem.sessions[cell // len(problem.rooms)].slots:
            return False
    return True
