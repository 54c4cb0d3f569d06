"""One-to-one meetings as clauses: every model is a schedule, and each soft literal counts one break of a person.

Variables and implied constraints follow Bofill et al., JAIR 74 (2022) 263–301: a person's used slots are counted from
the left, so that «has begun» and «is through» are literals, and an even number of people is busy in a slot, twice the
capacity at most. Beyond the paper, the two sides of each layer of meetings (`sides`) are busy in equal numbers. Windows
that a person's meetings cannot fill (no matching) tighten the counters beforehand.
"""

import itertools
from collections.abc import Collection, Iterable, Sequence

from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.sides import Layer, layers

Literal = int | bool  # a variable, negated when negative; True and False where that is known
Known = dict[int, int]  # slot -> variable «the meeting is in this slot»


class Impossible(Exception):
    """Seen before any search: some meetings have no slots left."""


class Clauses:
    def __init__(self) -> None:
        self.last = 0
        self.clauses: list[list[int]] = []

    def variable(self) -> int:
        self.last += 1
        return self.last

    def add(self, *literals: Literal) -> None:
        """A clause; known literals are worked in. An empty one makes the problem impossible."""
        if not any(literal is True for literal in literals):
            self.clauses.append([literal for literal in literals if literal is not False])

    def at_least(self, literals: Sequence[int], most: int, *, both: bool = False) -> list[int]:
        """Totalizer (Bailleux and Boufkhad 2003): output i is true when more than i literals are, up to `most`
        outputs; with `both` only then."""
        if len(literals) <= 1:
            return list(literals)
        half = len(literals) // 2
        left = self.at_least(literals[:half], most, both=both)
        right = self.at_least(literals[half:], most, both=both)
        return self.merged(left, right, most, both=both)

    def merged(
        self, left: Sequence[int], right: Sequence[int], most: int, *, both: bool = False
    ) -> list[int]:
        """The outputs of all literals, given those of either part."""
        size = min(len(left) + len(right), most)
        outputs = [self.variable() for _ in range(size)]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if i + j:
                    self.add(
                        outputs[min(i + j, size) - 1],
                        *([-left[i - 1]] if i else []),
                        *([-right[j - 1]] if j else []),
                    )
                if both and i + j < size:
                    self.add(
                        -outputs[i + j],
                        *([left[i]] if i < len(left) else []),
                        *([right[j]] if j < len(right) else []),
                    )
        return outputs


def negated(literal: Literal) -> Literal:
    return not literal if isinstance(literal, bool) else -literal


class Encoding:
    """`at[m][t]`: meeting m is in slot t. `breaks[p][i]`: person p has more than i breaks (implied by having them)."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.cnf = Clauses()
        self.of: list[list[int]] = [[] for _ in problem.people]
        for number, meeting in enumerate(problem.meetings):
            self.of[meeting.a].append(number)
            self.of[meeting.b].append(number)
        self.domains = self._domains()
        self.at: list[Known] = [
            {slot: self.cnf.variable() for slot in sorted(domain)} for domain in self.domains
        ]
        for slots in self.at:
            literals = list(slots.values())
            self.cnf.add(*literals)
            self._at_most_one(literals)
        self._precedences()
        self.busy: list[list[Literal]] = []
        self.breaks: list[list[int]] = []
        for person, meetings in enumerate(self.of):
            self.busy.append(self._busy(meetings))
            self.breaks.append(self._breaks(person, meetings))
        between = layers(problem)
        for slot in range(problem.slots):
            self._even(slot)
            self._capacity(slot, between)

    def slots(self, model: Iterable[int]) -> tuple[int, ...]:
        """The slot of each meeting in a model."""
        true = {literal for literal in model if literal > 0}
        return tuple(next(slot for slot, x in slots.items() if x in true) for slots in self.at)

    def _domains(self) -> list[set[int]]:
        problem = self.problem
        domains = []
        for meeting in problem.meetings:
            slots = set(range(problem.slots)) if meeting.slots is None else set(meeting.slots)
            for person in (meeting.a, meeting.b):
                slots -= problem.people[person].away | problem.people[person].attends
            domains.append(slots)
        changed = True
        while changed and all(domains):
            changed = False
            for number, meeting in enumerate(problem.meetings):
                for before in meeting.after:
                    if not domains[number] or not domains[before]:
                        break
                    later = {slot for slot in domains[number] if slot > min(domains[before])}
                    earlier = {slot for slot in domains[before] if slot < max(domains[number])}
                    changed |= later != domains[number] or earlier != domains[before]
                    domains[number], domains[before] = later, earlier
        if not all(domains):
            raise Impossible
        return domains

    def _at_most_one(self, literals: Sequence[int]) -> None:
        for i, one in enumerate(literals):
            for other in literals[:i]:
                self.cnf.add(-one, -other)

    def _precedences(self) -> None:
        """Order literals: `by[m][t]`, meeting m is in slot t or before."""
        meetings = self.problem.meetings
        ordered = {m for m, meeting in enumerate(meetings) if meeting.after}
        ordered |= {before for meeting in meetings for before in meeting.after}
        by = {m: self._by(m) for m in sorted(ordered)}
        for m, meeting in enumerate(meetings):
            for before in meeting.after:
                self.cnf.add(-by[m][0])
                for slot in range(1, self.problem.slots):
                    self.cnf.add(-by[m][slot], by[before][slot - 1])

    def _by(self, m: int) -> list[int]:
        by = [self.cnf.variable() for _ in range(self.problem.slots)]
        for slot, here in enumerate(by):
            earlier: Literal = by[slot - 1] if slot else False
            x: Literal = self.at[m].get(slot, False)
            self.cnf.add(negated(earlier), here)
            self.cnf.add(negated(x), here)
            self.cnf.add(negated(x), negated(earlier))
            self.cnf.add(-here, earlier, x)
        self.cnf.add(by[-1])
        return by

    def _busy(self, meetings: Sequence[int]) -> list[Literal]:
        found: list[Literal] = []
        for slot in range(self.problem.slots):
            here = [self.at[m][slot] for m in meetings if slot in self.at[m]]
            if not here:
                found.append(False)
                continue
            found.append(self._some(here))
            self._at_most_one(here)
        return found

    def _some(self, literals: Sequence[int]) -> int:
        some = self.cnf.variable()
        self.cnf.add(-some, *literals)
        for literal in literals:
            self.cnf.add(-literal, some)
        return some

    def _matching(self, meetings: Sequence[int], window: range) -> int:
        """How many of the meetings fit into the window, one a slot (augmenting paths)."""
        owner: dict[int, int] = {}

        def seat(m: int, seen: set[int]) -> bool:
            for slot in sorted(self.domains[m]):
                if slot in window and slot not in seen:
                    seen.add(slot)
                    if slot not in owner or seat(owner[slot], seen):
                        owner[slot] = m
                        return True
            return False

        return sum(seat(m, set()) for m in meetings)

    def _counters(self, meetings: Sequence[int], busy: Sequence[Literal]) -> list[list[Literal]]:
        """`[t][j]`: j of the person's slots are used up to slot t, for j = 0 … all of them."""
        slots, count = self.problem.slots, len(meetings)
        counters: list[list[Literal]] = []
        for slot in range(slots):
            most = self._matching(meetings, range(slot + 1))
            least = count - self._matching(meetings, range(slot + 1, slots))
            here: list[Literal] = [True]
            for j in range(1, count + 1):
                here.append(j <= least if j > most or j <= least else self.cnf.variable())
            counters.append(here)
        before: list[Literal] = [True, *([False] * count)]
        for slot, now in enumerate(counters):
            for j in range(1, count + 1):
                self.cnf.add(negated(before[j]), now[j])
                self.cnf.add(negated(before[j - 1]), negated(busy[slot]), now[j])
                self.cnf.add(negated(now[j]), before[j], busy[slot])
                self.cnf.add(negated(now[j]), before[j - 1])
            self.cnf.add(negated(busy[slot]), negated(before[count]))
            before = now
        return counters

    def _breaks(self, person: int, meetings: Sequence[int]) -> list[int]:
        slots, count = self.problem.slots, len(meetings)
        if not count:
            return []
        if self._matching(meetings, range(slots)) < count:
            raise Impossible
        busy = self.busy[person]
        counters = self._counters(meetings, busy)
        most = min(count - 1, slots - count)
        fairness = self.problem.fairness
        if most <= 0:
            return []
        size = most if fairness is None else min(most, fairness + 1)
        more = [self.cnf.variable() for _ in range(size)]
        for one, two in itertools.pairwise(more):
            self.cnf.add(-two, one)
        self._whole_windows(meetings, busy, counters, more[0])
        self._count_breaks(busy, counters, more)
        if fairness is None:
            return more
        for literal in more[fairness:]:
            self.cnf.add(-literal)
        return more[:fairness]

    def _whole_windows(
        self,
        meetings: Sequence[int],
        busy: Sequence[Literal],
        counters: Sequence[Sequence[Literal]],
        broken: int,
    ) -> None:
        """Without a break the meetings fill a window of their number: its beginning must allow that."""
        slots, count = self.problem.slots, len(meetings)
        begins = [
            start
            for start in range(slots - count + 1)
            if all(busy[slot] is not False for slot in range(start, start + count))
            and self._matching(meetings, range(start, start + count)) == count
        ]
        for start in range(slots):
            if start not in begins:
                before: Literal = counters[start - 1][1] if start else False
                self.cnf.add(negated(counters[start][1]), before, broken)
        for slot in range(slots - 1):
            self.cnf.add(negated(counters[slot][1]), counters[slot][count], broken, busy[slot + 1])

    def _count_breaks(
        self, busy: Sequence[Literal], counters: Sequence[Sequence[Literal]], more: Sequence[int]
    ) -> None:
        """A break ends where a slot is idle, the next one busy, and the person has begun."""
        if len(more) < 2:
            return
        before: list[Literal] = [False] * len(more)
        for slot in range(1, self.problem.slots - 1):
            begun = counters[slot][1]
            if busy[slot + 1] is False or begun is False:
                continue
            ends = self.cnf.variable()
            self.cnf.add(busy[slot], negated(busy[slot + 1]), negated(begun), ends)
            now = [self.cnf.variable() for _ in more]
            for i, literal in enumerate(now):
                self.cnf.add(negated(before[i]), literal)
                self.cnf.add(-ends, literal, *([negated(before[i - 1])] if i else []))
            before = list(now)
        for counted, literal in zip(before, more, strict=True):
            self.cnf.add(negated(counted), literal)

    def _even(self, slot: int) -> None:
        twice = 2 * self.problem.room
        people = [int(busy[slot]) for busy in self.busy if busy[slot] is not False]
        outputs = self.cnf.at_least(people, twice + 1, both=True)
        if len(outputs) > twice:
            self.cnf.add(-outputs[twice])
        for i in range(0, min(len(outputs), twice), 2):
            self.cnf.add(-outputs[i], outputs[i + 1] if i + 1 < len(outputs) else False)

    def _capacity(self, slot: int, between: Sequence[Layer]) -> None:
        room = self.problem.room
        used: list[int] = []
        for layer in between:
            here = [m for m in layer.meetings if slot in self.at[m]]
            used = self.cnf.merged(used, self._across(slot, here, layer.one), room + 1)
        if len(used) > room:
            self.cnf.add(-used[room])

    def _across(self, slot: int, meetings: Sequence[int], one: Collection[int]) -> list[int]:
        """How many of these meetings are in the slot, counted on either side."""
        sides: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for m in meetings:
            for p in (self.problem.meetings[m].a, self.problem.meetings[m].b):
                sides[p in one].setdefault(p, []).append(m)
        here, there = (
            self.cnf.at_least(
                [self._busy_with(slot, p, own) for p, own in side.items()], self.problem.room + 1, both=True
            )
            for side in sides
        )
        for i in range(max(len(here), len(there))):
            x: Literal = here[i] if i < len(here) else False
            y: Literal = there[i] if i < len(there) else False
            self.cnf.add(negated(x), y)
            self.cnf.add(x, negated(y))
        return min(here, there, key=len)

    def _busy_with(self, slot: int, person: int, meetings: Sequence[int]) -> int:
        """A literal «one of these meetings of the person is in the slot»."""
        if len(meetings) == 1:
            return self.at[meetings[0]][slot]
        if len(meetings) == sum(slot in self.at[m] for m in self.of[person]):
            return int(self.busy[person][slot])
        return self._some([self.at[m][slot] for m in meetings])
