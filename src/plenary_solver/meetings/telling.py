"""Hard rules that cannot hold together, as sentences about meetings, people and slots, counted from 1."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from plenary_solver.meetings.facts import Fact, calm, meetings_of
from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.rules import number_runs, own_tables, person_name, slot_list
from plenary_solver.results import Names, Reason

MOST_NAMES = 8  # people, meetings or runs of meetings named one by one in a sentence
MOST_SENTENCES = 4  # about who is away when


def in_words(problem: Problem, facts: Collection[Fact], end_matters: bool) -> tuple[Reason, ...]:
    """Whole sentences; that meetings must have a slot is said of those of which nothing else is."""
    teller = _Teller(problem, sorted(facts))
    return (
        *teller.order(),
        *teller.own_slots(),
        *teller.people(),
        *teller.absences(),
        *teller.limits(),
        *teller.fairness(),
        *teller.meetings(),
        *([_slots_in_all(problem.slots)] if end_matters else []),
    )


class _Teller:
    def __init__(self, problem: Problem, facts: Sequence[Fact]):
        self.problem = problem
        self.facts = facts
        self.of = meetings_of(problem)
        self.placed = set(self._of("placed"))
        self.said: set[int] = set()  # meetings that a sentence has named

    def _of(self, kind: str) -> list[int]:
        return [fact.index for fact in self.facts if fact.kind == kind]

    def order(self) -> list[Reason]:
        pairs = [(fact.other, fact.index) for fact in self.facts if fact.kind == "after"]
        for pair in pairs:
            self.said |= set(pair)
        return [
            Reason(
                "Meeting %(before)s must come before meeting %(meeting)s.",
                before=before + 1,
                meeting=meeting + 1,
            )
            for before, meeting in pairs
        ]

    def own_slots(self) -> list[Reason]:
        alike: dict[frozenset[int], list[int]] = defaultdict(list)
        for m in self._of("slots"):
            alike[self.problem.meetings[m].slots or frozenset()].append(m)
        self.said |= {m for meetings in alike.values() for m in meetings}
        return [
            Reason(
                "%(meetings)s may only be in %(slots)s.", meetings=_meetings(meetings), slots=slot_list(slots)
            )
            if slots
            else Reason("%(meetings)s may be in no slot.", meetings=_meetings(meetings))
            for slots, meetings in alike.items()
        ]

    def people(self) -> list[Reason]:
        """Those who can be in one meeting at a time, and those who want few."""
        alone = {p: [m for m in self.of[p] if m in self.placed] for p in self._of("alone")}
        for meetings in alone.values():
            self.said |= set(meetings)
        if len(alone) > MOST_NAMES:
            told = [Reason("%(count)s people can be in one meeting at a time.", count=len(alone))]
        else:
            told = [
                Reason(
                    "%(person)s can be in one meeting at a time, and is in %(meetings)s.",
                    person=person_name(self.problem, p),
                    meetings=_listed(meetings),
                )
                for p, meetings in alone.items()
            ]
        for p in self._of("cap"):
            self.said |= set(self.of[p])
            told.append(
                Reason(
                    "%(person)s has %(count)s meetings, but wants %(most)s at most.",
                    person=person_name(self.problem, p),
                    count=sum(m in self.placed for m in self.of[p]),
                    most=self.problem.people[p].cap,
                )
            )
        return told

    def absences(self) -> list[Reason]:
        told = []
        for kind, template, roughly in (
            (
                "away",
                "%(people)s cannot meet in %(slots)s.",
                "%(people)s cannot meet in some of %(slots)s.",
            ),
            (
                "attends",
                "%(people)s would miss talks in %(slots)s.",
                "%(people)s would miss talks in some of %(slots)s.",
            ),
        ):
            slots_of: dict[int, set[int]] = defaultdict(set)
            for fact in self.facts:
                if fact.kind == kind:
                    slots_of[fact.index].add(fact.other)
            alike: dict[frozenset[int], list[int]] = defaultdict(list)
            for person, slots in slots_of.items():
                alike[frozenset(slots)].append(person)
            if len(alike) > MOST_SENTENCES:
                alike = {frozenset().union(*alike): sorted(slots_of)}
                template = roughly
            told += [
                Reason(template, people=self._who(people), slots=slot_list(slots))
                for slots, people in alike.items()
            ]
        return told

    def limits(self) -> list[Reason]:
        slots = frozenset(self._of("capacity"))
        told = []
        if slots:
            told.append(
                Reason(
                    "No more than %(meetings)s at a time can be in %(slots)s.",
                    meetings=_count(self.problem.room),
                    slots=slot_list(slots),
                )
            )
        for table in self._of("table"):
            meetings = [m for m in sorted(self.placed) if table in own_tables(self.problem, m)]
            self.said |= set(meetings)
            told.append(
                Reason(
                    "%(meetings)s are bound to table %(table)s, which holds one meeting in a slot.",
                    meetings=_meetings(meetings),
                    table=self.problem.tables[table] if self.problem.tables else table + 1,
                )
            )
        if self._of("free tables"):
            owners = {person.table for person in self.problem.people if person.table is not None}
            told.append(
                Reason(
                    "The number of tables that are nobody's own is %(count)s.",
                    count=len(self.problem.tables) - len(owners),
                )
            )
        return told

    def fairness(self) -> list[Reason]:
        people = self._of("fair")
        least = calm(self.problem)
        if not people or least is None:
            return []
        template = "%(people)s may have %(breaks)s breaks at most, since %(least)s can have none."
        if not self.problem.fairness:
            template = "%(people)s may have no break, since %(least)s can have none."
        return [
            Reason(
                template,
                people=self._who(people),
                breaks=self.problem.fairness,
                least=person_name(self.problem, least),
            )
        ]

    def meetings(self) -> list[Reason]:
        """Those of which nothing else is said, and whose they are when it matters."""
        silent = sorted(self.placed - self.said)
        if not silent:
            return []
        if len(silent) == 1:
            meeting = self.problem.meetings[silent[0]]
            return [
                Reason(
                    "%(meetings)s, of %(a)s and %(b)s, needs a slot.",
                    meetings=_meetings(silent),
                    a=person_name(self.problem, meeting.a),
                    b=person_name(self.problem, meeting.b),
                )
            ]
        return [Reason("%(meetings)s need a slot each.", meetings=_meetings(silent))]

    def _who(self, people: Collection[int]) -> object:
        """Names; of one person whose meetings no other sentence tells, these too."""
        ordered = sorted(people)
        if len(ordered) > MOST_NAMES:
            return Reason("%(count)s people", count=len(ordered))
        alone = set(self._of("alone"))
        return Names(
            person_name(self.problem, p) if p in alone or len(alone) > MOST_NAMES else self._in_meetings(p)
            for p in ordered
        )

    def _in_meetings(self, p: int) -> str:
        meetings = [m for m in self.of[p] if m in self.placed]
        self.said |= set(meetings)
        return Reason(
            "%(person)s (%(meetings)s)", person=person_name(self.problem, p), meetings=_listed(meetings)
        )


def _meetings(meetings: Sequence[int]) -> Reason:
    """«Meeting 3», «Meetings 3, 5–9 and 40», «147 meetings»."""
    if len(meetings) == 1:
        return Reason("Meeting %(meeting)s", meeting=meetings[0] + 1)
    runs = number_runs(meetings)
    if len(runs) > MOST_NAMES:
        return _count(len(meetings))
    return Reason("Meetings %(meetings)s", meetings=runs)


def _listed(meetings: Sequence[int]) -> Reason:
    """The same within a sentence."""
    if len(meetings) == 1:
        return Reason("meeting %(meeting)s", meeting=meetings[0] + 1)
    return Reason("meetings %(meetings)s", meetings=number_runs(meetings))


def _count(meetings: int) -> Reason:
    return Reason("1 meeting") if meetings == 1 else Reason("%(count)s meetings", count=meetings)


def _slots_in_all(slots: int) -> Reason:
    return Reason("There is 1 slot.") if slots == 1 else Reason("There are %(slots)s slots.", slots=slots)
