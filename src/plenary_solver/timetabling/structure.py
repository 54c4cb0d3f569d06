"""What no timetable may do: the hard rules, one function each. They yield violations with `hard` set."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from plenary_solver.results import Names, Violation
from plenary_solver.timetabling.layout import Layout

Violations = Iterator[Violation]


def _hard(rule: str, template: str, **params: object) -> Violation:
    return Violation(rule, template, params, hard=True)


def known_things(layout: Layout) -> Violations:
    """Cells speak only of sessions, rooms, tracks and talks that exist."""
    problem = layout.problem
    for number, cell in enumerate(layout.timetable.cells, start=1):
        for what, index, there in (
            ("session", cell.session, problem.sessions),
            ("room", cell.room, problem.rooms),
            ("track", cell.track, problem.tracks),
            *(("talk", talk, problem.talks) for talk in cell.talks),
        ):
            if index not in range(len(there)):
                yield _hard(
                    "known_things",
                    "Cell %(cell)d speaks of %(what)s %(index)d, but there are only %(count)d.",
                    cell=number,
                    what=what,
                    index=index + 1,
                    count=len(there),
                )


def one_cell_each(layout: Layout) -> Violations:
    """A room holds one cell in a session, and a cell that is named holds a talk."""
    used: Counter[tuple[int, int]] = Counter()
    for cell in layout.timetable.cells:
        if cell.session in range(len(layout.problem.sessions)) and cell.room in range(
            len(layout.problem.rooms)
        ):
            names = {"session": layout.session(cell.session), "room": layout.room(cell.room)}
            used[cell.session, cell.room] += 1
            if used[cell.session, cell.room] == 2:
                yield _hard("one_cell_each", "%(room)s is filled more than once in %(session)s.", **names)
            if not cell.talks:
                yield _hard(
                    "one_cell_each",
                    "%(room)s is given to a track in %(session)s, but holds no talk.",
                    **names,
                )


def one_track_per_cell(layout: Layout) -> Violations:
    """All talks of a cell belong to its track."""
    for cell in layout.cells:
        for talk in cell.talks:
            if talk in range(len(layout.problem.talks)) and layout.problem.talks[talk].track != cell.track:
                yield _hard(
                    "one_track_per_cell",
                    "%(talk)s belongs to track %(own)s, but %(room)s has track %(track)s in %(session)s.",
                    talk=layout.talk(talk),
                    own=layout.track(layout.problem.talks[talk].track),
                    room=layout.room(cell.room),
                    track=layout.track(cell.track),
                    session=layout.session(cell.session),
                )


def placed_once(layout: Layout) -> Violations:
    """Every talk has exactly one place."""
    sessions_of: dict[int, list[int]] = defaultdict(list)
    for place in layout.places:
        sessions_of[place.talk].append(place.session)
    for talk, details in enumerate(layout.problem.talks):
        sessions = sessions_of.get(talk, [])
        if not sessions:
            yield _hard("placed_once", "%(talk)s has no place.", talk=details.ref)
        elif len(sessions) > 1:
            yield _hard(
                "placed_once",
                "%(talk)s is placed %(count)d times: in %(sessions)s.",
                talk=details.ref,
                count=len(sessions),
                sessions=Names([layout.session(s) for s in sessions]),
            )


def session_length(layout: Layout) -> Violations:
    """The talks of a cell fit into the slots of its session."""
    taken: Counter[tuple[int, int]] = Counter()
    for place in layout.places:
        taken[place.session, place.room] += place.slots
    for (session, room), slots in sorted(taken.items()):
        if slots > layout.problem.sessions[session].slots:
            yield _hard(
                "session_length",
                "The talks in %(room)s in %(session)s take %(taken)d slots, but the session has %(slots)d.",
                room=layout.room(room),
                session=layout.session(session),
                taken=slots,
                slots=layout.problem.sessions[session].slots,
            )


def forbidden(layout: Layout) -> Violations:
    """No talk is in a session forbidden to it."""
    for place in layout.places:
        if (place.talk, place.session) in layout.problem.forbidden:
            yield _hard(
                "forbidden",
                "%(talk)s cannot be in %(session)s, but is.",
                talk=layout.talk(place.talk),
                session=layout.session(place.session),
            )


def closed(layout: Layout) -> Violations:
    """No room is used in a session in which it is closed."""
    for cell in layout.cells:
        if (cell.session, cell.room) in layout.problem.closed:
            yield _hard(
                "closed",
                "%(room)s is closed in %(session)s, but is used.",
                room=layout.room(cell.room),
                session=layout.session(cell.session),
            )


def pins(layout: Layout) -> Violations:
    """Pinned talks are where they are pinned."""
    where = {place.talk: (place.session, place.room) for place in layout.places}
    for pin in layout.problem.pins:
        session, room = where.get(pin.talk, (None, None))
        if session is None or room is None:
            continue  # `placed_once` says that it has no place
        if session != pin.session or pin.room not in (None, room):
            wanted = layout.session(pin.session) + (
                f", {layout.room(pin.room)}" if pin.room is not None else ""
            )
            yield _hard(
                "pins",
                "%(talk)s is pinned to %(wanted)s, but is in %(session)s, %(room)s.",
                talk=layout.talk(pin.talk),
                wanted=wanted,
                session=layout.session(session),
                room=layout.room(room),
            )


HARD_RULES: tuple[Callable[[Layout], Violations], ...] = (
    known_things,
    one_cell_each,
    one_track_per_cell,
    placed_once,
    session_length,
    forbidden,
    closed,
    pins,
)
