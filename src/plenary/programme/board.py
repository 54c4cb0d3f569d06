"""What the board page shows of one day: rows are slots, columns are rooms, a cell holds cards."""

from dataclasses import dataclass
from datetime import date, datetime

from plenary.editions.models import Room
from plenary.programme.clashes import CLASH
from plenary.programme.models import Talk
from plenary.programme.queries import Programme


@dataclass(frozen=True)
class Card:
    talk: Talk
    speakers: str
    clashes: bool

    @property
    def searched(self) -> str:
        """What the tray's search looks in."""
        talk = self.talk
        track = f"{talk.track.name_zh} {talk.track.name_en}" if talk.track else ""
        return f"{talk.number} {talk.title_zh} {talk.title_en} {self.speakers} {track}".lower()


@dataclass(frozen=True)
class Cell:
    room: Room
    starts_at: datetime
    cards: list[Card]

    @property
    def id(self) -> str:
        return f"cell-{self.room.pk}-{int(self.starts_at.timestamp())}"

    @property
    def place(self) -> str:
        return f"{self.room.name} {self.starts_at:%H:%M}"


@dataclass(frozen=True)
class Row:
    starts_at: datetime  # in the edition's zone
    ends_at: datetime | None  # None: talks start here, but no slot does
    cells: list[Cell]

    # As text: a template would show another zone's summit in the installation's own zone.
    @property
    def begins(self) -> str:
        return f"{self.starts_at:%H:%M}"

    @property
    def ends(self) -> str:
        return f"{self.ends_at:%H:%M}" if self.ends_at else ""


class Board:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.rooms, self.days = programme.rooms, programme.days
        self.clashing = sorted(
            {number for clash in programme.clashes if clash.severity == CLASH for number in clash.talks}
        )
        # What waits in the tray is seen in the tray.
        self.said = [clash for clash in programme.clashes if clash.rule != "unplaced"]
        self.clash_count = sum(clash.severity == CLASH for clash in self.said)
        self.note_count = len(self.said) - self.clash_count
        marked = set(self.clashing)
        self._cards: dict[tuple, list[Card]] = {}
        for talk in programme.talks:
            names = "、".join(row.person.name for row in programme.speakers.get(talk.pk, ()))
            card = Card(talk, names, talk.number in marked)
            self._cards.setdefault((talk.room_id, talk.starts_at), []).append(card)

    @property
    def tray(self) -> list[Card]:
        return self._cards.get((None, None), [])

    def cell(self, room: Room, starts_at: datetime) -> Cell:
        here = starts_at.astimezone(self.programme.edition.zone)
        return Cell(room, here, self._cards.get((room.pk, starts_at), []))

    def rows(self, day: date) -> list[Row]:
        """The day's slots, and a row for any other time at which a talk stands: nothing is ever out of sight."""
        programme = self.programme
        ends = {s.starts_at: s.ends_at for s in programme.slots if programme.day_of(s.starts_at) == day}
        strays = {starts: None for _, starts in self._cards if starts and programme.day_of(starts) == day}
        zone = programme.edition.zone
        return [
            Row(
                starts.astimezone(zone),
                end.astimezone(zone) if end else None,
                [self.cell(room, starts) for room in self.rooms],
            )
            for starts, end in sorted((strays | ends).items())
        ]

    def day(self, asked: str | None) -> date | None:
        """The day asked for, else the first that has one."""
        for day in self.days:
            if day.isoformat() == asked:
                return day
        return self.days[0] if self.days else None

    def times(self) -> list[datetime]:
        """Every time a talk can be placed at, for the plain form."""
        zone = self.programme.edition.zone
        return [slot.starts_at.astimezone(zone) for slot in self.programme.slots]
