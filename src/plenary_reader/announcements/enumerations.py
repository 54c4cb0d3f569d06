"""Enumerations in running text: «围绕甲、乙和丙展开研讨», "talks on A, B, and C".

One rule for all of them: three or more short parts between commas are topics when the words that open the
enumeration, or those that close it, say that they are what people will talk about.
"""

import re

from plenary_reader.announcements.source import Block, Document

Span = tuple[int, int]

# What opens an enumeration of topics …
_OPENS = re.compile(
    r"(?:(?:共同|深入|重点)?(?:探讨|研讨(?!会)|讨论(?!会)|交流(?!会)|分享(?!会))|聊一?聊|围绕|聚焦于?|紧扣|关注|针对|涵盖|覆盖|涉及|包[括含]|包罗|但不限于|关于|有关|分别[是为]|[共将]?分[为成]|[共将]分|[新开分增]?设[有立置]?了?|推出|"
    r"(?:主题|议题|话题|方向|内容|专题|论坛|板块|单元)(?:有|[是为]|包[括含]|涵盖|涉及)|就|从|以|对|在|还?有|(?:提交|征集|欢迎)\S{0,2}[与和])\s?[\"“:]?"
)
# … of which these say nothing without the words that close it.
_WEAK = re.compile(
    r"(?:就|从|以|对|在|还?有|\S{2,4}[与和]|有关|关于|针对|设|分[为成]|推出|交流|分享|包[括含]|涉及|覆盖|关注)了?\s?[\"“:]?"
)
_SUBJECTS = r"议题|主题|话题|选题|问题|方向|领域|内容|专题|热点|难题|论坛|分会场?|专场|板块|单元|课题|赛道|轨"
_CLOSES = re.compile(
    rf"\s?(?:等|这|共|相关的?)?\s?(?:\d{{1,2}}|[一二三四五六七八九十两几多])?\s?[个大项场类]?\S{{0,8}}?(?:{_SUBJECTS}|方面|为主(?:题|线)|展开|进行|开展|深入|作(?:主题)?(?:报告|分享)|研讨|探讨|交流)"
)
_ENDS = re.compile(
    r"(?<![高平均同中相])等(?![级待式])|相关|展开|进行|开展|深入|作\S{0,6}报告|这[几些\d一二三四五六七八九十]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[个大项场](?!体)"
    r"|(?<=\S{3})(?:方面|领域|方向|主题|议题|话题)(?:的|$)|为(?:大会)?(?:主题|主线)|的(?:议题|话题|主题|报告|分享|探讨|交流|研讨)$"
)
_RUN = re.compile(r"[^。;!?\n\t:,、()]{2,60}(?:、[^。;!?\n\t:,、]{2,44}){1,30}")
# 主要研究方向包括…: what a speaker or a school does
_BIOGRAPHY = re.compile(r"研究(?:方向|领域|兴趣|生)|从事|擅长|毕业|曾任|担任|下设|[学硕博]士|学科点|有限公司")
# 分会场(甲、乙、丙)
_SUBJECT_BRACKET = re.compile(rf"(?:{_SUBJECTS}|分论坛)\s?[(:]\s?$")
# 人工智能相关学科的协同育人模式、…: what all parts are said of
_QUALIFIED = re.compile(r"\S{0,14}的(?=\S{4})")
_SUBJECT_END = re.compile(rf"(?:{_SUBJECTS}|分论坛)$")
_LAST_JOIN = re.compile(r"以及|[和与及](?=[^和与及]{2,20}$)")
# People, bodies, things to bring or to pay, days and places are enumerated too.
_NOT_SUBJECTS = re.compile(
    r"(?:专家|学者|企业家?|代表|人士|师生|同学|院士|教授|院长|校长|爱好者|从业者|嘉宾|领导|媒体|记者|大学|学院|协会|学会|公司|集团|[省市县区]|单位|部门|机构|政府|酒店|[局厅部委]|先生|女士|老师|博士|食宿|交通|资料|午餐|茶歇|邮箱|电话|姓名|职务|证书|参展商|观众)$"
    r"|\d\s?[年月日元]|时间|地点|主办|承办|报名|注册|费用|https?"
)


def enumerated_subjects(document: Document) -> list[Span]:
    """The enumeration in running text that most looks like what the edition is about; empty when none does."""
    blocks = [block for block in document.body() if block.kind != "footer"]
    return max((subjects_of(block) for block in blocks), default=(0, []), key=lambda found: found[0])[1]


def subjects_of(block: Block) -> tuple[int, list[Span]]:
    """The likeliest enumeration of topics in one block, and how likely it is."""
    best: tuple[int, list[Span]] = (0, [])
    for match in _RUN.finditer(block.folded[:4000]):
        worth, found = _chinese(block.folded, match)
        if len(found) >= 3 and worth > best[0]:
            best = worth, [(block.start + a, block.start + b) for a, b in found]
    for worth, found in (_quoted(block.folded[:4000]), _english(block.folded[:4000])):
        if worth > best[0]:
            best = worth, [(block.start + a, block.start + b) for a, b in found]
    return best


def _chinese(words: str, match: re.Match) -> tuple[int, list[Span]]:
    """How much a run of parts looks like topics, and the parts without what opens and closes them."""
    start, end = match.span()
    commas = [i for i in range(start, end) if words[i] == "、"]
    # At least three parts must follow what opens them; two may, when 和 parts the last.
    latest = commas[-2] if len(commas) > 1 else commas[-1]
    opening = list(_OPENS.finditer(words, start, latest))
    strong = [m for m in opening if not _WEAK.fullmatch(m[0])]
    opens = 0
    if _BIOGRAPHY.search(words, max(0, start - 20), latest):
        return 0, []
    if _SUBJECT_BRACKET.search(words[max(0, start - 12) : start]):
        opens = 2
    elif opening:
        opens, start = (2, strong[-1].end()) if strong else (1, opening[-1].end())
    commas = [i for i in commas if i > start]
    stop = _ENDS.search(words, commas[0], end)
    end = stop.start() if stop else end
    last_start = max(i for i in commas if i < end) + 1
    # … 等热点, or each part says itself what it is: 甲分会、乙分会、丙分会
    closes = 2 if _CLOSES.match(words, end, end + 24) or _SUBJECT_END.search(words[last_start:end]) else 0
    edges = [start, *(x for i in commas if i < end for x in (i, i + 1)), end]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    last, end = parts.pop()
    join = _LAST_JOIN.search(words, last + 2, max(last + 2, end - 1))
    parts += [(last, join.start()), (join.end(), end)] if join else [(last, end)]
    if qualified := _QUALIFIED.match(words, *parts[0]):
        parts[0] = (qualified.end(), parts[0][1])
    parts = [_bare(words, a, b) for a, b in parts]
    texts = [words[a:b] for a, b in parts]
    others = sum(bool(_NOT_SUBJECTS.search(text)) for text in texts)
    if opens + closes < 2 or others * 3 > len(texts) or not all(2 <= len(text) <= 34 for text in texts):
        return 0, []
    return opens + closes + min(len(parts), 6), parts


# «设“甲”“乙”“丙”三个分论坛»
_QUOTED = re.compile(r"(?:[\"「『《][^\"」』》\n]{2,24}[\"」』》]\s?[、和与]?\s?){3,12}")


def _quoted(words: str) -> tuple[int, list[Span]]:
    for match in _QUOTED.finditer(words):
        opens = 2 if _OPENS.search(words, max(0, match.start() - 12), match.start()) else 0
        closes = 2 if _CLOSES.match(words, match.end(), match.end() + 24) else 0
        if opens + closes >= 4:
            marks = re.finditer(r"[^\"「『《」』》、和与\s][^\"「『《」』》\n]+", match[0])
            return 7, [(match.start() + m.start(), match.start() + m.end()) for m in marks]
    return 0, []


_OPENS_EN = re.compile(
    r"\b(?:topics?|themes?|tracks?|subjects|areas|sessions?|talks?|program(?:me)?|conference|workshop|event|summit|forum|meeting|papers|proposals|lectures)\b[^.\n:;]{0,80}?"
    r"\b(?:includ(?:e|es|ing)(?:,? but (?:are |is )?not limited to)?|cover(?:s|ing|ed)?|such as|like|rang(?:e|es|ing) from|span(?:s|ning)?|explor(?:e|es|ing)|address(?:es|ing)?|focus(?:es|ing)? on|discuss(?:es|ing)?|dedicated to|devoted to|(?:built|organi[sz]ed|cent(?:er|re)d) around|about|on)[,:]?\s"
    r"|\b(?:you(?:'ll| will) (?:hear|learn) about|(?:we|will) (?:will )?(?:focus on|explore|discuss|cover|talk about)|everything from)\s"
    r"|\b(?:tracks?|themes?|topics?|areas)(?:\s\(|(?: are| is)?:\s|\sare\s)",
    re.I,
)
_PART_EN = r"[^,.;:!?()\n]{3,60}"
_RUN_EN = re.compile(
    rf"(?P<l>{_PART_EN}(?:[,;]\s{_PART_EN}){{1,14}}(?:,?\s(?:and|or|&|to)\s{_PART_EN})?)(?=[.;:!?()\n]|$)"
)
_ENDS_EN = re.compile(
    r"\s(?:through|in|with|for|at|that|which|who|to|during|across|from|will|is|are|as well|over|on|by)\s.*$|\s(?:sessions?|talks?|tracks)$"
)
_MORE_EN = re.compile(
    r"(?:and |or )?(?:(?:many|much|lots) )?(?:more|others?|other topics|etc|so on|beyond|related topics)\b.*$",
    re.I,
)


def _english(words: str) -> tuple[int, list[Span]]:
    """«cover data pipelines, privacy, and observability»: three parts or more of a few words each."""
    for opening in _OPENS_EN.finditer(words):
        match = _RUN_EN.match(words, opening.end())
        if not match:
            continue
        edges = [
            m.span() for m in re.finditer(r"[,;]\s(?:and\s|or\s)?|\s(?:and|or|&)\s(?!.*[,;]\s)", match["l"])
        ]
        at, parts = 0, []
        for a, b in [*edges, (len(match["l"]), len(match["l"]))]:
            parts.append((match.start() + at, match.start() + a))
            at = b
        # «… and observability through talks and demos»: the first end after the second part is the end.
        for i, (a, b) in enumerate(parts):
            if i >= 2 and (cut := _ENDS_EN.search(words[a:b])) and i >= len(parts) - 2:
                parts[i:] = [(a, a + cut.start())]
                break
        if _MORE_EN.fullmatch(words[slice(*parts[-1])]):
            parts.pop()
        texts = [words[slice(*part)] for part in parts]
        if (
            len(parts) >= 3
            and all(len(text.split()) <= 7 for text in texts)
            and not any(map(_NOT_EN.search, texts))
        ):
            return 4 + min(len(parts), 6), parts
    return 0, []


# Prices, days, people and verbs make another kind of enumeration.
_NOT_EN = re.compile(
    r"\d{2}|[$€£]|\b(?:January|February|March|April|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lunch|coffee|breaks?|dinner|drinks|you|we|they|she|he|will|have|Dr|Prof|University|speakers|sponsors|attendees|lightning talks|keynotes|workshops|posters|panels|call for|tickets?|updates|sponsorship|registration)\b",
    re.I,
)


def _bare(words: str, start: int, end: int) -> Span:
    while start < end and words[start] in ' \t"“「*#·':
        start += 1
    while end > start and words[end - 1] in ' \t"”」*。.':
        end -= 1
    return start, end
