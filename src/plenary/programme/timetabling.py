"""The adapter to `plenary_solver`: rows of the board in, a proposal with reasons out.

A *session* of the solver is a stretch of board slots without a break, cut where a pinned talk begins and ends: the talk
then fills its stretch exactly, so its time is kept, not only its room. A pinned talk that reaches over several stretches
is given to the solver in parts, one for each. When few things may move, stretches are cut where other talks begin and
end as well; a talk that moves all the same (one behind a gap, say) is reported as moved.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event
from typing import NamedTuple

from plenary.lib.bilingual import language
from plenary.web.sentences import said
from plenary_solver.results import Names, Progress, Reason, Status, Violation
from plenary_solver.stopping import FirstOf, MaxRuntime, WhenSet
from plenary_solver.timetabling import problem as solver

NO_TRACK = 0

# A speaker in two places is never worth it; then what visitors notice; then what the committee likes.
BOARD_WEIGHTS = solver.Weights(
    presenter_slot_conflict=100_000,
    presenter_conflict=100,
    talk_room=20,
    parallel_track=50,
    attendee_slot_conflict=10,
    rooms_per_track=10,
    consecutive_sessions=10,
)


@dataclass(frozen=True)
class RoomRow:
    id: int
    name: str
    seats: int | None = None


@dataclass(frozen=True)
class TalkRow:
    """`listeners`: people who chose the talk. `expected`: how many will come, when someone knows."""

    number: int
    title: str
    minutes: int
    track: int = NO_TRACK
    speakers: tuple[int, ...] = ()
    listeners: tuple[int, ...] = ()
    expected: int = 0
    room: int | None = None
    starts_at: datetime | None = None
    pinned: bool = False


class Away(NamedTuple):
    """A speaker who cannot be there from `start` to `end`."""

    person: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Board:
    talks: tuple[TalkRow, ...]
    rooms: tuple[RoomRow, ...]
    slots: tuple[tuple[datetime, datetime], ...]
    tracks: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    away: tuple[Away, ...] = ()


class Placement(NamedTuple):
    number: int
    room: int
    starts_at: datetime


@dataclass(frozen=True)
class Proposal:
    """`moved` are the talks that stand elsewhere than on the board; `reasons` are whole sentences in the reader's
    language: what the programme still costs, or why there is none."""

    status: Status
    placements: tuple[Placement, ...] = ()
    moved: tuple[int, ...] = ()
    objective: int | None = None
    bound: int | None = None
    reasons: tuple[str, ...] = ()
    fewest_moves: bool = False  # proven


def propose(
    board: Board,
    *,
    seconds: float = 20,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Event | None = None,
) -> Proposal:
    """Places every talk that is not pinned. Takes `seconds` at most; setting `cancelled` ends it with the best so far."""
    from plenary_solver.timetabling.evaluator import evaluate
    from plenary_solver.timetabling.solve import solve

    frame = _Frame(board)
    result = solve(frame.problem, stop=_stop(seconds, cancelled), seed=seed, on_progress=on_progress)
    if result.solution is None:
        return Proposal(result.status, reasons=tuple(in_words(reason) for reason in result.reasons))
    scored = evaluate(frame.problem, result.solution)
    return _proposal(frame, result.status, result.solution, scored.violations, result.bound)


def mend(
    board: Board,
    *,
    seconds: float = 1,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Event | None = None,
) -> tuple[Proposal, ...]:
    """Moves as few talks as possible so that nobody in `board.away` has to be there: fewest moves first, then those
    that move more and cost less. Talks that stay keep their time and room."""
    from plenary_solver.timetabling.evaluator import evaluate
    from plenary_solver.timetabling.repair import repair

    frame = _Frame(board, keep_times=True)
    # What keeps people from being there is what changed; the timetable was made before.
    before = replace(frame.problem, forbidden=frozenset())
    mended = repair(
        before,
        frame.timetable(),
        unavailable=frame.problem.forbidden,
        stop=_stop(seconds, cancelled),
        seed=seed,
        on_progress=on_progress,
    )
    if not mended.points:
        return (Proposal(mended.status, reasons=tuple(in_words(reason) for reason in mended.reasons)),)
    return tuple(
        replace(
            _proposal(
                frame,
                mended.status,
                point.timetable,
                evaluate(frame.problem, point.timetable).violations,
                None,
            ),
            fewest_moves=mended.minimum_proven and point.moves == mended.minimum_moves,
        )
        for point in mended.points
    )


def _proposal(
    frame: "_Frame",
    status: Status,
    timetable: solver.Timetable,
    violations: Iterable[Violation],
    bound: int | None,
) -> Proposal:
    costly = sorted(violations, key=lambda violation: -violation.penalty)
    placements = frame.placements(timetable)
    before = {talk.number: (talk.room, talk.starts_at) for talk in frame.board.talks}
    return Proposal(
        status,
        placements,
        moved=tuple(place.number for place in placements if before[place.number] != place[1:]),
        objective=sum(violation.penalty for violation in costly),
        bound=bound,
        reasons=tuple(in_words(violation) for violation in costly),
    )


def in_words(reason: Violation | Reason | str) -> str:
    """A reason of the solver in the reader's language."""
    if isinstance(reason, Violation | Reason):
        return said(reason.template, {name: _part(value) for name, value in reason.params.items()})
    return reason


def _part(value: object) -> object:
    if isinstance(value, Names):
        parts = [in_words(name) for name in value]
        return str(Names(parts)) if language() == "en" else "、".join(parts)
    return in_words(value) if isinstance(value, Reason) else value


def _stop(seconds: float, cancelled: Event | None) -> FirstOf:
    return FirstOf(MaxRuntime(seconds), *([WhenSet(cancelled)] if cancelled else []))


class _Frame:
    """The board as a problem, and the way back."""

    def __init__(self, board: Board, *, keep_times: bool = False):
        self.board = board
        self.slots = sorted(board.slots)
        self.slot_at = {start: number for number, (start, _end) in enumerate(self.slots)}
        self.namesakes = Counter(board.people.values())
        self.rooms = {room.id: number for number, room in enumerate(board.rooms)}
        placed = [talk for talk in board.talks if self._span(talk)]
        self.held = self._held(placed) if keep_times else [talk for talk in placed if talk.pinned]
        self.stretches = self._stretches(placed if keep_times else self.held)
        self.parts = self._parts()
        self.problem = self._problem()

    def timetable(self) -> solver.Timetable:
        """The board as it stands; a talk that stands nowhere is missing."""
        cells = defaultdict(list)
        for number, (talk, piece) in enumerate(self.parts):
            span = self._span(talk)
            if span:
                session = piece if piece is not None else self._stretch_of(span[0])
                cells[session, self.rooms[talk.room]].append((talk.starts_at, number))  # type: ignore[index]
        return solver.Timetable(
            tuple(
                solver.Cell(
                    session,
                    room,
                    self.problem.talks[talks[0][1]].track,
                    tuple(number for _at, number in sorted(talks)),
                )
                for (session, room), talks in sorted(cells.items())
            )
        )

    def placements(self, timetable: solver.Timetable) -> tuple[Placement, ...]:
        """Where every talk begins; of a talk in parts, its first."""
        begins: dict[int, Placement] = {}
        for cell in timetable.cells:
            slot = self.stretches[cell.session][0]
            for number in cell.talks:
                talk, _piece = self.parts[number]
                here = Placement(talk.number, self.board.rooms[cell.room].id, self.slots[slot][0])
                begins[talk.number] = min(
                    here, begins.get(talk.number, here), key=lambda place: place.starts_at
                )
                slot += self.problem.talks[number].slots
        return tuple(begins[number] for number in sorted(begins))

    def _span(self, talk: TalkRow) -> range | None:
        """The board slots a placed talk covers; None when it stands nowhere the board has a row and a column for."""
        first = self.slot_at.get(talk.starts_at) if talk.starts_at else None
        if first is None or talk.room not in self.rooms:
            return None
        ends_at = self.slots[first][0] + timedelta(minutes=talk.minutes)
        last = first
        while last + 1 < len(self.slots) and self.slots[last + 1][0] < ends_at:
            last += 1
        return range(first, last + 1)

    def _held(self, placed: Sequence[TalkRow]) -> list[TalkRow]:
        """Pinned talks, and with them those that reach over a pinned talk's beginning or end, unless they must go."""
        pinned = [talk for talk in placed if talk.pinned]
        edges = {edge for talk in pinned for edge in self._edges(talk)}
        return pinned + [
            talk
            for talk in placed
            if not talk.pinned and not self._is_away(talk, self._span(talk)) and self._crosses(talk, edges)
        ]

    def _stretches(self, fixed: Sequence[TalkRow]) -> list[range]:
        loose = [talk for talk in fixed if talk not in self.held]
        edges = {edge for talk in self.held for edge in self._edges(talk)}
        edges |= {
            edge
            for talk in loose
            for edge in self._edges(talk)
            if not any(self._crosses(other, {edge}) for other in loose)
        }
        found, first = [], 0
        for slot in range(1, len(self.slots) + 1):
            if slot == len(self.slots) or slot in edges or self.slots[slot - 1][1] != self.slots[slot][0]:
                found.append(range(first, slot))
                first = slot
        return found

    def _edges(self, talk: TalkRow) -> tuple[int, int]:
        span = self._span(talk)
        assert span
        return span.start, span.stop

    def _crosses(self, talk: TalkRow, edges: Iterable[int]) -> bool:
        first, end = self._edges(talk)
        return any(first < edge < end for edge in edges)

    def _stretch_of(self, slot: int) -> int:
        return next(number for number, stretch in enumerate(self.stretches) if slot in stretch)

    def _parts(self) -> list[tuple[TalkRow, int | None]]:
        """Every talk once, with None; a held one once for each stretch it fills, with that stretch."""
        found: list[tuple[TalkRow, int | None]] = []
        for talk in self.board.talks:
            if talk in self.held:
                first, end = self._edges(talk)
                pieces = [n for n, stretch in enumerate(self.stretches) if first <= stretch.start < end]
                found.extend((talk, piece) for piece in pieces)
            else:
                found.append((talk, None))
        return found

    def _needs(self, talk: TalkRow) -> int:
        """Slots a talk that may go anywhere takes: counted in the shortest, so that it fits wherever it is put."""
        shortest = min(end - start for start, end in self.slots)
        return max(1, -(-timedelta(minutes=talk.minutes) // shortest))

    def _is_away(self, talk: TalkRow, slots: Iterable[int] | None) -> bool:
        times = [self.slots[slot] for slot in slots or ()]
        return any(
            absence.person in talk.speakers and absence.start < end and start < absence.end
            for absence in self.board.away
            for start, end in times
        )

    def _name_of(self, person: int) -> str:
        """Two people of one name are two people."""
        name = self.board.people.get(person, "")
        return name if self.namesakes[name] == 1 else f"{name} ({person})"

    def _problem(self) -> solver.Problem:
        board = self.board
        used = sorted({talk.track for talk in board.talks} | set(board.tracks))
        track_of = {track: number for number, track in enumerate(used)}
        talks = tuple(
            solver.Talk(
                ref=talk.title,
                track=track_of[talk.track],
                slots=self._needs(talk) if piece is None else len(self.stretches[piece]),
                presenters=tuple(self._name_of(person) for person in talk.speakers),
                attendees=tuple(str(person) for person in talk.listeners),
            )
            for talk, piece in self.parts
        )
        parts = list(enumerate(self.parts))
        return solver.Problem(
            name="board",
            talks=talks,
            tracks=tuple(solver.Track(board.tracks.get(track, "")) for track in used),
            sessions=tuple(
                solver.Session(f"{self.slots[stretch[0]][0]:%m-%d %H:%M}", len(stretch))
                for stretch in self.stretches
            ),
            rooms=tuple(solver.Room(room.name) for room in board.rooms),
            weights=BOARD_WEIGHTS,
            # One count for every ten people who find no seat.
            talk_room=tuple(
                tuple(
                    0 if room.seats is None else -(-max(0, talk.expected - room.seats) // 10)
                    for room in board.rooms
                )
                for _number, (talk, _piece) in parts
            ),
            forbidden=frozenset(
                (number, session)
                for number, (talk, _piece) in parts
                for session, stretch in enumerate(self.stretches)
                if self._is_away(talk, stretch)
            ),
            pins=tuple(
                solver.Pin(number, piece, self.rooms[talk.room])  # type: ignore[index]
                for number, (talk, piece) in parts
                if piece is not None
            ),
        )
