"""Why meetings have no schedule: few rules that cannot hold together, in words.

People without slots enough and meetings without places enough are found by counting (`crowding`), all else by a SAT
solver (`cores`). Then rules are taken away as long as the rest cannot hold together.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from plenary_solver.meetings.cores import STAGES, Cores, Effort, Undecided
from plenary_solver.meetings.crowding import crowd
from plenary_solver.meetings.facts import Fact, all_facts
from plenary_solver.meetings.problem import Problem
from plenary_solver.meetings.telling import in_words
from plenary_solver.minimal import minimal
from plenary_solver.results import Reason
from plenary_solver.stopping import MaxSteps, StopRule

PROPAGATIONS = 15_000_000  # when nobody sets a limit; some three seconds
CONFLICTS = 3_000  # of one attempt to find facts that cannot hold together
CONFLICTS_EACH = 500  # of one attempt to take some of them away
ORDERS = 3  # in which facts are taken away; the shortest answer is told


def why_impossible(problem: Problem, stop: StopRule | None = None) -> tuple[Reason, ...]:
    """Sentences that cannot all hold; () when there is a schedule, or when `stop`, which has begun and counts
    propagations as steps, came before the answer."""
    found = contradictions(problem, stop or MaxSteps(PROPAGATIONS))
    told = (in_words(problem, facts, _end_matters(problem, facts)) for facts in found)
    return min(told, key=lambda sentences: (len(sentences), sum(map(len, sentences))), default=())


def contradictions(problem: Problem, stop: StopRule) -> Iterator[list[Fact]]:
    """Ever other facts of which none can be missed for the rest to be impossible."""
    if not problem.all_placed:
        return  # nothing has to be anywhere
    facts = all_facts(problem)
    by_counting = crowd(problem, facts)
    if by_counting:
        yield minimal(by_counting, (), lambda kept: crowd(problem, kept) or None)
        return
    effort = Effort(stop)
    found, hints = _core(problem, facts, effort)
    for seed in range(ORDERS) if found else ():
        ordered = list(found)
        if seed:
            Random(seed).shuffle(ordered)
        yield _minimal(problem, ordered, effort, hints)
        if effort.over():
            return


def _core(problem: Problem, facts: Sequence[Fact], effort: Effort) -> tuple[list[Fact], bool]:
    """Facts that cannot hold together, and whether hints told; none when all can, or when the effort did not suffice."""
    for kinds in STAGES:
        for attempt in count():
            hints = attempt % 2 == 1
            with Cores(problem, facts, effort=effort, hints=hints) as cores:
                try:
                    found = cores.core(kinds, most=CONFLICTS * (1 + attempt // 2), luck=Random(attempt))
                except Undecided:
                    if effort.over():
                        return [], hints
                    continue
            if found:
                return found, hints
            break
    return [], False


def _minimal(problem: Problem, facts: list[Fact], effort: Effort, hints: bool) -> list[Fact]:
    """What the solver cannot tell soon, or with the effort left, stays."""
    with Cores(problem, facts, effort=effort, hints=hints) as cores:

        def rest(kept: list[Fact]) -> list[Fact] | None:
            try:
                return cores.within(kept, CONFLICTS_EACH)
            except Undecided:
                return None

        return minimal(facts, (), rest)


def _end_matters(problem: Problem, facts: Sequence[Fact]) -> bool:
    """Whether these facts could hold together with twice the slots: none of them can be missed, so no more help."""
    with Cores(problem, facts, slots=2 * problem.slots) as cores:
        try:
            return cores.within(facts, CONFLICTS_EACH) is None
        except Undecided:
            return True
