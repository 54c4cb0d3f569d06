"""Whether talks can be placed at all, whatever it costs: hard rules only, and only those one asks for.

The model speaks of sessions: `x[i, s]` talk i is in session s, `n[t, s]` how many rooms track t has in session s. Talks
of a track must fit into its rooms, for which slots are counted in the ways of Martello and Toth (Discrete Applied
Mathematics 28 (1990) 59–70, bound L2): a talk longer than the session less λ fills a room, one shorter than λ is
not counted. That is exact unless talks of several slots are packed tightly or pinned to rooms; then rooms are told
apart: `y[i, s, r]` and `u[t, s, r]`.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.problem import Cell, Problem, Timetable

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

UNITS = 20.0  # of CP-SAT's deterministic time, about seconds, when nobody sets a limit


@dataclass(frozen=True, order=True)
class Fact:
    """One hard rule of a problem that can be taken away.

    `kind` is «talk» (index: it has a place), «rooms» (of a session: there are no more than these), «one track» (a room
    holds one in a session), «forbidden» (talk, session), «closed» (session, room) or «pin» (index).
    """

    kind: str
    index: int = 0
    other: int = 0


@dataclass(frozen=True)
class Answer:
    """`possible` is None when the limit came first; `timetable` is there when it is possible."""

    possible: bool | None
    timetable: Timetable | None = None


def all_facts(problem: Problem) -> list[Fact]:
    return [
        Fact("one track"),
        *(Fact("talk", talk) for talk in range(len(problem.talks))),
        *(Fact("rooms", session) for session in range(len(problem.sessions))),
        *(Fact("closed", *cell) for cell in sorted(problem.closed)),
        *(Fact("forbidden", *pair) for pair in sorted(problem.forbidden)),
        *(Fact("pin", index) for index in range(len(problem.pins))),
    ]


def any_timetable(problem: Problem, *, stop: StopRule | None = None, seed: int = 0) -> Answer:
    """A timetable that holds all hard rules, however bad, or the knowledge that there is none."""
    facts = all_facts(problem)
    by_session = place(problem, facts, rooms_apart=False, stop=stop, seed=seed)
    if by_session.possible is not True or by_session.timetable is not None:
        return by_session
    return place(problem, facts, rooms_apart=True, stop=stop, seed=seed)


def place(
    problem: Problem,
    facts: Collection[Fact],
    *,
    rooms_apart: bool,
    stop: StopRule | None = None,
    seed: int = 0,
    units: float = UNITS,
) -> Answer:
    """Whether these facts can hold together. Without `rooms_apart` «possible» may be wrong, unless a timetable is there.

    A session whose rooms are no fact has as many as one likes.
    """
    model = _Model(problem, frozenset(facts), rooms_apart)
    return Answer(False) if model.hopeless else model.solve(stop, seed, units)


class _Model:
    def __init__(self, problem: Problem, facts: frozenset[Fact], rooms_apart: bool):
        # Takes more than a second: only those who need the model pay for it.
        from ortools.sat.python import cp_model

        self.problem, self.facts, self.rooms_apart = problem, facts, rooms_apart
        self.model = cp_model.CpModel()
        self.pins = [problem.pins[fact.index] for fact in sorted(facts) if fact.kind == "pin"]
        self.limited = sorted(fact.index for fact in facts if fact.kind == "rooms")
        self.sessions_of = self._sessions_of()
        self.hopeless = not all(self.sessions_of.values())
        self.x = {
            (talk, session): self.model.new_bool_var(f"x {talk} {session}")
            for talk, sessions in self.sessions_of.items()
            for session in sessions
        }
        for talk, sessions in self.sessions_of.items():
            self.model.add_exactly_one(self.x[talk, session] for session in sessions)
        self.y: dict[tuple[int, int, int], cp_model.IntVar] = {}
        for session in self.limited:
            self._limit(session)

    def _sessions_of(self) -> dict[int, list[int]]:
        """Where each talk can be; talks that can be in a session of endless rooms are placed and left out."""
        found = {}
        for talk in sorted(fact.index for fact in self.facts if fact.kind == "talk"):
            pinned = {pin.session for pin in self.pins if pin.talk == talk}
            sessions = [
                index
                for index, session in enumerate(self.problem.sessions)
                if session.slots >= self.problem.talks[talk].slots
                and Fact("forbidden", talk, index) not in self.facts
                and pinned <= {index}
            ]
            if set(sessions) <= set(self.limited):
                found[talk] = sessions
        return found

    def _limit(self, session: int) -> None:
        """The talks of a session fit into its rooms, track by track."""
        talks: dict[int, list[int]] = defaultdict(list)
        one_track = Fact("one track") in self.facts
        for talk, sessions in self.sessions_of.items():
            if session in sessions:
                talks[self.problem.talks[talk].track if one_track else 0].append(talk)
        rooms = [
            room for room in range(len(self.problem.rooms)) if Fact("closed", session, room) not in self.facts
        ]
        counts = []
        for group, members in talks.items():
            count = self.model.new_int_var(0, len(rooms), f"n {group} {session}")
            counts.append(count)
            self._fit(session, members, count)
        self.model.add(sum(counts) <= len(rooms))
        if self.rooms_apart:
            self._tell_rooms_apart(session, rooms, talks)

    def _fit(self, session: int, talks: list[int], count: "cp_model.IntVar") -> None:
        slots = self.problem.sessions[session].slots
        for threshold in range(slots // 2 + 1):
            sizes = {talk: self.problem.talks[talk].slots for talk in talks}
            if threshold and max(sizes.values()) <= slots - threshold:
                continue
            counted = {
                talk: slots if size > slots - threshold else size
                for talk, size in sizes.items()
                if size >= threshold
            }
            used = sum(size * self.x[talk, session] for talk, size in counted.items())
            self.model.add(used <= slots * count)

    def _tell_rooms_apart(self, session: int, rooms: list[int], talks: dict[int, list[int]]) -> None:
        slots = self.problem.sessions[session].slots
        for room in rooms:
            uses = []
            for group, members in talks.items():
                use = self.model.new_bool_var(f"u {group} {session} {room}")
                uses.append(use)
                for talk in members:
                    self.y[talk, session, room] = self.model.new_bool_var(f"y {talk} {session} {room}")
                held = sum(self.problem.talks[talk].slots * self.y[talk, session, room] for talk in members)
                self.model.add(held <= slots * use)
            self.model.add_at_most_one(uses)
        for members in talks.values():
            for talk in members:
                held = sum(self.y[talk, session, room] for room in rooms)
                self.model.add(held == self.x[talk, session])
        for pin in self.pins:
            if pin.session == session and pin.talk in self.sessions_of and pin.room is not None:
                for room in rooms:
                    if room != pin.room:
                        self.model.add(self.y[pin.talk, session, room] == 0)

    def solve(self, stop: StopRule | None, seed: int, units: float) -> Answer:
        from ortools.sat.python import cp_model

        from plenary_solver.timetabling.cpsat import Limit, run

        limit = (Limit.of(stop) if stop else Limit()).at_most(units)
        outcome = run(self.model, limit=limit, seed=seed, stop=stop)
        if outcome.status == cp_model.INFEASIBLE:
            return Answer(False)
        if not outcome.found:
            return Answer(None)
        if self.rooms_apart:
            cells: dict[tuple[int, int], list[int]] = defaultdict(list)
            for (talk, session, room), inside in self.y.items():
                if outcome.solver.boolean_value(inside):
                    cells[session, room].append(talk)
            return Answer(True, _timetable(self.problem, cells))
        session_of = {
            talk: session
            for (talk, session), inside in self.x.items()
            if outcome.solver.boolean_value(inside)
        }
        return Answer(True, _packed(self.problem, session_of))


def _packed(problem: Problem, session_of: dict[int, int]) -> Timetable | None:
    """Talks put into rooms of their sessions, those pinned to a room and the longest first; None when that fails."""
    if len(session_of) < len(problem.talks):
        return None
    cells: dict[tuple[int, int], list[int]] = {}
    room_of = {pin.talk: pin.room for pin in problem.pins if pin.room is not None}
    for talk in sorted(session_of, key=lambda i: (i not in room_of, -problem.talks[i].slots)):
        session = session_of[talk]
        rooms = [room_of[talk]] if talk in room_of else list(range(len(problem.rooms)))
        free = [room for room in rooms if (session, room) not in problem.closed]
        used_first = sorted(free, key=lambda room: (session, room) not in cells)
        for room in used_first:
            if _fits(problem, talk, cells.get((session, room), []), session):
                cells.setdefault((session, room), []).append(talk)
                break
        else:
            return None
    return _timetable(problem, cells)


def _fits(problem: Problem, talk: int, others: list[int], session: int) -> bool:
    slots = problem.talks[talk].slots + sum(problem.talks[other].slots for other in others)
    tracks = {problem.talks[other].track for other in (talk, *others)}
    return len(tracks) == 1 and slots <= problem.sessions[session].slots


def _timetable(problem: Problem, cells: dict[tuple[int, int], list[int]]) -> Timetable:
    return Timetable(
        tuple(
            Cell(session, room, problem.talks[talks[0]].track, tuple(talks))
            for (session, room), talks in sorted(cells.items())
        )
    )
