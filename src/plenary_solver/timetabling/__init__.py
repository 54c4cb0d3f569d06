"""Talks into sessions and rooms (docs/explanation/timetabling.md).

result = solve(problem, stop=MaxRuntime(60), seed=4)
"""

from plenary_solver.timetabling.evaluator import Evaluation, evaluate
from plenary_solver.timetabling.problem import (
    Cell,
    Pin,
    Problem,
    Room,
    Session,
    Talk,
    Timetable,
    TimeWindow,
    Track,
    Weights,
)
from plenary_solver.timetabling.solve import solve

__all__ = [
    "Cell",
    "Evaluation",
    "Pin",
    "Problem",
    "Room",
    "Session",
    "Talk",
    "TimeWindow",
    "Timetable",
    "Track",
    "Weights",
    "evaluate",
    "solve",
]
