"""Reads a published announcement into a draft of the edition it announces.

``read_announcement(data, name=…)`` gives a ``Reading``: title, days, place, theme, hosts, topics, promises, pictures
and programme, each with the words it was read from. Nothing is guessed and nothing is fetched.
"""

from plenary_reader.announcements.command import run
from plenary_reader.announcements.reading import AgendaItem, Evidence, Promise, Reading, read_announcement

__all__ = ["AgendaItem", "Evidence", "Promise", "Reading", "read_announcement", "run"]
