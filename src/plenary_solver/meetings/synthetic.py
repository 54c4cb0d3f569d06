"""Summits that never were: seeded meeting problems, every one with a schedule that places all meetings.

The meetings are laid out slot by slot, each person drawn in proportion to how many meetings they still need in how many
free slots, so a schedule exists; it has breaks everywhere and is thrown away.

Who exhibits is not said by the size of a summit alone, and counting decides it. Where the exhibitors' tables are among
the named ones (60 of 120), meetings without an exhibitor have the other 60 tables, 1,440 places in 24 slots. Were
exhibiting independent of how many meetings a person has, some 1,620 of 2,000 meetings would need them: impossible. So
the busiest people exhibit. `exhibitors_are="anybody"` is the other reading, with their tables beside the named ones.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from plenary_solver.meetings.problem import Meeting, Person, Problem, Weights

WEIGHTS = Weights(
    must_unplaced=10_000_000, unplaced=1_000_000, breaks=3_000, interruptions=0, table_changes=100, walking=1
)
LATEST = 8  # slots that a person who comes late or leaves early misses at most
TABLES_IN_A_ROW = 12
ATTEMPTS = 200


@dataclass(frozen=True)
class Size:
    """`busiest`: the most meetings of a person, who has one at least. `stars`: talks each person wants to attend."""

    people: int = 600
    meetings: int = 2_000
    slots: int = 24
    tables: int = 120
    exhibitors: int = 60
    talks: int = 40
    stars: int = 6
    busiest: int = 16
    must: float = 0.08
    partly_away: float = 0.05


def summit(
    seed: int = 1, *, size: Size = Size(), exhibitors_are: str = "busiest", weights: Weights = WEIGHTS
) -> Problem:
    """A summit whose meetings a person follow Zipf's law with exponent 1. The same arguments give the same problem."""
    if exhibitors_are not in ("busiest", "anybody"):
        raise ValueError("The exhibitors are the busiest people, or anybody.")
    random = Random(seed)
    wanted = _meetings_a_person(size)
    random.shuffle(wanted)
    people = list(range(size.people))
    random.shuffle(people)
    if exhibitors_are == "busiest":
        people.sort(key=lambda p: -wanted[p])
    own = 0 if exhibitors_are == "busiest" else size.exhibitors
    exhibitors = {p: table for table, p in enumerate(people[: size.exhibitors])}
    attends = _attended(random, size)
    away = _away(random, size, wanted, attends)
    free = [
        [t for t in range(size.slots) if t not in attends[p] and t not in away[p]] for p in range(size.people)
    ]
    places = size.tables + own - size.exhibitors
    for _ in range(ATTEMPTS):
        layout = _Layout(random, size.slots, wanted, free, frozenset(exhibitors), places)
        if layout.fill():
            break
    else:
        raise ValueError("So many meetings do not fit: allow more slots, more tables or fewer talks.")
    pairs = sorted(layout.pairs)
    must = set(random.sample(range(len(pairs)), round(size.must * len(pairs))))
    tables = size.tables + own
    return Problem(
        name=f"summit-{size.people}-{size.meetings}-{seed}",
        people=tuple(
            Person(f"Person {p + 1}", frozenset(away[p]), frozenset(attends[p] - away[p]), exhibitors.get(p))
            for p in range(size.people)
        ),
        meetings=tuple(Meeting(a, b, must=m in must) for m, (a, b) in enumerate(pairs)),
        slots=size.slots,
        capacity=tables,
        tables=tuple(f"T{table + 1}" for table in range(tables)),
        distance=_distances(tables),
        fairness=1,
        all_placed=False,
        weights=weights,
    )


def _meetings_a_person(size: Size) -> list[int]:
    """A constant over the rank, from 1 to the busiest, such that the sum is right to the meeting."""
    total = 2 * size.meetings
    if not size.people <= total <= size.people * size.busiest:
        raise ValueError("Everybody has one meeting at least, and nobody more than the busiest.")

    def clipped(constant: float) -> list[float]:
        return [min(size.busiest, max(1.0, constant / rank)) for rank in range(1, size.people + 1)]

    low, high = 0.0, float(size.people * size.busiest)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(clipped(middle)) < total else (low, middle)
    exact, counts, carried = clipped(high), [], 0.0
    for share in exact:  # what rounding leaves is carried to the next rank
        count = min(size.busiest, max(1, int(share + carried + 0.5)))
        carried += share - count
        counts.append(count)
    for rank in reversed(range(size.people)):
        step = (total > sum(counts)) - (total < sum(counts))
        if step and 1 <= counts[rank] + step <= size.busiest:
            counts[rank] += step
    return counts


def _attended(random: Random, size: Size) -> list[set[int]]:
    """Slots of the talks each person stars, the popular ones (again one over the rank) more often; of two at once the
    person attends one."""
    slot_of = [talk % size.slots for talk in range(size.talks)]
    random.shuffle(slot_of)
    popularity = [1 / rank for rank in range(1, size.talks + 1)]
    attends = []
    for _ in range(size.people):
        # the largest of u^(1/w): a weighted sample without putting back (Efraimidis and Spirakis 2006)
        keys = [random.random() ** (1 / weight) for weight in popularity]
        stars = sorted(range(size.talks), key=lambda talk: -keys[talk])[: size.stars]
        attends.append({slot_of[talk] for talk in stars})
    return attends


def _away(random: Random, size: Size, wanted: list[int], attends: list[set[int]]) -> list[set[int]]:
    """Some arrive late or leave early, by no more than leaves a slot for each of their meetings."""
    away: list[set[int]] = [set() for _ in range(size.people)]
    for p in random.sample(range(size.people), round(size.partly_away * size.people)):
        missed = random.randint(1, LATEST)
        late = random.random() < 0.5
        while missed:
            slots = set(range(missed) if late else range(size.slots - missed, size.slots))
            if size.slots - len(slots | attends[p]) >= wanted[p]:
                away[p] = slots
                break
            missed -= 1
    return away


def _distances(tables: int) -> tuple[tuple[int, ...], ...]:
    """Steps between tables in rows, one beside and one behind the other."""
    at = [divmod(table, TABLES_IN_A_ROW) for table in range(tables)]
    return tuple(tuple(abs(a - c) + abs(b - d) for c, d in at) for a, b in at)


@dataclass
class _Layout:
    random: Random
    slots: int
    wanted: list[int]
    free: list[list[int]]
    exhibitors: frozenset[int]
    places: int  # for meetings without an exhibitor, in each slot
    pairs: set[tuple[int, int]] = field(default_factory=set)

    def fill(self) -> bool:
        """Whether all meetings were laid out."""
        need, left = list(self.wanted), [len(slots) for slots in self.free]
        people_in: list[list[int]] = [[] for _ in range(self.slots)]
        for p, slots in enumerate(self.free):
            for slot in slots:
                people_in[slot].append(p)
        slots_in_any_order = list(range(self.slots))
        self.random.shuffle(slots_in_any_order)
        for slot in slots_in_any_order:
            there = [p for p in people_in[slot] if need[p]]
            chosen = [p for p in there if self.random.random() * left[p] < need[p]]
            if len(chosen) % 2 and not self._make_even(chosen, there, need, left):
                return False
            pairs = self._paired(chosen)
            if pairs is None:
                return False
            self.pairs |= pairs
            for p in chosen:
                need[p] -= 1
            for p in people_in[slot]:
                left[p] -= 1
        return not any(need)

    def _make_even(self, chosen: list[int], there: list[int], need: list[int], left: list[int]) -> bool:
        """One person more, or one fewer of those who can still wait."""
        more = sorted(set(there) - set(chosen))
        if more:
            chosen.append(self.random.choice(more))
            return True
        fewer = [p for p in chosen if need[p] < left[p]]
        if fewer:
            chosen.remove(self.random.choice(fewer))
        return bool(fewer)

    def _paired(self, chosen: list[int]) -> set[tuple[int, int]] | None:
        """Pairs who have not met, few enough of them without an exhibitor."""
        for _ in range(ATTEMPTS):
            self.random.shuffle(chosen)
            self._part_those_who_met(chosen)
            pairs = {(min(a, b), max(a, b)) for a, b in list(pairwise(chosen))[::2]}
            elsewhere = sum(1 for pair in pairs if not self.exhibitors.intersection(pair))
            if not pairs & self.pairs and elsewhere <= self.places:
                return pairs
        return None

    def _part_those_who_met(self, chosen: list[int]) -> None:
        for i in range(0, len(chosen) - 1, 2):
            a, b = chosen[i], chosen[i + 1]
            if (min(a, b), max(a, b)) in self.pairs:
                j = self.random.randrange(len(chosen))
                chosen[i + 1], chosen[j] = chosen[j], chosen[i + 1]
