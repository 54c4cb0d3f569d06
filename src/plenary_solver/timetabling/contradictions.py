"""Few facts of a problem that cannot hold together, found by looking at them rather than by searching."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plenary_solver.results import Names, Reason
from plenary_solver.timetabling.problem import Pin, Problem


@dataclass(frozen=True)
class Contradiction:
    """`field` and `index` name the item of Problem that is at fault; `sentence` says what is, `remedy` what to do."""

    field: str
    index: int
    sentence: Reason
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
                Reason(
                    "%(talk)s takes %(slots)d time slots, but the longest session, %(session)s, has %(longest)d.",
                    talk=talk.ref,
                    slots=talk.slots,
                    session=longest.name,
                    longest=longest.slots,
                ),
                "Shorten the talk or split it.",
            )


def _too_many_slots(problem: Problem) -> Iterator[Contradiction]:
    needed = sum(talk.slots for talk in problem.talks)
    there = sum(session.slots * len(open_rooms(problem, s)) for s, session in enumerate(problem.sessions))
    if needed > there:
        yield Contradiction(
            "sessions",
            0,
            Reason(
                "All talks together take %(needed)d time slots, but sessions and rooms have only %(there)d.",
                needed=needed,
                there=there,
            ),
            "Add a session or a room.",
        )


def _talks_without_session(problem: Problem) -> Iterator[Contradiction]:
    for index, talk in enumerate(problem.talks):
        fitting = [s for s, session in enumerate(problem.sessions) if session.slots >= talk.slots]
        if fitting and all((index, s) in problem.forbidden for s in fitting):
            yield Contradiction(
                "forbidden",
                index,
                Reason("%(talk)s is forbidden in every session that is long enough for it.", talk=talk.ref),
                "Allow one.",
            )


def _pins_alone(problem: Problem) -> Iterator[Contradiction]:
    for index, pin in enumerate(problem.pins):
        talk, session = problem.talks[pin.talk], problem.sessions[pin.session]
        where = pin_in_words(problem, pin)
        remedy = "Remove one of the two."
        if talk.slots > session.slots:
            sentence = Reason(
                "%(talk)s is pinned to %(where)s, but takes %(slots)d time slots, and %(session)s has %(there)d.",
                talk=talk.ref,
                where=where,
                slots=talk.slots,
                session=session.name,
                there=session.slots,
            )
            yield Contradiction("pins", index, sentence, "Remove the pin.")
        if (pin.talk, pin.session) in problem.forbidden:
            sentence = Reason(
                "%(talk)s is pinned to %(where)s, but cannot be in %(session)s.",
                talk=talk.ref,
                where=where,
                session=session.name,
            )
            yield Contradiction("pins", index, sentence, remedy)
        if pin.room is not None and (pin.session, pin.room) in problem.closed:
            sentence = Reason(
                "%(talk)s is pinned to %(where)s, but %(room)s is closed in %(session)s.",
                talk=talk.ref,
                where=where,
                room=problem.rooms[pin.room].name,
                session=session.name,
            )
            yield Contradiction("pins", index, sentence, remedy)


def _pins_of_a_talk(problem: Problem) -> Iterator[Contradiction]:
    for index, pin in enumerate(problem.pins):
        for other in problem.pins[:index]:
            rooms_differ = None not in (pin.room, other.room) and pin.room != other.room
            if pin.talk == other.talk and (pin.session != other.session or rooms_differ):
                sentence = Reason(
                    "%(talk)s is pinned to %(first)s, but also to %(second)s.",
                    talk=problem.talks[pin.talk].ref,
                    first=pin_in_words(problem, other),
                    second=pin_in_words(problem, pin),
                )
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
        where = {"room": problem.rooms[room].name, "session": problem.sessions[session].name}
        others = [talk for talk in talks if talk.track != talks[0].track]
        if others:
            sentence = Reason(
                "%(a)s and %(b)s are pinned to %(room)s in %(session)s, but belong to tracks %(track_a)s and "
                "%(track_b)s.",
                a=talks[0].ref,
                b=others[0].ref,
                track_a=problem.tracks[talks[0].track].name,
                track_b=problem.tracks[others[0].track].name,
                **where,
            )
            yield Contradiction("pins", max(index_of.values()), sentence, "Remove one of the two.")
        elif (slots := sum(talk.slots for talk in talks)) > problem.sessions[session].slots:
            sentence = Reason(
                "%(talks)s are pinned to %(room)s in %(session)s, but take %(slots)d time slots of %(there)d.",
                talks=talk_names(talk.ref for talk in talks),
                slots=slots,
                there=problem.sessions[session].slots,
                **where,
            )
            if len(talks) > 1:  # a single talk is said already
                yield Contradiction("pins", max(index_of.values()), sentence, "Remove one of the pins.")


def pin_in_words(problem: Problem, pin: Pin) -> str:
    """«Wed1, Room 1», or «Wed1» alone."""
    session = problem.sessions[pin.session].name
    if pin.room is None:
        return session
    return Reason("%(session)s, %(room)s", session=session, room=problem.rooms[pin.room].name)


def talk_names(refs: Iterable[str]) -> Names:
    """Each is a part of a sentence itself: Chinese sets titles in quotation marks."""
    return Names(Reason("%(talk)s", talk=ref) for ref in refs)


def open_rooms(problem: Problem, session: int) -> list[int]:
    return [room for room in range(len(problem.rooms)) if (session, room) not in problem.closed]
