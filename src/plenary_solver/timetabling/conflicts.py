"""Which two talks need the same person, who that is, and how to say so.

Two talks are in presenter conflict when they share a presenter, or when a presenter of one chairs the other's track
(and their tracks differ: who chairs a track may speak in it). They are in attendee conflict when they share an
attendee, when an attendee of one presents the other, or chairs the other's track (and their tracks differ). An
attendee is somebody who has to hear the talk; a pair counts once, whoever and however many are concerned.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plenary_solver.timetabling.problem import Problem

SPEAKS_TWICE = "%(person)s speaks in two rooms at %(when)s: %(a)s in %(room_a)s and %(b)s in %(room_b)s."
SPEAKS_AND_CHAIRS = (
    "%(person)s speaks and chairs at %(when)s: speaks in %(a)s in %(room_a)s "
    "and chairs the track of %(b)s in %(room_b)s."
)
HEARS_TWICE = (
    "%(person)s should hear talks in two rooms at %(when)s: %(a)s in %(room_a)s and %(b)s in %(room_b)s."
)
HEARS_AND_SPEAKS = (
    "%(person)s should hear one talk and give another at %(when)s: hear %(a)s in %(room_a)s "
    "and speak in %(b)s in %(room_b)s."
)
HEARS_AND_CHAIRS = (
    "%(person)s should hear a talk and chairs at %(when)s: hear %(a)s in %(room_a)s "
    "and chair the track of %(b)s in %(room_b)s."
)


@dataclass(frozen=True)
class Clash:
    """`person` is needed by two talks; `first` is the one the sentence speaks of as %(a)s."""

    person: str
    template: str
    first: int


def presenter_clash(problem: Problem, a: int, b: int) -> Clash | None:
    """Who has to be on stage for both talks, None when nobody is."""
    one, other = problem.talks[a], problem.talks[b]
    if person := _shared(one.presenters, other.presenters):
        return Clash(person, SPEAKS_TWICE, a)
    for first, second in ((a, b), (b, a)):
        if person := _shared(problem.talks[first].presenters, _chairs_elsewhere(problem, first, second)):
            return Clash(person, SPEAKS_AND_CHAIRS, first)
    return None


def attendee_clash(problem: Problem, a: int, b: int) -> Clash | None:
    """Who should hear one talk while needed for the other, None when nobody is."""
    one, other = problem.talks[a], problem.talks[b]
    if person := _shared(one.attendees, other.attendees):
        return Clash(person, HEARS_TWICE, a)
    for first, second in ((a, b), (b, a)):
        attendees = problem.talks[first].attendees
        if person := _shared(attendees, problem.talks[second].presenters):
            return Clash(person, HEARS_AND_SPEAKS, first)
        if person := _shared(attendees, _chairs_elsewhere(problem, first, second)):
            return Clash(person, HEARS_AND_CHAIRS, first)
    return None


def _chairs_elsewhere(problem: Problem, talk: int, other: int) -> tuple[str, ...]:
    """Chairs of the other talk's track when it is not this talk's."""
    track = problem.talks[other].track
    return problem.tracks[track].chairs if problem.talks[talk].track != track else ()


def _shared(people: Iterable[str], others: Iterable[str]) -> str:
    """The first of the people who is among the others, empty when nobody is."""
    return next((person for person in people if person in others), "")
