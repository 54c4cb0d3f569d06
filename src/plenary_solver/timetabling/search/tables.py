"""A problem as few contiguous arrays: what the moves read and never write."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plenary_solver.timetabling.costs import Costs, PairCost

Int64 = NDArray[np.int64]

# The numbers of `Tables.number`, and the columns of its other arrays.
TALKS, TRACKS, SESSIONS, ROOMS, CELLS, WIDTH, SLOTTED, OWN = range(8)
ROOMS_PER_TRACK, PARALLEL, CONSECUTIVE, ORDER, HARD, ROOMY, LEAVING, SESSION_SLOTS = range(8, 16)
TRACK, SLOTS, WANTED, PINNED, HOME, NEAR_FROM, NEAR_END, GROUPED, IN_CELL = range(9)
TALKS_FROM, TALKS_END, ORDERED, SEQUENCED, OF_CELL = range(5)
IN_SESSION = 6  # the first of the columns of `State.track` whose number depends on the problem

NO_PIN, NO_CELL = -1, -2
LARGEST = 2**62


class Tables(NamedTuple):
    """Shapes: n talks, T tracks, S sessions, R rooms, C = S × R cells (cell = session × R + room).

    Costs have their weights multiplied in, talk costs their slots; a broken hard rule costs `number[HARD]` on top,
    which is more than all soft rules together ever cost. Few arrays with named columns: each array makes every move
    longer to compile.
    """

    number: Int64  # sizes (WIDTH: talks in the longest cell; SLOTTED: 1 when conflicts in a time slot cost; OWN: a
    # column), weights of rules that need no table, HARD, ROOMY: 1 when a talk's room matters, what LEAVING home
    # costs a talk; from SESSION_SLOTS on the slots of each session
    talk: Int64  # n × (8 + S + R): TRACK, SLOTS, WANTED position, PINNED cell, HOME cell, its rows in `near`; GROUPED is no column
    # of this talk but the talks track by track; from IN_CELL on what it costs in each session, then in each room
    near: Int64  # × 3: a talk in conflict, its cost in one session, and for each slot of both
    track: Int64  # T × (4 + C + T): its rows in column GROUPED; 1 when positions cost; 1 when the sequence in a cell
    # matters; from OF_CELL on what each cell costs when used, then beside a cell of each other track in a session


def tables(costs: Costs, homes: Sequence[int] = (), leaving: int = 0) -> Tables:
    """`homes` are cells in which talks had better stay (-1 for none), `leaving` is what it costs each not to."""
    n, T, S, R = (len(part) for part in (costs.talks, costs.tracks, costs.sessions, costs.rooms))
    slots = np.array(costs.slots, np.int64)
    talk = np.hstack([_array(costs.talk_session, n, S), _array(costs.talk_room, n, R)])
    cell = _array(
        [[costs.cell(t, s, r) for s in costs.sessions for r in costs.rooms] for t in costs.tracks], T, S * R
    )
    pair = np.zeros((T, T), np.int64)
    for (a, b), cost in costs.track_pairs.items():
        pair[a, b] = pair[b, a] = cost
    near, starts = _rows(costs.talk_pairs, n)
    single = [costs.rooms_per_track, costs.parallel, costs.interrupted, costs.order]
    hard = _hard(costs, single, talk, cell, pair, leaving)
    talk[:, :S] += hard * _banned(costs)
    cell += hard * _closed(costs)
    track_of = np.array(costs.track_of, np.int64)
    wanted = np.array([each.order for each in costs.problem.talks], np.int64)
    by_track = np.argsort(track_of, kind="stable")
    ends = np.searchsorted(track_of[by_track], np.arange(T + 1))
    ordered, sequenced = _sequences(costs, wanted)
    width = max(1, min(max(costs.capacity, default=1), n))
    slotted = int(any(cost.slot for cost in costs.talk_pairs.values()))
    sizes = [n, T, S, R, S * R, width, slotted, IN_SESSION + S + R]
    pinned = _pinned(costs)
    home = np.array(homes if leaving else [NO_PIN] * n, np.int64)
    roomy = int(bool(talk[:, S:].any() or (pinned != NO_PIN).any() or leaving))
    columns = [track_of, slots, wanted, pinned, home, starts[:-1], starts[1:], by_track, talk]
    return Tables(
        number=np.array([*sizes, *single, hard, roomy, leaving, *costs.capacity], np.int64),
        talk=np.column_stack(columns).astype(np.int64),
        near=near,
        track=np.column_stack([ends[:-1], ends[1:], ordered, sequenced, cell, pair]).astype(np.int64),
    )


def _array(rows: list[list[int]], count: int, columns: int) -> Int64:
    return np.array(rows, np.int64).reshape(count, columns)


def _rows(pairs: dict[tuple[int, int], PairCost], n: int) -> tuple[Int64, Int64]:
    """The pairs as compressed rows, both ways, and where those of each talk start."""
    both = [(a, b, cost.session, cost.slot) for (i, j), cost in pairs.items() for a, b in ((i, j), (j, i))]
    whole = np.array(sorted(both), np.int64).reshape(len(both), 4)
    return np.ascontiguousarray(whole[:, 1:]), np.searchsorted(whole[:, 0], np.arange(n + 1))


def _sequences(costs: Costs, wanted: Int64) -> tuple[Int64, Int64]:
    """For each track: whether positions cost, and whether the sequence inside its cells matters for any reason."""
    ordered = np.zeros(len(costs.tracks), np.int64)
    if costs.order:
        ordered[[costs.track_of[i] for i in np.flatnonzero(wanted)]] = 1
    sequenced = ordered.copy()
    for pair, cost in costs.talk_pairs.items():
        if cost.slot:
            sequenced[[costs.track_of[i] for i in pair]] = 1
    return ordered, sequenced


def _hard(costs: Costs, single: list[int], talk: Int64, cell: Int64, pair: Int64, leaving: int) -> int:
    """More than all soft rules can cost together, as far as 64 bits allow one hard cost for each slot and rule."""
    n, T, slots = len(costs.talks), len(costs.tracks), costs.slots
    rooms_per_track, parallel, interrupted, order = single
    most = n * leaving + 2 * int(np.abs(talk).sum()) + 2 * n * int(np.abs(cell).max(initial=0))
    most += n * n * int(np.abs(pair).max(initial=0))
    most += sum(
        cost.session + cost.slot * min(slots[i], slots[j]) for (i, j), cost in costs.talk_pairs.items()
    )
    most += n * (rooms_per_track + parallel + order) + T * interrupted + order * n * sum(slots)
    ceiling = LARGEST // (4 * (sum(slots) + 3 * n + 1))
    return min(most + 1, ceiling)


def _banned(costs: Costs) -> NDArray[np.bool_]:
    """Talks × sessions: where pins and refusals do not let a talk be."""
    banned = np.zeros((len(costs.talks), len(costs.sessions)), bool)
    for talk, session in costs.problem.forbidden:
        banned[talk, session] = True
    for pin in costs.problem.pins:
        banned[pin.talk] |= np.arange(banned.shape[1]) != pin.session
    return banned


def _closed(costs: Costs) -> NDArray[np.bool_]:
    """Cells that cannot be used."""
    return np.array([r not in costs.open_rooms[s] for s in costs.sessions for r in costs.rooms], bool)


def _pinned(costs: Costs) -> Int64:
    """The one cell each talk may be in; NO_PIN when no room is given, NO_CELL when pins contradict each other."""
    pinned = np.full(len(costs.talks), NO_PIN, np.int64)
    for pin in costs.problem.pins:
        if pin.room is not None:
            cell = pin.session * len(costs.rooms) + pin.room
            pinned[pin.talk] = cell if pinned[pin.talk] in (NO_PIN, cell) else NO_CELL
    return pinned
