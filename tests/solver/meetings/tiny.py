"""Problems so small that everything can be tried, with rules of every kind."""

from collections.abc import Iterator
from itertools import product
from random import Random

from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule, Weights
from plenary_solver.meetings.rules import own_tables


def problem(seed: int, *, meetings: int = 4) -> Problem:
    """Five people in five slots; tables with names, exhibitors, talks, caps and the rest come and go with the seed."""
    random = Random(seed)
    slots = 4 if meetings > 3 else 5
    pairs = random.sample([(a, b) for a in range(5) for b in range(a)], meetings)
    tables = random.choice((0, 3))
    made = []
    for number, (a, b) in enumerate(pairs):
        allowed = frozenset(random.sample(range(slots), 3)) if random.random() < 0.2 else None
        after = (random.randrange(number),) if number and random.random() < 0.2 else ()
        made.append(Meeting(a, b, slots=allowed, after=after, must=random.random() < 0.4))
    people = tuple(_person(random, slots, table=2 if tables and p == 0 else None) for p in range(5))
    return Problem(
        f"tiny-{seed}",
        people,
        tuple(made),
        slots,
        capacity=random.choice((1, 2, 3)),
        tables=tuple(f"T{table + 1}" for table in range(tables)),
        distance=((0, 2, 5), (2, 0, 4), (5, 4, 0)) if tables and random.random() < 0.5 else (),
        fairness=random.choice((None, 1, 2)),
        all_placed=random.random() < 0.3,
        weights=Weights(
            must_unplaced=1_000_000,
            unplaced=random.choice((1_000, 10_000)),
            breaks=random.choice((0, 100, 1_000)),
            interruptions=random.choice((0, 0, 30)),
            table_changes=random.choice((0, 10)),
            walking=random.choice((0, 0, 1)),
        ),
    )


def _person(random: Random, slots: int, table: int | None) -> Person:
    def some(chance: float) -> frozenset[int]:
        return frozenset({random.randrange(slots)}) if random.random() < chance else frozenset()

    cap = random.choice((1, 2)) if random.random() < 0.2 else None
    return Person(away=some(0.2), attends=some(0.5), table=table, cap=cap)


def schedules(problem: Problem) -> Iterator[Schedule]:
    """Every schedule, and in each the tables that could be."""
    choices: list[int | None] = [*range(problem.slots), None]
    for slots in product(choices, repeat=len(problem.meetings)):
        if not problem.tables:
            yield Schedule(slots)
            continue
        if evaluate_slots(problem, slots):
            yield from (Schedule(slots, tables) for tables in product(*_tables(problem, slots)))


def evaluate_slots(problem: Problem, slots: tuple[int | None, ...]) -> bool:
    """Whether no hard rule is broken whatever the tables are."""
    tables = tuple(None if slot is None else 0 for slot in slots)
    hard = evaluate(problem, Schedule(slots, tables)).by_rule
    return not any(
        rule in hard
        for rule in (
            *("slot_allowed", "one_meeting_at_a_time", "capacity", "precedence", "fairness", "cap"),
            "all_placed",
        )
    )


def _tables(problem: Problem, slots: tuple[int | None, ...]) -> list[tuple[int | None, ...]]:
    reserved = {person.table for person in problem.people}
    free = tuple(table for table in range(len(problem.tables)) if table not in reserved)
    return [(None,) if slot is None else own_tables(problem, m) or free for m, slot in enumerate(slots)]


def least(problem: Problem) -> int | None:
    """What the best schedule costs, None when there is none."""
    scores = (evaluate(problem, schedule) for schedule in schedules(problem))
    return min((score.objective for score in scores if not score.hard), default=None)
