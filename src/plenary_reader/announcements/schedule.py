"""When the edition takes place: which of the dates in a text is the edition's, and which year it is in.

An announcement names many days: when it was published, when papers are due, when earlier editions were held, when the
edition was to be held before it was postponed. Each mention is weighed by the words around it; the weights are the
few constants below. A year is never guessed: it comes from the date itself, from the edition's name, or from the day
the announcement was published, in that order.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plenary_reader.announcements.dates import Day, Mention, find_dates
from plenary_reader.announcements.gazetteer import gazetteer
from plenary_reader.announcements.labels import Value
from plenary_reader.announcements.numerals import chinese_number
from plenary_reader.announcements.sentences import clause, sentence
from plenary_reader.announcements.source import Block, Document


@dataclass(frozen=True, slots=True)
class Schedule:
    """First and last day as ISO text, how exact they are, and where they were read."""

    start: str | None
    end: str | None
    precision: str  # day, month, year or none
    span: tuple[int, int] | None
    weight: float = 0.0


NOTHING = Schedule(None, None, "none", None)

# Words that say: this is when it happens.
HELD = re.compile(
    r"将?[于在].{0,60}?(?:举[办行]|召开|开[幕展讲赛营]|进行|登场|来袭|与[您你大]|相[约聚会见])|(?:定|拟|订|将|择|谨订|谨定)[于在]|(?:举[办行]|召开|登场|开幕)(?:时间|日期)?"
    r"|相[约聚会见]|(?:即将|就要|将要)(?:开始|开幕|登场|到来)|如期|不见不散|等你|启幕|拉开(?:帷|序)幕|为期|延期至|推迟[至到]|延后[至到]|改[期至到为]|调整[为至到]|顺延至|提前至"
    r"|今年的?\s?\S{2,14}\s?就?[在于]\s?▮|我们.{0,20}见|[^再意相遇听看可常罕]见[!,。~]|(?:is |are |was |were )?(?:now |officially )?(?:being |be |been )?(?:held|hosted|organi[sz]ed|scheduled|planned|coming|back)\b|tak(?:es?|ing) place|"
    r"happen(?:s|ing)?\b|join us|(?:conference|summit|event|festival|meetup) is on\b|see you|meet us|save the date|mark (?:your|the)|(?:new|conference|event|our|the) dates?\b"
    r"|return(?:s|ing)?\b|runs? (?:from|on)|will (?:be|run|start|kick off|convene|gather|bring)|starts? on|welcomes? you|kicks? off"
    r"|(?:is|are|will be) (?:hosting|holding|organi[sz]ing|running)\b|brings? together|reschedul\w+|moved? to|postponed (?:to|until)|comes? to|we(?:'ll| will) (?:be|meet|host)",
    re.I,
)
# Words that say: this is another day of the organisers' calendar.
OTHER_DAY = re.compile(
    r"截[止稿至]|截至|之?前(?:提交|报名|完成|发送|将|回复|注册|缴|投|向|把|$)|以前|报名(?:时间|日期|期间|于|将|开始|开放|通道|从|自)|开始报名|开放报名|开[放启]注册|开通|开票|售票|抢票|早鸟|预售"
    r"|投稿|征稿|徵稿|征文|征集|提交|录用|录取|审[稿查]|通知(?:日期|时间)|结果|公[布告示]|缴费|付款|退[款票]|预订|完稿|摘要|全文|论文|终稿|定稿|注册(?:时间|日期|费)|订房|回执"
    r"|发[布表稿](?:时间|日期|于)|刊登|张贴|更新|(?:志愿者|讲者|议题)招募|签证|草案|公众号|视频(?:发布|上线)|提名|申请|工信|印发|消息|(?<![腾通资音快])讯(?=[\s:(]|$)|日电"
    r"|deadline|\bdue\b|clos(?:es?|ed|ing)\b|(?-i:\bopen(?:s|ed|ing)?\b|\bOpen(?:s|ing)\b)(?! (?:ceremony|day|source))|\bbefore\b|\bno later than\b|\bby\b(?=\W*$)|notif|submi|proposals?|early.?bird|camera.?ready|abstract|"
    r"accept(?:ance|ed)|announce(?:ment|d)\b|publish|posted|updated|ticket|on sale|sales?\b|refund|registration (?:opens|ends|closes|deadline|will)|review|grant|\bcfps?\b|call for|first round|apply|applications?|voting|vote\b|hotel (?:booking|reservation|block|rooms?|rate|deadline)|book (?:your|a|the) (?:hotel|room)|room block|\bvisa\b|training day|\bborn\b|founded",
    re.I,
)
AFTER_MEANS_DEADLINE = re.compile(
    r"^\s{0,2}(?:(?:\([^()]{0,12}\)|\d{1,2}[:时点]\d{0,2}分?)\s{0,2})?(?:之?前(?!往|来|夕|沿)|以前|截[止稿]|前提交|止(?!于))|^\s{0,2}(?:(?:开始|起|起至)?报名|报到|注册|起?开放|发布|投稿|截)",
    re.I,
)
# «8 月 23 日，记者从组委会获悉»: the day the news was told
DATELINE = re.compile(
    r"^\s?[,(]?\s?(?:上午|下午|晚)?[,)]?\s?(?:记者|本报|从\S{2,24}获悉|据\S{2,24}(?:消息|介绍)|.{0,20}(?:新闻)?发布会)"
)
BEFORE_MEANS_DEADLINE = re.compile(
    r"(?:\b(?:by|before|until|till|through|opens?|closes?|ends?|since)|截至|截止到?|截止于|于|至|到)\s*(?:the )?$",
    re.I,
)
# Words that say: it happened already, or was to happen before plans changed.
BYGONE = re.compile(
    r"曾|先后|走过|去年|上届|上一届|往届|前[一两三几]届|历届|首[届次][^将拟定]{0,12}(?:于|在)|成立|创[立办建]|起源|始[于创]|(?<![来亲各独])自从?\s{0,2}$|以来|已(?:经)?(?:成功)?举[办行]|成功举[办行]|圆满|回顾|诞生|获得|毕业"
    r"|(?<!as )(?<!like )last year|previous|\bwas held|were held|took place|founded|established|\bsince\b|\bago\b|\bback in (?:\d|the)|\bpast\b|began in|history|first held|copyright|©",
    re.I,
)
ORIGINAL = re.compile(
    r"原[定计拟订本于]|原先|本[应定]于|original(?:ly)?|was (?:to|scheduled|planned|supposed)|were (?:to|scheduled|planned|supposed)|planned for|scheduled for|instead of|\b(?:moved?|changed?|postponed?|rescheduled|shifted)\b[^.\n]{0,40}\bfrom\b\W*$",
    re.I,
)
NEW_DATE = re.compile(
    r"(?:延期|推迟|延后|延至|改期|改[至到为在于]|调整|顺延|提前|变更|更改|新的?(?:会议|举办|活动)?(?:时间|日期)|暂定|另定).{0,12}$|(?:re-?scheduled?|postponed?|moved?|delayed?|pushed|deferred)\b.{0,30}$|new dates?.{0,30}$",
    re.I,
)
SATELLITE = re.compile(
    r"工作坊|会前|课程|培训|报到|签到|布展|彩排|晚宴|考察|撤展|离会|workshops?|tutorials?|arrival|sprints?|social|reception|pre-conference|welcome|training|writing day",
    re.I,
)
# «at the Harbour View Hotel in Sydney on …»
AT_ON = re.compile(
    r"\b(?:at|in)\s(?:the\s)?[A-Z][^.\n]{2,60}\s(?:on|from)\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:the\s)?$"
)
PUBLISHED_LINE = re.compile(
    r"^\W{0,6}(?:发[布表稿]|更新|发布者|作者|来源|posted|published|updated|last updated|by |date:|编辑|日期|时间:?\s?\d{4}-\d\d-\d\d \d\d:\d\d)",
    re.I,
)


# Only the place changes.
_DAYS_STAY = re.compile(
    r"(?:时间|日期|会期)(?:保持)?不变|\bsame dates?\b|dates? (?:remains?|stays?)(?: the same| unchanged)?",
    re.I,
)


def is_bygone(text: str, start: int, end: int) -> bool:
    """Whether the clause around ``text[start:end]`` speaks of the past."""
    left, right = clause(text, start, end, 60)
    return bool(BYGONE.search(text[left:right]))


@dataclass(frozen=True, slots=True)
class _Weighed:
    weight: float
    mention: Mention  # offsets are those of the document
    block: Block


def read_schedule(
    document: Document,
    values: list[Value],
    name_years: list[int],
    published: date | None,
    *,
    status: str = "scheduled",
) -> Schedule:
    """The edition's days. ``name_years`` are the years in its title and tags, the surest first."""
    weighed = [
        _Weighed(_weight(mention, block, document, values, name_years, published, status), mention, block)
        for block, mention in _mentions(document)
    ]
    weighed += _front_matter_days(document, status)
    best = max(weighed, key=lambda w: w.weight, default=None)
    if best and sum(w.weight > -2 for w in weighed) == 1:  # the only day a text names needs no further sign
        best = replace(best, weight=best.weight + 1.5)
    if best is None or best.weight < 1.0:
        return _year_only(document)
    mention = _joined(_whole_range(best, weighed), weighed, values)
    year = mention.first.year or _year_of(mention, weighed, name_years, published)
    if year is None:
        return Schedule(None, None, "none", (mention.start, mention.end), best.weight)
    first = mention.first.in_year(year)
    last = mention.last if mention.last.year else mention.last.in_year(year)
    if (last.year, last.month, last.day or 0) < (first.year, first.month, first.day or 0):
        last = last.in_year(year + 1) if first.month >= 11 and last.month <= 2 else first
    if not (first.exists() and last.exists()):  # 29 February of a year that has none
        return Schedule(None, None, "none", (mention.start, mention.end), best.weight)
    precision = "day" if first.day else "month"
    return Schedule(first.iso(), last.iso(), precision, (mention.start, mention.end), best.weight)


def _mentions(document: Document) -> list[tuple[Block, Mention]]:
    found: list[tuple[Block, Mention]] = []
    for block in [*document.body(), *document.meta("title", "name", "description")]:
        for mention in find_dates(block.folded):
            found.append((block, _placed(mention, block)))
        if len(found) >= 300:  # nobody announces with three hundred dates; what follows is an archive
            break
    return found


def _placed(mention: Mention, block: Block) -> Mention:
    return replace(mention, start=mention.start + block.start, end=mention.end + block.start)


def _weight(
    mention: Mention,
    block: Block,
    document: Document,
    values: list[Value],
    name_years: list[int],
    published: date | None,
    status: str,
) -> float:
    at, end = mention.start, mention.end
    text = document.folded
    left, right = sentence(text, at, end)
    before, after = text[left:at], text[end:right]
    near_left, near_right = clause(text, at, end)
    near = text[near_left:at] + " " + text[end:near_right]
    weight = 0.0

    field = next((v.field for v in values if v.start <= at < v.end), "")
    inline = any(v.start <= at < v.end and v.inline for v in values)
    weight += {"when": 8.0, "when_where": 8.0, "deadline": -4.0, "published": -9.0, "registration": -1.5,
               "agenda": 0.5, "topics": -1.0, "where": 1.0}.get(field, 0.0)  # fmt: skip
    if field == "when" and not inline:
        weight -= 1.0
    if HELD.search(before[-80:] + "▮" + after[:60]):
        weight += 5.0
    if NEW_DATE.search(before[-50:]):
        weight += 6.0
    # What was planned is over when a new day is looked for; what is cancelled keeps the day it would have had.
    if status == "cancelled":
        weight += 4.0 if ORIGINAL.search(before) else 0.0
    elif NEW_DATE.search(before[-12:]):
        pass  # «原定 8 月 14 日的大会改到 10 月 16 日»: the plan is the other day's
    elif ORIGINAL.search(near[:60]) or ORIGINAL.search(before[-30:]):
        weight -= 0.0 if _DAYS_STAY.search(text[: end + 2000]) else 12.0
    own_label = field in ("when", "when_where") and inline
    if OTHER_DAY.search(near) and not own_label:
        weight -= 7.0
    elif OTHER_DAY.search(before[-40:]) and not HELD.search(near) and not own_label:
        weight -= 4.0
    if AFTER_MEANS_DEADLINE.search(text[end : end + 30]) or DATELINE.search(text[end : end + 30]):
        weight -= 8.0
    if (
        BEFORE_MEANS_DEADLINE.search(text[max(left, at - 12) : at])
        and not HELD.search(before)
        and not own_label
    ):
        weight -= 3.0
    if BYGONE.search(near) or BYGONE.search(before[-40:]):
        weight -= 6.0
    if AT_ON.search(text[max(left, at - 90) : at]) and not OTHER_DAY.search(near):
        weight += 4.0
    if _names_a_city(text[left:right]) and not (OTHER_DAY.search(near) or BYGONE.search(near)):
        weight += 2.0  # a day and a city in one sentence
    # «…16日至19日在兰州举行（16日报到）»: what brackets add does not make it another day.
    if SATELLITE.search(re.sub(r"\([^()]*(?:\)|$)", "", near)):
        weight -= 2.5
    if block.kind == "heading" or block.key in ("title", "name"):
        weight += 3.0
    if block.key == "description":
        weight += 2.0
    if block.kind == "footer" or PUBLISHED_LINE.search(block.folded):
        weight -= 6.0
    if block.kind == "row":
        weight -= 1.0
    if mention.days is not None:
        weight += 1.0 if 2 <= mention.days <= 10 else -3.0 if mention.days > 31 else 0.0
    else:
        weight -= 1.5  # a month is a weaker answer than a day
    if mention.first.year:
        weight += 1.0
    if not mention.sure:
        weight -= 2.5
    weight += _alone(mention, block, document) or _on_poster(mention, block, document)
    weight += _fits_year(mention, name_years, published)
    weight -= min(2.0, at / 4000)  # the first of equals
    return weight


def _names_a_city(words: str) -> bool:
    chinese, latin, doubtful, _, _ = gazetteer()
    return any((m := pattern.search(words)) and m[0] not in doubtful for pattern in (chinese, latin))


def _alone(mention: Mention, block: Block, document: Document) -> float:
    """A line that is nothing but a date: below a name at the end it signs, near the head it announces."""
    rest = block.folded[: mention.start - block.start] + block.folded[mention.end - block.start :]
    if len(re.sub(r"[\W_]", "", rest)) > 4:
        return 0.0
    body = document.body()
    position = next((i for i, other in enumerate(body) if other is block), 0)
    if position >= len(body) - 2 and position > 2 and mention.days == 1:
        return -8.0
    if re.fullmatch(r"\W*\d{4}-\d\d-\d\d\W*", block.folded):
        return 0.0  # so a page says when it was written
    return 3.0 if position <= 12 else 1.0


def _on_poster(mention: Mention, block: Block, document: Document) -> float:
    """A short line near the head that holds a day and a place, as posters and home pages do."""
    if len(block.text) > 90 or "。" in block.text:
        return 0.0
    body = [other for other in document.body()[:8] if other.kind != "row"]
    return 2.0 if any(other is block for other in body) else 0.0


def _fits_year(mention: Mention, name_years: list[int], published: date | None) -> float:
    year = mention.first.year
    if year is None:
        # A day some weeks before the publication is over.
        day = mention.last.in_year(published.year) if published and mention.days else None
        if published and day and day.day and day.exists():
            before = (published - date(published.year, day.month, day.day)).days
            return -3.0 if 3 <= before <= 60 else 0.0
        return 0.0
    weight = 0.0
    if name_years:
        weight += 1.5 if year == name_years[0] else -3.0 if year < min(name_years) else -0.5
    if published:
        told = mention.last if mention.last.year else mention.last.in_year(year)
        if (told.year, told.month, told.day or 31) < (published.year, published.month, published.day):
            weight -= 3.0
        if year < published.year - 1:
            weight -= 4.0
    return weight


def _front_matter_days(document: Document, status: str) -> list[_Weighed]:
    """``start:`` and ``end:`` of the front matter, as one range; weaker than what the text itself says."""
    starts = [
        (block, mention) for block in document.meta("start") for mention in find_dates(block.folded)[:1]
    ]
    ends = [mention.last for block in document.meta("end") for mention in find_dates(block.folded)[:1]]
    if not starts:
        return []
    block, mention = starts[0]
    if ends and _key(ends[0]) >= _key(mention.last):
        mention = replace(mention, last=ends[0])
    # Who moves an edition writes a new text, and leaves the old fields.
    return [_Weighed(1.5 if status == "postponed" else 7.0, _placed(mention, block), block)]


def _whole_range(best: _Weighed, weighed: list[_Weighed]) -> _Weighed:
    """A headline names the first day, the text the whole range: the range says more."""
    if best.mention.days is None:  # «returns this March», and below it the days
        month = best.mention.first
        exact = [
            w for w in weighed
            if w.weight >= 1.5 and w.mention.days and w.mention.first.month == month.month
            and (w.mention.first.year or month.year) == (month.year or w.mention.first.year)
        ]  # fmt: skip
        return max(exact, key=lambda w: w.weight, default=best)
    if best.mention.days != 1:
        return best
    first = best.mention.first
    longer = [
        w
        for w in weighed
        if w.weight >= 4.0
        and 2 <= (w.mention.days or 0) <= 10
        and w.mention.first.in_year(first.year) == first
    ]
    return max(longer, key=lambda w: w.weight, default=best)


def _key(day: Day) -> tuple[int, int, int]:
    return day.year or 0, day.month, day.day or 0


def _joined(best: _Weighed, weighed: list[_Weighed], values: list[Value]) -> Mention:
    """Adds the following days listed under the same label: «9 月 5 日, 9 月 6 日», or a line for each day."""
    mention = best.mention
    own = next(
        (v for v in values if v.start <= mention.start < v.end and v.field in ("when", "when_where")), None
    )
    if mention.days is None:
        return mention
    for other in sorted(weighed, key=lambda w: w.mention.start):
        listed = best.block.kind == other.block.kind == "heading" or (best.block.bold and other.block.bold)
        near = (
            other.block is best.block
            or listed
            or (own and any(v.order == own.order and v.start <= other.mention.start < v.end for v in values))
        )
        later = other.mention.start >= mention.end and other.mention.days and other.weight > 0
        if (
            near
            and later
            and other.mention.first.year in (None, mention.last.year)
            and _next_day(mention.last, other)
        ):
            touching = other.mention.start - mention.end < 40
            last = other.mention.last.in_year(mention.last.year)
            mention = replace(mention, last=last, end=other.mention.end if touching else mention.end)
    return mention


def _next_day(last: Day, other: _Weighed) -> bool:
    year, first = last.year or 2023, other.mention.first
    if not (first.day and last.day):
        return False
    try:
        return date(year, first.month, first.day) - date(year, last.month, last.day) == timedelta(days=1)
    except ValueError:
        return False


# --- the year ---------------------------------------------------------------------------------------------------


def _year_of(
    mention: Mention, weighed: list[_Weighed], name_years: list[int], published: date | None
) -> int | None:
    if mention.relative and published:
        return published.year + {"明": 1, "去": -1}.get(mention.relative, 0)
    if name_years:
        return name_years[0]
    if published:
        # The year in which the day is still to come; a text may follow its event by some weeks.
        told = (mention.last.month, mention.last.day or 28)
        distance = (told[0] - published.month) * 30 + told[1] - published.day
        return published.year + (1 if distance < -60 else 0)
    years = {w.mention.first.year for w in weighed if w.mention.first.year and w.weight > -8}
    return years.pop() if len(years) == 1 else None


_YEAR_ONLY = re.compile(
    r"(?:(?:postponed|moved|rescheduled|deferred|delayed) (?:to|until|till)|(?:will )?(?:be )?(?:held|take place|return|be back) (?:again )?in)"
    r" (?:the year )?(?P<a>20\d\d)\b(?!-)|(?:延期|推迟|延后|顺延|改期|改)[至到在于]\s?(?P<b>20\d\d)\s?年(?!\s?\d)"
    r"|(?:将|定|拟)[于在]\s?(?P<c>20\d\d)\s?年(?!\s?\d)(?=.{0,20}(?:举[办行]|召开))",
    re.I,
)


def _year_only(document: Document) -> Schedule:
    if match := _YEAR_ONLY.search(document.folded):
        year = match["a"] or match["b"] or match["c"]
        return Schedule(year, year, "year", match.span(), 0.5)
    return NOTHING


_YEAR = re.compile(r"(?<![\d./-])(?:19[89]\d|20\d\d|21\d\d)(?![\d]|[-/.]\d)")
_CN_YEAR = re.compile(r"[一二][〇一二三四五六七八九]{3}(?=年)")


def years_in(folded: str) -> list[int]:
    """Years that stand in a name: «PyCon 2016», «二〇三五年年会», but not part of a longer number or date."""
    return [int(match[0]) for match in _YEAR.finditer(folded)] + [
        year for match in _CN_YEAR.finditer(folded) if (year := chinese_number(match[0]))
    ]


def read_published(document: Document) -> tuple[date, tuple[int, int]] | None:
    """The day the text says it was published, in its front matter, its head or a byline."""
    for block in document.meta("date"):
        if (day := _whole_day(block)) is not None:
            return day, (block.start, block.end)
    for block in document.body()[:12] + document.body()[-4:]:
        if (
            PUBLISHED_LINE.search(block.folded)
            and len(block.text) < 120
            and (day := _whole_day(block)) is not None
        ):
            return day, (block.start, block.end)
    body = [block for block in document.body() if block.kind != "footer"]
    for block in reversed(body[-2:] if len(body) > 3 else []):  # a date under the signature of a notice
        mentions = find_dates(block.folded)
        if (
            len(mentions) == 1
            and mentions[0].end - mentions[0].start >= len(block.text) - 2
            and mentions[0].days == 1
        ):
            return (day, (block.start, block.end)) if (day := _whole_day(block)) else None
    return None


def _whole_day(block: Block) -> date | None:
    for mention in find_dates(block.folded)[:1]:
        day = mention.first
        if day.year and day.day:
            return date(day.year, day.month, day.day)
    return None
