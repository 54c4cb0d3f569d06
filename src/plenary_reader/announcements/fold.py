"""One alphabet for all rules: folding characters without moving them.

``fold`` replaces full-width forms, dash variants and traditional characters by one plain counterpart each. Every
replacement is one character for one, so an offset in the folded text is the same offset in the original, and what a
rule finds in the folded text can be shown to a person in the words of the original.
"""

from functools import cache
from importlib.resources import files

LEXICON = files(__package__) / "lexicon"


def lexicon_lines(name: str) -> list[str]:
    """The lines of a lexicon file, without comments and empty lines."""
    lines = (LEXICON / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def _table() -> dict[int, int]:
    # U+FF01..U+FF5E are the full-width ASCII characters, in order.
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−─﹣"), ord("-"))
    table |= dict.fromkeys(map(ord, "〜∼～˜"), ord("~"))
    table |= dict.fromkeys(map(ord, "∶﹕"), ord(":"))
    table |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f"), ord(" "))
    table |= dict.fromkeys(map(ord, "・‧•●∙⋅"), ord("·"))
    table |= {ord("’"): ord("'"), ord("‘"): ord("'"), ord("“"): ord('"'), ord("”"): ord('"')}
    table |= {ord("○"): ord("〇"), ord("零"): ord("〇"), ord("両"): ord("两")}
    for line in lexicon_lines("traditional.txt"):
        table |= {ord(pair[0]): ord(pair[1]) for pair in line.split()}
    return table


def fold(text: str) -> str:
    """``text`` with every character replaced by its plain counterpart; the length never changes."""
    return text.translate(_table())
