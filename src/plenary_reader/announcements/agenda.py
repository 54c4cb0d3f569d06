"""The programme, where a text lists it with times: tables, lists, and headings with a time below."""

import re
from dataclasses import dataclass

from plenary_reader.announcements.dates import find_dates
from plenary_reader.announcements.source import Block, Document

Span = tuple[int, int]
_CLOCK = r"(\d{1,2})\s?[:.时点]\s?(\d{2})?分?\s?(am|pm|a\.m\.|p\.m\.)?"
_TIME = re.compile(
    rf"^\W{{0,4}}(?:上午|下午|晚上)?\s?(?<!\d){_CLOCK}\s{{0,2}}(?:(?:-+|~|至|到|to)\s{{0,2}}{_CLOCK})?(?!\d|[-/.]\d)",
    re.I,
)
_SPEAKER_FIRST = re.compile(r"^(?P<s>[^,:-]{2,20}),[^-]{2,40}-\s?(?P<t>\S.{3,})$")


@dataclass(frozen=True, slots=True)
class Slot:
    date: str | None
    start: str
    end: str | None
    title: str
    speakers: tuple[str, ...]
    span: Span


def read_agenda(document: Document, *, first_day: str | None, last_day: str | None) -> list[Slot]:
    """Slots in the order of the text; fewer than two timed lines are a meeting time, not an agenda."""
    slots: list[Slot] = []
    day = first_day if first_day == last_day and first_day and len(first_day) == 10 else None
    year = int(first_day[:4]) if first_day and len(first_day) == 10 else None
    heading: tuple[str, Span] | None = None
    for block in document.body():
        cells = _cells(block)
        for words, _ in cells:
            for mention in find_dates(words)[:1] if len(words) < 60 and not _TIME.match(words) else []:
                if mention.first.day and (mention.first.year or year):
                    day = mention.first.in_year(mention.first.year or year).iso()
        timed = next(
            ((i, match) for i, (words, _) in enumerate(cells) if (match := _TIME.match(words))), None
        )
        if timed is None:
            heading = (block.text, (block.start, block.end)) if block.kind == "heading" else heading
            continue
        slot = _slot(document, block, cells, *timed, day, heading)
        if slot and len(slots) < 300:
            slots.append(slot)
    return slots if len(slots) >= 2 else []


def _cells(block: Block) -> list[tuple[str, int]]:
    cells, at = [], block.start
    for words in block.folded.split("\t"):
        cells.append((words, at))
        at += len(words) + 1
    return cells


def _slot(
    document: Document,
    block: Block,
    cells: list[tuple[str, int]],
    index: int,
    match: re.Match[str],
    day: str | None,
    heading: tuple[str, Span] | None,
) -> Slot | None:
    start, end = _clock(match[1], match[2], match[3] or match[6]), None
    if match[4]:
        end = _clock(match[4], match[5], match[6])
    if start is None or (match[2] is None and match[4] is None):
        return None
    if end and start > end and match[6] and not match[3]:
        start = _clock(match[1], match[2], None) or start
    words, at = cells[index]
    rest = words[match.end() :].strip(" :：-|,\t")
    others = [document.text[a : a + len(w)] for w, a in cells[index + 1 :]]
    if rest:
        offset = at + words.index(rest, match.end())
        title = document.text[offset : offset + len(rest)]
    elif others:
        title, others = others[0], others[1:]
    elif heading:
        title = heading[0]
    else:
        return None
    speakers: tuple[str, ...] = tuple(w for w in others if 2 <= len(w) <= 40)[:4]
    if not speakers and (split := _SPEAKER_FIRST.match(title)):
        speakers, title = (split["s"],), split["t"]
    return Slot(day, start, end, title[:300], speakers, (block.start, block.end))


def _clock(hours: str, minutes: str | None, half: str | None) -> str | None:
    hour, minute = int(hours), int(minutes or 0)
    if half and half.lower().startswith("p") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None
