"""The numbers an announcement promises for this edition: 300+ deans, 70+ media, 45+ talks, 25+ booths.

A number is a promise when it counts people, talks, media, booths or papers, speaks of this edition, and looks ahead.
Numbers about earlier editions, about the organiser, about fees, deadlines and users are not.
"""

import re
from dataclasses import dataclass
from functools import cache

from plenary_reader.announcements.fold import lexicon_lines
from plenary_reader.announcements.labels import Value, under
from plenary_reader.announcements.numerals import CHINESE_NUMBER, number
from plenary_reader.announcements.sentences import clause, sentence
from plenary_reader.announcements.source import Block, Document

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    label: str
    kind: str
    count: int
    at_least: bool
    period: str | None  # day, session … when the number holds for each of them
    span: Span


# Atomic: 第二十一届 must not be read as 十, nor 2026年 as 202.
_N = rf"(?P<n>(?>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d)?|{CHINESE_NUMBER}{{1,7}}))"
# 近 and 约 and "about" say how many, not at least how many; 余, +, 以上, over say at least.
_ZH = re.compile(
    rf"(?P<before>超过?|突破|逾|不[少低]于|至少|达到?|近|约为?|大约|预计|共|有)?\s?(?<![\d./第〇一二三四五六七八九十百千万$€£¥-])(?<!\d:){_N}(?!\s?[月日年号点时分元%:届]|\s?万?\s?平[方米])\s?(?P<wan>[万千]|[余多]万)?\s?(?P<plus>\+|余|多|来)?\s?(?P<class>[名位家场个篇项间所支队余]|人(?![工才类文体口民机脸物力群居计])|余[名位人家场个篇支])?"
    rf"\s?(?P<after>\+|以上|左右|上下)?\s?(?P<what>[^\d,.。;:!?\n\t、|]{{0,24}})"
)
_EN = re.compile(
    r"(?P<before>more than|over|at least|upwards of|about|around|approximately|nearly|almost|some|up to|expect(?:ing)?|estimated|anticipated)?\s?"
    r"(?<![\w$€£¥.,:/#-])(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})(?P<plus>\s?\+|\s(?:or more|plus))?\s(?P<what>(?:[A-Za-z'&/-]{2,20}\s?,?\s?){1,6})",
    re.I,
)


# «Expected attendance: 250», «Attendance is capped at 80»
_EN_CAPACITY = re.compile(
    r"\b(?P<capacity>(?P<what>attendance|capacity|participants|attendees|delegates|visitors|exhibitors|seats)\b(?:\s(?:is|of|limited to|capped at|expected)){0,3}\s?:?)\s"
    r"(?P<before>over|about|around|approximately|up to)?\s?(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})(?P<plus>\+)?(?![\w,.%-]*\d)",
    re.I,
)


@cache
def _nouns() -> tuple[tuple[re.Pattern, str], ...]:
    """Noun and kind, in the order of the lexicon: the first that fits decides."""
    pairs = []
    for line in lexicon_lines("promises.txt"):
        kind, _, listed = line.partition(":")
        pairs.append((re.compile("|".join(word.strip() for word in listed.split("|")), re.I), kind))
    return tuple(pairs)


_LOOKS_AHEAD = re.compile(
    r"将[邀有吸汇集聚迎设带为举组]|计划|[新开]设|拟邀|诚邀|邀请|邀約|预[计期]|预估|预定|规模|名额|限额|容纳|届时|汇[聚集]|齐聚|云集|吸引|参与|参会|参加|出席|到场|带来|报道|亮相|设[置立有]?|共设|覆盖|会[有聚集]|本[届次]|现场"
    r"|\b(?:expect\w*|will|join|meet|featur\w+|anticipat\w+|bring\w*|gather\w*|attract\w*|welcom\w+|host\w*|includ\w+|capacity|limited to|seats|attend\w*|with|network)\b",
    re.I,
)
_NOT_OURS = re.compile(
    r"去年|往年|过去|上[一]?届|往届|前[一二两三四五六七八九十几\d]+届|历届|首届[^将,。]{0,10}?(?:于|曾|在|共|吸引了|已)|历年|累计|截至|至今|已[经有成举超发共]|曾|成立|以来|(?:额满|满员)(?![即为后]|提前|截止)|成功举|发表|出版(?!单位|机构|社|界|业|发行)|著(?!名)|论文\d|专利|获(?!悉|取)|奖|粉丝|订阅|(?:关注|下载|浏览|阅读|播放)(?:量|数|人数|人次|次数)|注册用户|用户|员工|市值|亿|(?:[\d万千百]\s?)元|[¥￥$€£]|字以?[内上]|前\s?\d+\s?[名位]|满\s?\d+|每[人组队]|经验|岁|(?<!\d)\d{1,2}年(?!\d)|[参到]加?了\s?\d|(?<![超通不])过\s?(?:近|约|逾)?\s?$|禁止|不得|版本|行代码|在校|博士点|毕业|招生|从业(?![者人])|从事"
    r"|last year|previous|past|since|\bhad\b|\bwere\b|\bwas\b|attended (?:by|in)|so far|to date|years? of|followers|subscribers|customers|users|members|employees|per ticket|\busd\b|\beur\b|\$|€|£|minutes?|hours?|words?|characters|years old|in 20[012]\d,|founded|history|advis|prohibit|scholarship|bursar|with travel|\bban|\bhave (?:attended|been)|sold|downloads",
    re.I,
)
_TOOK_PART = re.compile(r"(?:参[加与会]|出席|到场|观看)了")
# The figures of a worldwide series are not this edition's; people who come from all over the world are.
_WORLDWIDE = re.compile(r"[个多座]{0,2}(?:城市|国家|全球|世界)|worldwide|countries|cities", re.I)
_COUNTER = re.compile(
    r"(?:^|[,、;|/\t])\s?\d[\d,.]*\s?万?[+余多]?\s?[大场位名家个]?\s?(?![月日年点时分元号])[\u4e00-\u9fffA-Za-z]"
    r"|(?:^| )\d[\d,.]*\s?万?[+余多]?\s?(?:[大场位名家个]|(?<=\+))\s?[\u4e00-\u9fff]"
    r"|(?:^|[,、;|/\t])\s?[\u4e00-\u9fffA-Za-z]{2,12}\s?\d[\d,.]*\s?万?\+?(?=\s?(?:[,、;|/\t]|$))"
)
_MONEY = re.compile(r"(?<!免)费|优惠|奖金|\bfee|\bprice|discount", re.I)
_PERIODS = (
    (re.compile(r"每[天日]|per day|a day|each day", re.I), "day"),
    (re.compile(r"每场|per session|each session", re.I), "session"),
)


def read_promises(document: Document, values: list[Value], *, name_years: list[int]) -> list[Found]:
    """Promises in reading order, each count of a thing once. Days, addresses and room numbers promise nothing."""
    elsewhere = under(values, "when", "where", "when_where", "deadline", "published", "contact")
    tallies = _tallies(document)
    found: list[Found] = []
    for block in document.body():
        if block.kind == "footer" or len(found) >= 40:
            continue
        # In a line of its own ("300+ deans") the number is the subject, and needs no verb.
        # Twice: what a promise later in the sentence says of an earlier count is known only then.
        for pattern in (_EN_CAPACITY, _EN, _ZH, _ZH):
            for match in pattern.finditer(block.folded[:3000]):
                promise = _promise(match, block, document, values, name_years, found, tallies)
                if promise and any(
                    v.start <= promise.span[0] < v.end for v in elsewhere if v.inline or v.field != "deadline"
                ):
                    continue
                if promise and not any(
                    p.span[0] < promise.span[1] and promise.span[0] < p.span[1] for p in found
                ):
                    found.append(promise)
    found.sort(key=lambda p: p.span[0])
    kept: list[Found] = []
    for promise in found:
        if not any(
            p.count == promise.count and (p.kind == promise.kind or p.label == promise.label) for p in kept
        ):
            kept.append(promise)
    return kept


def _promise(
    match: re.Match[str],
    block: Block,
    document: Document,
    values: list[Value],
    name_years: list[int],
    found: list[Found],
    tallies: frozenset[int],
) -> Found | None:
    what = match["what"].strip()
    groups = match.groupdict()
    if not what and not groups.get("class") and not match["plus"]:
        return None
    text = document.folded
    start, end = block.start + match.start("n"), block.start + match.end()
    if match["before"]:
        start = block.start + match.start("before")
    # 四、会议规模, and below it: 预计250人
    label = next((v.label for v in values if v.start <= start < v.end and not v.inline), "")
    left, right = sentence(text, start, end)
    near_left, _ = clause(text, start, end)
    # One promise in a sentence makes its other counts promises: "over 500 attendees and 24 speakers".
    beside = any(left <= p.span[0] < right for p in found)
    # «设置 8 场专题论坛»: what is arranged is promised.
    arranged = _ARRANGED.search(text[left:end])
    kind = _kind(
        what,
        groups.get("class") or "",
        text[near_left:start]
        if near_left + 4 < start
        else label + text[max(block.start, start - 16) : start],
        text[left:right],
    )
    if kind is None:
        return None
    count = number(match["n"] + (groups.get("wan") or "").lstrip("余多"))
    if (
        count is None
        or not 2 <= count <= 2_000_000
        or (
            1980 <= count <= 2100
            and not (
                match["plus"] or groups.get("class") or "," in match["n"]
            )  # 2,000 and 2000 人 are no years
        )
    ):
        return None
    # 共 and 有 only add up; they do not promise.
    stated = bool(match["plus"] or groups.get("after") or match["before"] not in (None, "共", "有"))
    # «1 大主论坛，6 大分论坛，100+ 演讲嘉宾»: a line of counts
    counted = len(block.text) <= 120 and len(_COUNTER.findall(block.folded)) >= 3
    counted |= block.kind == "item" and match.start() <= 3 and block.start in tallies
    leads = (
        counted
        or match.start() <= 3
        or not re.search(r"[^\W\d_]", block.folded[max(0, match.start() - 8) : match.start()])
    )
    ahead = _LOOKS_AHEAD.search(text[left:right])
    scale = re.search(
        r"规模|人数|名额|限[额定]|控制在|容纳|听众|席位|座位|capacity|limited to|capped at|(?:room|space|places) for|expected|attendees:",
        label + text[min(near_left, max(block.start, start - 24)) : end],
        re.I,
    ) or bool(groups.get("capacity"))
    if (
        _MONEY.search(text[near_left:start])
        or (kind in ("session", "talk", "other") and _WORLDWIDE.search(text[left:end]))
        or _WORLDWIDE.match(what)
        or any(_NOT_OURS.search(words) for words in (text[left:start], text[start:end]))
        or _TOOK_PART.search(text[start:right])
        or _past_year(text[left:right], name_years)
    ):
        return None
    thing = kind in ("exhibitor", "media", "talk", "session", "speaker")
    short_line = leads and thing and count >= 10 and len(block.text) <= 40 and block.kind != "row"
    # «…，50 多个展位»: booths and media that begin a clause are the edition's own.
    begins = kind in ("exhibitor", "media") and stated and start - near_left <= 2
    # «- 300 hackers» in a list of what there will be
    listed = kind == "attendee" and block.kind == "item" and leads and count >= 20 and len(block.text) <= 40
    foreseen = ahead and count >= 10 and _FORESEEN.search(text[left:right])
    set_up = counted or bool(arranged and kind in ("session", "talk", "exhibitor") and count >= 5)
    if not (
        scale or (stated and (ahead or leads)) or foreseen or short_line or begins or set_up or listed
        or (beside and count >= 5)
    ):  # fmt: skip
        return None
    if (kind in ("speaker", "talk", "session") and count < 5 and not stated and not counted) or (
        count < 10
        and not (match["plus"] or groups.get("after") in ("+", "以上") or scale or beside or set_up)
    ):
        return None
    at_least = (
        bool(match["plus"])
        or bool(
            re.search(r"超|突破|逾|不[少低]于|至少|more than|over|at least|upwards", match["before"] or "")
        )
        or groups.get("after") in ("+", "以上")
    )
    if groups.get("class", "") and (groups["class"] or "").startswith("余"):
        at_least = True
    period = next((name for pattern, name in _PERIODS if pattern.search(text[left:right])), None)
    words = document.text[block.start + match.start("what") : block.start + match.end("what")]
    label = _label(words, kind, groups.get("class") or "", text[near_left:start])
    return Found(label, kind, count, at_least, period, (start, _evidence_end(match, block)))


def _tallies(document: Document) -> frozenset[int]:
    """Where three items or more, one below the other, begin with a number: «60+ speakers», «4 tracks»."""
    runs: list[list[int]] = [[]]
    for block in document.body():
        if (
            block.kind == "item"
            and len(block.text) <= 60
            and re.match(r"[^\w]{0,3}\d[\d,]*\+?\s?[^\W\d]", block.folded)
        ):
            runs[-1].append(block.start)
        elif block.kind != "item":
            runs.append([])
    return frozenset(start for run in runs if len(run) >= 3 for start in run)


def _evidence_end(match: re.Match[str], block: Block) -> int:
    return block.start + match.start() + len(match[0].rstrip(" ,"))


# What a counter counts when its noun is in no lexicon: 1000 余名采购商, 80 余场, 900 家.
_COUNTED = {"名": "attendee", "位": "attendee", "人": "attendee", "场": "session", "家": "other"}


def _kind(what: str, classifier: str, before: str, context: str) -> str | None:
    """What is counted: the first noun after the number, or the noun it follows (参展商200余家)."""
    hits = [(hit.start(), kind) for pattern, kind in _nouns() if (hit := pattern.search(what))]
    if hits:
        kind = min(hits, key=lambda hit: (hit[1] == "other", hit[0]))[1]
    elif named_before := _kind_before(before):
        kind = named_before
    elif (re.search(r"\bjoin\s?$", before, re.I) and re.match(r"[A-Z]?[a-z]{3,}s\b", what)) or (
        classifier and classifier[-1] in "人名位" and _SCALE.search(before + what)
    ):
        kind = "attendee"
    elif classifier and classifier[-1] in _COUNTED and _FORESEEN.search(context):
        kind = _COUNTED[classifier[-1]]
    else:
        return None
    people = kind in ("other", "attendee", "delegate", "leader")
    return "invited" if people and re.search(r"邀请|诚邀|拟邀|invit", before + what, re.I) else kind


_FORESEEN = re.compile(
    r"将|拟|安排|汇[聚集]|(?<!人)计划|本[届次]|预[计期估]|\bwill\b|\bexpect|brings? together|gathers?\b|join",
    re.I,
)
_ARRANGED = re.compile(r"(?:[新开分共]设|设[置立有]|(?<![建开])设(?![计施备])(?=[^,。]{0,8}\d)|计划开放)")
_SCALE = re.compile(r"规模|人数|名额|限额|容纳|参会|参与|出席|参加|招收")
_BETWEEN = re.compile(
    r"(?:\b(?:of|over|about|around|some|more|than|up|to|at|least)\b|[将预计约近超过突破达到有共为总数人数规模家名额限: ]|控制在|以上){0,8}$"
)


def _kind_before(before: str) -> str | None:
    between = _BETWEEN.search(before)
    # 专家 60 余位: 家 belongs to the noun here, not to the words between noun and number.
    for tail in (before.rstrip(" :"), before[: between.start() if between else len(before)]):
        tail = tail[-8:]
        ends = [(hit.end(), kind) for pattern, kind in _nouns() for hit in pattern.finditer(tail)]
        last = max(ends, default=(0, ""), key=lambda hit: hit[0])
        if last[1] and last[0] == len(tail):
            return last[1]
    return None


# What a number without a noun of its own is called: «邀请…嘉宾 400 余位», «参会人数：500».
_CHINESE_KINDS = {
    "attendee": "参会人数", "invited": "受邀嘉宾", "speaker": "嘉宾", "talk": "报告", "session": "论坛", "media": "媒体",
    "exhibitor": "展位", "leader": "领导", "delegate": "代表", "paper": "论文",
}  # fmt: skip


def _label(words: str, kind: str, classifier: str, before: str) -> str:
    label = re.split(
        r"带来|到来|参[与加会]|出席|[,,。;到在来]|全[网程]|、|将|共同|齐聚|汇聚|\b(?:from|will|to|in|and|at|on|who|over|across)\b",
        words.strip(),
    )[0].strip(" 的(")
    if label and not re.fullmatch(r"[左右上下以]+", label):
        return label
    return _CHINESE_KINDS.get(kind, kind) if not classifier.isascii() or not words.isascii() else kind


def _past_year(context: str, name_years: list[int]) -> bool:
    """A year in the sentence that is earlier than the edition's says the number is about then."""
    years = [int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?=\s?年|\b)", context)]
    return bool(years and name_years and max(years) < name_years[0])
