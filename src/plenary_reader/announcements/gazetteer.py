"""The names of cities, countries and regions that the lexicon lists, as patterns over folded text."""

import re
from functools import cache

from plenary_reader.announcements.fold import lexicon_lines


@cache
def gazetteer() -> tuple[re.Pattern, re.Pattern, frozenset[str], str, str]:
    """Cities in Chinese, cities in English, the doubtful among them, countries, regions."""
    names, doubtful = [], set()
    for line in lexicon_lines("cities.txt"):
        for name in line.split():
            names.append(name.removeprefix("?"))
            if name.startswith("?"):
                doubtful.add(names[-1])
    english = []
    for line in lexicon_lines("cities_en.txt"):
        for name in line.split("|"):
            english.append(name.removeprefix("?"))
            if name.startswith("?"):
                doubtful.add(english[-1])
    countries: list[str] = []
    regions: list[str] = []
    for line in lexicon_lines("regions.txt"):
        kind, _, listed = line.partition(": ")
        (countries if kind == "country" else regions).extend(listed.split("|"))

    def choice(words: list[str]) -> str:
        return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))

    chinese = re.compile(rf"(?:{choice(names)})")
    latin = re.compile(rf"(?<![\w@#./-])(?:{choice(english)})(?![\w@])(?!\.\w)")
    return chinese, latin, frozenset(doubtful), choice(countries), choice(regions)
