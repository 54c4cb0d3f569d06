"""Scores readings against labels: the matching rules of the labelled set, in process.

Strings compare after NFKC, lower case and dropping punctuation; one may contain the other when it is more than 45 % as
long. Lists score F1. ``must_not`` is checked for dates and promised counts.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plenary_reader.announcements import read_announcement

CORE = ("is_event", "dates", "title", "city")
LISTS = ("organisers", "promises", "topics", "images")


def normal(text: str | None) -> str:
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text or "").lower())


def same(a: str | None, b: str | None) -> bool:
    a, b = normal(a), normal(b)
    short, long = sorted((len(a), len(b)))
    return bool(a and b) and (a == b or (short >= 2 and (a in b or b in a) and short / long > 0.45))


def f1(got: list, want: list, equal: Callable = same) -> float:
    if not got and not want:
        return 1.0
    left, hits = list(want), 0
    for item in got:
        match = next((i for i, other in enumerate(left) if equal(item, other)), None)
        if match is not None:
            del left[match]
            hits += 1
    return 2 * hits / (len(got) + len(want))


@dataclass
class Score:
    sums: Counter = field(default_factory=Counter)
    counts: Counter = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    must_not_hits: list[str] = field(default_factory=list)

    def add(self, name: str, field_name: str, value: float, note: str = "") -> None:
        self.sums[field_name] += value
        self.counts[field_name] += 1
        if value < 1:
            self.misses.append(f"{name}: {field_name} {value:.2f} {note}")

    def mean(self, field_name: str) -> float:
        return self.sums[field_name] / self.counts[field_name] if self.counts[field_name] else 1.0

    def worst(self, fields: tuple[str, ...]) -> float:
        return min(self.mean(name) for name in fields)

    def __str__(self) -> str:
        means = "  ".join(f"{name} {self.mean(name):.3f} ({self.counts[name]})" for name in self.counts)
        return f"{means}  must_not {len(self.must_not_hits)}"


def score_folder(folder: Path, only: str = "") -> Score:
    """Scores every labelled file of a folder whose name starts with one of the letters of ``only``."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    score = Score()
    for name, label in sorted(labels.items()):
        if (not only or name[0] in only) and (folder / name).exists():
            reading = read_announcement((folder / name).read_bytes(), name=name).as_json()
            score_one(score, name, reading, label)
    return score


def score_one(score: Score, name: str, got: dict, want: dict) -> None:
    may_be_empty = set(want.get("accept_null") or [])
    if "all" in may_be_empty and not got["is_event"]:
        return  # borderline: to refuse it is right too
    score.add(name, "is_event", float(got["is_event"] == want["is_event"]), got["reason"] or "")
    if not want["is_event"]:
        return
    start, end = got["start_date"], got["end_date"] or got["start_date"]
    score.add(name, "dates", float(_dates_fit(start, end, want)), f"{start}..{end} want {want['start_date']}")
    titles = [want["title"], *(want.get("title_alt") or [])]
    score.add(name, "title", float(any(same(got["title"], t) for t in titles)), f"{got['title']!r}")
    named = [want.get("city"), *(want.get("cities") or []), *(want.get("accept_city") or [])]
    cities = [city for city in named if city]
    city_fits = any(same(got["city"], city) for city in cities) or (not want.get("city") and not got["city"])
    score.add(name, "city", float(city_fits), f"{got['city']!r} want {cities}")
    if want.get("theme"):
        score.add(name, "theme", float(same(got["theme"], want["theme"])), f"{got['theme']!r}")
    for key in ("organisers", "co_organisers"):
        if (want.get(key) or got[key]) and not (key in may_be_empty and not got[key]):
            score.add(name, key, f1(got[key], want.get(key) or []), f"{got[key]}")
    counts, wanted = [p["count"] for p in got["promises"]], [t["count"] for t in want.get("targets") or []]
    if (counts or wanted) and not ("targets" in may_be_empty and not counts):
        score.add(name, "promises", f1(counts, wanted, lambda a, b: a == b), f"{counts} want {wanted}")
    if want.get("topics"):
        score.add(name, "topics", f1(got["topics"], want["topics"]), f"{got['topics']}")
    if not want.get("images_partial") and (want.get("images") or got["images"]):
        score.add(name, "images", f1(got["images"], want.get("images") or [], _same_file), f"{got['images']}")
    for ban in want.get("must_not") or []:
        hits = [day for day in re.findall(r"\d{4}-\d{2}-\d{2}", ban) if day in (start, end)]
        if " as " in ban and "target" in ban:
            hits += [n for n in re.findall(r"\d+", ban.split(" as ")[0]) if int(n) in counts]
        score.must_not_hits += [f"{name}: {hit}" for hit in hits]


def _dates_fit(start: str | None, end: str | None, want: dict) -> bool:
    fits = start == want["start_date"] and end == (want["end_date"] or want["start_date"])
    for accepted, _ in want.get("accept_dates") or []:
        if accepted is None:
            fits |= start is None
        elif "/" in accepted:
            fits |= (start, end) == tuple(accepted.split("/"))
        else:
            fits |= (start == accepted and end in (accepted, None)) or (start is None and len(accepted) < 10)
    return fits


def _same_file(a: str, b: str) -> bool:
    return a.split("?")[0].rsplit("/", 1)[-1] == b.split("?")[0].rsplit("/", 1)[-1]


if __name__ == "__main__":
    import sys

    result = score_folder(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    print("\n".join(result.misses + result.must_not_hits))
    print(result)
