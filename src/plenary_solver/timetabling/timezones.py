"""What a session's hours cost a speaker who follows it from another time zone.

As in the benchmark, start and end are moved into the talk's zone and their dates are dropped, so what passes midnight
begins anew.
"""

import re
from collections.abc import Sequence

from plenary_solver.timetabling.layout import zeros_left_out
from plenary_solver.timetabling.problem import Matrix, Session, Talk, TimeWindow


def timezone_penalties(talks: Sequence[Talk], sessions: Sequence[Session], window: TimeWindow) -> Matrix:
    """The matrix `Problem.talk_timezone`, talks × sessions; () when nothing costs. Sessions need start and end."""
    by_zone = {
        zone: tuple(_penalty(session, zone - window.timezone, window) for session in sessions)
        for zone in {talk.timezone for talk in talks}
    }
    return zeros_left_out(tuple(by_zone[talk.timezone] for talk in talks))


def is_time(text: str) -> bool:
    """Whether this is a time of day «HH:MM»."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def minutes(time: str) -> int:
    """Minutes since midnight of «HH:MM»."""
    return int(time[:2]) * 60 + int(time[3:5])


def _penalty(session: Session, hours: int, window: TimeWindow) -> int:
    start, end = ((minutes(time) + hours * 60) % (24 * 60) for time in (session.start, session.end))
    suitable = minutes(window.suitable_from), minutes(window.suitable_to)
    bearable = minutes(window.bearable_from), minutes(window.bearable_to)
    if start < bearable[0] or end > bearable[1] or end < bearable[0]:
        return window.unsuitable_penalty
    if bearable[0] <= start < suitable[0] or suitable[1] < end <= bearable[1]:
        return window.bearable_penalty
    return 0
