"""Chinese and English as equals: two columns, one name.

    title_zh = models.CharField(…)
    title_en = models.CharField(…)
    title = Bilingual("title")

`edition.title` is the text in the reader's language, or the other one when that is empty: a reader is never
shown nothing because a translation is missing.
"""

from django.utils import translation


def language() -> str:
    """The active language as it stands in addresses and columns: `zh` or `en`."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def django_code(short: str) -> str:
    """`zh` → `zh-hans`, `en` → `en`: what `translation.override` wants."""
    return "en" if short == "en" else "zh-hans"


def pick(zh: str, en: str) -> str:
    return (en or zh) if language() == "en" else (zh or en)


class Bilingual:
    """Reads `<name>_zh` or `<name>_en` by the active language, falling back to the other."""

    def __init__(self, name: str) -> None:
        self.zh, self.en = f"{name}_zh", f"{name}_en"

    def __get__(self, row: object, owner: type | None = None) -> str:
        if row is None:
            return self  # type: ignore[return-value]
        return pick(getattr(row, self.zh), getattr(row, self.en))
