"""CoSPLib workbooks: `read(path) -> Problem` and `write(problem, path)`.

One workbook has nine sheets: submissions, tracks, sessions, rooms, four of penalties, and parameters. What the
benchmark does not know is kept in three further sheets, which its own programs ignore: `submissions_forbidden`
(reference, session), `rooms_closed` (session, room) and `submissions_pinned` (reference, session, room or blank).

We read what the benchmark's programs read, by position or by name as they do, and refuse what they would misread.
"""

from plenary_solver.timetabling.cosplib.reading import read
from plenary_solver.timetabling.cosplib.writing import write

__all__ = ["read", "write"]
