"""Filling in letters. Placeholders are a flat dictionary: no attribute, no index, no format language (T-06)."""

import re
from collections.abc import Collection, Mapping

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What mail programs turn into links: an address with a scheme, www., or a host name with a known shape.
_LINK_LIKE = re.compile(r"(?i)://|\bwww\.|\bmailto:|[\w-]\.[a-z]{2,}(?![a-z])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class UnknownPlaceholder(ValueError):
    """The letter asks for something we do not fill in; `str()` is what stands between the braces."""


def unknown_placeholders(template: str, known: Collection[str]) -> list[str]:
    """In the order of the letter, each once."""
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(template) if name not in known))


def fill(template: str, values: Mapping[str, str]) -> str:
    """«尊敬的{name}：» with {"name": …}. One pass: what a value contains is never filled in again."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise UnknownPlaceholder(match[1])
        return values[match[1]]

    return _PLACEHOLDER.sub(value, template)


def inert(value: str) -> str:
    """A stranger's text for use in our letters: one line, nothing invisible, nothing that becomes a link (T-05).

    Only text that looks like an address is touched, so that names stay as they are written.
    """
    text = " ".join(_UNSEEN.sub(" ", value).split())
    if _LINK_LIKE.search(text):
        text = text.replace("://", ":∕∕").replace(".", "․").replace("@", "＠").replace("mailto:", "mailto：")
    return text
