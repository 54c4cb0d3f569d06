"""Labelled fields: 一、会议时间, 【地点】, «主办单位：…», "When: …", a heading "Venue" above its value.

``sections`` cuts a document into values with the name of the field each belongs to. It is the one place that knows
how forms are written; the readers of dates, places, parties and topics only ask for their fields.
"""

import re
from dataclasses import dataclass
from functools import cache

from plenary_reader.announcements.fold import lexicon_lines
from plenary_reader.announcements.numerals import number
from plenary_reader.announcements.source import Block, Document


@dataclass(frozen=True, slots=True)
class Value:
    """Words that stand under a label: ``document.text[start:end]`` lies in ``block``.

    ``inline`` says that the value stands in the label's own line.
    """

    field: str
    label: str
    block: Block
    start: int
    end: int
    inline: bool
    order: int  # which label of the document, so that values of one label can be put together

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    for line in lexicon_lines("labels.txt"):
        field, _, listed = line.partition(":")
        if field.startswith("ending "):
            continue
        if field.startswith("of "):
            parts[field] = [word.strip() for word in listed.split("|")]
            continue
        for word in listed.split("|"):
            words.setdefault(word.strip(), field)
    # 会议, 论坛, 峰会 … each with 时间, 规模, 方向 …: written out they would be hundreds of lines.
    for key in parts:
        _, owner, *fields = key.split(" ")
        for suffix in parts[key] if fields else []:
            for prefix in parts[f"of {owner}"]:
                words.setdefault(prefix + suffix, fields[0])
    return words


@cache
def _endings() -> dict[str, str]:
    """Words that make a label of whatever stands before them, each with its field."""
    endings: dict[str, str] = {}
    for line in lexicon_lines("labels.txt"):
        if line.startswith("ending "):
            field, _, listed = line.removeprefix("ending ").partition(":")
            endings |= dict.fromkeys((word.strip() for word in listed.split("|")), field)
    return endings


def _field(name: str) -> str:
    """The field a label announces: listed in the lexicon, or known by its ending."""
    return _words().get(name) or next(field for word, field in _endings().items() if name.endswith(word))


# 一、 (一) 1. 01. ① ## 【 ★ 📅 and the like before a label.
_MARKS = r"[\W_]{0,6}"
_NUMBERING = rf"{_MARKS}(?:(?:第?[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]{{1,3}}[、.,:)\s]|\(?\d{{1,2}}(?:\.\d{{1,2}})?[.、)]|\d{{1,2}}\s(?=[\u4e00-\u9fff]{{2}})|\d{{1,2}}\.\d{{1,2}}(?=\D)|[①-⑳]|[A-Za-z][.、)])\s{{0,3}})?{_MARKS}(?:[一二两三四五六七八九十\d]{{1,2}}大(?=专题|主题|议题|论坛|分论坛|方向|领域|板块|赛道))?"
_SPACED = r"[ ]{0,3}"  # 时 间：
# A Chinese label may be followed by its English: 主办 Organizers, 会议时间 / Date.
_GLOSS = r"(?:(?<=[\u4e00-\u9fff])\s?/?\s?[A-Za-z][A-Za-z &]{1,28})?"


@cache
def _patterns() -> tuple[re.Pattern, re.Pattern]:
    def spelled(word: str) -> str:
        if word.isascii():
            return re.escape(word).replace(r"\ ", r"\s")
        if mixed := re.fullmatch(r"([\u4e00-\u9fff]+)([a-z]+)", word):  # 主题 Topics, 主题/Topics
            return rf"{mixed[1]}\s?/?\s?{mixed[2]}"
        return _SPACED.join(map(re.escape, word)) if len(word) == 2 else re.escape(word)

    words = "|".join(spelled(word) for word in sorted(_words(), key=len, reverse=True))
    chinese = "|".join(word for word in _endings() if not word.isascii())
    english = "|".join(word for word in _endings() if word.isascii())
    # Who may come, apply or be hired has an 范围 or a 方向 too, and is no topic.
    words += rf"|(?!\S{{0,4}}(?:报名|参会|收费|服务|适用|招聘|就业|参赛|赞助|参加|交通))[\u4e00-\u9fff]{{1,6}}(?:{chinese})|(?!past|previous)(?:[a-z'/-]{{2,16}}\s){{1,3}}(?:{english})"
    whole = re.compile(
        rf"^{_NUMBERING}(?P<label>{words}){_GLOSS}\s{{0,3}}(?:\([^()]{{0,20}}\))?[\s\W]{{0,8}}$", re.I
    )
    inline = re.compile(
        rf"(?:^{_NUMBERING}|(?<=[\s;,。|)】]))(?P<label>{words})(?:{_GLOSS}(?=\s?:))?\s{{0,3}}(?:\([^()]{{0,16}}\)\s?)?"
        rf"(?:(?=\((?:一|1)\)|①)|[\])】」]\s{{0,2}}:?|\s{{0,2}}:|\t|\s{{0,2}}[|/]\s|(?<=[\u4e00-\u9fff])\|\s?|\s-\s|为:|是:|(?<=[\u4e00-\u9fff])\s{{1,3}}(?=\d))",
        re.I,
    )
    return whole, inline


# A day or a place takes a line or two; what follows without a label is something else.
_SHORT_FIELDS = ("when", "where", "when_where", "theme", "published")


def sections(document: Document) -> list[Value]:
    """Every labelled value of a document, in reading order."""
    values: list[Value] = []
    field, label, order, level, held, bold = "", "", 0, 0, 0, False
    numbering: tuple[str, int] | None = None
    for block in document.body():
        if block.kind == "footer":
            field = ""
        cuts = _labels_in(block)
        if not cuts:
            # Any other heading, and a heading-like line among its equals, ends a field.
            if block.kind == "heading" and (not level or block.level <= level) and field and held:
                field = ""
            if (bold and block.bold and held) or (held and _beside(numbering, _numbering(block))):
                field = ""
            # «我们想听的题目：» opens something else than the names or the day above it.
            if held and field not in ("topics", "agenda") and block.folded.rstrip().endswith(":"):
                field = ""
            if field and held < (4 if field in _SHORT_FIELDS and field != "theme" else 60):
                values.append(Value(field, label, block, block.start, block.end, False, order))
                held += 1
            continue
        if cuts[0][0] > 0 and field and held:  # words before the first label go on with the field above
            field = ""
        for i, (_, end, name) in enumerate(cuts):
            stop = cuts[i + 1][0] if i + 1 < len(cuts) else len(block.text)
            field, label, bold, numbering = _field(name), name, block.bold, _numbering(block)
            order, level, held = order + 1, block.level if block.kind == "heading" else 0, 0
            start = block.start + end
            if block.text[end:stop].strip(" \t:：|-*_】])"):
                values.append(Value(field, label, block, start, block.start + stop, True, order))
                held = 1
        # A label with its value in its own line is complete; only an empty one, or a list, takes what follows.
        if held and not _goes_on(block, field):
            field = ""
    return values


# 四、… ends what 三、… began, and 【费用】 what 【议题】 began, whether or not the lexicon knows the word.
_NUMBERED = re.compile(
    r"[\s#*]{0,4}(?:(?P<zh>[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]{1,3})、|\((?P<bracketed>[一二三四五六七八九十]{1,3})\)|(?P<figure>\d{1,2})(?:[.、](?!\d)|\s(?=[\u4e00-\u9fff]))|(?P<square>【))"
)
_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾", "一二三三四五六七八九十")


def _numbering(block: Block) -> tuple[str, int] | None:
    """How a line is numbered, and its number."""
    match = _NUMBERED.match(block.folded)
    if not match or not match.lastgroup:
        return None
    words = match[match.lastgroup].translate(_FORMAL)
    return match.lastgroup, number(words) or 0


def _beside(label: tuple[str, int] | None, other: tuple[str, int] | None) -> bool:
    """Whether a numbered line stands beside the numbered label above it, and not below it."""
    return bool(label and other and label[0] == other[0] and other[1] - label[1] == (label[0] != "square"))


def _goes_on(block: Block, field: str) -> bool:
    ends_open = block.folded.rstrip().endswith((":", ",", "、", ";"))
    return ends_open or field in (
        "organisers",
        "co_organisers",
        "other_parties",
        "when_where",
        "topics",
        "theme",
        "deadline",
    )


def _labels_in(block: Block) -> list[tuple[int, int, str]]:
    """(start of the label, start of its value, label word) for each label in a block."""
    whole, inline = _patterns()
    if len(block.text) <= 40 and (match := whole.match(block.folded)):
        name = _name(match["label"])
        # A bare English word like "time" is a label only where it looks like one.
        if (
            not name.isascii()
            or block.kind in ("heading", "row")
            or block.bold
            or ":" in block.folded
            or len(name) > 3
        ):
            return [(0, len(block.text), name)]
    found: list[tuple[int, int, str]] = []
    for match in inline.finditer(block.folded[:2000]):
        name = _name(match["label"])
        # English words are labels only where a line or a cell begins: "Open Typography Day 2025" has none.
        mid_line = (
            name.isascii()
            and block.folded[max(0, match.start("label") - 2) : match.start("label")].strip()[-1:].isalnum()
        )
        if len(found) < 12 and not mid_line:
            found.append((match.start("label") if found else match.start(), match.end(), name))
    return found


def _name(label: str) -> str:
    label = re.sub(r"\s+", " ", label.lower())
    return label if label.isascii() else re.sub(r"[ /]", "", label)


def under(values: list[Value], *fields: str) -> list[Value]:
    return [value for value in values if value.field in fields]
