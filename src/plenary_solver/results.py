"""What a search gives back, the same for timetables and meetings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Solution = TypeVar("Solution")


class Status(StrEnum):
    OPTIMAL = "optimal"  # proven: no solution is better
    FEASIBLE = "feasible"  # a solution, and an honest gap
    INFEASIBLE = "infeasible"  # proven: no solution holds all hard rules
    UNKNOWN = "unknown"  # nothing found, nothing proven


class Names(tuple[str, ...]):
    """Several names in a sentence; as text in English: «A», «A and B», «A, B and C»."""

    def __str__(self) -> str:
        return " and ".join(filter(None, (", ".join(self[:-1]), *self[-1:])))


class Reason(str):
    """A sentence, or a part of one, in English, which remembers its template and what filled it (names, numbers,
    `Names`, parts of sentences), so that an adapter can say it in another language."""

    template: str
    params: Mapping[str, object]

    def __new__(cls, template: str, **params: object) -> "Reason":
        told = super().__new__(cls, template % params)
        told.template, told.params = template, params
        return told

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.params)


@dataclass(frozen=True)
class Violation:
    """One reason why a solution costs something, or cannot be.

    `rule` names the rule, `penalty` is what it adds to the objective (0 for a hard rule, see `hard`), `template` is an
    English sentence with named placeholders and `params` fills it, so that an adapter can translate it.
    """

    rule: str
    template: str
    params: Mapping[str, object]
    penalty: int = 0
    hard: bool = False

    def __str__(self) -> str:
        return self.template % self.params


@dataclass(frozen=True)
class RuleScore:
    """How often a rule was broken, and what that adds to the objective (its weight is in `penalty`)."""

    count: int
    penalty: int


@dataclass(frozen=True)
class Progress:
    """One line of a search's trace. `bound` is proven; both are None until there is one."""

    seconds: float
    steps: int
    objective: int | None
    bound: int | None
    phase: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Result(Generic[Solution]):
    """A solution re-scored by the evaluator, with what is proven about it.

    `bound` is a proven lower bound on every solution's objective; `reasons` says in words why a problem is infeasible,
    or what the search had to do without (no compiled moves, say).
    """

    status: Status
    solution: Solution | None
    objective: int | None
    by_rule: Mapping[str, RuleScore]
    bound: int | None
    seconds: float
    seed: int
    steps: int = 0
    trace: tuple[Progress, ...] = ()
    reasons: tuple[str, ...] = field(default=())

    @property
    def gap(self) -> float | None:
        """(objective − bound) / max(1, |objective|): 0 is proven optimal; None without both."""
        if self.objective is None or self.bound is None:
            return None
        return (self.objective - self.bound) / max(1, abs(self.objective))
