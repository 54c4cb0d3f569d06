"""The grammar of dates: every mention of a day, a range of days, or a month, and nothing more than it says.

A mention knows only what its words say. A missing year stays None here; ``schedule`` decides whether something else
in the announcement supplies it.
"""

import re
from dataclasses import dataclass
from datetime import date

from plenary_reader.announcements.numerals import chinese_number


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is known: year and day may be None."""

    year: int | None
    month: int
    day: int | None

    def exists(self) -> bool:
        if not (1 <= self.month <= 12 and (self.year is None or 1900 <= self.year <= 2199)):
            return False
        try:
            date(self.year or 2000, self.month, self.day or 1)  # 2000 is a leap year: 29 February may exist
        except ValueError:
            return False
        return True

    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def in_year(self, year: int | None) -> "Day":
        return Day(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a time. ``sure`` is False where the same words could be a version, a price or a fraction."""

    first: Day
    last: Day
    start: int
    end: int
    sure: bool = True
    relative: str = ""  # 今 (this), 去 (last), 明 (next) when the year is said so

    @property
    def days(self) -> int | None:
        """How many days it spans, when it names days."""
        if self.first.day is None or self.last.day is None:
            return None
        year = self.first.year or 2023
        try:
            span = date(self.last.year or year, self.last.month, self.last.day) - date(
                year, self.first.month, self.first.day
            )
        except ValueError:
            return None
        return span.days + 1


_S = r"[ ]{0,3}"
_CN = "〇一二三四五六七八九十廿卅正"
_WEEK = r"(?:[ ]{0,2}[(\[]?[ ]{0,2}(?:星期|周|礼拜)[一二三四五六日天末][ ]{0,2}(?:[)\]](?!\s?[)\]]))?|[ ]{0,2}\([一二三四五六日天周、,至到\-~]{1,9}\)|[ ]{0,2}\([^()]{1,14}\)|[ ]{0,2},?[ ]?\(?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?\)?)?"
_CLOCK = r"(?:[ ]{0,2}(?:上午|下午|晚上|早上|晚|全天)?[ ]{0,2}\d{1,2}[:时点]\d{0,2}分?(?:[ ]{0,2}(?:am|pm|AM|PM))?)?"
_TO = r"[ ]{0,3}(?:--?|~|至|到|、|和|及|与|以及|\u2192|/|,(?=[ ]?\d{1,2}(?:月|日|号|-|~|至))|→|to|&)[ ]{0,3}"


def _year_part(name: str) -> str:
    absolute = rf"(?:公元)?(?P<{name}>(?:19|20|21)\d\d|[一二][〇一二三四五六七八九]{{3}}|(?:民国{_S})?1[01]\d){_S}年(?:度)?"
    return rf"(?:{absolute}|(?P<{name}r>[今去明本当同]年(?:的)?))"


def _month_part(name: str) -> str:
    return rf"(?P<{name}>\d{{1,2}}|[正一二三四五六七八九十]{{1,3}}){_S}月(?:份)?"


def _day_part(name: str) -> str:
    return rf"(?P<{name}>\d{{1,2}}(?!\d)|[{_CN}]{{1,3}})"


_ZH = re.compile(
    rf"(?:{_year_part('y1')}{_S}[,，]?{_S})?{_month_part('m1')}"
    rf"(?:{_S}(?P<third>[上中下]{{1,2}}旬|初|底|中)"
    rf"|{_S}{_day_part('d1')}{_S}(?P<mark>[日号](?!志|称|文)|(?=[ ]{{0,3}}(?:--?|~|至|到|、|/)[ ]{{0,3}}\d{{1,2}}))?{_WEEK}{_CLOCK}"
    rf"(?P<tail>(?:{_TO}(?:(?:\d{{4}}|[一二][〇一二三四五六七八九]{{3}}){_S}年{_S})?(?:(?:\d{{1,2}}|[{_CN}]{{1,3}}){_S}月{_S})?(?:\d{{1,2}}(?!\d|[:时点])|[{_CN}]{{1,3}}){_S}[日号]{_WEEK}{_CLOCK}){{0,5}})"
    rf"|(?=(?P<bare>.?)))"
)  # fmt: skip
_ZH_TAIL = re.compile(
    rf"(?:(?P<y>\d{{4}}|[一二][〇一二三四五六七八九]{{3}}){_S}年{_S})?(?:(?P<m>\d{{1,2}}|[{_CN}]{{1,3}}){_S}月{_S})?"
    rf"(?P<d>\d{{1,2}}|[{_CN}]{{1,3}}){_S}[日号]"
)
_ISO = re.compile(
    r"(?<![\d./-])(?P<y>(?:19|20|21)\d\d)[ ]?(?P<s>[-/.])[ ]?(?P<m>\d{1,2})[ ]?(?P=s)[ ]?(?P<d>\d{1,2})(?![\d])"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[ ]?[+-]\d{2}:?\d{2})?)?" + _WEEK + _CLOCK +
    r"(?:[ ]{0,3}(?:--?|~|至|到|to|、|&|and|,(?=\d{1,2}(?!\d)))[ ]{0,3}(?:(?P<y2>(?:19|20|21)\d\d)[-/.])?(?:(?P<m2>\d{1,2})[-/.])?(?P<d2>\d{1,2})(?![\d:./]|[ ]?[年月点时]))?"
)  # fmt: skip
_SHORT = re.compile(
    r"(?<![\d./-])(?<!\d:)(?:(?P<y>\d\d)(?P<s>[./]))?(?P<m>\d{1,2})(?P<t>[./])(?P<d>\d{1,2})(?![\d%./:])"
    + _WEEK + r"(?:[ ]{0,2}(?:[-~至]|[、,及和&](?=[ ]?\d{1,2}/))[ ]{0,2}(?:(?P<m2>\d{1,2})[./])?(?P<d2>\d{1,2})(?![\d:%./])(?:[ ]{0,2}\([一二三四五六日]\))?)?"
)  # fmt: skip

_MONTHS = {
    name: n
    for n, names in enumerate(
        ("January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
         "September Sept Sep", "October Oct", "November Nov", "December Dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTHS |= {name.upper(): n for name, n in _MONTHS.items()}
_EN_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_EN_WEEK = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Satur|Sat|Sun)(?:day)?s?\b\.?,?[ ]{1,2}(?:the[ ])?)?"
_EN_DAY = r"\d{1,2}(?!\d|:\d|[.,]\d|%)(?:[ ]?(?:st|nd|rd|th)\b)?"
_EN_TO = r"[ ]{0,2}(?:--?-?|~|to|through|thru|until|till|and|&|,[ ]?and|,|\+|/)[ ]{0,2}"
_EN_YEAR = r"(?:[ ]{0,2}(?:\([^()]{1,24}\))?[ ]{0,2},?[ ]{0,2}(?:of[ ])?(?P<y>(?:19|20|21)\d\d)(?!\d))?"
_MONTH_FIRST = re.compile(
    rf"\b(?P<m>{_EN_MONTH})[ ]{{0,2}}(?:the[ ])?(?P<d>{_EN_DAY})(?:,?[ ]{{0,2}}(?P<y0>(?:19|20|21)\d\d)(?=[ ]{{0,2}}(?:-|to|through)[ ]{{0,2}}(?:[A-Z])))?"
    rf"(?P<tail>(?:(?:[ ]?\((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?\))?{_EN_TO}{_EN_WEEK}(?:{_EN_MONTH}[ ]{{0,2}})?{_EN_DAY}){{0,6}}){_EN_YEAR}"
)
_DAY_FIRST = re.compile(
    rf"(?<![\d:./])(?P<d>{_EN_DAY})(?:[ ]{{1,2}}(?P<m1>{_EN_MONTH})(?:[ ]{{1,2}}(?P<y1>(?:19|20|21)\d\d))?)?"
    rf"(?P<tail>(?:{_EN_TO}{_EN_WEEK}{_EN_DAY}){{0,5}})[ ]{{0,2}}(?:of[ ])?,?[ ]?(?P<m>{_EN_MONTH}){_EN_YEAR}"
)
_SINGLE_DAY_FIRST = re.compile(
    rf"(?<![\d:./])(?P<d>{_EN_DAY})[ ]{{0,2}}(?:of[ ])?(?P<m>{_EN_MONTH}){_EN_YEAR}"
)
_MONTH_ONLY = re.compile(
    rf"\b(?P<lead>(?:[Ee]arly|[Mm]id|[Ll]ate|[Ii]n|[Tt]his|[Cc]oming|[Nn]ext|[Uu]ntil|[Tt]o|[Oo]f|[Ff]or|[Mm]iddle of|[Ee]nd of)[ -](?:the[ ])?)?(?P<m>{_EN_MONTH})[ ]{{0,2}},?[ ]?(?P<y>(?:19|20|21)\d\d)?(?!\d)"
)
_EN_PART = re.compile(
    rf"(?P<m>{_EN_MONTH})?[ ]{{0,2}}(?P<d>\d{{1,2}})(?!\d)(?:[ ]?(?:st|nd|rd|th)\b)?(?:[ ]{{1,2}}(?P<m2>{_EN_MONTH}))?"
)


def find_dates(folded: str) -> list[Mention]:
    """All mentions of days, ranges and months in a folded text, in order, without overlaps."""
    found: list[Mention] = []
    for pattern, make in _GRAMMAR:
        for match in pattern.finditer(folded):
            mention = make(match)
            if mention:
                found.append(mention)
    # The longest reading of a place in the text wins; the pattern order decides ties.
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    # Only now: «31 February 2024» must not leave «February 2024» behind.
    return [mention for mention in kept if mention.first.exists() and mention.last.exists()]


def _year(words: str | None) -> int | None:
    if not words:
        return None
    digits = re.sub(r"\D", "", words)
    if len(digits) == 3:  # the calendar of the Republic of China counts from 1912
        return 1911 + int(digits)
    return int(digits) if len(digits) == 4 else chinese_number(words)


def _chinese(match: re.Match) -> Mention | None:
    month = chinese_or_digits(match["m1"])
    year = _year(match["y1"])
    relative = (match["y1r"] or "")[:1]
    if month is None:
        return None
    if match["third"] or match["d1"] is None:
        # 3月 alone is a month only with a year, 下旬 or the like beside it; 3个月 never matches.
        known = bool(match["third"] or year or relative) and match["bare"] not in ("饼", "球", "光", "亮")
        here = Day(year, month, None)
        return Mention(here, here, match.start(), match.end(), known, relative)
    day = chinese_or_digits(match["d1"])
    if day is None or (match["mark"] is None and not year):
        return None
    first = last = Day(year, month, day)
    # «—19日（17日全天报到）»: what stands in brackets is a remark, not the end of the range.
    for part in _ZH_TAIL.finditer(re.sub(r"\([^()]*\)", "", match["tail"] or "")):
        named_month = chinese_or_digits(part["m"]) if part["m"] else None
        last = Day(
            _year(part["y"]) or last.year, named_month or last.month, chinese_or_digits(part["d"]) or 0
        )
    first, last = _ordered(first, last)
    return Mention(first, last, match.start(), _trimmed_end(match), True, relative)


def chinese_or_digits(words: str) -> int | None:
    return int(words) if words.isdigit() else chinese_number(words)


def _ordered(first: Day, last: Day) -> tuple[Day, Day]:
    """31 December to 2 January crosses a year; 25 to 24 is no range."""
    if first.year == last.year and (last.month, last.day or 0) < (first.month, first.day or 0):
        if first.month >= 11 and last.month <= 2:
            last = last.in_year(first.year + 1 if first.year else None)
        else:
            last = first
    return first, last


def _trimmed_end(match: re.Match) -> int:
    return match.start() + len(match[0].rstrip(" ,("))


def _iso(match: re.Match) -> Mention | None:
    year = int(match["y"])
    first = last = Day(year, int(match["m"]), int(match["d"]))
    if match["d2"]:
        last = Day(int(match["y2"] or year), int(match["m2"] or first.month), int(match["d2"]))
        if not last.exists() or last.iso() < first.iso():
            last = first
    return Mention(first, last, match.start(), _trimmed_end(match))


def _short(match: re.Match) -> Mention | None:
    if match["s"] and match["s"] != match["t"]:
        return None
    year = 2000 + int(match["y"]) if match["y"] else None
    first = Day(year, int(match["m"]), int(match["d"]))
    last = first
    if match["d2"]:
        last = Day(year, int(match["m2"] or first.month), int(match["d2"]))
        if not last.exists() or (last.month, last.day) < (first.month, first.day):
            last = first
    weekday = re.search(r"\([一二三四五六日]|[周期拜]|Mon|Tue|Wed|Thu|Fri|Sat|Sun", match[0])
    if match["t"] == "." and not match["y"] and not weekday:
        return None  # 1.5 is a number
    return Mention(
        first, last, match.start(), _trimmed_end(match), sure=bool(weekday or (match["d2"] and match["m2"]))
    )


# 190427 14:00: six figures are a day only before a clock time
_SIX = re.compile(
    r"(?<![\d.])(?P<y>[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[ ]{1,2}\d{1,2}:\d\d)"
)


def _six(match: re.Match) -> Mention:
    here = Day(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
    return Mention(here, here, match.start(), match.end())


def _month(words: str) -> int:
    return _MONTHS[words.rstrip(".")]


def _month_first(match: re.Match) -> Mention | None:
    year = int(match["y"]) if match["y"] else None
    first = Day(int(match["y0"]) if match["y0"] else year, _month(match["m"]), _int(match["d"]))
    last = first.in_year(year)
    for part in _EN_PART.finditer(match["tail"] or ""):
        last = Day(year, _month(part["m"]) if part["m"] else last.month, int(part["d"]))
    first, last = _ordered(first, last)
    if match["y0"] is None and last.year and first.year and last.year > first.year:
        # "December 31 - January 2, 2026": the year belongs to the last day
        first, last = first.in_year(first.year - 1), last.in_year(first.year)
    return Mention(first, last, match.start(), _trimmed_end(match))


def _day_first(match: re.Match) -> Mention | None:
    year = int(match["y"]) if match["y"] else None
    month = _month(match["m"])
    if not match["tail"] and match["m1"]:
        return None
    parts = list(_EN_PART.finditer(match["tail"] or ""))
    own = _month(match["m1"]) if match["m1"] else month
    first = Day(int(match["y1"]) if match["y1"] else year, own, _int(match["d"]))
    last = Day(year, month, int(parts[-1]["d"])) if parts else first
    first, last = _ordered(first, last)
    return Mention(first, last, match.start(), _trimmed_end(match))


def _single_day_first(match: re.Match) -> Mention | None:
    here = Day(int(match["y"]) if match["y"] else None, _month(match["m"]), _int(match["d"]))
    return Mention(here, here, match.start(), _trimmed_end(match))


def _month_only(match: re.Match) -> Mention | None:
    if not match["y"] and not match["lead"]:
        return None
    here = Day(int(match["y"]) if match["y"] else None, _month(match["m"]), None)
    return Mention(
        here, here, match.start(), match.start() + len(match[0].rstrip(" ,")), sure=bool(match["y"])
    )


def _int(words: str) -> int:
    return int(words.rstrip("stndrh ").strip())


_GRAMMAR = (
    (_ZH, _chinese),
    (_ISO, _iso),
    (_MONTH_FIRST, _month_first),
    (_DAY_FIRST, _day_first),
    (_SINGLE_DAY_FIRST, _single_day_first),
    (_MONTH_ONLY, _month_only),
    (_SHORT, _short),
    (_SIX, _six),
)
