"""What stands in a cell, cleaned: names, phones, e-mails. Nothing here knows of rows or columns."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]+(?:·[{HAN}A-Za-z]+)+")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
JOINERS = re.compile(
    r"(?<![\u0600-\u0fff])[\u200c\u200d](?![\u0600-\u0fff])"
)  # letters of some scripts need them
MIDDLE_DOTS = re.compile(rf"(?<=[{HAN}])\s*[•・‧∙⋅･．•●]\s*(?=[{HAN}A-Za-z])")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
BLANKS = frozenset(
    (
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "无。",
        "暂无",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "#n/a",
        ".",
        "x",
        "待定",
        "tbd",
        "tba",
    )
)
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?[\d(（][\d\s().（）\-–—]{4,24}\d(?:\s*(?:转|ext\.?|x|#)\s*\d{1,6})?", re.IGNORECASE)
SHORTENED = re.compile(r"([+-]?\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
TITLES_AFTER_NAME = ("教授", "副教授", "院士", "研究员", "副研究员", "主任", "副主任", "校长", "副校长", "院长", "副院长", "书记", "副书记", "处长", "副处长",
                     "局长", "副局长", "部长", "司长", "主席", "副主席", "会长", "秘书长", "理事长", "董事长", "总裁", "总经理", "经理", "博士", "老师", "讲师", "工程师",
                     "先生", "女士", "同志", "小姐")  # fmt: skip
SPLIT_PERSONS = re.compile(r"\s*[、;；/\n&＆]\s*|\s*[,，]\s*(?=[\u3400-\u9fff])|\s+(?:and|och|und|et|y)\s+")


@lru_cache(maxsize=10_000)  # units and titles repeat down a list
def clean(text: str) -> str:
    """One line without characters nobody can see, blanks at the ends, or full-width Latin."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = JOINERS.sub("", INVISIBLE.sub("", text)).translate(FULL_WIDTH)
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """As `clean`, keeping the lines of a long text."""
    lines = (clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def present(text: str) -> str:
    """The text, or nothing when it only says that there is nothing."""
    text = clean(text)
    return "" if text.lower() in BLANKS else text


def hides_something(text: str) -> bool:
    return bool(INVISIBLE.search(text) or JOINERS.search(text))


def clean_name(text: str) -> str:
    """A name as its bearer writes it.

    NFC by pieces: a rare character such as 㛃 or 𠮷, and the compatibility forms that some names are
    registered with, must come out as they went in; NFKC would exchange them.
    """
    text = MIDDLE_DOTS.sub("·", clean(text))
    text = re.sub(r"[^\u2e80-\U0003ffff]+", lambda latin: unicodedata.normalize("NFC", latin[0]), text)
    pieces = text.split(" ")
    if len(pieces) > 1 and all(re.fullmatch(rf"[{HAN}]+", piece) for piece in pieces):
        whole = "".join(pieces)
        if len(whole) <= 4 and any(len(piece) == 1 for piece in pieces):  # 张　伟, spaced to three characters
            return whole
    return text


def split_title(name: str) -> tuple[str, str]:
    """«李四 教授» or «李四（院士）» is a name and what belongs to it."""
    found = re.fullmatch(rf"([{HAN}·]{{2,}})\s*[（(]([^（）()]+)[)）]", name) or re.fullmatch(
        rf"([{HAN}·]{{2,}}) (.+)", name
    )
    if found and (found[0].endswith((")", "）")) or found[2] in TITLES_AFTER_NAME):
        return found[1], found[2]
    return name, ""


def split_persons(text: str) -> list[str]:
    """The persons one cell names; a text that may be one person's stays whole."""
    text = clean_lines(text)  # long runs of blanks would make the search below slow
    parts = [name for part in SPLIT_PERSONS.split(text) if (name := clean_name(part))]
    if len(parts) < 2:
        return [clean_name(text)]
    han = all(HAN_NAME.fullmatch(split_title(part)[0]) for part in parts)
    latin = all(re.fullmatch(r"[^\W\d_][\w.'’\-]*(?: [\w.'’\-]+)+", part) for part in parts)
    return parts if han or latin else [clean_name(text)]


def family_first(name: str) -> tuple[str, str] | None:
    """«Smith, John»: family and given name."""
    found = re.fullmatch(r"([^\W\d_][^,\d]*), ?([^\W\d_][^,\d]*)", name)
    return (found[1].strip(), found[2].strip()) if found else None


def looks_like_name(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", text)) and not EMAIL.search(text) and not re.search(r"\d{3}", text)


def emails_in(text: str) -> tuple[str, ...]:
    found = EMAIL.findall(clean(text.replace("＠", "@").replace("(at)", "@").replace("mailto:", " ")))
    return tuple(dict.fromkeys(email.lower().strip(".'") for email in found))


def phones_in(text: str) -> tuple[str, ...]:
    """Every number in the text: E.164 where it is understood, tidied where not."""
    text = re.sub(r"(\d)\.0(?=\s*$)", r"\1", clean(EMAIL.sub(" ", text)))
    if full := SHORTENED.fullmatch(text):
        digits = (full[1] + (full[2] or "")).lstrip("+")
        return phones_in(digits) if len(digits) == int(full[3]) + 1 else ()
    pieces = re.split(r"[,，、;；/|\n]+|\s{2,}|(?<=\d{11})\s+(?=\d{11}\b)|\bor\b|或", text)
    return tuple(dict.fromkeys(phone_number(found[0]) for piece in pieces for found in PHONE.finditer(piece)))


def is_shortened(text: str) -> bool:
    found = SHORTENED.fullmatch(clean(text))
    return found is not None and len(found[1] + (found[2] or "")) != int(found[3]) + 1


def phone_number(text: str) -> str:
    number, *extension = re.split(r"\s*(?:转|ext\.?|x|#)\s*", text.strip(), maxsplit=1, flags=re.IGNORECASE)
    digits = re.sub(r"\D", "", number.replace("(0)", "") if number.startswith("+") else number)
    ending = f";ext={extension[0]}" if extension and extension[0] else ""
    if number.lstrip("( ").startswith("+"):
        return f"+{digits}{ending}"
    if digits.startswith("00") and len(digits) > 9:
        return f"+{digits[2:]}{ending}"
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits):
        return f"+86{digits[-11:]}{ending}"
    # A Chinese landline is told by its area code: 010 and 02x have eight digits after it, others seven or eight.
    if re.fullmatch(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}", digits):
        return f"+86{digits[1:]}{ending}"
    return f"{digits}{ending}"


def is_understood(phone: str) -> bool:
    return bool(re.fullmatch(r"\+[1-9]\d{6,14}(?:;ext=\d+)?", phone))


def split_organisation_title(text: str) -> tuple[str, str]:
    """«某公司·董事长»: the last separator parts organisation and title; without one, the words do."""
    for separator in ("·", "|", "｜", " / ", "/", "，", ",", "；", ";", " - ", "—", "、"):
        left, found, right = text.rpartition(separator)
        if found and left.strip() and right.strip():
            return clean(left), clean(right)
    left, found, right = text.rpartition(" ")
    if found and re.search(rf"[{HAN}]", text):
        return clean(left), clean(right)
    ending = re.match(
        r"(.+(?:大学|学院|公司|集团|研究院|研究所|中心|委员会|协会|学会|医院|银行|局|厅|部))((?!分|子).{2,})$",
        text,
    )
    return (ending[1], ending[2]) if ending else (clean(text), "")
