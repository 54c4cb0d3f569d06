"""The exact search for meetings against everything that can be tried, and against the published optima."""

import csv
import os
from itertools import product
from pathlib import Path
from random import Random

import pytest

from plenary_solver.meetings import maxsat
from plenary_solver.meetings.dzn import read
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.exact import prove
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule
from plenary_solver.meetings.solve import solve
from plenary_solver.results import Status
from plenary_solver.stopping import MaxRuntime, MaxSteps

SHARED = Path(os.environ.get("PLENARY_SHARED") or Path(__file__).resolve().parents[3] / "shared")
QUICK = ("tic-12", "tic-12crafc", "tic-13crafb")


def random_problem(seed: int) -> Problem:
    """Five people, one of them without meetings, and rules of every kind."""
    random = Random(seed)
    slots = random.choice((4, 5))
    pairs = [(a, b) for a in range(4) for b in range(a)]
    meetings = []
    for number, (a, b) in enumerate(random.sample(pairs, random.choice((3, 4, 5)))):
        allowed = frozenset(random.sample(range(slots), 3)) if random.random() < 0.3 else None
        after = (random.randrange(number),) if number and random.random() < 0.3 else ()
        meetings.append(Meeting(a, b, slots=allowed, after=after))
    people = tuple(
        Person(away=frozenset({random.randrange(slots)}) if random.random() < 0.3 else frozenset())
        for _ in range(5)
    )
    return Problem(
        "random",
        people,
        tuple(meetings),
        slots,
        random.choice((1, 2)),
        fairness=random.choice((0, 1, 2, None)),
    )


def fewest_breaks(problem: Problem) -> int | None:
    scores = (
        evaluate(problem, Schedule(slots))
        for slots in product(range(problem.slots), repeat=len(problem.meetings))
    )
    return min((score.objective for score in scores if not score.hard), default=None)


@pytest.mark.parametrize("seed", range(60))
def test_the_answer_is_that_of_trying_everything(seed):
    problem = random_problem(seed)
    best = fewest_breaks(problem)
    result = solve(problem, stop=MaxRuntime(20))
    expected = (Status.INFEASIBLE, None) if best is None else (Status.OPTIMAL, best)
    assert (result.status, result.objective) == expected
    assert result.bound == best


def test_the_random_problems_are_of_both_kinds():
    answers = [fewest_breaks(random_problem(seed)) for seed in range(60)]
    assert None in answers
    assert any(answers)


def test_a_search_that_may_not_begin_proves_nothing():
    problem = Problem("two", (Person(), Person()), (Meeting(0, 1),), 2, 1, fairness=0)
    assert solve(problem, stop=MaxSteps(0)).status is Status.UNKNOWN


class Asked(MaxSteps):
    """Ends when it has been asked so often."""

    def __init__(self, most: int):
        super().__init__(0)
        self.left = most

    def done(self, steps: int, objective: int | None) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_proof_ends_in_the_middle_of_a_long_call_and_goes_on_when_it_may(monkeypatch):
    """A minute was allowed, and a call of the SAT solver took what it liked."""
    monkeypatch.setattr(maxsat, "CONFLICTS", 1)
    random = Random(2)
    pairs = random.sample([(a, b) for a in range(16) for b in range(a)], 44)
    problem = Problem("crowded", (Person(),) * 16, tuple(Meeting(a, b) for a, b in pairs), 11, 6)
    assert prove(problem, stop=Asked(2)).status is Status.UNKNOWN
    proven = prove(problem, stop=Asked(1_000_000))
    monkeypatch.undo()
    assert proven.bound == prove(problem, stop=MaxRuntime(60)).bound
    assert (proven.status, proven.bound) == (Status.OPTIMAL, 0)


def test_what_the_proof_does_not_model_is_searched():
    problem = Problem("capped", (Person(cap=1), Person()), (Meeting(0, 1),), 2, 1)
    result = solve(problem, stop=MaxSteps(1_000), workers=1)
    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 0, 0)


@pytest.mark.shared
def test_the_published_optima_are_proven():
    folder = SHARED / "data" / "meetings"
    rows = [row for row in csv.DictReader((folder / "published.csv").open()) if row["instance"] in QUICK]
    wrong = []
    for row in rows:
        path = folder / f"{row['instance']}.{row['variant']}.dzn"
        if not path.exists():
            continue
        result = solve(read(path, fairness=int(row["d"])), stop=MaxRuntime(60))
        found = "-" if result.status is Status.INFEASIBLE else str(result.objective)
        if found != row["maxsat_obj"] or result.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            wrong.append((path.name, row["d"], found, row["maxsat_obj"]))
    assert wrong == []
    assert len(rows) > 15
