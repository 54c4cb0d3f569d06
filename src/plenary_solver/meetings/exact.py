"""The exact search: the benchmark's problem by core-guided MaxSAT, in this process or in one beside it.

What it does not model (tables with names, caps, attended talks, other weights, meetings that may stay unplaced) is for
the other search.
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from plenary_solver.meetings.encoding import Encoding, Impossible
from plenary_solver.meetings.maxsat import fewest
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.results import Status
from plenary_solver.stopping import MaxRuntime, StopRule

NOT_PROVEN = (
    "Nobody is sure to have no break, so a fair schedule in which everybody has one was not ruled out; "
    "allow a larger fairness."
)
LONGEST = 3600 * 24.0  # seconds after which a process nobody waits for ends by itself


@dataclass(frozen=True)
class Proof:
    """`status` is UNKNOWN when the search was stopped; `bound` is proven all the same, None for nothing."""

    status: Status
    slots: tuple[int, ...] | None = None
    bound: int | None = None
    reasons: tuple[str, ...] = ()

    @property
    def schedule(self) -> Schedule | None:
        return None if self.slots is None else Schedule(self.slots)


def prove(problem: Problem, *, stop: StopRule, on_bound: Callable[[int], None] = lambda bound: None) -> Proof:
    """The schedule with the fewest breaks, and the proof. Deterministic: it looks at bounds from below. `stop` is asked
    every few seconds."""
    try:
        encoding = Encoding(problem)
    except Impossible:
        return Proof(Status.INFEASIBLE)
    answer = fewest(encoding.cnf, encoding.breaks, stop=stop, on_bound=on_bound)
    if answer.model is not None:
        # Fair schedules in which everybody has a break cost one break a person at least.
        proven = answer.bound <= len(problem.people) or problem.fairness is None or _someone_has_none(problem)
        bound = answer.bound if proven else len(problem.people)
        return Proof(
            Status.OPTIMAL if proven else Status.FEASIBLE, tuple(encoding.slots(answer.model)), bound
        )
    # Below one break a person, what is proven for at most `fairness` breaks each is proven for all fair schedules.
    if not answer.settled:
        return Proof(Status.UNKNOWN, None, min(answer.bound, len(problem.people)))
    if problem.fairness is None or _someone_has_none(problem):
        return Proof(Status.INFEASIBLE)
    return Proof(Status.UNKNOWN, None, None, (NOT_PROVEN,))


class Beside:
    """The same in a process of its own, which ends with `close`: a call of the SAT solver holds the interpreter's lock,
    so that another thread could neither search nor look at its stopping rule."""

    def __init__(self, problem: Problem):
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin and self._process.stdout
        self.bound = 0
        self.proof: Proof | None = None
        self._process.stdin.write(pickle.dumps(problem))
        self._process.stdin.close()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        try:
            while self.proof is None:
                told = pickle.load(self._process.stdout)
                if isinstance(told, Proof):
                    self.proof = told
                else:
                    self.bound = told
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            pass  # the process is gone: what it told stands

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()


def is_modelled(problem: Problem) -> bool:
    weights = problem.weights
    return (
        problem.all_placed
        and not problem.tables
        and (weights.breaks, weights.interruptions) == (1, 0)
        and not any(person.attends or person.cap is not None for person in problem.people)
    )


def _someone_has_none(problem: Problem) -> bool:
    """Whether a person can have no break at all: fewer than two meetings, or one in every slot."""
    meetings = [0] * len(problem.people)
    for meeting in problem.meetings:
        meetings[meeting.a] += 1
        meetings[meeting.b] += 1
    return any(count < 2 or count >= problem.slots for count in meetings)


def _answer() -> None:
    """What the process does: a problem comes in, bounds and at last a proof go out."""
    from plenary_solver.meetings.exact import (
        prove,
    )  # not those of «__main__», which the other process cannot load

    problem = pickle.load(sys.stdin.buffer)

    def tell(what: object) -> None:
        sys.stdout.buffer.write(pickle.dumps(what))
        sys.stdout.buffer.flush()

    tell(prove(problem, stop=MaxRuntime(LONGEST), on_bound=tell))


if __name__ == "__main__":
    _answer()
