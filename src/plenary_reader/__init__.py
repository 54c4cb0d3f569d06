"""Reads announcements, spreadsheets and schedule files into frozen dataclasses. Plain Python."""
