"""The edition's name, freed from what a headline wraps around it: 关于召开…的通知, «Announcing …!», «… – Save the Date»."""

import re
from dataclasses import dataclass

from plenary_reader.announcements.dates import find_dates
from plenary_reader.announcements.fold import fold
from plenary_reader.announcements.kinds import chinese_gathering, gathering, weak_gathering
from plenary_reader.announcements.labels import Value
from plenary_reader.announcements.numerals import CHINESE_NUMBER, ORDINAL_WORDS, chinese_number
from plenary_reader.announcements.schedule import BYGONE, years_in
from plenary_reader.announcements.source import Document

Span = tuple[int, int]

_NOTICE = r"(?:预?通知|公告|公示|启事|邀请函|邀请|预告|函|通告|简介|通报|说明|方案|声明|信息|消息|海报|一览|须知|公报|快讯)"
_ABOUT = re.compile(
    r"^(?:\[?[\u4e00-\u9fff]{0,16}\]?)?关于(?:(?:延期|推迟|取消|暂停|组织|邀请|征集|做好|同意|公布|发布|报名|参加|举[办行]|召开|开展|主办|承办|如期|线上|延后|调整|变更|更改|改期|申办)(?:和|与|或|及|、)?){0,4}(?:20\d\d年度?)?(?P<t>.{3,80}?)"
    rf"(?:(?:延期|推迟|改期|取消|暂缓|暂停|如期|报名|征文|论文征集|征稿|投稿|参会|时间|日程|议程|调整|变更|更改|会议|地点|线上|筹备|召开|举[办行]|的){{0,6}})(?:第?[一二三四五六\d]轮|补充|紧急|重要|最新|更新|最终|初步|正式)*{_NOTICE}$"
)
# What may stand before and after a name in a headline. Each is cut repeatedly until nothing changes.
_BEFORE = [
    re.compile(pattern, re.I)
    for pattern in (
        r"^[\[【(](?:[^\]】()]{1,14})[\]】)]\s*",
        r"^[\W_]+(?=[\w《“\"『「])",
        r"^(?:[\u4e00-\u9fff]{0,2}(?:活动|会议|讲座|大会|学术|重磅|直播|最新|沙龙|论坛))?(?:预告|通知|公告|资讯|快讯|动态|邀请函?|征文|征稿|报名|预热|发布|消息|推荐)\s?[|:·\-丨]\s*",
        r"^(?:重磅|官宣|定档|倒计时|限时|开启|诚邀|邀请您?参加|欢迎(?:参加|报名|来到)?|相约|预告|新闻|揭晓|启动|首发|干货)\s?[|:!,·\-丨]\s*",
        r"^(?:敬[邀请]|诚[邀请]|谨?邀请?|欢迎)(?:您|各界|踊跃|大家)?(?:参[加与]|出席|莅临)",
        # «Financial aid for …», «Update on …»: something about the edition, then its name
        r"^(?:financial aid|travel grants?|scholarships?|opportunity grants?|grants?|volunteers?|volunteering|accommodation|travel|childcare|venue|location|speakers?|keynotes?|program(?:me)?|schedule|agenda|dates?|tickets?|registration|updates?|news|sponsorship|cfp|important update)\s(?:for|at|of|on|about|regarding)\s(?:the\s)?",
        r"^(?:announcing|introducing|presenting|welcome to|join us (?:at|for|in)|save the dates?(?: for)?|save your seat(?: for)?|invitation(?: to)?|you're invited(?: to)?|reminder|update|news|announcement|event|important|preparing for|getting ready for|what to expect at|all about|coming soon|call for (?:papers|proposals|participation|speakers|talks|abstracts|sponsors|submissions|posters)(?: for| -)?|cf[pt](?: for)?|registration(?: is)?(?: now)? open(?: for)?|register(?: now)? for|tickets for|schedule for|speak at|sponsor|attend|see you (?:at|in)|get ready for|meet us at|we are happy to announce|recap of|first call for papers|(?:first|second|third|final) (?:announcement|call|circular)(?: for| of)?)\b\s?[:!,|-]?\s*(?:the\s(?=[A-Z\d]))?",
        r"^(?:the|our|a|an|new)\s(?=\S)",
        r"^(?:covid-?19|coronavirus)[^-:|]{0,20}[-:|]\s*",
        r"^(?:原定于\S{0,20}的|即将到来的)",
        r"^(?:聚焦|围绕|紧扣)\s?[“\"「『][^”\"」』]{2,24}[”\"」』]\s*",
    )
]
_AFTER = [
    re.compile(pattern, re.I)
    for pattern in (
        r"[\s!?。,,.;:|~\-·…☆★】》>*_]+$",
        r"\s(?:and|&|-|:|in light of|due to)\s(?:the\s)?(?:covid|coronavirus|corona).*$",
        r"\s(?:conference |event )?updates?(?:\s\d+)?(?:\s?[:\-–].*)?$",
        r"(?:线[上下](?:活动|会议|部分)?)?(?:取消|延期|改为|改至|转为|推迟|改期|延后)[^,。]{0,12}(?:,.*)?$",
        r"\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日(?:\s?[-~至]\s?\d{1,2}\s?日)?\s?(?:在[\u4e00-\u9fff]{2,10})?$",
        r"\s(?:co-?located|held (?:with|jointly)|in conjunction) .*$",
        r"\s(?:to be held|to take place|to return|will be held)\b.*$",
        r"将[于在].{0,24}(?:举[办行]|召开|开幕|开始|启动).{0,20}$",
        r"\s?[\[(【][^\[\](){}【】]{0,24}(?:附|含|更新|报名|通知|延期|修订|直播|公告|取消|推迟|轮|议程|征文|update|postponed|cancel|online edition|cfp)[^\[\](){}【】]{0,20}[\])】]$",
        rf"(?:的)?(?:第?[一二三四五六\d]轮|补充|紧急|重要|最新|正式)?(?:会议|活动|报名|征文|征稿|参会|延期|推迟|取消|改期|举办|召开|时间|日程|议程|投稿|注册|论文|征集)*{_NOTICE}$",
        r"(?:即将|正式|火热|全面|隆重|现已|已经?|今日|盛大|开始|全球|同步|如期|将[于在]?)*(?:开始|开放|启动|开启|接受|招募|征集|公布|发布|揭晓|上线|来袭|来啦|来了|开幕|举办|举行|召开|报名中|进行中|报名|招展|招商|征稿|征文|投稿|注册|购票|售票|开票|延期|推迟|取消|改期|停办|延后|举[办行]|召开|议程|日程|讲者|讲师|早鸟票|欢迎您?|邀您.*|等你.*|诚邀.*|期待.*|启幕|啦|了|中|定档.*|官宣|相约.*)+$",
        r"[,:\-|!]\s?(?:[^,:\-|!]{0,40}(?:邀|等你|等您|报名|通知|征稿|征文|投稿|启动|来了|来啦|欢迎|诚邀|期待|另行|延期|取消|推迟|官宣|揭晓|公布|不见不散|开启)[^,:\-|!]{0,30})$",
        r"\s?(?:[-:|,(]\s?)?\b(?:save the dates?(?: (?:and|&|\+) .*)?|save-the-dates?|call for (?:papers|proposals|participation|speakers|talks|abstracts|sponsors|submissions|tutorials|posters|volunteers).*|cfp.*|cf[pt]\b.*|registration.*|register now.*|tickets?\b.*|early bird.*|schedule.*|program(?:me)?(?: is| now| announced| released| live| available).*|agenda.*|speakers?(?: announced| lineup).*|keynotes?.*|venue.*|dates?(?: and .*| & .*| announced| are| change.*)|first announcement|second announcement|announcement|announced|announcing|invitation|in review|recap.*|preview)(?:\)?)$",
        r"\s?(?:[-:|,(]\s?)?\b(?:(?:is|are|has|have|was|will)(?: been| now| be| officially)* (?:postponed|cancell?ed|rescheduled|moved|coming|happening|open|here|back|live|going|go|held|announced|available|online|on|taking|sold|around|just|approaching|tomorrow|next|this)\b.*|(?:will be|becomes?|is) (?:an?\s)?(?:fully |entirely )?(?:virtual|online|hybrid|digital)\b.*|(?:postponed|cancell?ed|rescheduled|delayed)(?: (?:to|until|due).*)?|goes? (?:online|virtual|live)\b.*|comes? to .*|returns? .*|moves? (?:to|online).*|reopens?.*|coming (?:soon|to).*|opens?(?: for.*)?|wants you.*|needs? you.*)$",
    )
]
_SPLIT = re.compile(
    r"\s[|\-·:–—]{1,2}\s|\s?[|丨｜]\s?|_(?=[\u4e00-\u9fff])|\s::\s|:\s(?=[A-Za-z\d\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[-_](?=[\u4e00-\u9fff])"
)
_GENERIC = re.compile(
    r"^(?:(?:save the dates?|会议|活动|大会|论坛|年会|峰会|研讨会|学术会议|讲座|首页|主页|home|home ?page|index|about|news|blog|welcome|overview|conference|event|events|schedule|programm?e?|agenda|speakers?|keynotes?|sponsors?|tickets?|venue|location|registration|register|call for \w+|important dates|workshops?|tutorials?|contact|conclusion|organizers?|committee|公告|通知|会议通知|活动通知|邀请函|时间|地点|详情|更多|各位|大家好|会议概况|会议背景|会议简介|大会介绍|活动介绍|会议日程|会议安排|会议议程|大会议程|会议情况|会议内容|会议赞助|会议费用|会议亮点|关于大会|关于会议|关于我们|关于活动|各位|各有关|the conference|this conference|the event|important|update|hello\W{0,3}(?:everyone|all|folks|world|there|friends)?|(?:hi|hey|dear)\b.{0,40}|各有关单位.*|尊敬的.*|大家好.*)(?:\W|\band\b)*)+$",
    re.I,
)
_SENTENCE = re.compile(
    r"[。;]|[!?]\s?\S|,\s\S+\s\S+\s\S+|\b(?:invites?|will|are|has|have|brings?|takes?|invite|proud|is|(?-i:starts?|opens))\b|(?:我们|欢迎|请|为了|为进一步|随着|\bwe\b|\byou\b|\bplease\b|\bour\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    weight: float


def read_title(document: Document, values: list[Value]) -> Span | None:
    """The span of the edition's name in the document's text."""
    candidates = [c for c in _candidates(document, values) if c.end - c.start >= 2]
    if not candidates:
        return None
    # Repeating a name is how a text shows what it is about.
    squeezed = re.sub(r"\s", "", document.folded[:40_000]).lower()
    best, best_weight = None, -99.0
    for candidate in candidates[:80]:
        words = re.sub(r"\s", "", document.folded[candidate.start : candidate.end]).lower()
        weight = candidate.weight + min(squeezed.count(words) - 1, 4) * 0.35
        if weight > best_weight:
            best, best_weight = candidate, weight
    if not best or best_weight < 0:
        return _signed(document)
    return (
        _completed(document, best)
        if not years_in(document.folded[best.start : best.end])
        else (best.start, best.end)
    )


_SIGNED_BY_TEAM = re.compile(r"^(?:The\s)?(?P<t>[A-Z][\w' .&-]{5,50}?)\s[Tt]eam[.!]?$")


def _signed(document: Document) -> Span | None:
    """Under «Schedule and Tickets» the name is that of the team that signs."""
    for block in document.body()[-6:]:
        if match := _SIGNED_BY_TEAM.match(block.folded):
            return block.start + match.start("t"), block.start + match.end("t")
    return None


def _completed(document: Document, best: _Candidate) -> Span:
    """A headline that lost its city to an unfilled placeholder: the same name, longer, where a sentence is about it."""
    words = document.folded[best.start : best.end]
    if not words.isascii() or len(words) < 6 or gathering().search(words):
        return best.start, best.end
    longer = re.compile(
        rf"(?<!\w){re.escape(words)}(?: [A-Z][\w'-]+){{1,3}}(?= (?:will|is|returns|takes|has)\b)"
    )
    for match in longer.finditer(document.folded[:20_000]):
        if _is_body(document, match.start()):
            return match.span()
    return best.start, best.end


def _candidates(document: Document, values: list[Value]) -> list[_Candidate]:
    found: list[_Candidate] = []
    labelled = {value.block.start for value in values if value.inline}
    for value in values:
        if value.field == "name" and value.inline:
            found += _pieces(document, value.start, value.end, 3.0)
        elif value.inline and value.label.startswith(("cfp", "call for")):
            found += _pieces(document, value.start, value.end, 2.0)
    for block in document.meta("name", "title"):
        found += _pieces(document, block.start, block.end, 3.0 if block.key == "name" else 2.5)
    body = [block for block in document.body() if block.kind != "footer"]
    headings = 0
    headed = bool(document.meta("title", "name"))
    for i, block in enumerate(body[:200]):
        if block.kind == "heading":
            weight = (2.2 if (block.level == 1 or not headings) and not headed else 1.0) - min(
                headings, 6
            ) * 0.25
            headings += 1
        elif (
            i < 4
            and not re.search(r"[。；]|[.!?]\s+[A-Z\u4e00-\u9fff]", block.text)
            and len(block.text) <= (120 if block.text.isascii() else 70)
        ):
            weight = (0.8 if headed else 2.0) - i * 0.4
        elif block.bold and len(block.text) <= 70 and i < 20:
            weight = 1.0
        else:
            continue
        if block.start not in labelled:
            found += _pieces(document, block.start, block.end, weight)
    return found + _in_prose(document)


_BRACKETED = re.compile(r"^[\[【](?P<t>[^\[\]【】]{4,40})[\]】]")


def _pieces(document: Document, start: int, end: int, weight: float) -> list[_Candidate]:
    """A headline as a whole, and its parts when a bar or dash divides it («Name – Site»)."""
    end = min(end, start + 200)
    text = document.folded[start:end]
    spans = [(start, end)]
    cuts = [match.span() for match in _SPLIT.finditer(text)][:6]
    if cuts:
        edges = [0, *[x for cut in cuts for x in cut], len(text)]
        spans += [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 4]
    found = []
    # [PyBei 2016] Day 1: …: a bracket that holds a year holds the name
    if (lead := _BRACKETED.match(text)) and years_in(lead["t"]) and not find_dates(lead["t"]):
        found.append(
            _Candidate(start + lead.start("t"), start + lead.end("t"), weight + _worth(lead["t"]) + 1.0)
        )
    for i, (a, b) in enumerate(spans):
        if i > 1 and document.folded[a].islower():  # «…: scholarships and call for sessions»
            continue
        whole = a
        a, b = trimmed(document.folded, a, b)
        if b - a >= 2:
            worth = _worth(document.folded[a:b])
            # 【讲座预告】…: the bracket says what kind of gathering has this name.
            if worth < 2.0 and a > whole and gathering().search(document.folded[whole:a]):
                worth += 4.0
            found.append(_Candidate(a, b, weight + worth - (0.6 if i else 0.0)))
    return found


def _worth(words: str) -> float:
    """How much a piece of text looks like the name of a gathering."""
    worth = 0.0
    kind = gathering().search(words)
    if kind:
        worth += 4.0
    elif weak_gathering().search(words):
        worth += 1.0
    if years_in(words) or ordinal_in(words):
        worth += 2.0
    bare = re.sub(r"(?:19|20)\d\d\s?年?(?:度|的)?|第.{1,4}届的?", "", words).strip()
    own = kind and re.search(r"[a-z](?:Con|CON|Conf|CONF|Fest|Camp)$|[a-z][A-Z]", kind[0])  # KernelConf
    if _GENERIC.match(words) or (kind and not own and len(bare) <= len(kind[0]) + 1):
        worth -= 6.0
    if _SENTENCE.search(words):
        worth -= 3.0
    if re.search(r"[\u4e00-\u9fff],[\u4e00-\u9fff]|根据|[定拟]于|将[于在]", words):
        worth -= 2.5
    if re.match(r"^[A-Z]\w+(?: \w+){0,4} (?:19|20)\d\d$", words):
        worth += 1.0
    width = len(words) if not words.isascii() else len(words) / 2
    if width > 45:
        worth -= 3.0
    elif width < 3:
        worth -= 2.0
    if dates := find_dates(words):  # a name holds no day, a poster does
        worth -= 5.0 if sum(m.end - m.start for m in dates) * 2 > len(words) else 1.0
    if re.match(r"^[a-z]+\s", words):  # a description, not a name
        worth -= 2.0
    if re.search(r"\d\s?[场位名个]|超过|开始", words):  # «2006 年开始在超过 40 场研讨会»
        worth -= 3.0
    if re.search(r"\bDay \d\b|\d:\d\d", words):  # a line of the programme
        worth -= 4.0
    if re.search(r"https?:|www\.|\w@\w", words):
        worth -= 5.0
    if re.search(r"志愿者|招聘|回顾|纪要|赞助|介绍$|攻略|\brecap\b|\bvolunteers?\b", words, re.I):
        worth -= 1.5
    return worth


def trimmed(text: str, start: int, end: int) -> Span:
    """Cuts notice words from both ends of ``text[start:end]`` until a name is left."""
    original = (start, end)
    for _ in range(6):
        before = (start, end)
        words = text[start:end]
        if match := _ABOUT.match(words.strip()):
            offset = start + len(words) - len(words.lstrip())
            start, end = offset + match.start("t"), offset + match.end("t")
            words = text[start:end]
        for pattern in _BEFORE:
            if (match := pattern.match(words)) and match.end() < len(words):
                start += match.end()
                words = text[start:end]
        for pattern in _AFTER:
            if (match := pattern.search(words)) and match.start() >= 2:
                end = start + _end_of_name(words, match.start())
                words = text[start:end]
        start, end = _unquoted(text, start, end)
        if (start, end) == before:
            break
    return (start, end) if end - start >= 2 else original


def _end_of_name(words: str, cut: int) -> int:
    """Of 数据科学会议通知 only 通知 is cut: 会议 is the name's own, unless the name has a word for a gathering before it."""
    own = re.match("会议|大会", words[cut:])
    if own and not re.search(rf"(?:{chinese_gathering()})\W*$", words[:cut]):
        return cut + own.end()
    return cut


def _unquoted(text: str, start: int, end: int) -> Span:
    pairs = {"《": "》", '"': '"', "「": "」", "『": "』", "【": "】"}
    if (
        end - start > 4
        and pairs.get(text[start]) == text[end - 1]
        and text.count(text[end - 1], start, end) <= 2
    ):
        return start + 1, end - 1
    return start, end


_NAME_EN = r"(?:[A-Z][\w'+#-]*(?:\.\w+)*|\d{4}|[a-z]{1,4}[A-Z]\w+|\d{1,2}(?:st|nd|rd|th))(?: (?:[A-Z(][\w'+#)-]*|\d{4}|[a-z]{1,4}[A-Z]\w+|of|the|on|for|and|in|&|-|conference|summit|meetup|symposium|forum|workshop|hackathon)){0,9}"
_SUBJECT_EN = re.compile(
    rf"(?P<t>{_NAME_EN}) (?:will (?:be held|take place|be back|return|happen|run|bring|kick|be hosted|be|feature)|takes place|is (?:happening|coming|less|more|only|just|almost|approaching|back|taking|going|scheduled|being|a|an|the)|has been (?:postponed|cancell?ed|rescheduled|moved)|returns|brings)"
)


# «making Example Docs Prague 2019 happen»: a name with its year
_YEARLY_EN = re.compile(r"(?<![\w-])(?P<t>[A-Z][a-z]\w*(?: (?:the|of|for|in|[A-Z]\w+)){1,5} 20\d\d)(?![\w-])")


def _in_prose(document: Document) -> list[_Candidate]:
    """Names in running text: the subject of «will be held», and 第五届…大会."""
    text = document.folded[:30_000]
    found = []
    for match in _SUBJECT_EN.finditer(text):
        if _is_body(document, match.start()) and not BYGONE.search(
            text[max(0, match.start() - 30) : match.start()]
        ):
            start, end = trimmed(text, *match.span("t"))
            found.append(_Candidate(start, end, 1.2 + _worth(text[start:end])))
    for match in _YEARLY_EN.finditer(text):
        if _is_body(document, match.start()) and len(found) < 40:
            found.append(_Candidate(*match.span("t"), 0.4 + _worth(match["t"])))
    kinds = chinese_gathering()
    pattern = re.compile(
        rf"(?:第{CHINESE_NUMBER}{{1,4}}届|第\d{{1,3}}届|(?:19|20|21)\d\d\s?年?(?:度)?(?!\d|[-/.]?\d|\s?\d?\d?月))\s?[^,。;:!?\n\t月]{{1,28}}?(?:{kinds})(?:\([^()\n]{{2,16}}\))?"
    )
    for match in pattern.finditer(text):
        around = text[max(0, match.start() - 16) : match.end() + 10]
        if _is_body(document, match.start()) and not BYGONE.search(around) and len(found) < 40:
            found.append(_Candidate(match.start(), match.end(), 0.8 + _worth(match[0])))
    return found


def _is_body(document: Document, at: int) -> bool:
    last_meta = next((b.end for b in reversed(document.blocks) if b.kind == "meta"), -1)
    return at > last_meta


_ORDINAL_ZH = re.compile(rf"第\s?(?P<n>\d{{1,3}}|{CHINESE_NUMBER}{{1,5}})\s?[届次屆]|(?P<first>首届)")
_ORDINAL_EN = re.compile(
    r"\b(?P<d>\d{1,3})(?:st|nd|rd|th)\b(?!\s(?:century|of\s|[A-Z]?[a-z]{2,8}\s\d{4}))|\b(?P<w>"
    + "|".join(ORDINAL_WORDS)
    + r")\b(?=\s(?:annual|edition|international|[A-Z]))|\b(?P<i>inaugural|first ever|first-ever)\b",
    re.I,
)


def ordinal_in(words: str) -> tuple[int, Span] | None:
    """The number of an edition in its name: 第六届, 首届, 12th, Third Annual."""
    folded = fold(words)
    if match := _ORDINAL_ZH.search(folded):
        number = (
            1 if match["first"] else int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
        )
        return (number, match.span()) if number else None
    if match := _ORDINAL_EN.search(folded):
        number = int(match["d"]) if match["d"] else ORDINAL_WORDS[match["w"].lower()] if match["w"] else 1
        return number, match.span()
    return None
