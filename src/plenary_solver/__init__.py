"""Timetables and one-to-one meetings: optimisation in plain Python and numerics.

A problem is frozen data, an evaluator apart from any search says what a solution costs and why, and `solve` searches:

    result = solve(problem, stop=MaxRuntime(60), seed=4)

`plenary_solver.timetabling` places talks in sessions and rooms, `plenary_solver.meetings` places accepted meetings in
slots and at tables. Nothing here knows Django or Plenary; docs/explanation has the mathematics.
"""
