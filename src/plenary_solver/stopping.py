"""When a search ends. The clock is read here and nowhere else.

A search asks `stop.done(steps, objective)` after each chunk of work, where `steps` counts elementary moves since its
start and `objective` is the best found (None before the first). `seconds_left` lets it divide its time among phases.
"""

import threading
import time
from typing import Protocol

HALFWAY = 10_000_000  # steps after which a search without an end in sight has done half of its plan


class StopRule(Protocol):
    def begin(self) -> None:
        """The search starts now."""

    def done(self, steps: int, objective: int | None) -> bool:
        """Whether to end, given the moves tried so far and the best objective."""

    def seconds_left(self) -> float | None:
        """What is left of the time, None when this rule has no clock."""

    def steps_left(self, steps: int) -> int | None:
        """How many moves may still be tried, None when this rule does not count them."""


class _Rule:
    def begin(self) -> None:
        pass

    def done(self, steps: int, objective: int | None) -> bool:
        return False

    def seconds_left(self) -> float | None:
        return None

    def steps_left(self, steps: int) -> int | None:
        return None


class MaxRuntime(_Rule):
    """Ends `seconds` of wall-clock time after the start."""

    def __init__(self, seconds: float):
        if seconds < 0:
            raise ValueError("A search cannot run for less than no time.")
        self.seconds = seconds
        self._start = time.monotonic()

    def begin(self) -> None:
        self._start = time.monotonic()

    def done(self, steps: int, objective: int | None) -> bool:
        return self.seconds_left() <= 0

    def seconds_left(self) -> float:
        return self.seconds - (time.monotonic() - self._start)


class MaxSteps(_Rule):
    """Ends after `steps` moves; with one worker and one seed, the same result every time."""

    def __init__(self, steps: int):
        if steps < 0:
            raise ValueError("A search cannot take less than no steps.")
        self.steps = steps

    def done(self, steps: int, objective: int | None) -> bool:
        return steps >= self.steps

    def steps_left(self, steps: int) -> int:
        return max(0, self.steps - steps)


class GoodEnough(_Rule):
    """Ends when the objective is no more than `objective`."""

    def __init__(self, objective: int):
        self.objective = objective

    def done(self, steps: int, objective: int | None) -> bool:
        return objective is not None and objective <= self.objective


class WhenSet(_Rule):
    """Ends when someone sets the event: how a board cancels."""

    def __init__(self, event: threading.Event):
        self.event = event

    def done(self, steps: int, objective: int | None) -> bool:
        return self.event.is_set()


class FirstOf(_Rule):
    """Ends when the first of several rules does."""

    def __init__(self, *rules: StopRule):
        self.rules = rules

    def begin(self) -> None:
        for rule in self.rules:
            rule.begin()

    def done(self, steps: int, objective: int | None) -> bool:
        return any(rule.done(steps, objective) for rule in self.rules)

    def seconds_left(self) -> float | None:
        return min((left for rule in self.rules if (left := rule.seconds_left()) is not None), default=None)

    def steps_left(self, steps: int) -> int | None:
        return min(
            (left for rule in self.rules if (left := rule.steps_left(steps)) is not None), default=None
        )


class PartOf(_Rule):
    """A share of what another rule, which has begun, still leaves now; `steps` have been taken before."""

    def __init__(self, rule: StopRule, share: float = 1.0, steps: int = 0):
        self.rule, self.steps = rule, steps
        seconds, moves = rule.seconds_left(), rule.steps_left(steps)
        self._clock = None if seconds is None else MaxRuntime(max(0.0, seconds * share))
        self._moves = None if moves is None else int(moves * share)

    def done(self, steps: int, objective: int | None) -> bool:
        over = self._clock is not None and self._clock.done(steps, objective)
        spent = self._moves is not None and steps >= self._moves
        return over or spent or self.rule.done(self.steps + steps, objective)

    def seconds_left(self) -> float | None:
        return None if self._clock is None else self._clock.seconds_left()

    def steps_left(self, steps: int) -> int | None:
        return None if self._moves is None else max(0, self._moves - steps)


class Budget:
    """How much of the time or of the steps that a stopping rule gives is spent."""

    def __init__(self, stop: StopRule):
        self.stop = stop
        self.seconds = stop.seconds_left()
        self.steps = stop.steps_left(0)

    def spent(self, steps: int) -> float:
        """From 0 to 1, after so many steps of all workers."""
        if self.seconds is None and self.steps is None:
            return steps / (steps + HALFWAY)
        shares = [0.0]
        left = self.stop.seconds_left()
        if self.seconds is not None and left is not None:
            shares.append(1 - left / self.seconds if self.seconds else 1.0)
        if self.steps is not None:
            shares.append(steps / self.steps if self.steps else 1.0)
        return min(1.0, max(shares))

    def whole(self, steps: int) -> float:
        """How many steps the whole search is expected to take, after so many."""
        return steps / max(1e-9, self.spent(steps)) if steps else 0.0
