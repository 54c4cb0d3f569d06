"""Hooks: a lower module asks, higher modules answer, and the lower one never knows their names."""

from collections.abc import Callable, Iterator
from typing import Any


class Hook:
    """A named question. `@hook.add` registers an answer; `hook.ask(…)` yields every answer that is not None."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answers: list[tuple[int, str, Callable[..., Any]]] = []

    def add(self, function: Callable[..., Any] | None = None, *, order: int = 100) -> Any:
        """Registers an answer; lower `order` comes first, ties by the function's dotted name."""

        def register(answer: Callable[..., Any]) -> Callable[..., Any]:
            self._answers.append((order, f"{answer.__module__}.{answer.__qualname__}", answer))
            self._answers.sort(key=lambda item: item[:2])
            return answer

        return register(function) if function else register

    def ask(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        for _, _, answer in self._answers:
            result = answer(*args, **kwargs)
            if result is not None:
                yield result
