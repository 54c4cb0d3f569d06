"""The search for good timetables: compiled moves, annealing (docs/explanation/timetabling.md)."""
