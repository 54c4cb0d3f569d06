"""Repair: a timetable made possible again with the fewest moves, and what more moves would buy.

A talk has moved when its cell (session, room) is another one; talks that close up inside their cell have not. The first
point of the front has the fewest moves, proven by counting what cannot stay or by CP-SAT. The last comes from a search
over the whole problem that begins with the first; those between from searches in which each move has a price.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plenary_solver.results import OnProgress, RuleScore, Status
from plenary_solver.stopping import PartOf, StopRule
from plenary_solver.timetabling.displaced import Homes, as_timetable, homes_of, moved, tightened
from plenary_solver.timetabling.evaluator import evaluate
from plenary_solver.timetabling.fewest_moves import Fewest, by_filling
from plenary_solver.timetabling.json_form import cells_to_json
from plenary_solver.timetabling.problem import Problem, Timetable

SEARCHED = 0.93  # share of what is left that searches may take: each needs a moment to end
REOPTIMISED = 0.7  # share of the time for the point with the best objective; the rest is for those between
PRICES = (8.0, 2.0, 0.5)  # of a move, where 1 makes both ends of the front cost the same


@dataclass(frozen=True)
class RepairPoint:
    moves: int
    objective: int
    moved: tuple[int, ...]
    timetable: Timetable
    by_rule: Mapping[str, RuleScore]


@dataclass(frozen=True)
class Repair:
    """`points`: more moves only for a better objective, fewest moves first. `minimum_moves` is a lower bound on the
    moves of every repair, reached by the first point when `minimum_proven`."""

    status: Status
    points: tuple[RepairPoint, ...]
    minimum_moves: int | None
    minimum_proven: bool
    seconds: float
    seed: int
    reasons: tuple[str, ...] = ()


def repair(
    problem: Problem,
    timetable: Timetable,
    *,
    unavailable: Iterable[tuple[int, int]] = (),
    closed: Iterable[tuple[int, int]] = (),
    stop: StopRule,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
) -> Repair:
    """Mend `timetable` where talks cannot be in a session any more (`unavailable`: talk, session) or rooms cannot be
    used (`closed`: session, room). The timetable may lack talks: placing one is a move."""
    from plenary_solver.timetabling.solve import solve, why_not

    began = time.monotonic()
    stop.begin()
    tight = tightened(problem, unavailable, closed)
    homes = homes_of(tight, timetable)
    fewest = _fewest(tight, homes, stop, seed)
    if not fewest.possible:
        reasons = (*homes.notes, *why_not(tight))
        return Repair(Status.INFEASIBLE, (), None, False, time.monotonic() - began, seed, reasons)
    points = []
    stop = PartOf(stop, SEARCHED)
    if fewest.cell_of is not None:
        points.append(_point(tight, homes, as_timetable(tight, fewest.cell_of, timetable)))
    found = solve(
        tight,
        stop=PartOf(stop, REOPTIMISED),
        seed=seed,
        start=points[0].timetable if points else timetable,
        on_progress=on_progress,
        workers=workers,
        bound=False,
    )
    if found.solution is not None:
        points.append(_point(tight, homes, found.solution))
    front = _front(points)
    if len(front) == 2:
        front = _front(
            [*front, *_between(tight, homes, front[0], front[1], stop, found.steps, seed, workers)]
        )
    proven = bool(front) and front[0].moves == fewest.bound
    status = Status.FEASIBLE if front else found.status
    reasons = (*homes.notes, *found.reasons)
    return Repair(status, front, fewest.bound, proven, time.monotonic() - began, seed, reasons)


def _between(
    problem: Problem,
    homes: Homes,
    few: RepairPoint,
    many: RepairPoint,
    stop: StopRule,
    steps: int,
    seed: int,
    workers: int | None,
) -> Iterator[RepairPoint]:
    """What a search finds when a move costs something, from a high price to a low one, each from what was found last.

    At the price (objective saved by all moves) / (moves) both ends cost the same; dearer moves lead to points near
    the first, cheaper ones to points near the second.
    """
    from plenary_solver.timetabling.costs import Costs
    from plenary_solver.timetabling.search.construct import construct, valid_part
    from plenary_solver.timetabling.search.state import timetable_of
    from plenary_solver.timetabling.search.tables import tables
    from plenary_solver.timetabling.search.workers import Team

    costs, start = Costs(problem), few.timetable
    even = (few.objective - many.objective) / (many.moves - few.moves)
    prices = sorted({max(1, round(even * factor)) for factor in PRICES}, reverse=True)
    for left, price in zip(range(len(prices), 0, -1), prices, strict=True):
        part = PartOf(stop, 1 / left, steps)
        tb = tables(costs, homes.home, price)
        team = Team(
            tb,
            construct(tb, valid_part(problem, start, tb)),
            part,
            seed=seed,
            workers=workers,
            watch=lambda steps, objective: None,
            coolly=True,
        )
        team.search()
        steps += team.steps
        start = timetable_of(problem, team.best_cells())
        if team.objective is not None:
            yield _point(problem, homes, start)


def _fewest(problem: Problem, homes: Homes, stop: StopRule, seed: int) -> Fewest:
    counted = by_filling(problem, homes)
    if counted.cell_of is not None and len(moved(homes, counted.cell_of)) == counted.bound:
        return counted
    from plenary_solver.timetabling.moves_model import by_model

    solved = by_model(problem, homes, stop=stop, seed=seed, hint=counted.cell_of)
    if not solved.possible:
        return solved
    return Fewest(solved.cell_of or counted.cell_of, max(solved.bound, counted.bound))


def _point(problem: Problem, homes: Homes, timetable: Timetable) -> RepairPoint:
    scored = evaluate(problem, timetable)
    assert scored.feasible, scored.hard
    rooms = len(problem.rooms)
    cell_of = {talk: cell.session * rooms + cell.room for cell in timetable.cells for talk in cell.talks}
    gone = moved(homes, (cell_of[talk] for talk in range(len(problem.talks))))
    return RepairPoint(len(gone), scored.objective, gone, timetable, scored.by_rule)


def _front(points: Iterable[RepairPoint]) -> tuple[RepairPoint, ...]:
    front: list[RepairPoint] = []
    for point in sorted(points, key=lambda point: (point.moves, point.objective)):
        if not front or point.objective < front[-1].objective:
            front.append(point)
    return tuple(front)


def repair_to_json(problem: Problem, found: Repair) -> dict[str, Any]:
    return {
        "points": [
            {
                "moves": point.moves,
                "objective": point.objective,
                "moved": [problem.talks[talk].ref for talk in point.moved],
                **cells_to_json(problem, point.timetable),
            }
            for point in found.points
        ],
        "minimum_moves": found.minimum_moves,
        "minimum_proven": found.minimum_proven,
    }
