"""Conferences that never were: seeded problems for tests, benchmarks and the documentation.

Every problem has a timetable that holds all hard rules, since one is laid out first and the rest is built around it.
"""

from dataclasses import dataclass, replace
from random import Random

from plenary_solver.timetabling.layout import zeros_left_out
from plenary_solver.timetabling.problem import (
    Matrix,
    Pin,
    Problem,
    Room,
    Session,
    Talk,
    TimeWindow,
    Track,
    Weights,
)
from plenary_solver.timetabling.timezones import timezone_penalties

ALL_RULES = Weights(
    track_session=10,
    track_room=5,
    session_room=5,
    similar_tracks=3,
    rooms_per_track=10,
    parallel_track=30,
    consecutive_sessions=20,
    talk_timezone=2,
    talk_order=40,
    talk_session=10,
    talk_room=1,
    presenter_conflict=1000,
    attendee_conflict=3,
    chair_conflict=500,
    presenter_slot_conflict=200,
    attendee_slot_conflict=1,
)
HOURS = (("Morning", "09:00", "10:30", 4), ("Noon", "11:00", "12:30", 4), ("Afternoon", "14:00", "15:30", 3))
LONGEST_TALK = 3
LOCAL_ZONE = 8
WINDOW = TimeWindow(
    timezone=LOCAL_ZONE,
    suitable_from="09:00",
    suitable_to="20:00",
    bearable_from="07:00",
    bearable_to="23:00",
    bearable_penalty=1,
    unsuitable_penalty=10,
)


def synthetic(
    talks: int = 60,
    seed: int = 1,
    *,
    days: int = 2,
    tracks: int | None = None,
    room_for: float = 1.2,
    weights: Weights = ALL_RULES,
    restricted: bool = False,
) -> Problem:
    """A conference of three sessions a day, with something for each of the sixteen rules to object to.

    `tracks` is one for seven talks when not given, `room_for` how many cells there are for one that is needed.
    `restricted` adds talks forbidden in a session, a closed room and pins. The same arguments give the same problem.
    """
    if days < 1 or room_for < 1 or not 1 <= (tracks or 1) <= talks:
        raise ValueError(
            "A conference has a day, a cell for every cell it needs, and no more tracks than talks."
        )
    maker = _Maker(Random(seed), days)
    track_count = tracks or max(1, round(talks / 7))
    made_talks = maker.talks(talks, track_count)
    layout = maker.layout(made_talks, track_count, room_for)
    rooms = tuple(Room(f"Room {number}") for number in range(1, layout.rooms + 1))
    return Problem(
        name=f"synthetic-{talks}-{seed}",
        talks=made_talks,
        tracks=maker.tracks(track_count),
        sessions=maker.sessions,
        rooms=rooms,
        weights=weights,
        track_session=maker.penalties(track_count, len(maker.sessions), 0.1, (1, 3, 10)),
        track_room=maker.penalties(track_count, len(rooms), 0.15, (1, 2, 10)),
        session_room=maker.penalties(len(maker.sessions), len(rooms), 0.05, (1, 5)),
        similar=maker.similar(track_count),
        talk_session=maker.penalties(talks, len(maker.sessions), 0.08, (1, 10)),
        talk_room=maker.penalties(talks, len(rooms), 0.04, (1, 2)),
        talk_timezone=timezone_penalties(made_talks, maker.sessions, WINDOW)
        if weights.talk_timezone > 0
        else (),
        window=WINDOW,
        forbidden=maker.forbidden(layout) if restricted else frozenset(),
        closed=maker.closed(layout) if restricted else frozenset(),
        pins=maker.pins(layout) if restricted else (),
    )


def summit(seed: int = 1) -> Problem:
    """Sixty talks in nine tracks on two days, with the restrictions a programme board has."""
    problem = synthetic(60, seed, days=2, tracks=9, room_for=1.25, restricted=True)
    return replace(problem, name=f"summit-{seed}")


@dataclass(frozen=True)
class _Layout:
    """A timetable that holds: the cell (session, room) of each talk."""

    rooms: int
    cell_of: tuple[tuple[int, int], ...]


class _Maker:
    def __init__(self, random: Random, days: int):
        self.random = random
        self.sessions = tuple(
            Session(f"Day {day} {name}", slots, f"2026-05-{day:02}" if day < 32 else "", start, end)
            for day in range(1, days + 1)
            for name, start, end, slots in HOURS
        )

    def talks(self, count: int, tracks: int) -> tuple[Talk, ...]:
        """Every track has a talk; a third of the tracks have an order; one talk in eight has a second speaker."""
        random = self.random
        in_track = [*range(tracks), *(random.randrange(tracks) for _ in range(count - tracks))]
        in_track.sort()
        ordered = set(random.sample(range(tracks), max(1, tracks // 3)))
        position = [0] * tracks
        made = []
        for number, track in enumerate(in_track, start=1):
            position[track] += 1
            speakers = random.sample(range(1, 1 + max(2, count * 4 // 5)), 1 + (random.random() < 0.12))
            hearers = random.sample(range(1, 1 + max(2, count // 4)), random.choice((0, 0, 1, 2)))
            made.append(
                Talk(
                    ref=f"T{number:03}",
                    track=track,
                    slots=random.choices((1, 2, LONGEST_TALK), (85, 12, 3))[0],
                    order=position[track] if track in ordered and position[track] <= 4 else 0,
                    presenters=tuple(f"Speaker {person}" for person in speakers),
                    attendees=tuple(
                        f"Speaker {person}" if random.random() < 0.3 else f"Guest {person}"
                        for person in hearers
                    ),
                    timezone=random.choices((LOCAL_ZONE, 0, 1, -5, 10), (80, 6, 6, 5, 3))[0],
                )
            )
        return tuple(made)

    def tracks(self, count: int) -> tuple[Track, ...]:
        """Most tracks have a chair; some chair two tracks, some speak."""
        made = []
        for number in range(1, count + 1):
            chairs: tuple[str, ...] = ()
            if (
                number <= 2 or self.random.random() < 0.5
            ):  # the first two share one, so that the rule has work
                person = 1 if number <= 2 else self.random.randrange(1, 2 + count // 2)
                chairs = (f"Speaker {person}",)
            made.append(Track(f"Track {number}", chairs))
        return tuple(made)

    def layout(self, talks: tuple[Talk, ...], tracks: int, room_for: float) -> _Layout:
        """Talks packed by track into cells no longer than the shortest session, in shuffled cells."""
        shortest = min(session.slots for session in self.sessions)
        bins: list[list[int]] = []
        for track in range(tracks):
            first = len(bins)
            longest_first = sorted(
                (i for i, talk in enumerate(talks) if talk.track == track), key=lambda i: -talks[i].slots
            )
            for i in longest_first:
                for cell in bins[first:]:
                    if sum(talks[j].slots for j in cell) + talks[i].slots <= shortest:
                        cell.append(i)
                        break
                else:
                    bins.append([i])
        rooms = max(2, -(-round(len(bins) * room_for) // len(self.sessions)))
        cells = [(s, r) for s in range(len(self.sessions)) for r in range(rooms)]
        cell_of = [(0, 0)] * len(talks)
        for cell, where in zip(bins, self.random.sample(cells, len(bins)), strict=True):
            for i in cell:
                cell_of[i] = where
        return _Layout(rooms, tuple(cell_of))

    def penalties(self, rows: int, columns: int, share: float, costs: tuple[int, ...]) -> Matrix:
        """A matrix of zeros with a share of costs, () when there happens to be none."""
        return zeros_left_out(
            tuple(
                tuple(
                    self.random.choice(costs) if self.random.random() < share else 0 for _ in range(columns)
                )
                for _ in range(rows)
            )
        )

    def similar(self, tracks: int) -> Matrix:
        rows = [[0] * tracks for _ in range(tracks)]
        for a in range(tracks):
            for b in range(a + 1, tracks):
                if self.random.random() < 0.2:
                    rows[a][b] = rows[b][a] = self.random.choice((1, 2, 5))
        return zeros_left_out(tuple(tuple(row) for row in rows))

    def forbidden(self, layout: _Layout) -> frozenset[tuple[int, int]]:
        """One talk in six cannot be in some sessions."""
        pairs = set()
        for talk, (session, _) in enumerate(layout.cell_of):
            if self.random.random() < 1 / 6:
                others = [s for s in range(len(self.sessions)) if s != session]
                pairs |= {
                    (talk, s) for s in self.random.sample(others, self.random.randint(1, len(others) // 2))
                }
        return frozenset(pairs)

    def closed(self, layout: _Layout) -> frozenset[tuple[int, int]]:
        """One free cell, when there is one."""
        free = [
            (s, r)
            for s in range(len(self.sessions))
            for r in range(layout.rooms)
            if (s, r) not in set(layout.cell_of)
        ]
        return frozenset(self.random.sample(free, min(1, len(free))))

    def pins(self, layout: _Layout) -> tuple[Pin, ...]:
        """One talk in twenty stays in its session, every second of them in its room."""
        count = max(1, len(layout.cell_of) // 20)
        chosen = sorted(self.random.sample(range(len(layout.cell_of)), count))
        return tuple(
            Pin(talk, layout.cell_of[talk][0], layout.cell_of[talk][1] if number % 2 else None)
            for number, talk in enumerate(chosen)
        )
