"""`make bench-solver`: the table of benchmarks/figures.md, printed anew.

Every timetable and every row of meetings is a run of the command line, as a user would run it, and its answer is scored
again from the file it wrote. Instances of the literature lie beside the checkout (PLENARY_SHARED, ../shared); without
them their rows are left out, saying so. Parts and seeds can be named:

    python -m benchmarks.solver cosplib repair summit published large --seeds 1
"""

import argparse
import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, machine

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PLENARY_SHARED") or ROOT.parent / "shared")
TIMETABLES = SHARED / "data" / "timetabling"
MEETINGS = SHARED / "data" / "meetings"
COSPLIB = {"N2OR": 1, "GECCO20": 5773, "GECCO23": 1678, "OR60": 67}
LARGE_SECONDS, CANCEL_SECONDS = 115, 4.5  # a process begins and reads, too
CERTIFIED = ("N2OR", "GECCO20")


@dataclass(frozen=True)
class Run:
    """What the command line printed, wrote and cost."""

    code: int
    said: dict[str, Any]
    answer: dict[str, Any] | None
    cpu_seconds: float
    wall_seconds: float


def solve(*arguments: str | Path) -> Run:
    """`plenary solve …` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [
            sys.executable,
            "-m",
            "plenary.cli",
            "solve",
            *map(str, arguments),
            "--json",
            "-o",
            str(out),
        ]
        before, began = _children_cpu(), time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        took, cpu = time.monotonic() - began, _children_cpu() - before
        said = json.loads(done.stdout) if done.stdout else {}
        answer = json.loads(out.read_text()) if out.exists() else None
    return Run(done.returncode, said, answer, cpu, took)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cosplib(seeds: list[int], seconds: float) -> Iterator[Figure]:
    """Objective and certified gap on the literature's instances, 60 s each."""
    for name, mark in COSPLIB.items():
        path = TIMETABLES / f"{name}.xlsx"
        if not _there(path):
            continue
        runs = []
        for seed in seeds:
            run = solve("timetable", path, "--seconds", str(seconds), "--seed", str(seed))
            _check_timetable(path, run)
            runs.append(run)
            print(
                f"  {name} seed {seed}: objective {run.said['objective']}, bound {run.said['bound']}, "
                f"{run.wall_seconds:.1f} s, {run.cpu_seconds:.0f} CPU s",
                flush=True,
            )
        objectives = [run.said["objective"] for run in runs]
        yield Figure(
            f"{name}, {seconds:.0f} s, median of {len(seeds)}", statistics.median(objectives), "", mark
        )
        yield Figure(f"{name}, worst seed", max(objectives), "", mark * 1.05)
        gaps = [run.said["objective"] - run.said["bound"] for run in runs]
        if name in CERTIFIED:
            worst = max(gaps)
            allowed = max(10, 0.01 * max(objectives))
            yield Figure(f"{name}, certified gap, worst seed", worst, "units", allowed)
        else:
            print(f"{name}: certified gap {min(gaps)} to {max(gaps)} units", flush=True)


def _check_timetable(path: Path, run: Run) -> None:
    from plenary_solver.timetabling.evaluator import evaluate
    from plenary_solver.timetabling.files import read
    from plenary_solver.timetabling.json_form import cells_from_json

    problem = read(path)
    scored = evaluate(problem, cells_from_json(problem, run.answer))
    if not scored.feasible or scored.objective != run.said["objective"]:
        raise SystemExit(f"{path.name}: the file holds {scored.objective}, the program said {run.said}")


def repair(seeds: list[int], seconds: float) -> Iterator[Figure]:
    """Five speakers away for a day, on timetables of a minute's search."""
    from plenary_solver.timetabling.files import read

    for name in COSPLIB:
        path = TIMETABLES / f"{name}.xlsx"
        if not _there(path):
            continue
        problem = read(path)
        start = solve("timetable", path, "--seconds", str(seconds), "--seed", "0")
        with tempfile.TemporaryDirectory() as folder:
            timetable, tightened = Path(folder) / "start.json", Path(folder) / "tightened.json"
            timetable.write_text(json.dumps(start.answer))
            moves, quality = [], []
            for seed in seeds:
                pairs = _five_speakers_away(problem, start.answer or {}, seed)
                named = ",".join(f"{ref}:{session}" for ref, session in pairs)
                run = solve(
                    *("repair", path, "--from", timetable, "--unavailable", named),
                    *("--seconds", "10", "--seed", str(seed)),
                )
                _write_tightened(problem, pairs, tightened)
                anew = solve("timetable", tightened, "--seconds", str(seconds), "--seed", str(seed))
                points = (run.answer or {}).get("points", [])
                if run.said["status"] == anew.said["status"] == "infeasible":
                    print(f"  {name} seed {seed}: no timetable without these five; {run.wall_seconds:.1f} s")
                    continue
                if not points:
                    moves.append(float("inf"))
                    continue
                if not run.said["minimum_proven"]:
                    moves.append(float("inf"))
                else:
                    moves.append(points[0]["moves"] / max(1, run.said["minimum_moves"]))
                best = min(point["objective"] for point in points)
                quality.append(best / max(1, anew.said["objective"]))
                print(
                    f"  {name} seed {seed}: {points[0]['moves']} moves, proven minimum "
                    f"{run.said['minimum_moves'] if run.said['minimum_proven'] else '–'}; best objective {best}, "
                    f"anew {anew.said['objective']}; front of {len(points)}; {run.wall_seconds:.1f} s",
                    flush=True,
                )
        yield Figure(f"repair of {name}, moves to proven minimum, worst", max(moves), "×", 1.2)
        yield Figure(f"repair of {name}, objective to anew, worst", max(quality), "×", 1.05)


def _five_speakers_away(problem: Any, answer: dict, seed: int) -> list[tuple[str, str]]:
    """Five presenters who speak on one day, drawn by the seed; none of their talks can be on that day."""
    rng = random.Random(seed)
    day_of = {session.name: session.date for session in problem.sessions}
    session_of = {ref: cell["session"] for cell in answer["cells"] for ref in cell["talks"]}
    day = rng.choice(sorted(set(day_of.values())))
    speaking = sorted(
        {
            person
            for talk in problem.talks
            if day_of[session_of[talk.ref]] == day
            for person in talk.presenters
        }
    )
    away = set(rng.sample(speaking, min(5, len(speaking))))
    return [
        (talk.ref, session.name)
        for talk in problem.talks
        if away & set(talk.presenters)
        for session in problem.sessions
        if session.date == day
    ]


def _write_tightened(problem: Any, pairs: list[tuple[str, str]], path: Path) -> None:
    from dataclasses import replace

    from plenary_solver.timetabling.json_problem import problem_to_json

    talks = {talk.ref: number for number, talk in enumerate(problem.talks)}
    sessions = {session.name: number for number, session in enumerate(problem.sessions)}
    forbidden = problem.forbidden | {(talks[ref], sessions[session]) for ref, session in pairs}
    path.write_text(json.dumps(problem_to_json(replace(problem, forbidden=forbidden))))


def summit(seeds: list[int], seconds: float) -> Iterator[Figure]:
    """A repair inside a summit of 60 talks, in a process that is warm."""
    from plenary_solver.stopping import MaxRuntime
    from plenary_solver.timetabling.repair import repair as mend
    from plenary_solver.timetabling.solve import solve as search
    from plenary_solver.timetabling.synthetic import summit as generate

    took, proven = [], 0
    for seed in [seeds[0], *seeds]:  # the first one warms the process
        problem = generate(seed=seed)
        timetable = search(problem, stop=MaxRuntime(5), seed=seed).solution
        assert timetable
        placed = {talk: cell.session for cell in timetable.cells for talk in cell.talks}
        pinned = {pin.talk for pin in problem.pins}  # a pinned speaker who is away leaves nothing to repair
        gone = random.Random(seed).sample(sorted(placed.keys() - pinned), 3)
        began = time.monotonic()
        found = mend(
            problem,
            timetable,
            unavailable=frozenset((talk, placed[talk]) for talk in gone),
            stop=MaxRuntime(1),
            seed=seed,
        )
        took.append(time.monotonic() - began)
        proven += found.minimum_proven and found.points[0].moves == found.minimum_moves
        print(
            f"  summit seed {seed}: {found.points[0].moves} moves, proven {found.minimum_proven}, {took[-1]:.2f} s"
        )
    yield Figure("repair inside a 60-talk summit, worst", max(took[1:]), "s", 1.0)
    yield Figure(f"proven minimal, of {len(seeds) + 1}", proven, "", len(seeds) + 1, at_most=False)


def published(seeds: list[int], seconds: float) -> Iterator[Figure]:
    """Every row of the published meetings benchmark that is at hand, proven."""
    table = MEETINGS / "published.csv"
    if not _there(table):
        return
    costs, wrong = [], []
    for row in csv.DictReader(table.open()):
        path = MEETINGS / f"{row['instance']}.{row['variant']}.dzn"
        if not path.exists():
            continue
        run = solve("meetings", path, "--fairness", row["d"], "--seconds", "60", "--seed", str(seeds[0]))
        costs.append(run.cpu_seconds)
        unsatisfiable = row["maxsat_obj"] == "-"
        expected = ("infeasible", None) if unsatisfiable else ("optimal", int(row["maxsat_obj"]))
        if (run.said["status"], run.said["objective"]) != expected or not _referee(path, run, row["d"]):
            wrong.append(f"{path.name} d={row['d']}: {run.said}")
        if run.cpu_seconds > 10:
            print(f"  {path.name} d={row['d']}: {run.cpu_seconds:.1f} CPU s", flush=True)
    for line in wrong:
        print(f"  not as published: {line}", flush=True)
    yield Figure(f"published meetings not proven, of {len(costs)}", len(wrong), "", 0)
    yield Figure("the dearest", max(costs), "CPU s", 30)
    yield Figure("all of them", sum(costs), "CPU s", 300)


def _referee(path: Path, run: Run, fairness: str) -> bool:
    if run.answer is None:
        return run.said["status"] == "infeasible"
    from plenary_solver.meetings.evaluator import evaluate
    from plenary_solver.meetings.files import read
    from plenary_solver.meetings.json_form import schedule_from_json

    problem = read(path, fairness=int(fairness))
    scored = evaluate(problem, schedule_from_json(problem, run.answer))
    return not scored.hard and scored.objective == run.said["objective"]


def large(seeds: list[int], seconds: float) -> Iterator[Figure]:
    """A summit of 600 people and 2,000 meetings, then one meeting in twenty cancelled (twice, the first time warms the
    process)."""
    from plenary_solver.meetings.cancel import cancel
    from plenary_solver.meetings.evaluator import evaluate
    from plenary_solver.meetings.files import write
    from plenary_solver.meetings.json_form import schedule_from_json
    from plenary_solver.meetings.synthetic import summit as generate
    from plenary_solver.stopping import MaxRuntime

    found: dict[str, list[float]] = {}
    for seed in seeds:
        problem = generate(seed)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "summit.json"
            write(problem, path)
            run = solve("meetings", path, "--seconds", str(LARGE_SECONDS), "--seed", str(seed))
        schedule = schedule_from_json(problem, run.answer)
        scored = evaluate(problem, schedule)
        if scored.hard or scored.objective != run.said["objective"] or run.said["bound"] > scored.objective:
            raise SystemExit(f"summit {seed}: scored {scored.objective}, the program said {run.said}")
        gone = random.Random(seed).sample(range(len(problem.meetings)), len(problem.meetings) // 20)
        cancel(problem, schedule, gone, stop=MaxRuntime(0.1), seed=seed)
        began = time.monotonic()
        mended = cancel(problem, schedule, gone, stop=MaxRuntime(CANCEL_SECONDS), seed=seed)
        took = time.monotonic() - began
        after = evaluate(mended.problem, mended.result.solution or schedule)
        unplaced = sum(scored.by_rule[rule].count for rule in ("unplaced", "must_unplaced"))
        changes = scored.by_rule["table_changes"].count
        pairs = _back_to_back(problem, schedule)
        for name, value in (
            ("not placed", unplaced),
            ("breaks", scored.breaks),
            ("most breaks of a person", max(scored.breaks_per_person)),
            ("back to back without a table change", 100 - 100 * changes / pairs),
            ("seconds", run.wall_seconds),
            ("seconds to mend cancellations", took),
            ("untouched meetings moved", 100 * len(mended.moved) / len(mended.kept)),
        ):
            found.setdefault(name, []).append(value)
        print(
            f"  summit seed {seed}: {unplaced} not placed, {scored.breaks} breaks, most of a person "
            f"{max(scored.breaks_per_person)}, {changes} changes in {pairs} pairs, objective {scored.objective}, "
            f"bound {run.said['bound']}, {run.wall_seconds:.1f} s, {run.cpu_seconds:.0f} CPU s; cancelled: "
            f"{len(mended.moved)} of {len(mended.kept)} moved, objective {mended.before} to "
            f"{mended.result.objective}, {after.breaks} breaks, {took:.1f} s",
            flush=True,
        )
    for name, unit, bar, at_most in (
        ("not placed", "", 0, True),
        ("breaks", "", 30, True),
        ("most breaks of a person", "", 1, True),
        ("back to back without a table change", "%", 80, False),
        ("seconds", "s", 120, True),
        ("seconds to mend cancellations", "s", 5, True),
        ("untouched meetings moved", "%", 2, True),
    ):
        yield Figure(f"large summit, {name}", statistics.median(found[name]), unit, bar, at_most)


def _back_to_back(problem: Any, schedule: Any) -> int:
    from plenary_solver.meetings.rules import agendas

    return sum(
        after == before + 1
        for agenda in agendas(problem, schedule)
        for (before, _), (after, _) in pairwise(agenda)
    )


def _there(path: Path) -> bool:
    if path.exists():
        return True
    print(f"{path.name}: not beside this checkout, left out.", flush=True)
    return False


PARTS: dict[str, Callable[[list[int], float], Iterator[Figure]]] = {
    "cosplib": cosplib,
    "repair": repair,
    "summit": summit,
    "published": published,
    "large": large,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    parser.add_argument("--seeds", type=int, default=5, help="how many (default: 5)")
    parser.add_argument("--seconds", type=float, default=60, help="of a timetable's search (default: 60)")
    arguments = parser.parse_args()
    seeds = list(range(1, arguments.seeds + 1))
    print(f"{machine()}, seeds {seeds}", flush=True)
    missed = []
    for part in arguments.parts:
        print(f"\n— {part}", flush=True)
        for figure in PARTS[part](seeds, arguments.seconds):
            print(figure, flush=True)
            if not figure.holds:
                missed.append(figure.name)
    if missed:
        sys.exit(f"\nMissed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
