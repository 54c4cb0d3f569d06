"""Timetables without any care, as starting points: every talk is placed, and soft rules are broken at random."""

from random import Random

from plenary_solver.timetabling.problem import Cell, Problem, Timetable


def scattered(problem: Problem, seed: int = 1) -> Timetable:
    """Talks in random order into random cells of their track that have room; restrictions are not looked at."""
    random = Random(seed)
    free = [(s, r) for s in range(len(problem.sessions)) for r in range(len(problem.rooms))]
    random.shuffle(free)
    cells: dict[tuple[int, int], list[int]] = {}
    left: dict[tuple[int, int], int] = {}
    longest_first = sorted(
        random.sample(range(len(problem.talks)), len(problem.talks)), key=lambda i: -problem.talks[i].slots
    )
    for i in longest_first:
        talk = problem.talks[i]
        fitting = [
            where
            for where, talks in cells.items()
            if problem.talks[talks[0]].track == talk.track and left[where] >= talk.slots
        ]
        if fitting:
            where = random.choice(fitting)
        else:
            where = next(cell for cell in free if problem.sessions[cell[0]].slots >= talk.slots)
            free.remove(where)
            cells[where], left[where] = [], problem.sessions[where[0]].slots
        cells[where].append(i)
        left[where] -= talk.slots
    return Timetable(
        tuple(
            Cell(session, room, problem.talks[talks[0]].track, tuple(random.sample(talks, len(talks))))
            for (session, room), talks in sorted(cells.items())
        )
    )
