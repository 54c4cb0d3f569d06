"""Message catalogues: each module keeps its Chinese in its own `locale/zh_Hans/LC_MESSAGES/django.po`.

Source strings are English. Compiled at set-up with Babel, so that no gettext tools are needed.
`python -m plenary.lib.catalogues` compiles; `… check` also fails when a message has no Chinese, or two.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")
}
_LETTERS = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?)(p?)gettext\({_LETTERS}(?:\s*,\s*{_LETTERS})?")

Key = tuple[str, str]  # context, mostly empty, and message


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


def used() -> Iterator[tuple[str, Key]]:
    """(file:line, message) for every English source string in Python and templates."""
    files = [("**/tests/**", "ignore"), ("**.py", "python")]
    for name, line, message, _, context in extract_from_dir(str(PACKAGE), files, keywords=KEYWORDS):
        yield f"{name}:{line}", (context or "", message if isinstance(message, str) else message[0])
    from django.utils.translation.template import templatize

    for path in sorted([*PACKAGE.glob("*/templates/**/*.html"), *PACKAGE.glob("*/templates/**/*.txt")]):
        # templatize turns tags into gettext calls; what lies between is filled with letters.
        for _, has_context, *letters in _CALL.findall(templatize(path.read_text())):
            first, second = (ast.literal_eval(one) if one else "" for one in letters)
            yield str(path.relative_to(PACKAGE)), (first, second) if has_context else ("", first)


def translated() -> Iterator[tuple[str, Key, str]]:
    """(module, message, Chinese) of every entry that is done."""
    for po in sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        with open(po, "rb") as source:
            for entry in read_po(source):
                message, text = _first(entry.id), _first(entry.string)
                if message and text and not entry.fuzzy:
                    yield po.relative_to(PACKAGE).parts[0], (entry.context or "", message), text


def _first(forms: object) -> str:
    """Of a message with a plural, the first form stands for all."""
    return str(forms[0] if isinstance(forms, list | tuple) else forms or "")


def missing() -> list[str]:
    """Messages without Chinese, as «file: message»."""
    known = {key for _, key, _ in translated()}
    return [f"{where}: {_shown(key)}" for where, key in used() if key[1] and key not in known]


def conflicts() -> list[str]:
    """Messages two modules translate differently: Django keeps one of them for all. Give one a context (pgettext)."""
    meanings: dict[Key, dict[str, str]] = {}
    for module, key, text in translated():
        meanings.setdefault(key, {}).setdefault(text, module)
    return [
        f"{_shown(key)}: " + ", ".join(f"{text} ({module})" for text, module in texts.items())
        for key, texts in sorted(meanings.items())
        if len(texts) > 1
    ]


def _shown(key: Key) -> str:
    context, message = key
    return f"{message!r} ({context})" if context else repr(message)


if __name__ == "__main__":
    compile_all()
    if "check" in sys.argv:
        wrong = [*missing(), *conflicts()]
        print("\n".join(wrong) or "Every message has its Chinese, and only one.")
        sys.exit(1 if wrong else 0)
