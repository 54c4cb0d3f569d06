"""Cells that a spreadsheet program would run as formulas, made plain for export and restored on import.

`restore_cell(neutralise_cell(text)) == text` for every text. A leading apostrophe is what spreadsheet programs
themselves use to say «this is text». Full-width signs count too (some programs fold them), and so does a sign
after `;` or `"`, where a program with another separator would begin a new cell.
"""

import re

_BEGINS = r"(?=\s*[=+\-@＝＋－＠]|[\t\r\n])"
_TO_NEUTRALISE = re.compile(rf"(\A|[;\"])('*){_BEGINS}")
_TO_RESTORE = re.compile(rf"(\A|[;\"])'('*){_BEGINS}")
_FORMULA_LIKE = re.compile(r"\A\s*(?:[=＝@＠]|[+\-＋－](?![\s\d(（.]))")


def neutralise_cell(text: str) -> str:
    return _TO_NEUTRALISE.sub(r"\1'\2", text)


def restore_cell(text: str) -> str:
    return _TO_RESTORE.sub(r"\1\2", text)


def is_formula_like(text: str) -> bool:
    """Worth a warning: unlike +86 138… or -5, this begins as a formula does."""
    return bool(_FORMULA_LIKE.match(text)) and len(text.strip()) > 1
