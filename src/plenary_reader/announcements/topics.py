"""What the edition is about: its theme, and the list of its topics."""

import re

from plenary_reader.announcements.enumerations import enumerated_subjects, subjects_of
from plenary_reader.announcements.labels import Value, under
from plenary_reader.announcements.source import Block, Document

Span = tuple[int, int]
_TRIM = "# \t:·-*_,.。;、|】])[【\"“”'"

# «主题包括但不限于：», «topics might include:», before a list or an enumeration.
_INTRODUCES = re.compile(
    r"(?:包括[((]?(?:但不限于)?[))]?|但不限于|(?:主题|议题|方向|内容|领域|范围|专题|赛道|板块|单元)(?:有|为|包括|如下|包含|涵盖|涉及)?|(?:轨|专场|论坛|方向|主题|议题|板块|分会场|单元)分别[是为]|聚焦于?|围绕以下\S{0,8}|以下\S{0,12}(?:问题|主题|议题|话题|选题|方向|专题|领域)\S{0,10})\s?(?:等)?\s?[:](?P<z>[^\n]{0,600})$"
    r"|(?:topics?|themes?|areas|tracks?|subjects|in particular|particularly|interested in|looking for|submissions on|(?:would|'d) (?:love|like) to (?:see|hear(?: about)?)|talks (?:on|about)|proposals (?:on|about))\b[^.\n:]{0,80}(?:includ\w*|are|on|about|such as|limited to|following\w*|of interest|interest|cover\w*|following topics)?[^.\n:]{0,40}:(?P<e>[^\n]{0,600})$",
    re.I,
)
_SEPARATORS = re.compile(r"[、;|\t]|,\s?(?:and\s|or\s)?|\s/\s|\s·\s|\s(?:and|&)\s")
_MARKED = re.compile(
    r"\s?(?:[①-⑳]|[一二三四五六]是|\([一二三四五六七八九十]{1,2}\)|\((?=\d{1,2}\))\d{1,2}\))\s?"
)
_SEMICOLONS = re.compile(r";(?:\s?and\s)?")
_CN_SEPARATORS = re.compile(r"[、;|\t]|\s(?=#)|,\s?|\s·\s|\s/\s")
_PROSE = re.compile(r"[。!?]\s?\S|\bplease\b|\bwe\b|\byou\b|请|欢迎|我们|截止|报名|提交|投稿邮箱|http", re.I)


def read_theme(document: Document, values: list[Value]) -> Span | None:
    """The edition's motto. A «主题» that lists things is a list of topics, not a theme."""
    for value in under(values, "theme"):
        start, end = _trimmed(document.folded, value.start, value.end)
        words = document.folded[start:end]
        if _LISTED.match(document.folded[value.start : value.end]):
            continue
        if 2 <= len(words) <= 90 and not _is_list(words) and not re.search(r"包括|不限于|如下|http", words):
            stop = re.search(r"。|;|\s(?:时间|地点|主办)", words)
            return (start, start + stop.start()) if stop else (start, end)
    patterns = (
        r"(?:以|秉承|围绕|聚焦|紧扣)\s?[“\"「『《](?P<t>[^”\"」』》\n]{2,60})[”\"」』》]\s?(?:这一|的|为)?(?:大会|会议|年度|本届)?主题",
        r"以\s?(?P<t>[^,。;\n“\"]{2,40}?)\s?为(?:大会|会议|年度)?主题",
        r"主题(?:是|为|定为|:)\s?[“\"「『《](?P<t>[^”\"」』》\n]{2,60})[”\"」』》]",
        r"(?:本[届次期]|大会|会议|年会|论坛|今年)[^,。;\n]{0,12}主题(?:是|为|定为|:)\s?(?P<t>[^,。;\n“\"]{2,40})",
        r"\btheme\b[^.\n:\"]{0,30}?(?:is|:|of)\s?\"(?P<t>[^\"\n]{3,90})\"",
        r"\bunder the (?:theme|motto)(?: of)?\s?\"?(?P<t>[^\",.\n]{3,90})",
        r"\b(?:this year's |our |the )?theme (?:this year |for \d{4} )?is\s(?P<t>[A-Z][^.,\n\"]{3,80})",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, document.folded, re.I):
            if not re.search(r"包括|不限于|紧扣", match["t"]):
                return _trimmed(document.folded, *match.span("t"))
    return None


def read_topics(document: Document, values: list[Value]) -> list[Span]:
    """Topics in the order of the text. A labelled list wins over a sentence, a longer list over a shorter."""
    text = document.folded
    lists = [
        _of_label(document, values, order)
        for order in dict.fromkeys(v.order for v in under(values, "topics", "theme"))
    ]
    labelled = {value.block.start for value in values if value.inline}
    lists += [
        _introduced(document, i, labelled)
        for i in range(len(document.blocks))
        if document.blocks[i].kind != "meta"
    ]
    lists.append(_tracks(document))
    lists = [found for found in lists if len(found) >= 2 and not _is_programme(document, found)]
    if lists:
        return _once(text, max(lists, key=lambda found: min(len(found), 25)))
    return _once(text, enumerated_subjects(document))


def _is_programme(document: Document, found: list[Span]) -> bool:
    """Lines with a time of the day are talks of a programme, not topics."""
    lines = [document.folded[max(0, a - 14) : b + 4] for a, b in found]
    return sum(bool(re.search(r"\d{1,2}:\d\d|\d\s?月\s?\d", line)) for line in lines) * 2 >= len(lines)


# 会议主题, and below it: 1. …, 2. …, 3. … are topics
_LISTED = re.compile(r"\s*(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)]|[①-⑳▶◆●■·-])")


def _of_label(document: Document, values: list[Value], order: int) -> list[Span]:
    group = [value for value in values if value.order == order]
    text = document.folded
    if group[0].field == "theme" and not any(_is_list(text[v.start : v.end]) for v in group[:2]):
        listed = [v.block for v in group if not v.inline and _LISTED.match(v.block.folded)]
        return _items(listed) if len(listed) >= 3 else []
    inline = [
        span
        for v in group[:2]
        if _is_list(text[v.start : v.end])
        for span in (_within_prose(v) or _enumerated(text, v.start, v.end))
    ]
    blocks = [value.block for value in group if not value.inline]
    headings = [block for block in blocks if block.kind == "heading"]
    items = _items(headings if len(headings) >= 2 else blocks)
    return items if len(items) >= max(2, len(inline)) else inline


def _within_prose(value: Value) -> list[Span]:
    """«大会设主论坛，围绕甲、乙、丙展开交流»: the enumeration in a sentence below its label."""
    words = value.block.folded
    first = words.find("、")
    return subjects_of(value.block)[1] if not value.inline and "," in words[:first] else []


# «Track 1: …», «分论坛一：…», whatever stands above them
_TRACK = re.compile(
    r"(?:(?:分?论坛|专题|议题|主题|单元|板块|分会场|专场)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-H])|(?:Track|Topic|Theme|Stream|Session|Strand)\s(?:\d{1,2}|[A-H]))(?:\s?[:.、|-]\s?|\s)(?=\S)",
    re.I,
)


def _tracks(document: Document) -> list[Span]:
    named = [b for b in document.body() if _TRACK.match(b.folded) and len(b.text) <= 90]
    return _items(named) if len(named) >= 3 and len({b.kind for b in named}) == 1 else []


# Any line that ends with a colon and speaks of subjects introduces the list below it.
_BEFORE_A_LIST = re.compile(
    r"(?:主题|议题|话题|题目|选题|方向|领域|方面|专题|分会|论坛|内容|板块|例如|比如|想[听看])[^:。\n]{0,20}:$|(?:包括|例如|如下|比如)$"
    r"|\b(?:topics?|themes?|areas|subjects|ideas|learn(?: more)?|hear|talks?|sessions?|such as|for example)\b[^.:\n]{0,60}:$|\b(?:such as|includ(?:e|ing)|not limited to|following|are)$"
    r"|\b(?:proposals?|papers?|submissions?|contributions?)\b(?!.*\b(?:must|should|include|contain|format)\b)[^.\n]{0,80}:$",
    re.I,
)


def _introduced(document: Document, index: int, labelled: set[int]) -> list[Span]:
    """The list after a line that ends «…包括但不限于：», or the enumeration in that line."""
    block = document.blocks[index]
    match = _INTRODUCES.search(block.folded[-700:]) if ":" in block.folded else None
    if not match:
        if block.kind in ("para", "item") and _BEFORE_A_LIST.search(block.folded[-100:].rstrip(" *_")):
            following = document.blocks[index + 1 : index + 40]
            end = next((i for i, other in enumerate(following) if other.start in labelled), len(following))
            found = _items(list(following[:end]))
            return found if len(found) >= 3 else []
        return []
    group = "z" if match["z"] is not None else "e"
    offset = block.end - len(block.folded[-700:])
    start, end = match.start(group) + offset, match.end(group) + offset
    if end - start > 8:
        found = _enumerated(document.folded, start, end)
        return found if len(found) >= 3 else []
    following = document.blocks[index + 1 : index + 60]
    end = next((i for i, other in enumerate(following) if other.start in labelled), len(following))
    return _items(list(following[:end]))


def _items(blocks: list[Block]) -> list[Span]:
    """A run of list items, or of short lines that all look like items."""
    found: list[Span] = []
    kind, numbered = "", False
    if blocks and blocks[0].kind == "row":
        return _first_cells(blocks)
    for index, block in enumerate(blocks):
        if block.kind == "image":
            continue
        words = block.folded
        if not kind:
            kind = block.kind
        if kind == "para" and block.kind == "item" and not found:
            kind = "item"
        if kind == "para" and not found and index < 2 and _PROSE.search(words):
            continue  # a sentence or two may stand between the label and its list
        if block.kind != kind or (
            block.kind not in ("item", "heading", "row") and (len(words) > 60 or _PROSE.search(words))
        ):
            break
        if block.kind == "para" and len(found) >= 30:
            break
        if found and re.match(r"[^\s:]{2,8}:.*\d\s?[年月日]", words):
            break  # 截稿：…
        start, end = _trimmed(words, *_unnumbered(words))
        colon = words.find(":", start, end)
        if 3 < colon < end and end - colon > 4:  # "Name: what it is about"
            end = colon
        if numbered and not start:
            break  # (1) …; (2) …; and then something else
        numbered = numbered or (not found and start > 0 and kind == "para")
        if dash := re.compile(r"\s-\s").search(words, start + 3, end):  # Privacy – keeping it
            end = dash.start()
        if 2 <= end - start <= 120:
            found.append((block.start + start, block.start + end))
    # 主论坛 … stands among 分论坛一, 分论坛二, 分论坛三 and is none of them.
    tracks = {block.start for block in blocks if _TRACK.match(block.folded)}
    named = [(a, b) for a, b in found if any(start <= a <= start + 12 for start in tracks)]
    return named if 3 <= len(named) < len(found) else found


def _first_cells(blocks: list[Block]) -> list[Span]:
    """The names in a table below its label: the first column that is not a number, without its head."""
    found = []
    for block in blocks:
        cells = [m.span() for m in re.finditer(r"[^\t]+", block.folded)]
        if block.kind != "row" or not cells:
            break
        named = [span for span in cells if re.search(r"[^\W\d_]", block.folded[slice(*span)])]
        if len(cells) < 2 or not named or re.search(r"\d:\d\d", block.folded):
            return []
        found.append((block.start + named[0][0], block.start + named[0][1]))
    return found[1:] if len(found) > 2 else []


def _unnumbered(words: str) -> Span:
    lead = re.match(
        r"\s*(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[.、)]|[A-Z]\d{1,2}[\s.:]|[①-⑳]|(?:专题|议题|主题|分论坛|论坛|Track|Topic)\s?[一二三四五六七八九十\dA-Z]{1,3}(?:\s?[:、.-]|\s))\s*",
        words,
    )
    tail = re.search(r"(?:等(?:等|相关\S{0,6}|方向|领域|内容)?|\.\.\.|…+)\s*[。.;,]?\s*$", words)
    return lead.end() if lead else 0, tail.start() if tail and tail.start() > 3 else len(words)


def _enumerated(text: str, start: int, end: int, separators: re.Pattern = _CN_SEPARATORS) -> list[Span]:
    """Parts of an enumeration, without the words that open it (包括但不限于) and close it (等)."""
    opening = re.search(
        r"(?:包括(?:但不限于)?|不限于|涵盖|包含|涉及|如|为)\s?:?", text[start : min(end, start + 40)]
    )
    if opening and "、" not in text[start : start + opening.start()]:
        start += opening.end()
    stop = re.compile(
        r"。|(?:等)(?=$|\s*$|[。,;\n]|\S{0,8}(?:问题|议题|主题|方向|领域|内容|话题|方面|专题))"
    ).search(text, start, end)
    if stop:
        end = stop.start()
    if len(_MARKED.findall(text[start:end])) >= 2:  # ①甲 ②乙, (一)甲(二)乙
        separators = _MARKED
    elif text.count(";", start, end) >= 2:
        separators = _SEMICOLONS
    elif text[start:end].isascii():
        separators = _SEPARATORS
    elif "、" in text[start:end]:
        separators = (
            re.compile(r"[、;]|以及|(?<=[\u4e00-\u9fff])[和与](?=[\u4e00-\u9fff]{2,10}$)")
            if text.count("、", start, end) >= 2
            else _CN_SEPARATORS
        )
    found, at = [], start
    for match in separators.finditer(text, start, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    trimmed = [_trimmed(text, *span) for span in found]
    if (
        trimmed
        and (head := re.match(r"(?:\S{0,14}的)(?=\S{4})", text[slice(*trimmed[0])]))
        and len(trimmed) > 2
    ):
        trimmed[0] = (trimmed[0][0] + head.end(), trimmed[0][1])  # 人工智能相关学科的协同育人模式、…
    return [(a, b) for a, b in trimmed if 2 <= b - a <= 60]


def _is_list(words: str) -> bool:
    return (
        words.count("、") >= 2
        or bool(re.search(r"包括但不限于|不限于", words))
        or max(words.count(mark) for mark in (" #", " | ", " / ")) >= 2
        or len(_MARKED.findall(words)) >= 2
        or words.count(";") >= 2
        or (words.isascii() and words.count(",") >= 2)
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in ' \t:·-*_,.。;、|"”':
        end -= 1
    return start, end


def _once(text: str, spans: list[Span]) -> list[Span]:
    seen, kept = set(), []
    for start, end in spans:
        key = re.sub(r"\W", "", text[start:end]).lower()
        if key and key not in seen:
            seen.add(key)
            kept.append((start, end))
    return kept[:40]
