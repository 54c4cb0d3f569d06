"""A conference timetabling problem as frozen data.

The model is that of Kheiri, Pylyavskyy and Jacko, «CoSPLib – A benchmark library for conference scheduling problems»,
GECCO 2025 Companion, doi 10.1145/3712255.3726570, with three additions a programme board needs: a talk can be
forbidden in a session, pinned to a session or a cell, and a room can be closed in a session.

Everything refers to talks, tracks, sessions and rooms by their position in the problem (0, 1, …). Penalties are
integers; a rule counts only when its weight is above zero.
"""

from dataclasses import dataclass, field

Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Talk:
    """A submission. `slots` is how many consecutive time slots it takes; `order` its wanted position (1, 2, …) among
    the talks of its track over the whole conference, 0 for none; `timezone` hours east of Greenwich."""

    ref: str
    track: int
    slots: int = 1
    order: int = 0
    presenters: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    timezone: int = 0


@dataclass(frozen=True)
class Track:
    name: str
    chairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """A stretch of `slots` time slots that all rooms share. `date`, `start`, `end`: ISO 8601, empty when unknown."""

    name: str
    slots: int
    date: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Room:
    name: str


@dataclass(frozen=True)
class TimeWindow:
    """When a speaker abroad can be expected to speak, local times of theirs «HH:MM», and what else costs."""

    timezone: int = 0
    suitable_from: str = "00:00"
    suitable_to: str = "23:59"
    bearable_from: str = "00:00"
    bearable_to: str = "23:59"
    bearable_penalty: int = 0
    unsuitable_penalty: int = 0


@dataclass(frozen=True)
class Weights:
    """What one count of each soft rule costs; 0 or less leaves the rule out. Names are those of `rules.RULES`."""

    track_session: int = 0
    track_room: int = 0
    session_room: int = 0
    similar_tracks: int = 0
    rooms_per_track: int = 0
    parallel_track: int = 0
    consecutive_sessions: int = 0
    talk_timezone: int = 0
    talk_order: int = 0
    talk_session: int = 0
    talk_room: int = 0
    presenter_conflict: int = 0
    attendee_conflict: int = 0
    chair_conflict: int = 0
    presenter_slot_conflict: int = 0
    attendee_slot_conflict: int = 0


@dataclass(frozen=True)
class Pin:
    """A talk that must stay in a session, and in a room of it when `room` is given."""

    talk: int
    session: int
    room: int | None = None


@dataclass(frozen=True)
class Problem:
    """Shapes: `track_session` tracks × sessions, `track_room` tracks × rooms, `session_room` sessions × rooms,
    `similar` tracks × tracks (symmetric), `talk_session` and `talk_timezone` talks × sessions, `talk_room`
    talks × rooms. An empty matrix means zeros."""

    name: str
    talks: tuple[Talk, ...]
    tracks: tuple[Track, ...]
    sessions: tuple[Session, ...]
    rooms: tuple[Room, ...]
    weights: Weights = Weights()
    track_session: Matrix = ()
    track_room: Matrix = ()
    session_room: Matrix = ()
    similar: Matrix = ()
    talk_session: Matrix = ()
    talk_room: Matrix = ()
    talk_timezone: Matrix = ()
    window: TimeWindow = TimeWindow()
    forbidden: frozenset[tuple[int, int]] = field(default=frozenset())  # (talk, session)
    closed: frozenset[tuple[int, int]] = field(default=frozenset())  # (session, room)
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True)
class Cell:
    """The talks of one track in one room during one session, in order, from its first slot on without gaps."""

    session: int
    room: int
    track: int
    talks: tuple[int, ...]


@dataclass(frozen=True)
class Timetable:
    """Cells in the order of session, then room; a cell that is not named is empty."""

    cells: tuple[Cell, ...]
