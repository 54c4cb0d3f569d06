"""Who has no room: a person's meetings in that person's slots, all meetings in the places there are.

Seats are found by augmenting paths; meetings that a failed search has reached want more seats than there are (Hall).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from plenary_solver.meetings.facts import Fact, meetings_of
from plenary_solver.meetings.problem import Problem

Domains = Mapping[int, Collection[int]]  # of each meeting the slots it may be in


def matched(domains: Domains, window: range) -> int:
    """How many of the meetings fit into the window, one a slot."""
    inside = {m: [slot for slot in slots if slot in window] for m, slots in domains.items()}
    return len(domains) - len(without_seat(inside, 1, one_is_enough=False))


def without_seat(domains: Domains, room: int, *, one_is_enough: bool = True) -> list[set[int]]:
    """Sets of meetings that have not seats enough in all their slots together, `room` in each; the first is enough."""
    seated: dict[int, list[int]] = defaultdict(list)
    failed = []

    def seat(m: int, reached: set[int], seen: set[int]) -> bool:
        reached.add(m)
        for slot in sorted(domains[m]):
            if slot in seen:
                continue
            seen.add(slot)
            if len(seated[slot]) < room:
                seated[slot].append(m)
                return True
            for number, other in enumerate(seated[slot]):
                if seat(other, reached, seen):
                    seated[slot][number] = m
                    return True
        return False

    for m in sorted(domains, key=lambda m: (len(domains[m]), m)):
        reached: set[int] = set()
        if not seat(m, reached, set()):
            failed.append(reached)
            if one_is_enough:
                break
    return failed


def crowd(problem: Problem, facts: Collection[Fact]) -> list[Fact]:
    """Those of the facts that speak of people without slots, or of meetings without places; [] when there are none."""
    domains = domains_of(problem, facts)
    for p, own in enumerate(meetings_of(problem)):
        placed = {m: domains[m] for m in own if m in domains}
        room = 1 if Fact("alone", p) in facts else len(placed)
        for meetings in without_seat(placed, room):
            return _about(problem, facts, meetings, Fact("alone", p))
    limited = [slot for slot in range(problem.slots) if Fact("capacity", slot) in facts]
    inside = {m: slots for m, slots in domains.items() if slots <= set(limited)}
    for meetings in without_seat(inside, problem.room):
        return _about(problem, facts, meetings, *(Fact("capacity", slot) for slot in limited))
    return []


def domains_of(problem: Problem, facts: Collection[Fact]) -> dict[int, set[int]]:
    """The slots in which these facts let each meeting be that must have one."""
    closed: dict[int, set[int]] = defaultdict(set)
    for fact in facts:
        if fact.kind in ("away", "attends"):
            closed[fact.index].add(fact.other)
    found = {}
    for m, meeting in enumerate(problem.meetings):
        if Fact("placed", m) in facts:
            own = meeting.slots if meeting.slots is not None and Fact("slots", m) in facts else None
            slots = set(range(problem.slots)) if own is None else set(own)
            found[m] = slots - closed[meeting.a] - closed[meeting.b]
    return found


def _about(problem: Problem, facts: Collection[Fact], meetings: Collection[int], *others: Fact) -> list[Fact]:
    people = {p for m in meetings for p in (problem.meetings[m].a, problem.meetings[m].b)}
    return [
        fact
        for fact in facts
        if (fact.kind in ("placed", "slots") and fact.index in meetings)
        or (fact.kind in ("away", "attends") and fact.index in people)
        or fact in others
    ]
