"""Few facts of a problem that cannot hold together, found by looking at them rather than by searching."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from plenary_solver.results import Names
from plenary_solver.timetabling.problem import Pin, Problem


@dataclass(frozen=True)
class Contradiction:
    """`field` and `index` name the item of Problem that is at fault; `sentence` says what is, `remedy` what to do."""

    field: str
    index: int
    sentence: str
    remedy: str


def contradictions(problem: Problem) -> Iterator[Contradiction]:
    """Each contradiction, the simplest first."""
    yield from _talks_too_long(problem)
    yield from _too_many_slots(problem)
    yield from _talks_without_session(problem)
    yield from _pins_alone(problem)
    yield from _pins_of_a_talk(problem)
    yield from _pins_of_a_cell(problem)


def _talks_too_long(problem: Problem) -> Iterator[Contradiction]:
    longest = max(problem.sessions, key=lambda session: session.slots)
    for index, talk in enumerate(problem.talks):
        if talk.slots > longest.slots:
            yield Contradiction(
                "talks",
                index,
                f"{talk.ref} takes {talk.slots} time slots, but the longest session, {longest.name}, has "
                f"{longest.slots}.",
                "Shorten the talk or split it.",
            )


def _too_many_slots(problem: Problem) -> Iterator[Contradiction]:
    needed = sum(talk.slots for talk in problem.talks)
    there = sum(session.slots * len(open_rooms(problem, s)) for s, session in enumerate(problem.sessions))
    if needed > there:
        yield Contradiction(
            "sessions",
            0,
            f"All talks together take {needed} time slots, but sessions and rooms have only {there}.",
            "Add a session or a room.",
        )


def _talks_without_session(problem: Problem) -> Iterator[Contradiction]:
    for index, talk in enumerate(problem.talks):
        fitting = [s for s, session in enumerate(problem.sessions) if session.slots >= talk.slots]
        if fitting and all((index, s) in problem.forbidden for s in fitting):
            yield Contradiction(
                "forbidden",
                index,
                f"{talk.ref} is forbidden in every session that is long enough for it.",
                "Allow one.",
            )


def _pins_alone(problem: Problem) -> Iterator[Contradiction]:
    for index, pin in enumerate(problem.pins):
        talk, session = problem.talks[pin.talk], problem.sessions[pin.session]
        pinned = f"{talk.ref} is pinned to {pin_in_words(problem, pin)}, but"
        remedy = "Remove one of the two."
        if talk.slots > session.slots:
            sentence = f"{pinned} takes {talk.slots} time slots, and {session.name} has {session.slots}."
            yield Contradiction("pins", index, sentence, "Remove the pin.")
        if (pin.talk, pin.session) in problem.forbidden:
            yield Contradiction("pins", index, f"{pinned} cannot be in {session.name}.", remedy)
        if pin.room is not None and (pin.session, pin.room) in problem.closed:
            room = problem.rooms[pin.room].name
            yield Contradiction("pins", index, f"{pinned} {room} is closed in {session.name}.", remedy)


def _pins_of_a_talk(problem: Problem) -> Iterator[Contradiction]:
    for index, pin in enumerate(problem.pins):
        for other in problem.pins[:index]:
            rooms_differ = None not in (pin.room, other.room) and pin.room != other.room
            if pin.talk == other.talk and (pin.session != other.session or rooms_differ):
                first, second = pin_in_words(problem, other), pin_in_words(problem, pin)
                sentence = f"{problem.talks[pin.talk].ref} is pinned to {first}, but also to {second}."
                yield Contradiction("pins", index, sentence, "Remove one of the two.")


def _pins_of_a_cell(problem: Problem) -> Iterator[Contradiction]:
    by_cell: dict[tuple[int, int], dict[int, int]] = defaultdict(
        dict
    )  # of each cell: a talk, and the pin's index
    for index, pin in enumerate(problem.pins):
        if pin.room is not None:
            by_cell[pin.session, pin.room].setdefault(pin.talk, index)
    for (session, room), index_of in by_cell.items():
        talks = [problem.talks[talk] for talk in index_of]
        where = f"{problem.rooms[room].name} in {problem.sessions[session].name}"
        others = [talk for talk in talks if talk.track != talks[0].track]
        if others:
            sentence = (
                f"{talks[0].ref} and {others[0].ref} are pinned to {where}, but belong to tracks "
                f"{problem.tracks[talks[0].track].name} and {problem.tracks[others[0].track].name}."
            )
            yield Contradiction("pins", max(index_of.values()), sentence, "Remove one of the two.")
        elif (slots := sum(talk.slots for talk in talks)) > problem.sessions[session].slots:
            refs = Names([talk.ref for talk in talks])
            sentence = f"{refs} are pinned to {where}, but take {slots} time slots of {problem.sessions[session].slots}."
            if len(talks) > 1:  # a single talk is said already
                yield Contradiction("pins", max(index_of.values()), sentence, "Remove one of the pins.")


def pin_in_words(problem: Problem, pin: Pin) -> str:
    """«Wed1, Room 1», or «Wed1» alone."""
    room = "" if pin.room is None else f", {problem.rooms[pin.room].name}"
    return problem.sessions[pin.session].name + room


def open_rooms(problem: Problem, session: int) -> list[int]:
    return [room for room in range(len(problem.rooms)) if (session, room) not in problem.closed]
