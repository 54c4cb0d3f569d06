"""What is wrong with a draft, in words. Pure functions on plain rows; every rule explains itself.

A rule takes a `Draft` and yields `Clash`es. `RULES` is the list of them; `clashes_of(draft)` asks all.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from plenary.lib.bilingual import language, pick

CLASH, NOTE = "clash", "note"  # a clash must be acknowledged before a release; a note need not


class Both(NamedTuple):
    """A name in both languages; as text, the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return pick(self.zh, self.en)


NAMELESS = Both("", "")


@dataclass(frozen=True)
class SpeakerRow:
    person: int
    name: str
    has_declined: bool = False  # declined, or the invitation was withdrawn, or the person was removed


@dataclass(frozen=True)
class TalkRow:
    number: int
    title: Both
    minutes: int = 30
    room: int | None = None
    room_name: Both = NAMELESS
    starts_at: datetime | None = None
    speakers: tuple[SpeakerRow, ...] = ()
    needs_speaker: bool = True
    was_released: bool = False

    @property
    def start(self) -> datetime:
        """Of a placed talk, the only kind whose times a rule asks for."""
        assert self.starts_at is not None
        return self.starts_at

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Draft:
    talks: tuple[TalkRow, ...]
    slots: tuple[tuple[datetime, datetime], ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    zone: ZoneInfo = field(default=ZoneInfo("Asia/Shanghai"))

    @property
    def placed(self) -> list[TalkRow]:
        return [talk for talk in self.talks if talk.starts_at]

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


@dataclass(frozen=True)
class Clash:
    rule: str
    talks: tuple[int, ...]  # numbers of the talks it is about
    params: dict = field(compare=False)
    person: int | None = None
    severity: str = CLASH

    @property
    def key(self) -> str:
        """Says which clash a person acknowledged."""
        parts = [self.rule, *map(str, self.talks), *([f"p{self.person}"] if self.person else [])]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """A whole sentence in the reader's language."""
        return str(SENTENCES[self.rule]) % {
            name: str(value) if isinstance(value, Both | Clock) else value
            for name, value in self.params.items()
        }


class Clock(NamedTuple):
    """A local time that says its day as the reader's language does: 11月13日 10:40 · 13 Nov 10:40."""

    at: datetime

    def __str__(self) -> str:
        if language() == "en":
            return f"{self.at.day} {self.at:%b} {self.at:%H:%M}"
        return f"{self.at.month}月{self.at.day}日 {self.at:%H:%M}"


SENTENCES = {
    "room_taken": _("Room %(room)s holds “%(title)s” and “%(other)s” at the same time (%(time)s)."),
    "speaker_in_two_rooms": _(
        "%(person)s speaks in %(room)s (“%(title)s”) and in %(other_room)s (“%(other)s”) at %(time)s."
    ),
    "outside_days": _("“%(title)s” stands on %(time)s, which is no day of the summit."),
    "outside_slots": _("“%(title)s” starts in %(room)s at %(time)s, where no slot begins."),
    "longer_than_slot": _(
        "“%(title)s” lasts %(minutes)s minutes, but its slot in %(room)s ends after %(slot)s (%(time)s)."
    ),
    "speaker_declined": _("%(person)s declined or was withdrawn, but still speaks in “%(title)s”."),
    "taken_off": _("“%(title)s” was released and has no place now: releasing announces it as cancelled."),
    "unplaced": _("“%(title)s” has no room and time yet, so it will not be released."),
    "nobody_speaks": _("Nobody speaks in “%(title)s” yet."),
}

Rule = Callable[[Draft], Iterator[Clash]]


def clashes_of(draft: Draft) -> list[Clash]:
    """Everything that is wrong: clashes first, then notes, each in the order of the rules."""
    found = [clash for rule in RULES for clash in rule(draft)]
    return sorted(found, key=lambda clash: clash.severity == NOTE)


def room_taken(draft: Draft) -> Iterator[Clash]:
    """Two talks overlap in one room."""
    for talks in _grouped(draft.placed, lambda talk: [talk.room]).values():
        for one, other in _overlapping(talks):
            yield Clash(
                "room_taken",
                (one.number, other.number),
                {
                    "room": one.room_name,
                    "title": one.title,
                    "other": other.title,
                    "time": Clock(draft.local(other.start)),
                },
            )


def speaker_in_two_rooms(draft: Draft) -> Iterator[Clash]:
    """One person speaks in overlapping talks. In the same room that is the room's clash, and not said twice."""
    by_person = _grouped(draft.placed, lambda talk: [speaker.person for speaker in talk.speakers])
    for person, talks in by_person.items():
        for one, other in _overlapping(talks):
            if one.room == other.room:
                continue
            name = next(speaker.name for speaker in one.speakers if speaker.person == person)
            yield Clash(
                "speaker_in_two_rooms",
                (one.number, other.number),
                {
                    "person": name,
                    "room": one.room_name,
                    "title": one.title,
                    "other_room": other.room_name,
                    "other": other.title,
                    "time": Clock(draft.local(other.start)),
                },
                person=person,
            )


def outside_days(draft: Draft) -> Iterator[Clash]:
    """A talk stands on a day that is not the summit's."""
    if draft.first_day is None:
        return
    last = draft.last_day or draft.first_day
    for talk in draft.placed:
        if not draft.first_day <= draft.local(talk.start).date() <= last:
            yield Clash("outside_days", (talk.number,), _placed(draft, talk))


def outside_slots(draft: Draft) -> Iterator[Clash]:
    """A talk starts where no slot begins, so the board has no row for it."""
    starts = {start for start, _end in draft.slots}
    for talk in draft.placed:
        if talk.start not in starts:
            yield Clash("outside_slots", (talk.number,), _placed(draft, talk))


def longer_than_slot(draft: Draft) -> Iterator[Clash]:
    """A talk runs past its slot into a break. Slots that follow without a gap count as one."""
    slots = dict(draft.slots)
    for talk in draft.placed:
        end = slots.get(talk.start)
        if end is None:
            continue
        free_until = end
        while free_until in slots:
            free_until = slots[free_until]
        if talk.end > free_until:
            room = round((free_until - talk.start) / timedelta(minutes=1))
            params = _placed(draft, talk) | {"minutes": talk.minutes, "slot": room}
            yield Clash("longer_than_slot", (talk.number,), params)


def speaker_declined(draft: Draft) -> Iterator[Clash]:
    """Somebody who said no, or is no longer a guest, still stands on the programme."""
    for talk in draft.placed:
        for speaker in talk.speakers:
            if speaker.has_declined:
                params = {"person": speaker.name, "title": talk.title}
                yield Clash("speaker_declined", (talk.number,), params, person=speaker.person)


def taken_off(draft: Draft) -> Iterator[Clash]:
    """A talk visitors know was put back into the tray."""
    for talk in draft.talks:
        if talk.starts_at is None and talk.was_released:
            yield Clash("taken_off", (talk.number,), {"title": talk.title})


def unplaced(draft: Draft) -> Iterator[Clash]:
    """A talk that waits in the tray."""
    for talk in draft.talks:
        if talk.starts_at is None and not talk.was_released:
            yield Clash("unplaced", (talk.number,), {"title": talk.title}, severity=NOTE)


def nobody_speaks(draft: Draft) -> Iterator[Clash]:
    """A placed talk without a speaker; ceremonies and breaks need none."""
    for talk in draft.placed:
        if talk.needs_speaker and not talk.speakers:
            yield Clash("nobody_speaks", (talk.number,), {"title": talk.title}, severity=NOTE)


RULES: list[Rule] = [
    room_taken,
    speaker_in_two_rooms,
    speaker_declined,
    outside_days,
    outside_slots,
    longer_than_slot,
    taken_off,
    unplaced,
    nobody_speaks,
]


def _placed(draft: Draft, talk: TalkRow) -> dict:
    return {"title": talk.title, "room": talk.room_name, "time": Clock(draft.local(talk.start))}


def _grouped(talks: list[TalkRow], keys: Callable[[TalkRow], list]) -> dict[Any, list[TalkRow]]:
    groups: dict[Any, list[TalkRow]] = defaultdict(list)
    for talk in talks:
        for key in keys(talk):
            groups[key].append(talk)
    return groups


def _overlapping(talks: list[TalkRow]) -> Iterator[tuple[TalkRow, TalkRow]]:
    """Pairs that share time, the earlier first. Sorted by start, so each talk looks only as far as it lasts."""
    ordered = sorted(talks, key=lambda talk: (talk.start, talk.number))
    starts = [talk.start for talk in ordered]
    for position, one in enumerate(ordered):
        # A talk that starts the moment this one ends does not overlap it.
        last = bisect_right(starts, one.end - timedelta(microseconds=1))
        for other in ordered[position + 1 : last]:
            yield one, other
