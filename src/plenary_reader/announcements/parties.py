"""Who holds the edition: organisers (主办), co-organisers (承办, 协办), and whom to write to.

Supporters, sponsors and patrons (指导, 支持, 赞助) are parties too, but never organisers: their labels end the list.
"""

import re

from plenary_reader.announcements.labels import Value, under
from plenary_reader.announcements.schedule import BYGONE
from plenary_reader.announcements.sentences import clause
from plenary_reader.announcements.source import Document

Span = tuple[int, int]

_ORGANISATION_END = re.compile(
    r"(?:大学|学院|协会|学会|公司|研究院|研究所|中心|社区|委员会|实验室|联盟|[局厅部处署]|基金会|政府|[报杂]?社|集团|[院系会所馆]|组|[俱具]乐部|之家|之都|team|community|university|society|association|foundation)(?:\([^()]{1,40}\))?$",
    re.I,
)
_SEPARATOR = re.compile(
    r"[、;|\t\n]|,(?!\s?(?:Inc|Ltd|LLC|Co\b))|\s/\s|\s\+\s|\s{2,}|\s&\s|\s·\s|\s\d{1,2}[、.)]\s?|\sand\s(?:the\s)?(?=[A-Z])|(?:联合|携手|会同)(?=[\u4e00-\u9fff]{4})|(?<=[\u4e00-\u9fff)])[和与及](?=[\u4e00-\u9fff]{4})"
)
_FACULTY = re.compile(
    r"^(?:the\s)?(?:Faculty|School|Department|Dept\.|College|Institute|Cent(?:er|re)|Division|Graduate School) (?:of|for) [^,]{3,50}$",
    re.I,
)
_TRIM = " \t\n:：·-—*_,，.。;；、|】])[【等>"


def _parts(text: str, start: int, end: int) -> list[Span]:
    """The names listed in ``text[start:end]``, separators inside brackets left alone."""
    spans, at, depth = [], start, 0
    i = start
    while i < end:
        if text[i] in "([《":
            depth += 1
        elif text[i] in ")]》":
            depth = max(0, depth - 1)
        match = _SEPARATOR.match(text, i, end) if not depth else None
        if match and match[0] == "," and _FACULTY.match(text[at:i].strip()):
            match = None  # Faculty of Law, Victoria Bay University
        if (
            match
            and match[0] in ("和", "与", "及", "联合", "携手", "会同")
            and not _ORGANISATION_END.search(re.sub(r"(?:决定|[拟将])$", "", text[at:i]))
        ):
            match = None  # 西北物流与供应链协会 is one name
        if match:
            spans.append((at, match.start()))
            at = i = match.end()
        else:
            i += 1
    spans.append((at, end))
    return [
        piece
        for span in spans
        for piece in _split_at_spaces(text, _trimmed(text, *span))
        if piece[1] - piece[0] >= 2
    ]


def _split_at_spaces(text: str, span: Span) -> list[Span]:
    """«清华大学 北京大学» is two names, «中国科学技术大学 Linux 用户协会» one: every piece must end as a name does."""
    pieces = [
        (span[0] + m.start(), span[0] + m.end()) for m in re.finditer(r"[^ ]+", text[span[0] : span[1]])
    ]
    whole = all(
        len(text[a:b]) >= 3 and _ORGANISATION_END.search(text[a:b]) and not text[a:b].isascii()
        for a, b in pieces
    )
    return pieces if len(pieces) > 1 and whole else [span]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _TRIM:
        start += 1
    while (
        end > start
        and text[end - 1] in _TRIM
        and not (text[end - 1] == ")" and "(" in text[start:end])
        and text[end - 1] != "]"
    ):
        end -= 1
    return start, end


def _is_name(words: str) -> bool:
    if not 2 <= len(words) <= (60 if not words.isascii() else 90) or not re.search(r"[^\W\d_]", words):
        return False
    if re.search(r"[。!?]|https?:|www\.|@|待定|排名不分|(?:\d{1,2}[:时]\d\d)", words):
        return False
    if re.match(r"[该我本][校院系会所协学]", words):
        return False
    if re.search(r"将[于在]|[定拟]于|[今本]年|本周|\d\s?[年月]|在\S{2,}举|[的了]$", words):
        return False
    return not re.match(
        r"^(?:单位|以下|包括|我们|本次|本届|大会|会议|tbd|tba|us|you|volunteers|the following)\W*$",
        words,
        re.I,
    )


# «由甲大学、乙学会联合主办», «organised by A and B»
_BY = re.compile(
    r"(?<![自理])由(?P<o>[^。;!?\n由]{2,120}?)(?:联合|共同|携手|协同)?(?:主办|举办|组织|发起|召集|筹办)(?!方|单位|地|者(?!联))"
    r"|(?:^|[\n。;,])\s?(?P<s>[^,。;:!?\n\s由将的在]{2,40}?)(?:联合|共同)?主办(?:的|、|,|。|$)"
)
# «甲学会、乙大学决定联合举办…»
_TOGETHER = re.compile(
    r"(?:^|[\n。,])\s?(?P<j>[^。;!?:\n,]{4,80}?)(?:(?:决定|[拟将定]|计划)(?:[于在][^。,\n]{0,40}?)?)?(?:联合|共同|携手)(?:举[办行]|主办|召开|发起|打造)"
    r"|(?:^|[\n。,])\s?(?P<k>[^。;!?:\n,]{4,40}?(?:决定|[拟将])?(?:联合|携手|会同)[^。;!?:\n,]{4,60}?)(?:在\S{2,8})?(?:共同)?(?:举[办行]|主办|召开|发起|打造)"
)
_BY_CO = re.compile(
    r"(?:主办|指导|支持)\s?[,、]\s?(?:由)?(?P<c>[^。;!?\n]{2,100}?)(?:联合|共同|具体)?(?:承办|协办)(?!方|单位)|由(?P<d>(?:(?!组织[,、]|发起|举办)[^。;!?\n由主]){2,80}?)(?:联合|共同)?(?:承办|协办)"
)
# «…组织，甲实验室协办», «甲学院承办，乙中心协办的…»
_ALSO_CO = re.compile(
    r"(?<=主办|承办|组织|发起|举办)\s?[,、]\s?(?:并?由)?(?P<c>[^,。;!?\n由]{3,60}?)(?:联合|共同)?(?:承办|协办)(?=[,、。;的\s]|$)"
)
_BY_EN = re.compile(
    r"\b(?:(?:co-?)?organi[sz]ed|(?:co-?)?hosted|presented|run|convened|brought to you)(?:\s(?:jointly|and\s\w+))?\sby\s(?:the\s)?(?P<o>[^.;:!?()\n]{2,140}?)(?=[.;:!?()\n]|\sand\s(?:co-?)?(?:organi[sz]ed|hosted|supported|sponsored)|,?\s(?:together|jointly|with|in|on|at|which|who|that|from|will|is|are|brings?|since|for(?!\s[A-Z]))\b|,\s(?-i:[a-z#@]))",
    re.I,
)
_WITH_EN = re.compile(
    r"\b(?:in (?:collaboration|partnership|cooperation|conjunction) with|co-?(?:hosted|organi[sz]ed) (?:by|with)|jointly with|together with our partners|together with(?=\s(?:the\s)?(?-i:[A-Z])))\s(?:the\s)?(?P<o>[^.;:!?\n]{2,160}?)(?=[.;:!?\n]|\s(?:in|on|at|which|who|that|will|is)\b|,\s(?:the|it|this)\s)",
    re.I,
)
# «The Alliance for … invites you to its annual conference, hosted by …»
_INVITES = re.compile(
    r"(?:^|\n|[.!,\d]\s)(?:[Tt]he\s)?(?P<o>(?!We\b|It\b|This\b|You\b|Our\b|They\b|Join\b)[A-Z][^.,;:!?\n]{3,90}?)(?:,\s(?:together|jointly|in \w+) with [^,\n]{3,80},)?\s(?:(?:cordially |warmly )?(?:invites?|(?<=tion |iety |ttee |tute |work |tium |sity )welcomes?) (?:you|everyone|all)\b[^.\n]{0,20}\bto\b|(?:will (?:hold|host)|(?:is|are) (?:holding|hosting|organi[sz]ing)) (?:(?:an?|its|their)\b|[A-Z])"
    r"|(?<=tion |iety |ttee |tute |work |tium |sity |dies )(?:is|are) (?:pleased|happy|proud|excited|delighted) to (?:announce|host|present) (?:its|the|their)\b[^.\n]{0,60}(?:conference|meeting|summit|symposium|workshop|congress|forum))"
)
_MEETING_OF = re.compile(
    r"\b(?:annual|biennial|[0-9]+(?:st|nd|rd|th)|international) (?:conference|meeting|congress|symposium|convention) (?:for|of) (?:the )?(?P<o>[A-Z][^.,;:!?\n]{3,90}?)(?= has | will | is | takes |[.,;:!?\n])"
)
_SIGNED_ZH = re.compile(
    r"^[^\s。,;:!?]{2,36}(?:组委会|筹委会|委员会|办公室|学会|协会|会务组|秘书处)(?:办公室|会务组|秘书处)?$"
)
_SIGNED_EN = re.compile(
    r"^(?:[-~]\s?)?(?:The\s)?(?P<o>[A-Z][\w' .&-]{2,50}?)\s(?:[Tt]eam|[Oo]rgani[sz]ing [Cc]ommittee|[Oo]rgani[sz]ers?|[Cc]ommittee)[.!]?$"
)
_CHAPTER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}\s?)(?:GDG|GDSC|PyUG|JUG|LUG|RUG)(?![A-Za-z])|GDG\s(?:[\u4e00-\u9fff]{2,3}|[A-Z][a-z]+)|[\u4e00-\u9fff]{2,4}\s?[A-Za-z]{1,12}\s?用户组"
)


def read_organisers(document: Document, values: list[Value]) -> tuple[list[Span], list[Span]]:
    """Spans of the organisers and of the co-organisers, each name once, in the order of the text."""
    text = document.folded
    organisers = _listed(document, under(values, "organisers"))
    co_organisers = _listed(document, under(values, "co_organisers"))
    if not organisers and (match := _INVITES.search(text)):
        organisers = _named(text, match)
        if not co_organisers:
            co_organisers = [
                span for by in _BY_EN.finditer(text) if _is_ours(text, by) for span in _named(text, by)
            ]
    if not organisers:
        organisers = [
            span for match in _BY.finditer(text) if _is_ours(text, match) for span in _named(text, match)
        ]
        by_en = [match for match in _BY_EN.finditer(text) if _is_ours(text, match)]
        first = [match for match in by_en if not match[0].lower().startswith("co")]
        organisers += [span for match in first or by_en for span in _named(text, match)]
    if not organisers:
        organisers = [
            span for match in _TOGETHER.finditer(text) if _is_ours(text, match)
            for span in _named(text, match) if _ORGANISATION_END.search(text[slice(*span)])
        ]  # fmt: skip
    if not organisers:
        organisers = [(b.start, b.end) for b in document.meta("organiser")]
    if not organisers:
        organisers = [span for match in _MEETING_OF.finditer(text) for span in _named(text, match)][:1]
    if not co_organisers:
        co_organisers = [
            span for match in _BY_CO.finditer(text) if _is_ours(text, match) for span in _named(text, match)
        ]
        co_organisers += [
            span for match in _ALSO_CO.finditer(text) if _is_ours(text, match) for span in _named(text, match)
        ]
        co_organisers += [
            span for match in _WITH_EN.finditer(text) if _is_ours(text, match) for span in _named(text, match)
        ]
    if not organisers:
        organisers = _signature(document) or _chapter(text)
    if not organisers and co_organisers and not any(v.label.startswith(("协办", "合办")) for v in values):
        organisers, co_organisers = co_organisers, []  # a local group that 承办 alone is the host
    return _once(text, organisers, []), _once(text, co_organisers, organisers)


# A line that opens a field of its own, whatever its label: 四、招收对象：…
_NEXT_FIELD = re.compile(r"^\s*(?:[一二三四五六七八九十壹贰叁肆伍]{1,3}、|[^\s:]{2,8}:)")


def _named(text: str, match: re.Match) -> list[Span]:
    group = next(name for name in match.groupdict() if match[name])
    start, end = match.span(group)
    if other := list(re.finditer(r"(?:指导|支持|批准|主办|协办|承办)\s?[,、]", text[start:end])):
        start += other[-1].end()  # 由甲指导，乙主办
    spans = _parts(text, start, end)
    if len(spans) == 1 and re.search(
        r"联合|共同|携手", match[0]
    ):  # 甲社与乙系共同主办: two must act together
        start, end = spans[0]
        if joint := re.compile(r"[和与及]").search(text, start + 2, end - 2):
            spans = [_trimmed(text, start, joint.start()), _trimmed(text, joint.end(), end)]
    spans = [(a, a + len(re.sub(r"(?:决定|[拟将])$", "", text[a:b]))) for a, b in spans]
    return [span for span in spans if _is_name(text[slice(*span)])] if len(spans) <= 12 else []


def _is_ours(text: str, match: re.Match) -> bool:
    left, right = clause(text, match.start(), match.end(), 50)
    return not BYGONE.search(text[left : min(match.start() + 30, right)]) and not re.search(
        r"每年|每月|自行|志愿者们?$|\bvolunteers\b", text[left:right]
    )


def _listed(document: Document, values: list[Value]) -> list[Span]:
    """Names under the labels: in the label's line, as list items, as headings, or as short lines."""
    text, found = document.folded, []
    for order in dict.fromkeys(value.order for value in values):
        group = [value for value in values if value.order == order]
        headings = [v for v in group if v.block.kind == "heading" and not v.inline]
        items = [v for v in group if v.block.kind == "item" and not v.inline]
        for value in headings or [v for v in group if v.inline] + (
            items or [v for v in group if not v.inline]
        ):
            words = text[value.start : value.end]
            if not value.inline and _NEXT_FIELD.match(words):
                break
            if (len(words) > 60 and "。" in words[:-1]) or ("。" in words[:-1] and not value.inline):
                break  # prose: the list is over
            if (
                not value.inline
                and not headings
                and not items
                and not _ORGANISATION_END.search(
                    re.sub(r"(?<=[\u4e00-\u9fff)])\s[A-Za-z].*$", "", words.strip(_TRIM))
                )
                and (len(words) > 24 or any(v.inline for v in group))
            ):
                break
            stop = re.search(r"。|\s(?:时间|地点)", words)
            end = value.start + stop.start() if stop else value.end
            found += [span for span in _parts(text, value.start, end) if _is_name(text[slice(*span)])]
    return found[:40]


def _signature(document: Document) -> list[Span]:
    """The committee that signs at the end of a notice."""
    body = [block for block in document.body() if block.kind != "footer"]
    for block in reversed(body[-5:]):
        line = block.folded.strip(" ()")
        if _SIGNED_ZH.match(line) and block.kind != "heading":
            offset = block.start + block.folded.index(line)
            return [(offset, offset + len(line))]
        if (match := _SIGNED_EN.match(block.folded)) and not re.match(
            r"^(?:Your|Our|Organi[sz]ing|Program|Conference|Hey|Thanks)", match["o"]
        ):
            return [(block.start + match.start("o"), block.start + match.end("o"))]
    return []


def _chapter(text: str) -> list[Span]:
    """A local chapter that speaks of itself by name, again and again."""
    names = [match.span() for match in _CHAPTER.finditer(text)]
    spoken: dict[str, list[Span]] = {}
    for start, end in names:
        spoken.setdefault(text[start:end].replace(" ", ""), []).append((start, end))
    return [max(spoken.values(), key=len)[0]] if spoken and max(map(len, spoken.values())) >= 2 else []


def _once(text: str, spans: list[Span], others: list[Span]) -> list[Span]:
    seen = {re.sub(r"\W", "", text[a:b]).lower() for a, b in others}
    kept = []
    for start, end in spans:
        key = re.sub(r"\W", "", text[start:end]).lower()
        if key and key not in seen:
            seen.add(key)
            kept.append((start, end))
    return kept


_EMAIL = re.compile(
    r"(?<![\w.+-])[\w+-](?:[\w.+-]{0,60}[\w+-])?@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])"
)
_PHONE = re.compile(
    r"(?<![\d.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])|(?<![\d.-])\(?0\d{2,3}\)?[ -]\d{7,8}(?:(?:转|-|ext\.? ?)\d{1,5})?(?!\d)|\+\d{1,3}[ -]\(?\d{1,4}\)?[ -]\d{3,4}[ -]\d{3,5}(?!\d)"
)


def read_contacts(document: Document) -> list[Span]:
    """E-mail addresses and telephone numbers, each once."""
    found = []
    for block in document.body():
        for pattern in (_EMAIL, _PHONE):
            found += [
                (block.start + m.start(), block.start + m.end())
                for m in pattern.finditer(block.folded[:4000])
            ]
    return _once(document.folded, sorted(found), [])[:20]
