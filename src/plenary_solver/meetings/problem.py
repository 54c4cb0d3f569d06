"""A meeting timetabling problem as frozen data.

The core is the business-to-business problem of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, JAIR 74
(2022) 263–301; a summit adds named tables, walking, talks people attend, caps, and meetings that must be.

People, meetings, tables and slots are referred to by position (0, 1, …); files count from 1.

What is counted:

- a slot of a person is *idle* when the person neither meets nor attends a talk in it (being away is idle too, as in the
  benchmark); a *break* is a maximal run of idle slots between two meetings of the person, any length counting one. A
  talk between two meetings is therefore no break; without talks this is the benchmark's count;
- an *interruption* is a maximal run of slots without a meeting between two meetings: the count of a reader for whom
  talks are idle time;
- two meetings of a person in consecutive slots are *back to back*; at two tables they are a *table change*, and
  *walking* is the distance between the two.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """`away`: slots in which the person cannot meet. `attends`: slots taken by talks the person stars (busy, never
    idle). `table`: the person's own table (an exhibitor), None for none: the person meets at it, it is kept for such
    meetings, and when two with tables of their own meet, either table will do. `cap`: the most meetings to place, None
    for no limit."""

    name: str = ""
    away: frozenset[int] = field(default=frozenset())
    attends: frozenset[int] = field(default=frozenset())
    table: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Meeting:
    """Two people. `slots`: the only slots allowed, None for all. `after`: meetings that must be in an earlier slot.
    `must`: placed before any other when not all can be (without must-meets all are equal)."""

    a: int
    b: int
    slots: frozenset[int] | None = None
    after: tuple[int, ...] = ()
    must: bool = False


@dataclass(frozen=True)
class Weights:
    """What one of each costs in the objective; as they stand, the objective of the benchmark is its breaks.

    A must-meet that is not placed costs `must_unplaced`, any other `unplaced`; neither counts where `all_placed` makes
    an unplaced meeting impossible. `walking` is for one unit of distance."""

    must_unplaced: int = 1_000_000
    unplaced: int = 1_000
    breaks: int = 1
    interruptions: int = 0
    table_changes: int = 0
    walking: int = 0


@dataclass(frozen=True)
class Problem:
    """`capacity`: meetings a slot at most. `tables`: names when tables are told apart (then len(tables) ≥ capacity is
    not needed: capacity is min(capacity, len(tables))), empty for the benchmark. `distance`: tables × tables, in
    minutes or metres, empty when all are 1 apart. `fairness`: the largest minus the smallest number of breaks of a
    person is at most this, None for no such rule. `all_placed`: every meeting must be placed (the benchmark).
    `weights`: what the objective counts."""

    name: str
    people: tuple[Person, ...]
    meetings: tuple[Meeting, ...]
    slots: int
    capacity: int
    morning: int = 0
    tables: tuple[str, ...] = ()
    distance: tuple[tuple[int, ...], ...] = ()
    fairness: int | None = None
    all_placed: bool = True
    weights: Weights = Weights()

    @property
    def room(self) -> int:
        """The most meetings a slot takes: the capacity, or the number of tables when that is less."""
        return min(self.capacity, len(self.tables)) if self.tables else self.capacity


@dataclass(frozen=True)
class Schedule:
    """`slots`: of each meeting in the order of the problem, None when not placed; `tables`: the same for its table,
    empty when tables have no names."""

    slots: tuple[int | None, ...]
    tables: tuple[int | None, ...] = ()
