"""`plenary solve`: files in, answers out. English sentences on standard error, one JSON document on standard output.

Exit codes: 0 done (a proof that nothing is possible is an answer), 1 nothing found in the time given, 2 wrong usage,
3 the file is not what we were asked to read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from plenary_solver.refusals import BadInput
from plenary_solver.results import Progress, Result, Status
from plenary_solver.stopping import FirstOf, MaxRuntime, MaxSteps, StopRule

USUAL_SECONDS = {"timetable": 60.0, "meetings": 60.0, "repair": 10.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The three problems as subcommands; each sets `solve` to the function that runs it."""
    problems = parser.add_subparsers(title="problems", required=True, metavar="PROBLEM")

    def problem(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added = problems.add_parser(name, help=help, description=help)
        seconds = USUAL_SECONDS[name]
        added.set_defaults(solve=run, usual_seconds=seconds)
        added.add_argument("file", type=Path)
        added.add_argument("--seconds", type=_seconds, help=f"time to search (default: {seconds:.0f})")
        added.add_argument(
            "--steps",
            type=_count,
            metavar="N",
            help="moves to try; with --workers 1 the answer repeats exactly",
        )
        added.add_argument("--seed", type=int, default=0, help="of the random numbers (default: 0)")
        added.add_argument(
            "--workers", type=_count, help="threads (default: 2 when there are two processors)"
        )
        added.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        added.add_argument("-o", "--output", type=Path, metavar="OUT", help="write the answer as JSON")
        return added

    timetable = problem(
        "timetable", solve_timetable, "Place talks in sessions and rooms: a CoSPLib workbook or our JSON."
    )
    meetings = problem("meetings", solve_meetings, "Place accepted meetings in slots: .dzn or our JSON.")
    for added in (timetable, meetings):
        added.add_argument("--from", dest="start", type=Path, metavar="OUT", help="begin with this answer")
        added.add_argument("--score", type=Path, metavar="OUT", help="score this answer instead of searching")
    meetings.add_argument(
        "--fairness",
        type=_count,
        metavar="D",
        help="most breaks of a person minus fewest, at most D (default: what the file says, 2 for .dzn)",
    )
    repair = problem(
        "repair", solve_repair, "Mend a timetable when talks cannot be where they are: fewest moves first."
    )
    repair.add_argument(
        "--from", dest="start", type=Path, required=True, metavar="OUT", help="the timetable to mend"
    )
    repair.add_argument(
        "--unavailable",
        action="append",
        default=[],
        metavar="REF:SESSION,…",
        help="talks that cannot be in a session",
    )
    repair.add_argument(
        "--closed",
        action="append",
        default=[],
        metavar="ROOM:SESSION,…",
        help="rooms that cannot be used in a session",
    )


def solve_timetable(arguments: argparse.Namespace) -> int:
    from plenary_solver.timetabling.evaluator import evaluate
    from plenary_solver.timetabling.files import read
    from plenary_solver.timetabling.json_form import cells_from_json, cells_to_json
    from plenary_solver.timetabling.rules import RULES
    from plenary_solver.timetabling.solve import solve

    labels = {rule.name: rule.label for rule in RULES}

    def work() -> int:
        problem = read(arguments.file)
        if arguments.score:
            scored = evaluate(problem, cells_from_json(problem, _json_of(arguments.score)))
            return _print_score(scored, labels, arguments)
        start = cells_from_json(problem, _json_of(arguments.start)) if arguments.start else None
        result = solve(
            problem,
            stop=_stop(arguments),
            seed=arguments.seed,
            start=start,
            on_progress=_watcher(arguments),
            workers=arguments.workers,
        )
        return _answer(result, labels, arguments, lambda found: cells_to_json(problem, found))

    return _refusing(work)


def solve_meetings(arguments: argparse.Namespace) -> int:
    from plenary_solver.meetings.evaluator import evaluate
    from plenary_solver.meetings.files import read
    from plenary_solver.meetings.json_form import schedule_from_json, schedule_to_json
    from plenary_solver.meetings.solve import solve

    def work() -> int:
        problem = read(arguments.file, fairness=arguments.fairness)
        if arguments.score:
            scored = evaluate(problem, schedule_from_json(problem, _json_of(arguments.score)))
            return _print_score(scored, {}, arguments)
        start = schedule_from_json(problem, _json_of(arguments.start)) if arguments.start else None
        result = solve(
            problem,
            stop=_stop(arguments),
            seed=arguments.seed,
            start=start,
            on_progress=_watcher(arguments),
            workers=arguments.workers,
        )
        return _answer(result, {}, arguments, lambda found: schedule_to_json(problem, found))

    return _refusing(work)


def solve_repair(arguments: argparse.Namespace) -> int:
    from plenary_solver.timetabling.files import read
    from plenary_solver.timetabling.older import older_from_json
    from plenary_solver.timetabling.repair import repair, repair_to_json
    from plenary_solver.timetabling.rules import RULES

    labels = {rule.name: rule.label for rule in RULES}

    def work() -> int:
        problem = read(arguments.file)
        talks = {talk.ref: number for number, talk in enumerate(problem.talks)}
        rooms = {room.name: number for number, room in enumerate(problem.rooms)}
        sessions = {session.name: number for number, session in enumerate(problem.sessions)}
        closed = frozenset(
            (session, room) for room, session in _pairs(arguments.closed, "--closed", rooms, sessions)
        )
        older, notes = older_from_json(problem, _json_of(arguments.start))
        for note in notes:
            print(note, file=sys.stderr)
        mended = repair(
            problem,
            older,
            unavailable=frozenset(_pairs(arguments.unavailable, "--unavailable", talks, sessions)),
            closed=closed,
            stop=_stop(arguments),
            seed=arguments.seed,
            on_progress=_watcher(arguments),
            workers=arguments.workers,
        )
        for reason in mended.reasons:
            print(reason, file=sys.stderr)
        document = repair_to_json(problem, mended)
        fewest = mended.points[0] if mended.points else None
        if arguments.output and fewest:
            _write(arguments.output, document)
        summary = {
            "status": str(mended.status),
            "objective": fewest.objective if fewest else None,
            "bound": None,
            "gap": None,
            "by_rule": _by_rule(fewest.by_rule, labels) if fewest else {},
            "seconds": round(mended.seconds, 3),
            "seed": arguments.seed,
            "points": [{"moves": point.moves, "objective": point.objective} for point in mended.points],
            "minimum_moves": mended.minimum_moves,
            "minimum_proven": mended.minimum_proven,
        }
        if arguments.json:
            print(json.dumps(summary, ensure_ascii=False))
        else:
            _print_front(problem, mended)
        return _exit_code(mended.status)

    return _refusing(work)


def _refusing(work: Callable[[], int]) -> int:
    try:
        return work()
    except BadInput as refused:
        print(refused, file=sys.stderr)
        return 3
    except OSError as failed:
        print(f"{failed.filename}: {failed.strerror}.", file=sys.stderr)
        return 1


def _stop(arguments: argparse.Namespace) -> StopRule:
    """Steps alone have no clock: it would let the machine's speed into an answer that is to repeat exactly."""
    rules: list[StopRule] = []
    if arguments.steps is not None:
        rules.append(MaxSteps(arguments.steps))
    if arguments.seconds is not None or not rules:
        rules.append(MaxRuntime(arguments.seconds or arguments.usual_seconds))
    return FirstOf(*rules)


def _watcher(arguments: argparse.Namespace) -> Callable[[Progress], None] | None:
    """A line that renews itself on a terminal; silence anywhere else."""
    if arguments.json or not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        found = "–" if progress.objective is None else progress.objective
        bound = "–" if progress.bound is None else progress.bound
        line = f"{progress.seconds:6.1f} s  {progress.phase}  objective {found}  bound {bound}"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return show


def _answer(
    result: Result[Any],
    labels: Mapping[str, str],
    arguments: argparse.Namespace,
    to_json: Callable[[Any], dict],
) -> int:
    if _watcher(arguments):
        print("\r\x1b[K", end="", file=sys.stderr)
    if result.status is Status.INFEASIBLE and len(result.reasons) > 1:
        print("These cannot hold together:", file=sys.stderr)
    for reason in result.reasons:
        print(reason, file=sys.stderr)
    if result.solution is not None and arguments.output:
        _write(arguments.output, to_json(result.solution))
    by_rule = _by_rule(result.by_rule, labels)
    summary = {
        "status": str(result.status),
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "by_rule": by_rule,
        "seconds": round(result.seconds, 3),
        "seed": result.seed,
    }
    if arguments.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        _print_summary(summary)
    return _exit_code(result.status)


def _exit_code(status: Status) -> int:
    if status is not Status.UNKNOWN:
        return 0
    print("Nothing was found in the time given: allow more with --seconds.", file=sys.stderr)
    return 1


def _by_rule(scores: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, dict[str, int]]:
    return {
        labels.get(rule, rule): {"count": score.count, "penalty": score.penalty}
        for rule, score in scores.items()
    }


def _print_summary(summary: Mapping[str, Any]) -> None:
    gap = "–" if summary["gap"] is None else f"{summary['gap']:.2%}"
    print(f"{summary['status']}: objective {_or_dash(summary['objective'])}, ", end="")
    print(
        f"bound {_or_dash(summary['bound'])}, gap {gap}, {summary['seconds']:.1f} s, seed {summary['seed']}"
    )
    _print_rules(summary["by_rule"])


def _print_rules(by_rule: Mapping[str, Mapping[str, int]]) -> None:
    for rule, score in by_rule.items():
        if score["penalty"] or score["count"]:
            print(f"  {rule.rstrip(':'):44} {score['count']:>8}  {score['penalty']:>12}")


def _print_score(scored: Any, labels: Mapping[str, str], arguments: argparse.Namespace) -> int:
    """The objective of somebody's answer, and every reason for it."""
    by_rule = _by_rule(scored.by_rule, labels)
    if arguments.json:
        print(
            json.dumps(
                {
                    "objective": scored.objective,
                    "feasible": not scored.hard,
                    "by_rule": by_rule,
                    "violations": [
                        {
                            "rule": labels.get(found.rule, found.rule),
                            "penalty": found.penalty,
                            "what": str(found),
                        }
                        for found in _explained(scored)
                    ],
                },
                ensure_ascii=False,
            )
        )
        return 0
    print(f"objective {scored.objective}" + (", not feasible" if scored.hard else ""))
    _print_rules(by_rule)
    for found in _explained(scored):
        print(f"  {'!' if found.hard else found.penalty:>10}  {found}")
    return 0


def _explained(scored: Any) -> Iterable[Any]:
    """Every violation, hard ones first; meetings keep them together, timetables apart."""
    return scored.violations if isinstance(scored.hard, int) else (*scored.hard, *scored.violations)


def _print_front(problem: Any, mended: Any) -> None:
    proven = "proven" if mended.minimum_proven else "not proven"
    print(
        f"{mended.status}: fewest moves {_or_dash(mended.minimum_moves)} ({proven}), {mended.seconds:.1f} s"
    )
    for point in mended.points:
        names = ", ".join(problem.talks[talk].ref for talk in point.moved[:8])
        more = f" and {point.moves - 8} more" if point.moves > 8 else ""
        print(f"  {point.moves:>4} moves  objective {point.objective:>10}  {names}{more}")


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise BadInput("This is not JSON: give a file that `-o` wrote.", where=str(path)) from broken


def _write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _pairs(
    texts: Iterable[str], option: str, first: Mapping[str, int], second: Mapping[str, int]
) -> list[tuple[int, int]]:
    """«A:B,C:D» as pairs of positions. Names may hold commas and colons themselves: a pair ends where both its names
    are known."""
    found: list[tuple[int, int]] = []
    for text in texts:
        waiting = ""
        for piece in text.split(","):
            waiting = f"{waiting},{piece}" if waiting else piece
            pair = _known_pair(waiting.strip(), first, second)
            if pair:
                found.append(pair)
                waiting = ""
        if waiting:
            raise BadInput(
                f"«{waiting}» names nothing in the file: write the name, a colon, and a session.",
                where=option,
            )
    return found


def _known_pair(text: str, first: Mapping[str, int], second: Mapping[str, int]) -> tuple[int, int] | None:
    for at, letter in enumerate(text):
        one, other = text[:at].strip(), text[at + 1 :].strip()
        if letter == ":" and one in first and other in second:
            return first[one], second[other]
    return None


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e7:
        raise argparse.ArgumentTypeError(f"{text} is no time to search: write a number of seconds above 0")
    return seconds


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is below 0")
    return number
