"""Where the edition takes place: city, country, venue, and the other cities of a tour.

A city is a name from the lexicon, or any name the grammar of a place announces (丙州市, 在丁州召开, «in Exampleville,
Ohio»), so that a city nobody listed is read as well. A city that is only part of an organisation's name is not where
the edition takes place: 中山大学 is in 广州.
"""

import re
from dataclasses import dataclass, replace

from plenary_reader.announcements.dates import find_dates
from plenary_reader.announcements.gazetteer import gazetteer
from plenary_reader.announcements.labels import Value, under
from plenary_reader.announcements.schedule import HELD, OTHER_DAY, is_bygone
from plenary_reader.announcements.sentences import clause, sentence
from plenary_reader.announcements.source import Document
from plenary_reader.announcements.venues import read_venue

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    city: Span | None
    cities: tuple[Span, ...]  # all of them when there are several, else empty
    country: Span | None
    venue: Span | None


# After a city's name these make it part of another name.
_PART_OF_A_NAME = re.compile(
    r"(?!市(?!政府|人民政府|[\u4e00-\u9fff]{0,4}[局委]|第))(?:市|省)?(?:[\u4e00-\u9fff]{0,8}?(?:大学|学院|理工|师范|科技大|交大|交通大|工业大|医科|农业大|财经|邮电|航空航天|外国语|学会|协会|研究院|研究所|日报|晚报|银行|股份|有限|公司|集团|政府|[局委])|[北南东西中]?[一二三四五六七八九]?路|大道|街)"
)
_LATIN_NAME = re.compile(
    r"\s(?:(?:de|del|la) [A-Z]\w+|University|College|Institute|School|Times|Post|State|Bank|Street|St\.|Road|Rd|Avenue|Ave|time|Time|Declaration|Agreement|timezone)\b"
)
_LATIN_BEFORE = re.compile(
    r"(?:University of|College of|Institute of|Bank of|UC|from|based in|based|Declaration of|Mr\.?|Ms\.?|Dr\.?|Professor)\s(?:the\s)?$"
)
_UNIT_AFTER = re.compile(r"^(?:市|分?会场|站|场|专场|峰会|大会|年会|论坛|沙龙|会议|[\s(]|$|[·,。、;)】!:/-])")

# «in Sydney on Thursday 30 November», «in Prague from September 15-17»
_ON_A_DAY = re.compile(
    r"^\s(?:on|from|this)\s(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\d{1,2}\b)"
)

# The grammar of places, for names no lexicon lists.
_CITY_SUFFIX = re.compile(
    r"(?:^|[省区国在于到至赴往,(:·\s])(?P<c>[\u4e00-\u9fff]{2,5}?市)(?![场民面长委值占级政区中内外])"
)
_HELD_IN = re.compile(
    r"(?<![关由对至])[在于](?P<c>(?!线上|线下|延期|推迟|此|我[校院国市]|本[校院市地]|该|全[国球]|各|国内|国外|[上下]|今|明|去|每|这|现场|校|会|同|一|两|多|云端|网上|\d|内|期|即|京|沪|其|当)[\u4e00-\u9fff]{2,4}?)(?P<s>市)?"
    r"(?:成功|隆重|盛大|顺利|如期|正式|联合)?(?:举[办行]|召开|开幕|拉开)"
)
_MEET_IN = re.compile(
    r"(?:相[约聚会见]|齐聚|汇聚)(?:在|于)?[\s]{0,2}(?P<c>[\u4e00-\u9fff]{2,4})(?=[\s。,!·]|$)"
)
_DOTTED = re.compile(r"(?:中国|[\u4e00-\u9fff]{2,3}省?)\s?[·-]\s?(?P<c>[\u4e00-\u9fff]{2,6})(?=\s|$|[,。·(])")
_STATION = re.compile(r"(?P<c>[\u4e00-\u9fff]{2,4})(?:分?会场|站)(?!点|长|台|在|式)")
# «will be held at the Harbour Conference Centre, Hull, from …»: the name after the house
_HOUSE_IN = re.compile(
    r"\b(?:at|in)\s(?:the\s)?[A-Z][^.,;:\n]{3,60},\s(?P<c>[A-Z][a-zé-ü]{2,}(?:[ -][A-Z][a-zé-ü]+)?)(?=,?\s(?:on|from|between)\b|\s?[.(]|,\s\d)"
)
# «10-12 May 2019, Muckross Field Centre, Killarney, Co. Kerry»: on a poster the name after the house needs no verb
_HOUSE_ON_POSTER = re.compile(
    r"(?:^|[,\n]\s?)(?:[A-Z][\w'&-]*\s){1,5}(?:Centre|Center|Hotel|Hall|University|College|Museum|Institute|Campus|School|House|Castle|Theatre|Library|Park),\s(?P<c>[A-Z][a-zé-ü]{2,}(?:[ -][A-Z][a-zé-ü]+)?)(?=,|\s?$|\n|\s\()"
)
_NO_CITY = re.compile(
    r"线上|线下|主会|分会|网[站上]|本站|车站|地铁|第.|各|会场|现场|[一二三四五六七八九十]号|基地|中心|大[学厦]|酒店|宾馆|学院|公司|待定|另行|通知|全国|中国|国际|省$|校区|园$|举办|活动|报到|高铁|火车|直播|同学|老师|观众|朋友|我们|你"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    start: int
    end: int
    weight: float


def read_places(
    document: Document,
    values: list[Value],
    *,
    mode: str,
    name: Span | None,
    when: Span | None,
    year: int | None,
) -> Places:
    """``mode`` is the edition's; ``name`` is the span of its title in the text, ``when`` that of its days, in ``year``."""
    where = under(values, "where", "when_where")
    hero = _beside(document, when)
    candidates = [
        _aged(document, _dated(document, c, when), year) for c in _candidates(document, where, name, hero)
    ]
    online = mode == "online"
    totals: dict[str, float] = {}
    firsts: dict[str, _Candidate] = {}
    for candidate in candidates:
        best = firsts.get(candidate.name)
        # The strongest mention decides; repeating a name adds a little, so that a tie goes to what the text is about.
        if best is None or candidate.weight > best.weight:
            firsts[candidate.name] = candidate
    for candidate in candidates:
        bonus = 0.3 if candidate.weight > 0 else 0.0
        totals[candidate.name] = min(totals.get(candidate.name, 0.0) + bonus, 1.5)
    threshold = 7.0 if online else 2.0
    strong = sorted(
        (c for c in firsts.values() if c.weight + totals[c.name] >= threshold),
        key=lambda c: (-(c.weight + totals[c.name]), c.start),
    )
    best = _in_the_language(document, strong)
    city = (best.start, best.end) if best else None
    several = sorted((c for c in strong if c.weight >= 6.0), key=lambda c: c.start)
    cities = tuple((c.start, c.end) for c in several) if len(several) > 1 else ()
    return Places(city, cities, _country(document, city, where), read_venue(document, where, city, online))


def _in_the_language(document: Document, strong: list[_Candidate]) -> _Candidate | None:
    """In a Chinese text the Chinese name of a city that is also in an English title: CrabCon Shenzhen, 深圳·南山."""
    if not strong or not strong[0].name.isascii():
        return strong[0] if strong else None
    sample = document.folded[:8000]
    if len(re.findall(r"[\u4e00-\u9fff]", sample)) * 3 < len(re.findall(r"[^\W\d_]", sample)):
        return strong[0]
    chinese = (
        c for c in strong if not c.name.isascii() and c.weight >= 4.0 and strong[0].weight - c.weight <= 2.0
    )
    return next(chinese, strong[0])


def _beside(document: Document, when: Span | None) -> Span:
    """The line that holds the edition's days, with its neighbours: a poster puts day and city together."""
    blocks = [b for b in document.blocks if b.kind not in ("meta", "image", "row")]
    i = next((i for i, b in enumerate(blocks) if when and b.start <= when[0] < b.end), None)
    if i is None or len(blocks[i].text) > 110:
        return (-1, -1)
    near = [b for b in blocks[max(0, i - 1) : i + 3] if len(b.text) <= 60 or b is blocks[i]]
    return near[0].start, near[-1].end


def _dated(document: Document, candidate: _Candidate, when: Span | None) -> _Candidate:
    """«… in Taipei», «… 在杭州» in the very sentence that names the edition's days."""
    if when is None or not 0 < candidate.weight < 3.0:
        return candidate
    left, right = sentence(document.folded, *when)
    before = document.folded[max(left, candidate.start - 8) : candidate.start]
    if left <= candidate.start < right and re.search(r"\b(?:in|to)\s$|[在于]$", before):
        return replace(candidate, weight=3.0)
    return candidate


def _aged(document: Document, candidate: _Candidate, year: int | None) -> _Candidate:
    """A city in a sentence about an earlier year is where an earlier edition was."""
    left, right = clause(document.folded, candidate.start, candidate.end, 60)
    years = [int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", document.folded[left:right])]
    if year and years and max(years) < year:
        return replace(candidate, weight=candidate.weight - 6.0)
    return candidate


def _candidates(document: Document, where: list[Value], name: Span | None, hero: Span) -> list[_Candidate]:
    chinese, latin, doubtful, countries, regions = gazetteer()
    found: list[_Candidate] = []
    text = document.folded
    asked = [(v.start, v.end) for v in where]
    followed = re.compile(rf"^,?\s(?:(?:{regions}|{countries})\b|[(]?(?:{countries})\b)")
    for pattern in (chinese, latin):
        for match in pattern.finditer(text):
            if len(found) >= 400:
                break
            weight = _weight(match, document, asked, name, doubtful, followed, hero)
            if weight is not None:
                found.append(_Candidate(match[0], match.start(), match.end(), weight))
    known = {c.start for c in found}
    masked = [(m.start(), m.end()) for m in chinese.finditer(text)]

    def add(match: re.Match, weight: float) -> None:
        start, end = match.span("c")
        overlaps = start in known or any(a < end and start < b for a, b in masked)
        if not overlaps and not _NO_CITY.search(match["c"]):
            found.append(_Candidate(match["c"].removesuffix("市"), start, end, weight))

    for start, end in asked:
        for pattern, weight in ((_CITY_SUFFIX, 8.0), (_DOTTED, 7.5)):
            for match in pattern.finditer(text, start, min(end, start + 200)):
                add(match, weight)
        lone = re.compile(r"[\s:·-]*(?P<c>[\u4e00-\u9fff]{2,4})\s*$").match(text, start, end)
        if lone:
            add(lone, 6.0)
    for match in _HELD_IN.finditer(text):
        if not is_bygone(text, match.start(), match.end()):
            add(match, 6.5)
    for match in _MEET_IN.finditer(text):
        add(match, 5.0)
    for match in _HOUSE_IN.finditer(text):
        left, right = sentence(text, *match.span())
        if HELD.search(text[left:right]) and not is_bygone(text, *match.span()):
            add(match, 4.0)
    for match in _CITY_SUFFIX.finditer(text):
        left, right = sentence(text, *match.span())
        add(
            match,
            5.0
            if HELD.search(text[left:right]) or "地" in text[max(left, match.start() - 8) : match.start()]
            else 1.0,
        )
    if hero[0] >= 0:
        for match in _HOUSE_ON_POSTER.finditer(text, *hero):
            add(match, 4.0)
    if name:
        for match in _STATION.finditer(text, *name):
            add(match, 6.0)
    found += _american(text, countries, regions, asked, known, hero)
    found += [
        _Candidate(b.folded, b.start, b.end, 7.5) for b in document.meta("city") if 2 <= len(b.text) <= 30
    ][:1]
    return found


def _american(
    text: str, countries: str, regions: str, asked: list[Span], known: set[int], hero: Span
) -> list[_Candidate]:
    """«in Exampleville, Ohio»: a capitalised name with its state or country."""
    pattern = re.compile(
        rf"(?P<p>\b(?:in|at|to|near)\s)?(?P<c>[A-Z][\w'.-]{{2,20}}(?: (?:de |del |la |am |sur |upon )?[A-Z][\w'.-]{{1,20}}){{0,3}}),\s(?P<r>{regions}|{countries})\b"
    )
    found = []
    for match in pattern.finditer(text):
        if match.start("c") in known or re.search(rf"^(?:{countries}|{regions})$", match["c"]):
            continue
        inside = any(start <= match.start("c") < end for start, end in asked)
        left, right = sentence(text, *match.span())
        held = HELD.search(text[left:right]) and not is_bygone(text, *match.span())
        line_start, line_end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        alone = match.start() - line_start <= 2 and (line_end < 0 or line_end - match.end() <= 2)
        poster = hero[0] <= match.start("c") < hero[1]
        weight = (
            7.0
            if inside
            else 6.0
            if match["p"] and held
            else 4.0
            if poster
            or alone
            or re.search(r"\b(?:19|20)\d\d,?\s$", text[max(0, match.start() - 8) : match.start()])
            else 2.5
            if match["p"]
            else 0.0
        )
        found.append(_Candidate(match["c"], match.start("c"), match.end("c"), weight))
    return found


def _weight(
    match: re.Match[str],
    document: Document,
    asked: list[Span],
    name: Span | None,
    doubtful: frozenset[str],
    followed: re.Pattern[str],
    hero: Span,
) -> float | None:
    """How much a city from the lexicon looks like the edition's where it stands; None when it names something else."""
    text = document.folded
    start, end = match.span()
    latin = match[0].isascii() or not "\u4e00" <= match[0][0] <= "\u9fff"
    after, before = text[end : end + 30], text[max(0, start - 24) : start]
    inside = any(a <= start < b for a, b in asked)
    with_region = bool(latin and followed.match(after))
    part = (
        _LATIN_NAME.match(after) or (_LATIN_BEFORE.search(before) and not with_region)
        if latin
        else (
            _PART_OF_A_NAME.match(after)
            if not after.startswith("市") or _PART_OF_A_NAME.match(after[1:])
            else None
        )
    )
    if match[0] in doubtful and not (
        with_region or (not latin and after.startswith("市")) or (inside and not part)
    ):
        return None
    block = next((b for b in document.blocks if b.start <= start <= b.end), None)
    if block is None or block.kind == "image":
        return None
    if part:
        # 南京大学仙林校区 as the place does say 南京; anywhere else it names a university.
        stated = (inside and _leads(document, start, asked)) or (
            before.endswith(("在", "于")) and HELD.search(after)
        )
        return 2.0 if stated and match[0] not in doubtful and not latin else None
    if block.key == "city":
        return None  # taken whole, whatever it holds
    if block.key == "place":
        return 6.5
    if block.key == "author":
        return None
    weight = 0.5
    left, right = sentence(text, start, end)
    context = text[left:right]
    if inside:
        weight = 8.0 if start - max(a for a, b in asked if a <= start < b) < 60 else 4.0
    elif (name and name[0] <= start < name[1]) or (block.kind == "meta" and block.key in ("title", "name")):
        weight = 6.0
    elif HELD.search(context) and re.search(
        rf"(?:[在于赴]|\b(?:in|at|to)\s(?:\w+,?\s){{0,3}}?|[·(省]|(?:[在于](?:{gazetteer()[3]})|{gazetteer()[4]})(?:省|[\u4e00-\u9fff]{{0,3}}自治区)?)$",
        before,
    ):
        weight = (
            6.0
            if not latin
            or re.search(r"\b(?:in|to)\s(?:downtown |beautiful |sunny |central )?$", before)
            or with_region
            else 3.0
        )
    elif latin and before.endswith(("in ", "to ", "at ")) and _ON_A_DAY.match(after):
        weight = 6.0
    elif block.kind == "heading" and len(block.text) <= len(match[0]) + 12:
        weight = 5.5
    elif hero[0] <= start < hero[1] and (not latin or with_region or len(block.text) < 60):
        weight = 5.0
    elif block.key == "description":
        weight = 4.0
    elif len(block.text) <= len(match[0]) + 8 or (
        with_region and find_dates(context) and not OTHER_DAY.search(context)
    ):
        weight = 3.0
    elif block.key == "tags":
        weight = 2.0
    elif with_region and re.search(r"\b(?:in|at)\s(?:[\w ]{0,20},\s)?$", before):
        weight = 3.5
    elif re.match(r"^(?:站|分?会场)(?!点|长)", after) or re.match(r"^\s?(?:GDG|LUG|社区|地区的|线下)", after):
        weight = 4.0
    elif latin and re.match(r"^\s(?:conference|meetup|event|edition|summit|\d{4}\b)", after, re.I):
        weight = 3.0
    if re.search(r"发布会|press conference", context[: start - left], re.I):
        weight -= 3.0  # where the press was told
    if re.search(r"\bnot (?:be held )?(?:in|at)\s(?:the\s)?$|instead of (?:in )?$|不[再在]{1,2}$", before):
        weight -= 7.0
    if re.search(r"原[定计拟]", context[: start - left]) and re.search(
        r"改[在到至为]|移[至师]", text[end:right]
    ):
        weight -= 4.0
    if is_bygone(text, start, end) or re.search(r"等地|等城市", text[end : end + 14]):
        weight -= 5.0
    if block.kind == "footer":
        weight -= 3.0
    return weight


def _leads(document: Document, start: int, asked: list[Span]) -> bool:
    a = max(a for a, b in asked if a <= start < b)
    return not re.search(
        r"[\u4e00-\u9fff]",
        re.sub(rf"暂定|拟定|中国|{gazetteer()[4]}|[省于在为]", "", document.folded[a:start]),
    )


def _country(document: Document, city: Span | None, where: list[Value]) -> Span | None:
    """A country that stands beside the city, or alone where the place is asked for."""
    countries = gazetteer()[3]
    text = document.folded
    pattern = re.compile(rf"(?<![\w])(?:{countries})(?!\w)|(?:{countries})(?=[\s·,-]|[\u4e00-\u9fff]{{2}})")
    if city:
        after = re.compile(rf"(?:,\s?[\w. ]{{2,20}})?,?\s?\(?(?P<c>{countries})\b").match(text, city[1])
        if after and after["c"].isascii():
            return after.span("c")
        before = re.search(
            rf"(?P<c>{countries})[\s·,-]{{0,3}}(?:[\u4e00-\u9fff]{{2,3}}省?)?$",
            text[max(0, city[0] - 12) : city[0]],
        )
        if before:
            offset = max(0, city[0] - 12)
            return before.start("c") + offset, before.end("c") + offset
        return None
    for value in where[:2]:
        if match := pattern.search(text, value.start, value.end):
            return match.span()
    return None
