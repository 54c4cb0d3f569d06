"""Which hard rules cannot hold together, found by a SAT solver: each is a literal one may assume or not.

Heavy rules are added when the light ones can hold, and of the capacities only those a schedule without them breaks.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from random import Random

from pysat.solvers import Glucose4

from plenary_solver.meetings.crowding import matched
from plenary_solver.meetings.encoding import Clauses, negated
from plenary_solver.meetings.facts import Fact, meetings_of, owned_tables, without_own_table
from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.rules import own_tables
from plenary_solver.stopping import StopRule

LIGHT = ("placed", "slots", "after", "away", "attends", "alone", "cap", "table")
CROWDED = ("capacity", "free tables")
STAGES = (LIGHT, LIGHT + CROWDED, (*LIGHT, *CROWDED, "fair"))
CONFLICTS = 2_000  # between two looks at the effort
ROUNDS_OF_TRIMMING = 4


class Undecided(Exception):
    """The conflicts allowed, or the effort, came to an end before the answer."""


class Effort:
    """What the solvers of one question have done, in propagations (about five million a second): unlike the clock
    the same on a busy machine."""

    def __init__(self, stop: StopRule):
        self.stop, self.spent = stop, 0

    def over(self) -> bool:
        return self.stop.done(self.spent, None)


class Cores:
    """`facts` are the only rules that count; `slots` when there are to be more than the problem has. `hints` are
    clauses about people at once, which follow from the others: they make some proofs short and others long."""

    def __init__(
        self,
        problem: Problem,
        facts: Collection[Fact],
        *,
        effort: Effort | None = None,
        slots: int | None = None,
        hints: bool = False,
    ):
        self.problem, self.effort, self.hints = problem, effort, hints
        self.slots = problem.slots if slots is None else slots
        self.cnf = Clauses()
        self.solver = Glucose4()
        self.told = 0
        self.added: set[Fact] = set()
        self.literal = {fact: self.cnf.variable() for fact in facts}
        self.fact = {literal: fact for fact, literal in self.literal.items()}
        self.at: dict[int, list[int]] = {}
        self.late: dict[int, list[int]] = {}
        self.of = meetings_of(problem)
        self.busy: dict[int, list[int]] = {}
        self.other_table: dict[int, int] = {}
        self.model: set[int] = set()

    def __enter__(self) -> "Cores":
        return self

    def __exit__(self, *error: object) -> None:
        self.solver.delete()

    def core(self, kinds: Sequence[str], *, most: int, luck: Random) -> list[Fact] | None:
        """Facts of these kinds that cannot hold together; None when all can. Raises Undecided, after about `most`
        conflicts too. One of the slots that a schedule overfills is the next to be limited."""
        assumed = [fact for fact in self.literal if fact.kind in kinds and fact.kind not in CROWDED]
        waiting = [fact for fact in self.literal if fact.kind in kinds and fact.kind in CROWDED]
        if self.hints:
            for p in (p for p, own in enumerate(self.of) if own):
                self._busy(p)
        while (found := self.within(assumed, most)) is None:
            over = [fact for fact in waiting if self._over(fact) > 0]
            if not over:
                return None
            fullest = max(map(self._over, over))
            chosen = luck.choice([fact for fact in over if self._over(fact) >= fullest - 1])
            waiting.remove(chosen)
            assumed.append(chosen)
        return self._trimmed(found)

    def within(self, facts: Iterable[Fact], most: int | None = None) -> list[Fact] | None:
        """Some of these facts that cannot hold together; None when all can. Raises Undecided."""
        assumptions = [self.literal[fact] for fact in self._told(facts)]
        left = most
        while left is None or left > 0:
            if self.effort is not None and self.effort.over():
                break
            self.solver.conf_budget(CONFLICTS if left is None else min(left, CONFLICTS))
            before = self._propagations()
            answer = self.solver.solve_limited(assumptions=assumptions)
            if self.effort is not None:
                self.effort.spent += self._propagations() - before
            if answer is False:
                return [self.fact[literal] for literal in self.solver.get_core() or []]
            if answer:
                self.model = {literal for literal in self.solver.get_model() or [] if literal > 0}
                return None
            left = None if left is None else left - CONFLICTS
        raise Undecided

    def _propagations(self) -> int:
        return self.solver.accum_stats()["propagations"]

    def _told(self, facts: Iterable[Fact]) -> list[Fact]:
        facts = list(facts)
        for fact in facts:
            if fact not in self.added:
                self.added.add(fact)
                self._add(fact)
        for clause in self.cnf.clauses[self.told :]:
            self.solver.add_clause(clause)
        self.told = len(self.cnf.clauses)
        return facts

    def _over(self, fact: Fact) -> int:
        return sum(literal in self.model for literal in self._competing(fact)) - self._places(fact)

    def _competing(self, fact: Fact) -> list[int]:
        some = self.at if fact.kind == "capacity" else without_own_table(self.problem)
        return [self.at[m][fact.index] for m in some if m in self.at]

    def _places(self, fact: Fact) -> int:
        if fact.kind == "capacity":
            return self.problem.room
        return len(self.problem.tables) - len(owned_tables(self.problem))

    def _trimmed(self, core: list[Fact]) -> list[Fact]:
        for _ in range(ROUNDS_OF_TRIMMING):
            try:
                again = self.within(core, CONFLICTS)
            except Undecided:
                break
            if again is None or len(again) == len(core):
                break
            core = again
        return core

    def _add(self, fact: Fact) -> None:
        getattr(self, "_" + fact.kind.replace(" ", "_"))(self.literal[fact], fact.index, fact.other)

    def _meeting(self, m: int) -> list[int]:
        """`at[t]`: the meeting is in slot t, or in none. `late[t]`: it is in slot t or a later one."""
        if m not in self.at:
            at = [self.cnf.variable() for _ in range(self.slots)]
            late = [self.cnf.variable() for _ in range(self.slots)]
            for slot, here in enumerate(at):
                self.cnf.add(-here, late[slot])
                later = late[slot + 1] if slot + 1 < self.slots else False
                self.cnf.add(-late[slot], here, later)
                if later:
                    self.cnf.add(-later, late[slot])
                    self.cnf.add(-here, -later)
            self.at[m], self.late[m] = at, late
        return self.at[m]

    def _placed(self, rule: int, m: int, _: int) -> None:
        self._meeting(m)
        self.cnf.add(-rule, self.late[m][0])

    def _slots(self, rule: int, m: int, _: int) -> None:
        allowed = self.problem.meetings[m].slots or frozenset()
        for slot, here in enumerate(self._meeting(m)):
            if slot not in allowed:
                self.cnf.add(-rule, -here)

    def _after(self, rule: int, m: int, before: int) -> None:
        """Order literals make a chain of these fall without search; a meeting that is not placed holds up nobody."""
        self._meeting(m)
        self._meeting(before)
        placed, earlier, own = self.late[m][0], self.late[before], self.late[m]
        self.cnf.add(-rule, -placed, -earlier[-1])
        for here, later in zip(earlier, own[1:], strict=False):
            self.cnf.add(-rule, -placed, -here, later)

    def _away(self, rule: int, p: int, slot: int) -> None:
        for m in self.of[p]:
            self.cnf.add(-rule, -self._meeting(m)[slot])

    _attends = _away

    def _alone(self, rule: int, p: int, _: int) -> None:
        for here in zip(*(self._meeting(m) for m in self.of[p]), strict=True):
            self._at_most(rule, here, 1)

    def _cap(self, rule: int, p: int, _: int) -> None:
        for m in self.of[p]:
            self._meeting(m)
        most = self.problem.people[p].cap
        assert most is not None
        self._at_most(rule, [self.late[m][0] for m in self.of[p]], most)

    def _capacity(self, rule: int, slot: int, _: int) -> None:
        fact = Fact("capacity", slot)
        self._at_most(rule, self._competing(fact), self._places(fact))
        if self.hints:
            people = [self._busy(p)[slot] for p, own in enumerate(self.of) if own]
            self._at_most(rule, people, 2 * self._places(fact))

    def _free_tables(self, rule: int, slot: int, _: int) -> None:
        fact = Fact("free tables", slot)
        self._at_most(rule, self._competing(fact), self._places(fact))

    def _table(self, rule: int, table: int, _: int) -> None:
        """Two meetings of one person are apart anyway; only a table of several people can be asked for twice."""
        people = [p for p, person in enumerate(self.problem.people) if person.table == table]
        for p, q in combinations(people, 2):
            for one, other in ((m, n) for m in self.of[p] for n in self.of[q] if m != n):
                here = [*self._elsewhere(one, table), *self._elsewhere(other, table)]
                for x, y in zip(self._meeting(one), self._meeting(other), strict=True):
                    self.cnf.add(-rule, -x, -y, *here)

    def _elsewhere(self, m: int, table: int) -> list[int]:
        """A literal «the meeting is at its other table», if it has one."""
        own = own_tables(self.problem, m)
        if len(own) < 2:
            return []
        if m not in self.other_table:
            self.other_table[m] = self.cnf.variable()
        return [self.other_table[m] if table == own[0] else -self.other_table[m]]

    def _at_most(self, rule: int, literals: Sequence[int], most: int) -> None:
        if most == 1 and len(literals) <= 6:
            for one, other in combinations(literals, 2):
                self.cnf.add(-rule, -one, -other)
        elif most == 0:
            for one in literals:
                self.cnf.add(-rule, -one)
        elif len(literals) > most:
            self.cnf.add(-rule, -self.cnf.at_least(literals, most + 1)[most])

    def _fair(self, rule: int, p: int, _: int) -> None:
        """A break ends where an idle slot is followed by one that is not, with meetings on both sides."""
        talks = self.problem.people[p].attends
        busy = self._busy(p)
        begun, to_come = list(busy), list(busy)  # some meeting up to the slot; from it on
        for slot in range(1, len(busy)):
            begun[slot] = self._either(begun[slot - 1], busy[slot])
        for slot in reversed(range(len(busy) - 1)):
            to_come[slot] = self._either(busy[slot], to_come[slot + 1])
        ends = []
        for slot in range(1, len(busy) - 1):
            if slot in talks:
                continue
            end = self.cnf.variable()
            again = [] if slot + 1 in talks else [-busy[slot + 1]]
            self.cnf.add(busy[slot], *again, -begun[slot - 1], -to_come[slot + 1], end)
            ends.append(end)
        most = self.problem.fairness
        assert most is not None
        self._at_most(rule, ends, most)
        if not most and not talks:
            self._in_one_go([rule], p, busy)

    def _in_one_go(self, rules: list[int], p: int, busy: Sequence[int]) -> None:
        """Follows from other rules, but not easily: meetings without a break fill a window of their number."""
        count, size = len(self.of[p]), len(busy)
        needed = [Fact("alone", p), *(Fact("placed", m) for m in self.of[p])]
        if not all(fact in self.literal for fact in needed):
            return
        whole = -self._all_of([*rules, *(self.literal[fact] for fact in needed)])
        limits = self._all_of([self.literal[fact] for fact in self._limits(p)])
        domains = {m: self._domain(m) for m in self.of[p]}
        begun = [self.cnf.variable() for _ in busy]
        for slot, one in enumerate(busy):
            before = begun[slot - 1] if slot else False
            through = begun[slot - count] if slot >= count else False
            self.cnf.add(negated(before), begun[slot])
            self.cnf.add(whole, -one, begun[slot])
            self.cnf.add(whole, -one, negated(through))
            self.cnf.add(whole, -begun[slot], through, one)
            if slot <= size - count and matched(domains, range(slot, slot + count)) < count:
                self.cnf.add(-limits, -begun[slot], before)
        self.cnf.add(whole, begun[size - count])

    def _limits(self, p: int) -> list[Fact]:
        """What keeps meetings of the person from slots."""
        meetings = {m: self.problem.meetings[m] for m in self.of[p]}
        people = {q for meeting in meetings.values() for q in (meeting.a, meeting.b)}
        return [
            fact
            for fact in self.literal
            if (fact.kind == "slots" and fact.index in meetings)
            or (fact.kind in ("away", "attends") and fact.index in people)
        ]

    def _domain(self, m: int) -> set[int]:
        meeting = self.problem.meetings[m]
        own = meeting.slots if Fact("slots", m) in self.literal else None
        return {
            slot
            for slot in range(self.slots)
            if (own is None or slot in own)
            and not any(
                Fact(kind, p, slot) in self.literal
                for kind in ("away", "attends")
                for p in (meeting.a, meeting.b)
            )
        }

    def _busy(self, p: int) -> list[int]:
        """Whether the person meets in a slot. With a meeting in every slot nobody is idle, which is a hint."""
        if p not in self.busy:
            self.busy[p] = []
            for here in zip(*(self._meeting(m) for m in self.of[p]), strict=True):
                one = self.cnf.variable()
                self.busy[p].append(one)
                self.cnf.add(-one, *here)
                for x in here:
                    self.cnf.add(-x, one)
            if self.hints and len(self.of[p]) == self.slots:
                self._in_one_go([], p, self.busy[p])
        return self.busy[p]

    def _all_of(self, literals: Sequence[int]) -> int:
        every = self.cnf.variable()
        self.cnf.add(every, *(-literal for literal in literals))
        return every

    def _either(self, one: int, other: int) -> int:
        either = self.cnf.variable()
        self.cnf.add(-one, either)
        self.cnf.add(-other, either)
        return either
