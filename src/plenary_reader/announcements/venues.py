"""The hall, hotel or campus the edition takes place in."""

import re

from plenary_reader.announcements.labels import Value
from plenary_reader.announcements.schedule import HELD, is_bygone
from plenary_reader.announcements.sentences import sentence
from plenary_reader.announcements.source import Document

Span = tuple[int, int]

_VENUE_HELD = re.compile(
    r"[在于](?P<v>[^,。;!?\s在于][^,。;!?\n在于]{3,38}?)(?:隆重|盛大|如期|正式|联合)?(?:举[办行]|召开|开[幕讲])"
)
_VENUE_EN = re.compile(
    r"\b(?:at|@)\s(?:the\s)?(?P<v>(?:[A-Z][\w'&.-]{1,24}|of|the|for|and|de|la|[0-9]{1,4})(?:\s(?:[A-Z][\w'&-]{1,24}|of|the|for|and|de|la|[0-9]{1,4})){1,7})"
)
_IS_VENUE = re.compile(
    r"中心|大学|学院|酒店|宾馆|饭店|会馆|馆|厅|堂|楼|室|园|广场|校区|基地|大厦|剧[院场]|号|会场|空间|咖啡|旅舍|厦|山庄|centre|center|hotel|hall|university|college|campus|museum|theat|library|institute|sinica|palace|house|room|school|building|auditorium|arena|street|academy|club|office|hub|space|park",
    re.I,
)


def read_venue(document: Document, where: list[Value], city: Span | None, online: bool) -> Span | None:
    """The hall or house, from a labelled place, the front matter, or a sentence; a lone city is no venue."""
    text = document.folded
    for value in where:
        if (span := _venue_in(text, value, city)) is not None:
            return span
    for block in document.meta("place"):
        if _IS_VENUE.search(block.folded):
            return block.start, block.end
    if online:
        return None
    for pattern in (_VENUE_HELD, _VENUE_EN):
        for match in pattern.finditer(text):
            left, right = sentence(text, *match.span())
            if (
                _IS_VENUE.search(match["v"])
                and HELD.search(text[left:right])
                and not is_bygone(text, *match.span())
            ):
                return match.span("v")
    return None


def _venue_in(text: str, value: Value, city: Span | None) -> Span | None:
    start, end = value.start, value.end
    while start < end and text[start] in " \t:·-|*_】])、,":
        start += 1
    stop = re.compile(r"[。;]|\s(?=https?:)|\((?:https?|\d+\.\d+)").search(text, start, end)
    end = min(end, stop.start() if stop else end, start + 120)
    while end > start and text[end - 1] in " \t,.;|":
        end -= 1
    lead = re.compile(r"(?:暂定于?|拟定?[在于]|[在于])").match(text, start, end)
    start = lead.end() if lead else start
    words = text[start:end]
    if len(words) < 3 or re.search(
        r"待定|另行通知|\bTB[AD]\b|to be (?:announced|confirmed)|^https?:", words, re.I
    ):
        return None
    if (
        city
        and start <= city[0] < end
        and len(re.sub(r"[\W_]|中国|省|市", "", text[start : city[0]] + text[city[1] : end])) <= 4
    ):
        return None  # nothing but the city
    if (value.field == "when_where" and not _IS_VENUE.search(words)) or re.match(r"^(?:19|20)\d\d", words):
        return None
    return (
        (start, end)
        if _IS_VENUE.search(words) or len(words) >= 6 or (not words.isascii() and len(words) >= 5)
        else None
    )
