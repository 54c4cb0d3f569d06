"""The sixteen soft rules of the CoSPLib benchmark, one function each.

A rule reads a layout and yields a `Violation` for every reason why it costs something; the `penalty` of what it yields
is the bare count, which the evaluator multiplies by the rule's weight. `RULES` gives each its name (that of its field
in `Weights`) and the label under which the benchmark reports it. How to add one: docs/howto/add-a-solver-rule.md.

Source: Kheiri, Pylyavskyy and Jacko, «CoSPLib – A benchmark library for conference scheduling problems», GECCO 2025
Companion, doi 10.1145/3712255.3726570.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from plenary_solver.results import Names, Violation
from plenary_solver.timetabling.conflicts import Clash, attendee_clash, presenter_clash
from plenary_solver.timetabling.layout import Layout, Place, penalty_of

Violations = Iterator[Violation]


def track_session(layout: Layout) -> Violations:
    """Each cell of a track costs that track's penalty for the session."""
    for cell in layout.cells:
        if cost := penalty_of(layout.problem.track_session, cell.track, cell.session):
            yield Violation(
                "track_session",
                "Track %(track)s is in %(session)s (%(room)s), which is unwanted by %(cost)d.",
                {
                    "track": layout.track(cell.track),
                    "session": layout.session(cell.session),
                    "room": layout.room(cell.room),
                    "cost": cost,
                },
                cost,
            )


def track_room(layout: Layout) -> Violations:
    """Each cell of a track costs that track's penalty for the room."""
    for cell in layout.cells:
        if cost := penalty_of(layout.problem.track_room, cell.track, cell.room):
            yield Violation(
                "track_room",
                "Track %(track)s is in %(room)s in %(session)s, a room unwanted by %(cost)d.",
                {
                    "track": layout.track(cell.track),
                    "room": layout.room(cell.room),
                    "session": layout.session(cell.session),
                    "cost": cost,
                },
                cost,
            )


def session_room(layout: Layout) -> Violations:
    """Each used cell costs the penalty of using its room in its session."""
    for cell in layout.cells:
        if cost := penalty_of(layout.problem.session_room, cell.session, cell.room):
            yield Violation(
                "session_room",
                "%(room)s is used in %(session)s, which is unwanted by %(cost)d.",
                {"room": layout.room(cell.room), "session": layout.session(cell.session), "cost": cost},
                cost,
            )


def similar_tracks(layout: Layout) -> Violations:
    """Each two cells of one session with different tracks cost the similarity of these tracks."""
    for session, cells in layout.cells_by_session():
        for a, b in combinations(cells, 2):
            cost = penalty_of(layout.problem.similar, a.track, b.track) if a.track != b.track else 0
            if cost:
                yield Violation(
                    "similar_tracks",
                    "Tracks %(a)s (%(room_a)s) and %(b)s (%(room_b)s), alike by %(cost)d, are both in %(session)s.",
                    {
                        "a": layout.track(a.track),
                        "room_a": layout.room(a.room),
                        "b": layout.track(b.track),
                        "room_b": layout.room(b.room),
                        "session": layout.session(session),
                        "cost": cost,
                    },
                    cost,
                )


def rooms_per_track(layout: Layout) -> Violations:
    """Each room of a track beyond the first costs one."""
    for track, cells in layout.cells_of_track.items():
        rooms = sorted({cell.room for cell in cells})
        if len(rooms) > 1:
            yield Violation(
                "rooms_per_track",
                "Track %(track)s moves between %(count)d rooms: %(rooms)s.",
                {"track": layout.track(track), "count": len(rooms), "rooms": layout.rooms(rooms)},
                len(rooms) - 1,
            )


def parallel_track(layout: Layout) -> Violations:
    """Each room of a track beyond the first in the same session costs one."""
    for track, cells in layout.cells_of_track.items():
        rooms_in: dict[int, list[int]] = defaultdict(list)
        for cell in cells:
            rooms_in[cell.session].append(cell.room)
        for session, rooms in sorted(rooms_in.items()):
            if len(rooms) > 1:
                yield Violation(
                    "parallel_track",
                    "Track %(track)s is in %(count)d rooms at once in %(session)s: %(rooms)s.",
                    {
                        "track": layout.track(track),
                        "count": len(rooms),
                        "session": layout.session(session),
                        "rooms": layout.rooms(rooms),
                    },
                    len(rooms) - 1,
                )


def consecutive_sessions(layout: Layout) -> Violations:
    """A track whose sessions do not follow each other costs one, however many gaps it has."""
    for track, cells in layout.cells_of_track.items():
        sessions = {cell.session for cell in cells}
        missed = [s for s in range(min(sessions), max(sessions)) if s not in sessions]
        if missed:
            yield Violation(
                "consecutive_sessions",
                "Track %(track)s is interrupted: it is in %(first)s and %(last)s, but not in %(missed)s between them.",
                {
                    "track": layout.track(track),
                    "first": layout.session(min(sessions)),
                    "last": layout.session(max(sessions)),
                    "missed": Names([layout.session(s) for s in missed]),
                },
                1,
            )


def talk_timezone(layout: Layout) -> Violations:
    """Each slot of a talk costs what its session's hours are worth in the speaker's time zone."""
    for place in layout.places:
        if cost := penalty_of(layout.problem.talk_timezone, place.talk, place.session):
            yield Violation(
                "talk_timezone",
                "%(talk)s is in %(session)s, at hours unsuitable in its speaker's time zone (GMT%(zone)+d).",
                {
                    "talk": layout.talk(place.talk),
                    "session": layout.session(place.session),
                    "zone": layout.problem.talks[place.talk].timezone,
                },
                cost * place.slots,
            )


def talk_order(layout: Layout) -> Violations:
    """A talk that is not at its wanted position costs one; so does each slot shared by two such talks of a track.

    Positions count a track's talks by session, room and slot; talks of two rooms that run at once have none.
    """
    yield from _talks_out_of_place(layout)
    for a, b in layout.pairs_in_different_rooms():
        first, second = layout.problem.talks[a.talk], layout.problem.talks[b.talk]
        if first.track == second.track and first.order and second.order:
            for slot in a.shares(b):
                yield Violation(
                    "talk_order",
                    "%(a)s and %(b)s of track %(track)s follow an order, but run at once in %(session)s, slot %(slot)d.",
                    {
                        "a": first.ref,
                        "b": second.ref,
                        "track": layout.track(first.track),
                        "session": layout.session(a.session),
                        "slot": slot + 1,
                    },
                    1,
                )


def _talks_out_of_place(layout: Layout) -> Violations:
    placed: dict[int, int] = defaultdict(int)
    for place in layout.places:
        talk = layout.problem.talks[place.talk]
        placed[talk.track] += 1
        if talk.order not in (0, placed[talk.track]):
            yield Violation(
                "talk_order",
                "%(talk)s should be number %(wanted)d of track %(track)s, but is number %(position)d.",
                {
                    "talk": talk.ref,
                    "wanted": talk.order,
                    "track": layout.track(talk.track),
                    "position": placed[talk.track],
                },
                1,
            )


def talk_session(layout: Layout) -> Violations:
    """Each slot of a talk costs that talk's penalty for the session."""
    for place in layout.places:
        yield from _each_slot(
            "talk_session",
            "%(talk)s is in %(session)s, which is unwanted by %(cost)d.",
            "%(talk)s is in %(session)s, which is unwanted by %(cost)d in each of its %(slots)d slots.",
            {"talk": layout.talk(place.talk), "session": layout.session(place.session)},
            place.slots,
            penalty_of(layout.problem.talk_session, place.talk, place.session),
        )


def talk_room(layout: Layout) -> Violations:
    """Each slot of a talk costs that talk's penalty for the room."""
    for place in layout.places:
        yield from _each_slot(
            "talk_room",
            "%(talk)s is in %(room)s, which is unwanted by %(cost)d.",
            "%(talk)s is in %(room)s, which is unwanted by %(cost)d in each of its %(slots)d slots.",
            {"talk": layout.talk(place.talk), "room": layout.room(place.room)},
            place.slots,
            penalty_of(layout.problem.talk_room, place.talk, place.room),
        )


def _each_slot(
    rule: str, one_slot: str, several: str, names: dict[str, object], slots: int, cost: int
) -> Violations:
    if cost:
        template = several if slots > 1 else one_slot
        yield Violation(rule, template, {**names, "cost": cost, "slots": slots}, cost * slots)


def presenter_conflict(layout: Layout) -> Violations:
    """Each two talks of a session in different rooms that need the same person on stage cost one."""
    for a, b in layout.pairs_in_different_rooms():
        if clash := presenter_clash(layout.problem, a.talk, b.talk):
            yield _clash("presenter_conflict", layout, clash, a, b)


def attendee_conflict(layout: Layout) -> Violations:
    """Each two talks of a session in different rooms that someone should hear both cost one."""
    for a, b in layout.pairs_in_different_rooms():
        if clash := attendee_clash(layout.problem, a.talk, b.talk):
            yield _clash("attendee_conflict", layout, clash, a, b)


def chair_conflict(layout: Layout) -> Violations:
    """Each two cells of one session whose different tracks share a chair cost one."""
    for session, cells in layout.cells_by_session():
        for a, b in combinations(cells, 2):
            chairs = layout.problem.tracks[a.track].chairs
            shared = [chair for chair in chairs if chair in layout.problem.tracks[b.track].chairs]
            if a.track != b.track and shared:
                yield Violation(
                    "chair_conflict",
                    "%(person)s chairs two tracks in %(session)s: %(a)s in %(room_a)s and %(b)s in %(room_b)s.",
                    {
                        "person": shared[0],
                        "session": layout.session(session),
                        "a": layout.track(a.track),
                        "room_a": layout.room(a.room),
                        "b": layout.track(b.track),
                        "room_b": layout.room(b.room),
                    },
                    1,
                )


def presenter_slot_conflict(layout: Layout) -> Violations:
    """Each slot that two talks with a presenter conflict share costs one."""
    for a, b in layout.pairs_in_different_rooms():
        if a.shares(b) and (clash := presenter_clash(layout.problem, a.talk, b.talk)):
            for slot in a.shares(b):
                yield _clash("presenter_slot_conflict", layout, clash, a, b, slot)


def attendee_slot_conflict(layout: Layout) -> Violations:
    """Each slot that two talks with an attendee conflict share costs one."""
    for a, b in layout.pairs_in_different_rooms():
        if a.shares(b) and (clash := attendee_clash(layout.problem, a.talk, b.talk)):
            for slot in a.shares(b):
                yield _clash("attendee_slot_conflict", layout, clash, a, b, slot)


def _clash(rule: str, layout: Layout, clash: Clash, a: Place, b: Place, slot: int | None = None) -> Violation:
    first, second = (a, b) if clash.first == a.talk else (b, a)
    session = layout.session(a.session)
    return Violation(
        rule,
        clash.template,
        {
            "person": clash.person,
            "when": session if slot is None else f"{session}, slot {slot + 1}",
            "a": layout.talk(first.talk),
            "room_a": layout.room(first.room),
            "b": layout.talk(second.talk),
            "room_b": layout.room(second.room),
        },
        1,
    )


@dataclass(frozen=True)
class Rule:
    """`name` is the rule's field in `Weights`, `label` what the benchmark calls it in a report."""

    name: str
    label: str
    violations: Callable[[Layout], Violations]


RULES = (
    Rule("track_session", "Tracks_Sessions|Penalty:", track_session),
    Rule("track_room", "Tracks_Rooms|Penalty:", track_room),
    Rule("session_room", "Sessions_Rooms|Penalty", session_room),
    Rule("similar_tracks", "Similar Tracks:", similar_tracks),
    Rule("rooms_per_track", "Number of rooms per track:", rooms_per_track),
    Rule("parallel_track", "Parallel tracks:", parallel_track),
    Rule("consecutive_sessions", "Consecutive tracks:", consecutive_sessions),
    Rule("talk_timezone", "Submissions timezones:", talk_timezone),
    Rule("talk_order", "Submissions order:", talk_order),
    Rule("talk_session", "Submissions_Sessions|Penalty:", talk_session),
    Rule("talk_room", "Submissions_Rooms|Penalty:", talk_room),
    Rule("presenter_conflict", "Presenters conflicts [Session Level]:", presenter_conflict),
    Rule("attendee_conflict", "Attendees conflicts [Session Level]:", attendee_conflict),
    Rule("chair_conflict", "Chairs conflicts:", chair_conflict),
    Rule("presenter_slot_conflict", "Presenters conflicts [Timeslot Level]:", presenter_slot_conflict),
    Rule("attendee_slot_conflict", "Attendees conflicts [Timeslot Level]:", attendee_slot_conflict),
)

LABELS = {rule.name: rule.label for rule in RULES}
