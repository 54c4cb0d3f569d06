"""Reads of the programme that are too big for a queryset method."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch, Q

from plenary.editions.models import Edition, Room
from plenary.invitations.models import Invitation
from plenary.people.models import Person
from plenary.programme.clashes import NAMELESS, Both, Clash, Draft, SpeakerRow, TalkRow, clashes_of
from plenary.programme.models import Release, Slot, Speaker, Talk
from plenary.programme.snapshots import days_of


@dataclass(frozen=True)
class Programme:
    """The draft of an edition, read once: what the board shows and the rules judge. Six queries."""

    edition: Edition
    rooms: list[Room]
    slots: list[Slot]
    talks: list[Talk]  # live ones, with room and track
    speakers: dict[int, list[Speaker]]  # by talk, with person
    gone: set[int]  # persons who declined or were withdrawn
    public: set[str]  # guids of the talks in the current release

    @cached_property
    def clashes(self) -> list[Clash]:
        return clashes_of(self.draft)

    @property
    def draft(self) -> Draft:
        rooms: dict[int | None, Both] = {room.pk: Both(room.name_zh, room.name_en) for room in self.rooms}
        talks = tuple(
            TalkRow(
                number=talk.number,
                title=Both(talk.title_zh, talk.title_en),
                minutes=talk.minutes,
                room=talk.room_id,
                room_name=rooms.get(talk.room_id, NAMELESS),
                starts_at=talk.starts_at,
                speakers=tuple(
                    SpeakerRow(
                        row.person_id,
                        row.person.name,
                        row.person_id in self.gone or row.person.removed_at is not None,
                    )
                    for row in self.speakers.get(talk.pk, ())
                ),
                needs_speaker=talk.kind not in ("ceremony", "break"),
                was_released=str(talk.guid) in self.public,
            )
            for talk in self.talks
        )
        slots = tuple((slot.starts_at, slot.ends_at) for slot in self.slots)
        edition = self.edition
        return Draft(talks, slots, edition.starts_on, edition.ends_on, edition.zone)

    @cached_property
    def days(self) -> list[date]:
        """The edition's days and any other day with slots or talks."""
        moments = [slot.starts_at for slot in self.slots] + [t.starts_at for t in self.talks if t.starts_at]
        others = {moment.astimezone(self.edition.zone).date().isoformat() for moment in moments}
        return [date.fromisoformat(day) for day in days_of(self.edition, sorted(others))]

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.edition.zone).date()


def programme_of(edition: Edition, *, released: dict | None = None) -> Programme:
    """`released`: the current snapshot, when the caller has it already."""
    if released is None:
        newest = Release.objects.current(edition)
        released = newest.snapshot if newest else {"talks": []}
    by_talk: dict[int, list[Speaker]] = {}
    rows = Speaker.objects.filter(edition=edition).select_related("person")
    for row in rows.only("talk_id", "position", "person__name", "person__removed_at"):
        by_talk.setdefault(row.talk_id, []).append(row)
    talks = Talk.objects.filter(edition=edition).live().select_related("track")
    return Programme(
        edition=edition,
        rooms=list(edition.rooms.all()),
        slots=list(edition.slots.all()),
        talks=list(talks.defer("abstract_zh", "abstract_en")),
        speakers=by_talk,
        gone=set(Invitation.objects.filter(edition=edition).gone().values_list("person_id", flat=True)),
        public={talk["guid"] for talk in released["talks"] if not talk["cancelled"]},
    )


STATES = ("all", "placed", "tray", "cancelled")


def talks_of(edition: Edition, *, text: str = "", state: str = "all"):
    """The list of talks with speakers, filtered as its page filters it. Two queries when read."""
    found = Talk.objects.filter(edition=edition).select_related("room", "track")
    if state == "placed":
        found = found.placed()
    elif state == "tray":
        found = found.live().filter(starts_at=None)
    elif state == "cancelled":
        found = found.exclude(cancelled_at=None)
    for word in text.replace("\0", "").split()[:6]:  # PostgreSQL has no zero byte in text
        wanted = (
            Q(title_zh__icontains=word)
            | Q(title_en__icontains=word)
            | Q(pk__in=Speaker.objects.filter(edition=edition, person__name__icontains=word).values("talk"))
        )
        if word.isdecimal() and len(word) < 9:
            wanted |= Q(number=int(word))
        found = found.filter(wanted)
    people = Speaker.objects.select_related("person__organisation")
    return found.prefetch_related(Prefetch("speakers", people))


def people_for(edition: Edition, text: str, *, without: Iterable[int] = (), most: int = 12) -> list[Person]:
    """Whom the form offers as speakers for what was typed."""
    text = text.replace("\0", "")
    if not text.strip():
        return []
    found = Person.objects.filter(edition=edition).present().search(text).exclude(pk__in=list(without))
    return list(found.select_related("organisation").by_name()[:most])
