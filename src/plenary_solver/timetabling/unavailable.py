"""What became impossible, as people say it: «Ada is away on Tuesday», «T12:Wed1,T12:Wed2»."""

from collections.abc import Iterator

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


def unavailable_from_text(problem: Problem, text: str) -> Pairs:
    """«REF:SESSION,REF:SESSION» in the problem's own names, which may themselves hold colons and commas.

    Raises BadInput that names the first pair that is none.
    """
    talks = {talk.ref: index for index, talk in enumerate(problem.talks)}
    sessions = {session.name: index for index, session in enumerate(problem.sessions)}
    pairs, rest = set(), text.split(",")
    while rest:
        for count in range(1, len(rest) + 1):
            words = ",".join(rest[:count]).strip()
            pair = next(
                ((talks[ref], sessions[name]) for ref, name in _cuts(words) if ref in talks and name in sessions),
                None,
            )
            if pair is not None:
                pairs.add(pair)
                del rest[:count]
                break
        else:
            raise BadInput(_why_not(rest[0].strip(), talks, sessions))
    return frozenset(pairs)


def _cuts(words: str) -> Iterator[tuple[str, str]]:
    """All ways to cut at a colon."""
    for at, letter in enumerate(words):
        if letter == ":":
            yield words[:at].strip(), words[at + 1 :].strip()


def _why_not(words: str, talks: dict[str, int], sessions: dict[str, int]) -> str:
    ref, colon, name = words.partition(":")
    if not colon:
        return f"«{words}» is no pair; write REF:SESSION, several with commas between."
    if ref.strip() not in talks:
        return f"«{ref.strip()}» is no talk of this problem."
    return f"«{name.strip()}» is no session of this problem."
