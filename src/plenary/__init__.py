"""Plenary 群贤: one program that runs a summit from its announcement to its archive."""
