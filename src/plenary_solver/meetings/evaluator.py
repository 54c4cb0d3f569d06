"""What a meeting timetable costs and why: strict, and apart from any search."""

from collections.abc import Mapping
from dataclasses import dataclass

from plenary_solver.meetings import rules
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import RuleScore, Violation


@dataclass(frozen=True)
class Evaluation:
    """`objective`: the sum of soft penalties, for the benchmark the number of breaks; it means little unless `hard`,
    the number of violated hard rules, is 0. `by_rule`: every soft rule, and the hard ones that are violated.
    `violations`: hard ones first, then the soft ones that cost something. `breaks_per_person`: in people's order."""

    objective: int
    hard: int
    by_rule: Mapping[str, RuleScore]
    violations: tuple[Violation, ...]
    breaks_per_person: tuple[int, ...]

    @property
    def breaks(self) -> int:
        return sum(self.breaks_per_person)


def evaluate(problem: Problem, schedule: Schedule) -> Evaluation:
    """Score a schedule by every rule.

    Raises ValueError when the schedule is not one for this problem: another number of meetings, or tables where the
    problem names none (or the other way about).
    """
    _check_shape(problem, schedule)
    hard = [violation for rule in rules.HARD for violation in rule(problem, schedule)]
    by_rule: dict[str, RuleScore] = {}
    for violation in hard:
        by_rule[violation.rule] = RuleScore(_count(by_rule, violation.rule) + 1, 0)
    soft = []
    for rule in rules.SOFT:
        found = list(rule(problem, schedule))
        by_rule[rule.__name__] = RuleScore(len(found), sum(violation.penalty for violation in found))
        soft += [violation for violation in found if violation.penalty]
    return Evaluation(
        objective=sum(score.penalty for score in by_rule.values()),
        hard=len(hard),
        by_rule=by_rule,
        violations=(*hard, *soft),
        breaks_per_person=rules.breaks_per_person(problem, schedule),
    )


def _count(by_rule: Mapping[str, RuleScore], rule: str) -> int:
    return by_rule[rule].count if rule in by_rule else 0


def _check_shape(problem: Problem, schedule: Schedule) -> None:
    meetings = len(problem.meetings)
    if len(schedule.slots) != meetings:
        raise ValueError(f"The schedule has {len(schedule.slots)} slots for {meetings} meetings.")
    if len(schedule.tables) != (meetings if problem.tables else 0):
        raise ValueError(f"The schedule has {len(schedule.tables)} tables for {meetings} meetings.")
