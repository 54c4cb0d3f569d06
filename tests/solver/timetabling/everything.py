"""Problems so small that all their timetables can be looked at, and what these are."""

import random
from collections.abc import Iterator
from dataclasses import fields
from itertools import permutations, product

from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.problem import (
    Cell,
    Matrix,
    Pin,
    Problem,
    Room,
    Session,
    Talk,
    Timetable,
    Track,
    Weights,
)

RULES = tuple(rule.name for rule in fields(Weights))


def every_timetable(problem: Problem) -> Iterator[Timetable]:
    """All timetables without hard violations."""
    cells = list(product(range(len(problem.sessions)), range(len(problem.rooms))))
    for places in product(cells, repeat=len(problem.talks)):
        held = {cell: [i for i, place in enumerate(places) if place == cell] for cell in sorted(set(places))}
        if any(len({problem.talks[i].track for i in talks}) > 1 for talks in held.values()):
            continue
        for orders in product(*(permutations(talks) for talks in held.values())):
            timetable = Timetable(
                tuple(
                    Cell(session, room, problem.talks[talks[0]].track, talks)
                    for (session, room), talks in zip(held, orders, strict=True)
                )
            )
            yield timetable


def least_objective(problem: Problem) -> int | None:
    """The objective of the best timetable, None when none is feasible."""
    scores = (evaluate(problem, timetable) for timetable in every_timetable(problem))
    return min((score.objective for score in scores if score.feasible), default=None)


def random_problem(
    seed: int, *, talks: int = 4, rules: tuple[str, ...] = RULES, hard: bool = True
) -> Problem:
    """Two tracks, two sessions and two rooms with everything in them, hardly ever at rest."""
    draw = random.Random(seed)
    people = ("Ada", "Bo", "Cy")

    def some() -> tuple[str, ...]:
        return tuple(person for person in people if draw.random() < 0.3)

    def matrix(rows: int, columns: int) -> Matrix:
        if draw.random() < 0.2:
            return ()
        return tuple(tuple(draw.choice((0, 0, 1, 3, 20, -2)) for _ in range(columns)) for _ in range(rows))

    likeness = draw.choice((0, 2, 30, -3))
    return Problem(
        name=f"random {seed}",
        talks=tuple(
            Talk(
                f"T{i}",
                draw.randrange(2),
                slots=draw.choice((1, 1, 2)),
                order=draw.choice((0, 1, 2, 3)),
                presenters=some(),
                attendees=some(),
            )
            for i in range(talks)
        ),
        tracks=(Track("A", some()), Track("B", some())),
        sessions=(Session("S0", 2), Session("S1", 3)),
        rooms=(Room("R0"), Room("R1")),
        weights=Weights(**{rule: draw.choice((0, 1, 1, 7, 100)) for rule in rules}),
        track_session=matrix(2, 2),
        track_room=matrix(2, 2),
        session_room=matrix(2, 2),
        similar=((0, likeness), (likeness, 0)),
        talk_session=matrix(talks, 2),
        talk_room=matrix(talks, 2),
        talk_timezone=matrix(talks, 2),
        forbidden=frozenset(
            {(draw.randrange(talks), draw.randrange(2))} if hard and draw.random() < 0.3 else ()
        ),
        closed=frozenset({(draw.randrange(2), draw.randrange(2))} if hard and draw.random() < 0.3 else ()),
        pins=(
            (Pin(draw.randrange(talks), draw.randrange(2), draw.choice((None, 0, 1))),)
            if hard and draw.random() < 0.3
            else ()
        ),
    )
