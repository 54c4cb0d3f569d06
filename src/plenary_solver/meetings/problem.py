"""A meeting timetabling problem as frozen data.

The core is the business-to-business problem of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, JAIR 74
(2022) 263–301; a summit adds named tables, walking, talks people attend, caps, and meetings that must be.

People, meetings, tables and slots are referred to by position (0, 1, …); files count from 1.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """`away`: slots in which the person cannot meet. `attends`: slots taken by talks the person stars (busy, never
    idle). `table`: the person's own table (an exhibitor), None for none. `cap`: the most meetings to place, None for
    no limit."""

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
class Problem:
    """`capacity`: meetings a slot at most. `tables`: names when tables are told apart (then len(tables) ≥ capacity is
    not needed: capacity is min(capacity, len(tables))), empty for the benchmark. `distance`: tables × tables, in
    minutes or metres, empty when all are 1 apart. `fairness`: the largest minus the smallest number of breaks of a
    person is at most this, None for no such rule. `all_placed`: every meeting must be placed (the benchmark)."""

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


@dataclass(frozen=True)
class Schedule:
    """`slots`: of each meeting in the order of the problem, None when not placed; `tables`: the same for its table,
    empty when tables have no names."""

    slots: tuple[int | None, ...]
    tables: tuple[int | None, ...] = ()
