"""A figure beside its bar. Printed, and the exit code says whether every bar was held."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    bar: float
    at_most: bool = True

    @property
    def holds(self) -> bool:
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "" if self.holds else "   MISSED"
        value = f"{self.value:.0f}" if self.value >= 100 else f"{self.value:.3g}"
        return f"{self.name}: {value} {self.unit} ({sign} {self.bar:g}){verdict}"


def report(figures: list[Figure]) -> None:
    """Prints, and ends the process with 1 when a bar was missed."""
    for figure in figures:
        print(figure, flush=True)
    sys.exit(0 if all(figure.holds for figure in figures) else 1)


def machine() -> str:
    try:
        model = next(
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    import os

    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"
