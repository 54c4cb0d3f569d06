"""The announcement's text cut into pieces, so that each piece of evidence can be marked and linked to its field."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    """Some of the text; `keys` are the readings it is evidence of, `first` those that begin here."""

    text: str
    keys: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def pieces(text: str, spans: dict[str, list[int]], shown: set[str]) -> list[Piece]:
    """Cuts at every border of a span, so that evidence may overlap. Only keys in `shown` are marked."""
    kept = {
        key: (start, end)
        for key, (start, end) in spans.items()
        if key in shown and 0 <= start < end <= len(text)
    }
    borders = sorted({0, len(text), *(at for span in kept.values() for at in span)})
    found = []
    for start, end in pairwise(borders):
        keys = tuple(sorted(key for key, span in kept.items() if span[0] <= start and end <= span[1]))
        first = tuple(key for key in keys if kept[key][0] == start)
        found.append(Piece(text[start:end], keys, first))
    return found
