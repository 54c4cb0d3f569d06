"""One or two threads that anneal, and the thread that waits for them."""

import math
import os
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from plenary_solver.compiled import COMPILED
from plenary_solver.meetings.bounds import fewest_breaks
from plenary_solver.meetings.evaluator import evaluate
from plenary_solver.meetings.problem import Problem, Schedule
from plenary_solver.meetings.rules import own_tables
from plenary_solver.meetings.search.anneal import NO_CROWDS, Annealer
from plenary_solver.meetings.search.board import CHANGE, NO_LIMIT, NONE, Int64, board
from plenary_solver.meetings.search.construct import construct
from plenary_solver.meetings.search.tables import with_tables
from plenary_solver.stopping import Budget, StopRule
from plenary_solver.threads import run_beside

CHUNK = 8192 if COMPILED else 64  # steps between two looks at the stopping rule
LONG = 0.03  # share of the search after which its one long cycle begins; a short one before it is for who stops early
# Shares of a cycle and temperatures there, in breaks: most of the time where breaks freeze, the rest for table changes.
FROM_SCRATCH = ((0.0, 0.45), (0.9, 0.14), (1.0, 0.01))
FROM_SCHEDULE = ((0.0, 0.12), (1.0, 0.03))
# Shares of a cycle between which the price of a meeting without a table rises, and to what.
CROWDED_UNTIL, CLEARED_AT, LAST_PRICE = 0.8, 0.9, 2.0
# In a large summit where a table change costs less than this share of a break, changes are not counted, and a break too
# many no more than any other, before this share of a cycle.
LIGHT, CHANGES_FROM = 0.05, 0.92

STRICT_FROM = 0.5  # share of the search after which a meeting is rather left out than unfair or out of order
SHORT = (0.06, 0.15, 0.3, STRICT_FROM)  # shares after which a small schedule is begun anew
LARGE = 200  # meetings
COUNTING = 40  # how often longer than scoring a schedule is the time between two of them

Watch = Callable[[int, int | None], None]


class Team:
    """A search that several threads share; `watch` is told its steps and the best cost."""

    def __init__(
        self,
        problem: Problem,
        *,
        stop: StopRule,
        seed: int = 0,
        start: Schedule | None = None,
        workers: int | None = None,
        watch: Watch = lambda steps, cost: None,
        proven: Callable[[int | None], bool] = lambda objective: False,
        toll: int = 0,
        limit: int | None = None,
    ):
        """`limit`: how many meetings may move from `start`, at `toll` each; None for any number and no toll."""
        self.problem = problem
        self.stop = stop
        self.watch = watch
        self.proven = proven
        self.workers = workers or min(2, os.cpu_count() or 1)
        self.began = time.monotonic()
        self.halted = False
        self._counted: int | None = -1
        self._next_count = 0.0
        self._scored: int | None = None
        self._record: tuple[int, Schedule] | None = None
        self.cooling = FROM_SCRATCH if start is None else FROM_SCHEDULE
        weights = problem.weights
        severe = 10 * max(1, weights.breaks, weights.interruptions, weights.table_changes)
        self.strict = severe + 2 * max(weights.must_unplaced, weights.unplaced)
        self.kept = start.tables if start is not None and limit is not None else None
        self.first = construct(problem) if start is None else start
        self.home, self.own = _start(problem, self.first)
        self.seed = seed
        self.severe, self.toll, self.limit = severe, toll, limit
        self.annealers: list[Annealer] = []
        self.budget = Budget(stop)

    def _prepare(self) -> None:
        """Have all moves compiled, or read from the cache, before the time is planned."""
        fairness = self.problem.fairness
        if fairness is not None:
            fairness += min(fewest_breaks(self.problem), default=0)
        bd = board(
            self.problem,
            unfair=self.severe,
            out_of_order=self.severe,
            fair=fairness,
            home=None if self.limit is None else self.home,
            toll=self.toll,
            limit=NO_LIMIT if self.limit is None else self.limit,
        )
        annealers = [Annealer(bd, self.home, self.own, self.seed, stream) for stream in range(self.workers)]
        for annealer in annealers:
            annealer.run(0.0, LAST_PRICE, 1)
        self.annealers = annealers

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def steps(self) -> int:
        return sum(annealer.steps for annealer in self.annealers)

    @property
    def unprepared(self) -> bool:
        """Whether the time was over before the moves were compiled."""
        return bool(self.problem.meetings) and not self.annealers

    @property
    def cost(self) -> int | None:
        return min((annealer.cost for annealer in self.annealers), default=None)

    def search(self) -> None:
        """Until the stopping rule says so."""
        if not self.problem.meetings or self._over():
            return
        run_beside([self._prepare], self._over, halt=self._halt, wait=False)
        if self.halted:
            return
        self.budget = Budget(self.stop)
        if self.workers == 1:
            self._anneal(self.annealers[0], self._over)
        else:
            jobs = [partial(self._anneal, annealer, lambda: self.halted) for annealer in self.annealers]
            run_beside(jobs, self._over, halt=self._halt, wait=True)

    def _halt(self) -> None:
        self.halted = True

    def best(self) -> Schedule:
        """The best schedule seen, at tables."""
        found = self._found()
        if self._record is None:
            return found
        scored = evaluate(self.problem, found)
        return self._record[1] if scored.hard or scored.objective >= self._record[0] else found

    def _found(self) -> Schedule:
        """The best one as the searches count just now."""
        if not self.annealers:
            return self.first
        found = min(self.annealers, key=lambda annealer: annealer.cost).best
        return self._schedule(found[0], found[1])

    def _schedule(self, found: Int64, own: Int64) -> Schedule:
        slots = tuple(None if slot < 0 else int(slot) for slot in found)
        kept = None
        if self.kept is not None:
            kept = [
                table if slot == home else None
                for table, slot, home in zip(self.kept, found, self.home, strict=False)
            ]
        return Schedule(slots, with_tables(self.problem, slots, own.tolist(), kept))

    def _objective(self) -> int | None:
        """What the best schedule seen costs, tables and all; None while it breaks a rule that must hold."""
        cost = self.cost
        # A rule that counts steps is to stop at the same step every time, whatever the clock says.
        if cost != self._counted and (
            self.stop.steps_left(0) is not None or self.seconds >= self._next_count
        ):
            began = self.seconds
            self._counted = cost
            found = self._found()
            scored = evaluate(self.problem, found)
            self._scored = None if scored.hard else scored.objective
            if self._scored is not None and (self._record is None or self._scored < self._record[0]):
                self._record = self._scored, found
            self._next_count = self.seconds + COUNTING * (self.seconds - began)
        return self._scored

    def _over(self) -> bool:
        """Look at the stopping rule; once it says so, all is over."""
        objective = self._objective()
        self.watch(self.steps, objective)
        self.halted = self.halted or self.stop.done(self.steps, objective) or self.proven(objective)
        return self.halted

    def _anneal(self, annealer: Annealer, over: Callable[[], bool]) -> None:
        large, given = len(self.problem.meetings) > LARGE, self.cooling is FROM_SCHEDULE
        # A large schedule is mended while it cools; what is beyond mending is seen on small ones.
        tightened = self.kept is not None or self.problem.all_placed or large
        change, breaks = int(annealer.bd.number[CHANGE]), self.problem.weights.breaks
        light = large and not given and change <= LIGHT * breaks
        begun, ends = 0.0, [LONG, 1.0] if large else [*SHORT, 1.0]
        if given:
            ends = [1.0] if tightened else [STRICT_FROM, 1.0]
        while not over():
            spent = self.budget.spent(self.steps)
            if spent >= ends[0] and len(ends) > 1:
                begun = ends.pop(0)
                if light:
                    annealer.weigh(0, breaks)
                if begun == STRICT_FROM and not tightened and self._breaks_rules(annealer):
                    annealer.tighten(self.strict)
                elif not given:
                    annealer.forget()
            share = (spent - begun) / (ends[0] - begun)
            if share >= CHANGES_FROM and light and begun:
                light = False
                annealer.weigh(change, self.severe)
            cleared = (share - CROWDED_UNTIL) / (CLEARED_AT - CROWDED_UNTIL)
            settled = self.kept is not None or cleared >= 1
            price = NO_CROWDS if settled else 1 + (LAST_PRICE - 1) * max(0.0, cleared)
            annealer.run(_between(self.cooling, share), price, self._chunk())

    def _breaks_rules(self, annealer: Annealer) -> bool:
        """Whether the schedule under search is unfair or out of order."""
        now = self._schedule(annealer.state.slot, annealer.state.table)
        return not {"fairness", "precedence"}.isdisjoint(evaluate(self.problem, now).by_rule)

    def _chunk(self) -> int:
        """Steps until the next look, no more than the stopping rule allows."""
        left = self.stop.steps_left(self.steps)
        if left is None:
            return CHUNK
        return max(1, min(CHUNK, left // self.workers, 1 + (self.budget.steps or 0) // 200))


def _between(cooling: tuple[tuple[float, float], ...], share: float) -> float:
    """The temperature at a share of the cycle, falling by the same factor in the same time between two points."""
    return math.exp(np.interp(share, [x for x, _ in cooling], [math.log(heat) for _, heat in cooling]))


def _start(problem: Problem, start: Schedule | None) -> tuple[Int64, Int64]:
    """Slots and own tables of a schedule, NONE for what is not there."""
    n = len(problem.meetings)
    if start is None:
        return np.full(n, NONE, np.int64), np.full(n, NONE, np.int64)
    slots = [NONE if slot is None else slot for slot in start.slots]
    own = [NONE] * n
    for m, table in enumerate(start.tables):
        if table in own_tables(problem, m):
            own[m] = table
    return np.array(slots, np.int64), np.array(own, np.int64)
