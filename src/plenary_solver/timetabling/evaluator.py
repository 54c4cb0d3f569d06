"""What a timetable costs and why: strict, apart from any search, written to be read rather than to be fast."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plenary_solver.results import RuleScore, Violation
from plenary_solver.timetabling.layout import Layout
from plenary_solver.timetabling.problem import Problem, Timetable
from plenary_solver.timetabling.rules import RULES
from plenary_solver.timetabling.structure import HARD_RULES


@dataclass(frozen=True)
class Evaluation:
    """`objective` is the sum of `by_rule`, which names every rule whose weight is above zero, in the order of `RULES`.

    `violations` explain it one by one: their penalties add up to the objective. `hard` is what no timetable may do;
    with any of it the objective means little.
    """

    objective: int
    by_rule: Mapping[str, RuleScore]
    violations: tuple[Violation, ...]
    hard: tuple[Violation, ...]

    @property
    def feasible(self) -> bool:
        return not self.hard


def evaluate(problem: Problem, timetable: Timetable) -> Evaluation:
    """Score a timetable by all rules of the problem, hard and soft. Any timetable will do, however broken."""
    layout = Layout(problem, timetable)
    by_rule: dict[str, RuleScore] = {}
    violations: list[Violation] = []
    for rule in RULES:
        weight = getattr(problem.weights, rule.name)
        if weight <= 0:
            continue
        found = list(rule.violations(layout))
        count = sum(violation.penalty for violation in found)
        by_rule[rule.name] = RuleScore(count, weight * count)
        violations += [replace(violation, penalty=weight * violation.penalty) for violation in found]
    return Evaluation(
        objective=sum(score.penalty for score in by_rule.values()),
        by_rule=by_rule,
        violations=tuple(violations),
        hard=tuple(violation for rule in HARD_RULES for violation in rule(layout)),
    )
