"""Why meetings have no schedule, in words; that each set told is impossible, and that none of it can be missed."""

import argparse
import csv
import json
import os
import time
from dataclasses import replace
from itertools import count, product
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from plenary_solver import command
from plenary_solver.meetings.dzn import read
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.facts import Fact, owned_tables
from plenary_solver.meetings.impossible import contradictions, why_impossible
from plenary_solver.meetings.json_form import problem_to_json
from plenary_solver.meetings.problem import Meeting, Person, Problem, Schedule
from plenary_solver.meetings.rules import breaks_per_person, own_tables
from plenary_solver.meetings.solve import solve
from plenary_solver.results import Status
from plenary_solver.stopping import MaxRuntime, MaxSteps
from tests.solver.test_meetings_exact import random_problem

SHARED = Path(os.environ.get("PLENARY_SHARED") or Path(__file__).resolve().parents[4] / "shared")
ADA, BO, CY, DI, ED = range(5)


def only(*slots: int) -> frozenset[int]:
    return frozenset(slot - 1 for slot in slots)


def small(*meetings: Meeting, slots: int = 4, capacity: int = 2, **changes) -> Problem:
    people = changes.pop("people", {})
    names = ("Ada", "Bo", "Cy", "Di", "Ed")
    return Problem(
        "small",
        tuple(people.get(p, Person(name)) for p, name in enumerate(names)),
        meetings,
        slots,
        capacity,
        **changes,
    )


CASES = {
    "more meetings than slots": (
        small(Meeting(ADA, BO), Meeting(ADA, CY), Meeting(ADA, DI), slots=2),
        ["Ada can be in one meeting at a time, and is in meetings 1–3.", "There are 2 slots."],
    ),
    "too few slots left": (
        small(
            Meeting(ADA, BO),
            Meeting(ADA, CY),
            slots=3,
            people={ADA: Person("Ada", away=only(2), attends=only(3))},
        ),
        [
            "Ada can be in one meeting at a time, and is in meetings 1 and 2.",
            "Ada cannot meet in slot 2.",
            "Ada would miss talks in slot 3.",
            "There are 3 slots.",
        ],
    ),
    "a fixed slot where somebody is away": (
        small(Meeting(ADA, BO, slots=only(3)), people={BO: Person("Bo", away=only(3))}),
        ["Meeting 1 may only be in slot 3.", "Bo (meeting 1) cannot meet in slot 3."],
    ),
    "a fixed slot in the wrong half of the day": (
        small(Meeting(ADA, BO), Meeting(CY, DI, slots=only())),
        ["Meeting 2 may be in no slot."],
    ),
    "two fixed meetings of one person": (
        small(Meeting(ADA, BO, slots=only(2)), Meeting(CY, ADA, slots=only(2))),
        [
            "Meetings 1 and 2 may only be in slot 2.",
            "Ada can be in one meeting at a time, and is in meetings 1 and 2.",
        ],
    ),
    "a circle": (
        small(Meeting(ADA, BO, after=(1,)), Meeting(CY, DI, after=(2,)), Meeting(ADA, ED, after=(0,))),
        [
            "Meeting 2 must come before meeting 1.",
            "Meeting 3 must come before meeting 2.",
            "Meeting 1 must come before meeting 3.",
        ],
    ),
    "the afternoon before the morning": (
        small(Meeting(ADA, BO, slots=only(3, 4)), Meeting(CY, DI, slots=only(1, 2), after=(0,))),
        [
            "Meeting 1 must come before meeting 2.",
            "Meeting 1 may only be in slots 3 and 4.",
            "Meeting 2 may only be in slots 1 and 2.",
        ],
    ),
    "a chain longer than the day": (
        small(Meeting(ADA, BO), Meeting(CY, DI, after=(0,)), Meeting(ADA, ED, after=(1,)), slots=2),
        [
            "Meeting 1 must come before meeting 2.",
            "Meeting 2 must come before meeting 3.",
            "There are 2 slots.",
        ],
    ),
    "too few places": (
        small(Meeting(ADA, BO), Meeting(CY, DI), Meeting(ADA, ED), slots=2, capacity=1),
        [
            "No more than 1 meeting at a time can be in slots 1 and 2.",
            "Meetings 1–3 need a slot each.",
            "There are 2 slots.",
        ],
    ),
    "too few places in a slot": (
        small(Meeting(ADA, BO, slots=only(2)), Meeting(CY, DI, slots=only(2)), capacity=1),
        ["Meetings 1 and 2 may only be in slot 2.", "No more than 1 meeting at a time can be in slot 2."],
    ),
    "more meetings than wanted": (
        small(Meeting(ADA, BO), Meeting(ADA, CY), people={ADA: Person("Ada", cap=1)}),
        ["Ada has 2 meetings, but wants 1 at most."],
    ),
    "a table bound twice": (
        small(
            Meeting(ADA, CY, slots=only(1)),
            Meeting(BO, DI, slots=only(1)),
            tables=("T1", "T2"),
            people={ADA: Person("Ada", table=0), BO: Person("Bo", table=0)},
        ),
        [
            "Meetings 1 and 2 may only be in slot 1.",
            "Meetings 1 and 2 are bound to table T1, which holds one meeting in a slot.",
        ],
    ),
    "all tables are somebody's own": (
        small(Meeting(ADA, BO), slots=1, tables=("T1",), people={CY: Person("Cy", table=0)}),
        [
            "The number of tables that are nobody's own is 0.",
            "Meeting 1, of Ada and Bo, needs a slot.",
            "There is 1 slot.",
        ],
    ),
    "a break that fairness forbids": (
        small(Meeting(ADA, BO, slots=only(1)), Meeting(ADA, CY, slots=only(3)), fairness=0),
        [
            "Meeting 1 may only be in slot 1.",
            "Meeting 2 may only be in slot 3.",
            "Ada (meetings 1 and 2) may have no break, since Bo can have none.",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_hold_together_is_said_and_nothing_else(name):
    problem, sentences = CASES[name]
    assert list(why_impossible(problem)) == sentences


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_is_impossible_and_none_of_it_can_be_missed(name):
    problem, _ = CASES[name]
    for facts in contradictions(problem, MaxRuntime(20)):
        assert not can_hold(problem, facts)
        assert [fact for fact in facts if not can_hold(problem, [f for f in facts if f != fact])] == []


@pytest.mark.parametrize("seed", range(60))
def test_something_is_said_exactly_when_there_is_no_schedule(seed):
    problem = random_problem(seed)
    found = next(contradictions(problem, MaxRuntime(20)), None)
    assert (found is None) == some_schedule(problem)
    if found is not None:
        assert not can_hold(problem, found)
        assert all(can_hold(problem, [f for f in found if f != fact]) for fact in found)


def test_many_are_counted_rather_than_named():
    people = tuple(Person() for _ in range(24))
    meetings = tuple(Meeting(2 * n, 2 * n + 1) for n in range(12))
    twice = tuple(Meeting(2 * n, (2 * n + 3) % 24) for n in range(12))
    problem = Problem("many", people, meetings + twice, 1, 30)
    assert [str(reason) for reason in why_impossible(problem)] == [
        "Person 1 can be in one meeting at a time, and is in meetings 1 and 13.",
        "There is 1 slot.",
    ]
    packed = Problem("packed", people, meetings, 2, 5)
    assert list(why_impossible(packed)) == [
        "No more than 5 meetings at a time can be in slots 1 and 2.",
        "Meetings 1–11 need a slot each.",
        "There are 2 slots.",
    ]


def test_without_any_time_nothing_is_claimed():
    problem, _ = CASES["a circle"]
    assert why_impossible(problem, MaxSteps(0)) == ()


def test_a_busy_machine_takes_no_reason_away(monkeypatch):
    """Unless the clock is asked for, it is not looked at: here each look finds an hour gone."""
    problem = next(p for p in map(random_problem, range(60)) if not some_schedule(p) and "fair" in kinds(p))
    told = why_impossible(problem)
    monkeypatch.setattr(time, "monotonic", count(0, 3600).__next__)
    assert told
    assert why_impossible(problem) == told


def kinds(problem: Problem) -> set[str]:
    return {fact.kind for facts in contradictions(problem, MaxRuntime(20)) for fact in facts}


def test_meetings_that_may_stay_unplaced_contradict_nothing():
    problem, _ = CASES["a circle"]
    assert why_impossible(replace(problem, all_placed=False)) == ()


def test_the_search_gives_the_reasons():
    problem, sentences = CASES["the afternoon before the morning"]
    result = solve(problem, stop=MaxRuntime(20))
    assert (result.status, list(result.reasons)) == (Status.INFEASIBLE, sentences)


def test_the_command_prints_the_reasons_on_standard_error(tmp_path, capsys):
    problem, sentences = CASES["two fixed meetings of one person"]
    (tmp_path / "fixed.json").write_text(json.dumps(problem_to_json(problem)))
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments = parser.parse_args(["meetings", str(tmp_path / "fixed.json"), "--json"])
    assert arguments.solve(arguments) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == "infeasible"
    assert err.splitlines() == ["These cannot hold together:", *sentences]


@pytest.mark.shared
@pytest.mark.slow
def test_every_published_problem_without_a_schedule_is_told_in_few_sentences():
    folder = SHARED / "data" / "meetings"
    rows = [row for row in csv.DictReader((folder / "published.csv").open()) if row["maxsat_obj"] == "-"]
    files = [(folder / f"{row['instance']}.{row['variant']}.dzn", int(row["d"])) for row in rows]
    told = {path.name: why_impossible(read(path, fairness=d)) for path, d in files if path.exists()}
    assert [name for name, sentences in told.items() if not 0 < len(sentences) <= 12] == []


@pytest.mark.shared
@pytest.mark.slow
def test_what_is_told_of_a_published_problem_is_impossible_for_another_solver_and_none_of_it_can_be_missed():
    folder = SHARED / "data" / "meetings"
    rows = [row for row in csv.DictReader((folder / "published.csv").open()) if row["maxsat_obj"] == "-"]
    paths = [folder / f"{row['instance']}.{row['variant']}.dzn" for row in rows if row["d"] == "2"]
    checked = 0
    for path in filter(Path.exists, paths):
        problem = read(path)
        facts = next(contradictions(problem, MaxRuntime(20)))
        assert not modelled(problem, facts), path.name
        missed = [fact for fact in facts if not modelled(problem, [f for f in facts if f != fact])]
        assert missed == [], path.name
        checked += 1
    assert checked > 15


def modelled(problem: Problem, facts: list[Fact]) -> bool:
    """Whether CP-SAT finds slots for the meetings the facts speak of; fairness is not among them."""
    model = cp_model.CpModel()
    spoken = [fact.index for fact in facts if fact.kind == "placed"]
    slot = {}
    for m in spoken:
        own = problem.meetings[m].slots if Fact("slots", m) in facts else range(problem.slots)
        people = (problem.meetings[m].a, problem.meetings[m].b)
        free = [t for t in own if not any(Fact("away", p, t) in facts for p in people)]
        if not free:
            return False
        slot[m] = model.new_int_var_from_domain(cp_model.Domain.from_values(free), "")
    for fact in facts:
        if fact.kind == "after" and {fact.index, fact.other} <= set(spoken):
            model.add(slot[fact.other] < slot[fact.index])
        elif fact.kind == "alone":
            people = {m: (problem.meetings[m].a, problem.meetings[m].b) for m in spoken}
            model.add_all_different(slot[m] for m in spoken if fact.index in people[m])
        else:
            assert fact.kind in ("placed", "slots", "after", "away", "alone")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def some_schedule(problem: Problem) -> bool:
    return any(
        not evaluate(problem, Schedule(slots)).hard
        for slots in product(range(problem.slots), repeat=len(problem.meetings))
    )


def can_hold(problem: Problem, facts: list[Fact]) -> bool:
    """Tries every slot, or none, for every meeting that the facts speak of; any other can only help against a break."""
    every = range(len(problem.meetings))
    some_fair = any(fact.kind == "fair" for fact in facts)
    spoken = [m for m in every if some_fair or Fact("placed", m) in facts]
    for chosen in product((None, *range(problem.slots)), repeat=len(spoken)):
        slots: list[int | None] = [None] * len(problem.meetings)
        for m, slot in zip(spoken, chosen, strict=True):
            slots[m] = slot
        if all(holds(problem, fact, slots) for fact in facts):
            return True
    return False


def holds(problem: Problem, fact: Fact, slots: list[int | None]) -> bool:
    """One rule by its plain meaning."""
    index, other = fact.index, fact.other
    placed = [(m, slot) for m, slot in enumerate(slots) if slot is not None]
    of = [(m, s) for m, s in placed if index in (problem.meetings[m].a, problem.meetings[m].b)]
    if fact.kind == "placed":
        return slots[index] is not None
    if fact.kind == "slots":
        return slots[index] is None or slots[index] in problem.meetings[index].slots
    if fact.kind == "after":
        return slots[index] is None or slots[other] is None or slots[other] < slots[index]
    if fact.kind in ("away", "attends"):
        return all(slot != other for _, slot in of)
    if fact.kind == "alone":
        return len({slot for _, slot in of}) == len(of)
    if fact.kind == "cap":
        return len(of) <= problem.people[index].cap
    if fact.kind == "fair":
        schedule = Schedule(tuple(slots), (None,) * len(slots) if problem.tables else ())
        return breaks_per_person(problem, schedule)[index] <= problem.fairness
    here = [m for m, slot in placed if slot == index]
    if fact.kind == "capacity":
        return len(here) <= problem.room
    if fact.kind == "free tables":
        homeless = [m for m in here if not own_tables(problem, m)]
        return len(homeless) <= len(problem.tables) - len(owned_tables(problem))
    assert fact.kind == "table"
    at = [slot for m, slot in placed if own_tables(problem, m) == (index,)]
    return len(set(at)) == len(at)
