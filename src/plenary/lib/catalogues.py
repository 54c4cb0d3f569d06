"""Message catalogues: each module keeps its Chinese in its own `locale/zh_Hans/LC_MESSAGES/django.po`.

Source strings are English. Compiled at set-up with Babel, so that no gettext tools are needed.
`python -m plenary.lib.catalogues` compiles; `… check` also fails when a message has no Chinese.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "ngettext_lazy": (1, 2)}
_CALL = re.compile(r"\b(?:n?p?gettext)\((.*?)\)\s", re.S)


def compile_all() -> int:
    """Writes a .mo beside every .po; returns how many."""
    count = 0
    for po in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
        with open(po, "rb") as source:
            catalogue = read_po(source)
        with open(po.with_suffix(".mo"), "wb") as target:
            write_mo(target, catalogue)
        count += 1
    return count


def used() -> Iterator[tuple[str, str]]:
    """(file:line, message) for every English source string in Python and templates."""
    files = [("**/tests/**", "ignore"), ("**.py", "python")]
    for name, line, message, _, _ in extract_from_dir(str(PACKAGE), files, keywords=KEYWORDS):
        yield f"{name}:{line}", message if isinstance(message, str) else message[0]
    from django.utils.translation.template import templatize

    for path in sorted([*PACKAGE.glob("*/templates/**/*.html"), *PACKAGE.glob("*/templates/**/*.txt")]):
        # templatize turns tags into gettext calls; what lies between is filled with letters.
        for call in re.finditer(
            r"""gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", templatize(path.read_text())
        ):
            import ast

            yield str(path.relative_to(PACKAGE)), ast.literal_eval(call.group(1))


def missing() -> list[str]:
    """Messages without Chinese, as «file: message»."""
    known: set[str] = set()
    for po in PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
        with open(po, "rb") as source:
            for entry in read_po(source):
                text = entry.string if isinstance(entry.string, str) else (entry.string or [""])[0]
                if text and not entry.fuzzy:
                    known.add(entry.id if isinstance(entry.id, str) else entry.id[0])
    return [f"{where}: {message!r}" for where, message in used() if message and message not in known]


def conflicts() -> list[str]:
    """Messages two modules translate differently: Django keeps one of them for all. Give one a context (pgettext)."""
    meanings: dict[tuple[str, str], dict[str, str]] = {}
    for po in sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        with open(po, "rb") as source:
            for entry in read_po(source):
                message = entry.id if isinstance(entry.id, str) else entry.id[0]
                text = entry.string if isinstance(entry.string, str) else (entry.string or [""])[0]
                if message and text:
                    module = po.relative_to(PACKAGE).parts[0]
                    meanings.setdefault((entry.context or "", message), {}).setdefault(text, module)
    return [
        f"{message!r}: " + ", ".join(f"{text} ({module})" for text, module in texts.items())
        for (_, message), texts in sorted(meanings.items())
        if len(texts) > 1
    ]


if __name__ == "__main__":
    compile_all()
    if "check" in sys.argv:
        wrong = [*missing(), *conflicts()]
        print("\n".join(wrong) or "Every message has its Chinese, and only one.")
        sys.exit(1 if wrong else 0)
