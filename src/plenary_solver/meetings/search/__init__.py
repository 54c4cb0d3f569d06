"""Simulated annealing of meeting schedules: what is beyond the exact search."""
