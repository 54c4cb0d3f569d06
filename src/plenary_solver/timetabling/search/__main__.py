"""`python -m plenary_solver.timetabling.search`: have the moves compiled, so that no search has to wait for it."""

from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.search.annealer import warm
from plenary_solver.timetabling.search.construct import construct
from plenary_solver.timetabling.search.tables import tables
from plenary_solver.timetabling.synthetic import summit

tb = tables(Costs(summit()))
warm(tb, construct(tb))
