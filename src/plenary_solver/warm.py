"""`python -m plenary_solver.warm`: have the moves of both searches compiled, so that no search has to wait for it."""

from plenary_solver.meetings.solve import solve as solve_meetings
from plenary_solver.meetings.synthetic import Size
from plenary_solver.meetings.synthetic import summit as meetings
from plenary_solver.stopping import MaxSteps
from plenary_solver.timetabling.solve import solve as solve_timetable
from plenary_solver.timetabling.synthetic import summit as timetable

SMALL = Size(people=12, meetings=12, slots=6, tables=4, exhibitors=1, talks=3, stars=1, busiest=3)

if __name__ == "__main__":
    solve_timetable(timetable(), stop=MaxSteps(1), workers=1)
    solve_meetings(meetings(size=SMALL), stop=MaxSteps(1), workers=1)
