"""Readings of Chinese. The dictionary takes a quarter of a second to load, so it waits until somebody asks."""


def readings(text: str) -> list[str]:
    """One syllable a character, without tones («ü» is «v»); what is not Chinese stays in runs as it is."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def initials(text: str) -> str:
    """The first letter of each syllable: 张伟 → «zw»."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
