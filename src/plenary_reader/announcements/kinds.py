"""The words for a gathering: 峰会, 研讨会, conference, hackathon, SomethingCon."""

import re
from functools import cache

from plenary_reader.announcements.fold import lexicon_lines


@cache
def _lines() -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lexicon_lines("kinds.txt"))


@cache
def gathering() -> re.Pattern:
    """Finds a word for a gathering. Names that end in Con or Day need their capital letter: "icon" is none."""
    words, names = _lines()["en"].split("|(?:[A-Za-z", 1)
    return re.compile(rf"{_lines()['zh']}|\b(?i:{words})s?\b|\b(?:[A-Za-z{names[:-1]})\b")


@cache
def chinese_gathering() -> str:
    return _lines()["zh"]


@cache
def weak_gathering() -> re.Pattern:
    return re.compile(rf"(?:{_lines()['weak']})$")
