"""The numbers of a problem with its weights multiplied in, as integer programs want them.

A rule whose weight is not above zero adds nothing. Whatever holds a number here is what the evaluator would add to the
objective for one count of it.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from plenary_solver.timetabling.conflicts import attendee_clash, presenter_clash
from plenary_solver.timetabling.problem import Matrix, Problem


@dataclass(frozen=True)
class PairCost:
    """What two talks cost in different rooms of one session: once, and again for each slot they share."""

    session: int
    slot: int


class Costs:
    """Weighted penalties of a problem, and what its hard rules leave possible."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.talks = range(len(problem.talks))
        self.tracks = range(len(problem.tracks))
        self.sessions = range(len(problem.sessions))
        self.rooms = range(len(problem.rooms))
        self.slots = [talk.slots for talk in problem.talks]
        self.capacity = [session.slots for session in problem.sessions]
        self.track_of = [talk.track for talk in problem.talks]
        self.talks_of = [[i for i in self.talks if self.track_of[i] == t] for t in self.tracks]
        self.similar = _weighted(problem.weights.similar_tracks, problem.similar)
        self.rooms_per_track = max(0, problem.weights.rooms_per_track)
        self.parallel = max(0, problem.weights.parallel_track)
        self.interrupted = max(0, problem.weights.consecutive_sessions)
        self.order = max(0, problem.weights.talk_order)

    @cached_property
    def pinned_rooms(self) -> list[frozenset[int] | None]:
        """Rooms a talk's pins leave it, None for all."""
        left: list[frozenset[int] | None] = [None] * len(self.talks)
        for pin in self.problem.pins:
            if pin.room is not None:
                before = left[pin.talk]
                left[pin.talk] = frozenset({pin.room}) if before is None else before & {pin.room}
        return left

    @cached_property
    def open_rooms(self) -> list[list[int]]:
        """Rooms that are not closed, for each session."""
        return [[r for r in self.rooms if (s, r) not in self.problem.closed] for s in self.sessions]

    @cached_property
    def sessions_of(self) -> list[list[int]]:
        """Sessions that a talk's length, pins and refusals leave it; none makes the problem infeasible."""
        wanted = [set(self.sessions) for _ in self.talks]
        for pin in self.problem.pins:
            wanted[pin.talk] &= {pin.session}
        return [
            [
                s
                for s in sorted(wanted[i])
                if self.slots[i] <= self.capacity[s]
                and (i, s) not in self.problem.forbidden
                and self.rooms_of(i, s)
            ]
            for i in self.talks
        ]

    def rooms_of(self, talk: int, session: int) -> list[int]:
        """Rooms in which a talk can be in a session, as far as pins and closed rooms say."""
        pinned = self.pinned_rooms[talk]
        return [r for r in self.open_rooms[session] if pinned is None or r in pinned]

    @cached_property
    def talk_session(self) -> list[list[int]]:
        """Talks × sessions: what a talk costs in a session whatever its room."""
        weights = self.problem.weights
        wishes = _weighted(weights.talk_session, self.problem.talk_session)
        hours = _weighted(weights.talk_timezone, self.problem.talk_timezone)
        return [
            [self.slots[i] * (wishes.get((i, s), 0) + hours.get((i, s), 0)) for s in self.sessions]
            for i in self.talks
        ]

    @cached_property
    def talk_room(self) -> list[list[int]]:
        """Talks × rooms."""
        wishes = _weighted(self.problem.weights.talk_room, self.problem.talk_room)
        return [[self.slots[i] * wishes.get((i, r), 0) for r in self.rooms] for i in self.talks]

    @cached_property
    def _cell_parts(self) -> tuple[dict[tuple[int, int], int], ...]:
        weights, problem = self.problem.weights, self.problem
        return (
            _weighted(weights.track_session, problem.track_session),
            _weighted(weights.track_room, problem.track_room),
            _weighted(weights.session_room, problem.session_room),
        )

    def cell(self, track: int, session: int, room: int) -> int:
        """What it costs that a track uses a room in a session, whatever the talks."""
        track_session, track_room, session_room = self._cell_parts
        return (
            track_session.get((track, session), 0)
            + track_room.get((track, room), 0)
            + session_room.get((session, room), 0)
        )

    @cached_property
    def room_classes(self) -> list[list[int]]:
        """Rooms that cost every track and talk the same and are closed together; a pinned room stays alone."""
        pinned = {pin.room for pin in self.problem.pins if pin.room is not None}
        classes: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for r in self.rooms:
            alike = (
                tuple(self.cell(t, s, r) for t in self.tracks for s in self.sessions),
                tuple(costs[r] for costs in self.talk_room),
                tuple((s, r) in self.problem.closed for s in self.sessions),
                r if r in pinned else None,
            )
            classes[alike].append(r)
        return list(classes.values())

    def open_in_class(self, session: int, number: int) -> int:
        """How many rooms of a class are open in a session."""
        return sum((session, r) not in self.problem.closed for r in self.room_classes[number])

    @cached_property
    def alike(self) -> list[dict[int, list[int]]]:
        """For each track, talks that nothing but their names tells apart while rooms and slots do not matter.

        The first of them stands for all, which are listed.
        """
        unlike = {i for pair in self.talk_pairs for i in pair}
        found: list[dict[int, list[int]]] = []
        for t in self.tracks:
            first: dict[tuple[object, ...], int] = {}
            members: dict[int, list[int]] = defaultdict(list)
            for i in self.talks_of[t]:
                details = (
                    self.slots[i],
                    tuple(self.sessions_of[i]),
                    tuple(self.talk_session[i]),
                    tuple(self.talk_room[i]),
                    self.pinned_rooms[i],
                    i if i in unlike or (self.order and self.problem.talks[i].order) else None,
                )
                members[first.setdefault(details, i)].append(i)
            found.append(dict(members))
        return found

    @cached_property
    def track_pairs(self) -> dict[tuple[int, int], int]:
        """What each two cells of tracks a < b in one session cost; pairs that cost nothing are left out."""
        weight = max(0, self.problem.weights.chair_conflict)
        chairs = [set(track.chairs) for track in self.problem.tracks]
        found = {
            (a, b): self.similar.get((a, b), 0) + (weight if chairs[a] & chairs[b] else 0)
            for a, b in combinations(self.tracks, 2)
        }
        return {pair: cost for pair, cost in found.items() if cost}

    @cached_property
    def talk_pairs(self) -> dict[tuple[int, int], PairCost]:
        """What talks i < j cost in different rooms of one session; pairs that cost nothing are left out."""
        weights = self.problem.weights
        presenter = max(0, weights.presenter_conflict), max(0, weights.presenter_slot_conflict)
        attendee = max(0, weights.attendee_conflict), max(0, weights.attendee_slot_conflict)
        found = {}
        for i, j in self._pairs_with_a_person():
            session = slot = 0
            if any(presenter) and presenter_clash(self.problem, i, j):
                session, slot = presenter
            if any(attendee) and attendee_clash(self.problem, i, j):
                session, slot = session + attendee[0], slot + attendee[1]
            if session or slot:
                found[i, j] = PairCost(session, slot)
        return found

    def _pairs_with_a_person(self) -> list[tuple[int, int]]:
        """Talks i < j that some person is concerned with, of whom one presents or should hear one of the two."""
        takes_part: dict[str, set[int]] = defaultdict(set)
        for i, talk in enumerate(self.problem.talks):
            for person in (*talk.presenters, *talk.attendees):
                takes_part[person].add(i)
        concerned = {person: set(talks) for person, talks in takes_part.items()}
        for t, track in enumerate(self.problem.tracks):
            for chair in track.chairs:
                if chair in concerned:
                    concerned[chair].update(self.talks_of[t])
        return sorted(
            {
                (min(i, j), max(i, j))
                for person, talks in takes_part.items()
                for i in talks
                for j in concerned[person]
                if i != j
            }
        )

    def most_cells(self, track: int, session: int) -> int:
        """No timetable gives a track more cells in a session."""
        can = sum(session in self.sessions_of[i] for i in self.talks_of[track])
        return min(can, len(self.open_rooms[session]))


def _weighted(weight: int, matrix: Matrix) -> dict[tuple[int, int], int]:
    """Entries that are not zero, times the weight of their rule; none when the rule does not count."""
    if weight <= 0:
        return {}
    return {
        (row, column): weight * penalty
        for row, penalties in enumerate(matrix)
        for column, penalty in enumerate(penalties)
        if penalty
    }
