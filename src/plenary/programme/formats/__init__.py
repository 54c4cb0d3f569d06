"""Faces of a release in the formats other programs read. Each is a function of a `Timetable` and nothing else."""
