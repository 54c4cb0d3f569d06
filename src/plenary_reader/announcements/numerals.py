"""Numbers as announcements write them: 400, 1,200, 四百余, 2 万, 第二十届, 3rd, twelfth."""

import re

DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0, "正": 1}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMBER = r"[〇零一二两三四五六七八九十百千万廿卅]"

ORDINAL_WORDS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
}
NUMBER_WORDS = {
    word: n
    for n, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
}


def chinese_number(words: str) -> int | None:
    """The value of a Chinese numeral (二十, 四百五十, 二〇三五, 廿三), or None when it is none."""
    words = words.replace("廿", "二十").replace("卅", "三十")
    if not words or len(words) > 12:
        return None
    if all(c in DIGITS for c in words):  # 二〇三五 is read digit by digit, as years are
        return int("".join(str(DIGITS[c]) for c in words))
    total, section, digit = 0, 0, 0
    for c in words:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in UNITS:
            section += (digit or 1) * UNITS[c]
            digit = 0
        elif c in MYRIADS:
            total += (section + digit or 1) * MYRIADS[c]
            section = digit = 0
        else:
            return None
    return total + section + digit


def number(words: str) -> int | None:
    """The value of digits (with thousands commas, or a decimal before 万) or of a Chinese numeral."""
    words = words.strip().replace(",", "").replace(" ", "")
    if match := re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)([千万亿])?", words):
        unit = {"千": 1000, "": 1, **MYRIADS}[match[2] or ""]
        return round(float(match[1]) * unit)
    return chinese_number(words)
