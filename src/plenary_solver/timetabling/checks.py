"""What makes a problem impossible whatever the timetable, one thing at a time; found when a file is read.

Impossibility that needs several facts together is the work of `impossible`.
"""

from collections.abc import Callable
from dataclasses import fields

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.problem import Matrix, Pin, Problem, Weights

LARGEST_OBJECTIVE = 2**60  # searches add up objectives in 64 bits

Where = Callable[[str, int], str]


def check(problem: Problem, where: Where) -> None:
    """Raises BadInput for the first thing found. `where(field, index)` names a place: an item of a field of Problem."""
    _lengths(problem, where)
    _capacity(problem, where)
    _sessions_left(problem, where)
    _pins(problem, where)
    if (largest := largest_objective(problem)) > LARGEST_OBJECTIVE:
        raise BadInput(
            f"Weights times penalties can add up to {largest:.0e}, more than we can count; make them smaller.",
            where=where("weights", 0),
        )


def _lengths(problem: Problem, where: Where) -> None:
    longest = max(problem.sessions, key=lambda session: session.slots)
    for index, talk in enumerate(problem.talks):
        if talk.slots > longest.slots:
            raise BadInput(
                f"«{talk.ref}» takes {talk.slots} time slots, but the longest session, «{longest.name}», has "
                f"{longest.slots}. Shorten the talk or split it.",
                where=where("talks", index),
            )


def _capacity(problem: Problem, where: Where) -> None:
    needed = sum(talk.slots for talk in problem.talks)
    there = sum(
        session.slots
        for s, session in enumerate(problem.sessions)
        for r in range(len(problem.rooms))
        if (s, r) not in problem.closed
    )
    if needed > there:
        raise BadInput(
            f"The submissions take {needed} time slots, but sessions and rooms have only {there}. Add a session or "
            "a room.",
            where=where("sessions", 0),
        )


def _sessions_left(problem: Problem, where: Where) -> None:
    for index, talk in enumerate(problem.talks):
        fitting = [s for s, session in enumerate(problem.sessions) if session.slots >= talk.slots]
        if all((index, s) in problem.forbidden for s in fitting):
            raise BadInput(
                f"«{talk.ref}» is forbidden in every session long enough for it. Allow one.",
                where=where("forbidden", index),
            )


def _pins(problem: Problem, where: Where) -> None:
    seen: dict[int, Pin] = {}
    for index, pin in enumerate(problem.pins):
        talk, session = problem.talks[pin.talk], problem.sessions[pin.session]
        before = seen.setdefault(pin.talk, pin)
        why = ""
        if talk.slots > session.slots:
            why = f"which has only {session.slots} of the {talk.slots} time slots it takes"
        elif (pin.talk, pin.session) in problem.forbidden:
            why = "which is forbidden to it"
        elif pin.room is not None and (pin.session, pin.room) in problem.closed:
            why = f"in «{problem.rooms[pin.room].name}», which is closed then"
        elif before.session != pin.session or (
            None not in (before.room, pin.room) and before.room != pin.room
        ):
            why = "but is pinned elsewhere too"
        if why:
            raise BadInput(
                f"«{talk.ref}» is pinned to «{session.name}», {why}. Remove one of the two.",
                where=where("pins", index),
            )


def largest_objective(problem: Problem) -> int:
    """No timetable of the problem costs more than this."""
    talks, sessions, rooms = len(problem.talks), len(problem.sessions), len(problem.rooms)
    cells = min(talks, sessions * rooms)
    pairs = talks * (talks - 1) // 2
    shared_slots = pairs * max(session.slots for session in problem.sessions)
    side_by_side = sessions * rooms * (rooms - 1) // 2
    most = {
        "track_session": cells * _largest(problem.track_session),
        "track_room": cells * _largest(problem.track_room),
        "session_room": cells * _largest(problem.session_room),
        "similar_tracks": side_by_side * _largest(problem.similar),
        "rooms_per_track": cells,
        "parallel_track": cells,
        "consecutive_sessions": len(problem.tracks),
        "talk_timezone": _worst_places(problem, problem.talk_timezone),
        "talk_order": talks + shared_slots,
        "talk_session": _worst_places(problem, problem.talk_session),
        "talk_room": _worst_places(problem, problem.talk_room),
        "presenter_conflict": pairs,
        "attendee_conflict": pairs,
        "chair_conflict": side_by_side,
        "presenter_slot_conflict": shared_slots,
        "attendee_slot_conflict": shared_slots,
    }
    return sum(max(0, getattr(problem.weights, rule.name)) * most[rule.name] for rule in fields(Weights))


def _largest(matrix: Matrix) -> int:
    return max((max(row) for row in matrix), default=0)


def _worst_places(problem: Problem, matrix: Matrix) -> int:
    return sum(talk.slots * max(row) for talk, row in zip(problem.talks, matrix, strict=False))
