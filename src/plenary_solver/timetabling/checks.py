"""What makes a problem impossible or unmanageable whatever the timetable; looked for when a file is read.

Impossibility that needs a search to be seen is the work of `impossible`.
"""

from collections.abc import Callable
from dataclasses import fields

from plenary_solver.refusals import BadInput
from plenary_solver.timetabling.contradictions import contradictions
from plenary_solver.timetabling.problem import Matrix, Problem, Weights

LARGEST_OBJECTIVE = 2**60  # searches add up objectives in 64 bits

Where = Callable[[str, int], str]


def check(problem: Problem, where: Where) -> None:
    """Raises BadInput for the first thing found. `where(field, index)` names a place: an item of a field of Problem."""
    for found in contradictions(problem):
        raise BadInput(f"{found.sentence} {found.remedy}", where=where(found.field, found.index))
    if (largest := largest_objective(problem)) > LARGEST_OBJECTIVE:
        raise BadInput(
            f"Weights times penalties can add up to {largest:.0e}, more than we can count; make them smaller.",
            where=where("weights", 0),
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
