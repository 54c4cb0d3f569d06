"""What became impossible, as people say it: Ada is away on Tuesday."""

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.problem import Problem

Pairs = frozenset[tuple[int, int]]  # (talk, session)


def unavailable_for(problem: Problem, presenter: str, date: str) -> Pairs:
    """The (talk, session) pairs that fall away when a presenter is away on a date, written as the sessions write it.

    Raises BadInput when nobody of that name presents anything, or no session has that date.
    """
    talks = [index for index, talk in enumerate(problem.talks) if presenter in talk.presenters]
    sessions = [index for index, session in enumerate(problem.sessions) if date and session.date == date]
    if not talks:
        raise BadInput(f"Nobody called «{presenter}» presents a talk.")
    if not sessions:
        raise BadInput(f"No session is on «{date}».")
    return frozenset((talk, session) for talk in talks for session in sessions)
