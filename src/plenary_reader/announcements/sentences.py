"""Where a sentence begins and ends around an offset: the context in which a number or a date is judged."""

import re

_END = re.compile(r"[。!?;\n\t]|\.(?=\s+[A-Z*\"(])")
_CLAUSE = re.compile(r"[。!?;,\n\t]|\.(?=\s+[A-Z*\"(])|\s-\s")


def _around(text: str, start: int, end: int, stop: re.Pattern, reach: int) -> tuple[int, int]:
    low = max(0, start - reach)
    begin = low
    for match in stop.finditer(text, low, start):
        begin = match.end()
    after = stop.search(text, end, min(len(text), end + reach))
    return begin, after.start() if after else min(len(text), end + reach)


def sentence(text: str, start: int, end: int, reach: int = 300) -> tuple[int, int]:
    """Offsets of the sentence around ``text[start:end]``, at most ``reach`` characters each way."""
    return _around(text, start, end, _END, reach)


def clause(text: str, start: int, end: int, reach: int = 80) -> tuple[int, int]:
    """Offsets of the clause: like a sentence, but commas end it."""
    return _around(text, start, end, _CLAUSE, reach)
