"""What the readers of strangers' files say, in the reader's language: their sentences are messages of our catalogue."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


def said(sentence: str, params: Mapping[str, Any]) -> str:
    """The sentence with its values; what a file is instead («a Word document») is translated like the sentence."""
    return gettext(sentence) % {
        name: gettext(value) if name == "kind" else value for name, value in params.items()
    }
