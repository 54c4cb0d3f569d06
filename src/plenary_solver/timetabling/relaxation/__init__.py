"""What a lower bound is proven on: timetabling without the cell and slot of each talk."""

from plenary_solver.timetabling.relaxation.model import Relaxation

__all__ = ["Relaxation"]
