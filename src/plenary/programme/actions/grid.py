"""The board's rows and columns: slots of a day, rooms, and tracks."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition, Room
from plenary.programme.actions.holding import hold
from plenary.programme.models import Slot, Talk, Track
from plenary.programme.refusals import Refused

MOST_SLOTS = 96  # of one day: a quarter of an hour each


@transaction.atomic
def make_slots(
    *,
    edition: Edition,
    day: date,
    starts: time,
    ends: time,
    minutes: int,
    breaks: Iterable[tuple[time, time]] = (),
    by: User | str,
    at: datetime,
) -> list[Slot]:
    """Replaces the day's slots by new ones from `starts` to `ends`, none of them touching a break.

    Talks stay where they are; one that starts where no slot begins any more is named as a clash.
    """
    hold(edition)
    rows = slots_between(edition, day, starts, ends, minutes, breaks)
    if not rows:
        raise Refused(_("No slot fits between these times. Make the day longer, or the slots shorter."))
    if len(rows) > MOST_SLOTS:
        raise Refused(_("That would make more than %(most)s slots. Make them longer.") % {"most": MOST_SLOTS})
    slots_of_day(edition, day).delete()
    made = Slot.objects.bulk_create(Slot(edition=edition, starts_at=a, ends_at=b) for a, b in rows)
    record(edition=edition, by=by, verb="slots.made", about=day.isoformat(), count=len(made))
    return made


def slots_between(
    edition: Edition,
    day: date,
    starts: time,
    ends: time,
    minutes: int,
    breaks: Iterable[tuple[time, time]] = (),
) -> list[tuple[datetime, datetime]]:
    """The slots such a day would have: after a break the count begins anew at its end."""
    length = timedelta(minutes=minutes)
    begin, close = (datetime.combine(day, moment, edition.zone) for moment in (starts, ends))
    pauses = sorted(
        (datetime.combine(day, a, edition.zone), datetime.combine(day, b, edition.zone)) for a, b in breaks
    )
    rows: list[tuple[datetime, datetime]] = []
    while begin + length <= close and len(rows) <= MOST_SLOTS:
        pause = next((p for p in pauses if p[0] < begin + length and begin < p[1]), None)
        if pause:
            begin = pause[1]
        else:
            rows.append((begin, begin + length))
            begin += length
    return rows


def slots_of_day(edition: Edition, day: date):
    midnight = datetime.combine(day, time(), edition.zone)
    return Slot.objects.filter(
        edition=edition,
        starts_at__gte=midnight,
        starts_at__lt=datetime.combine(day + timedelta(days=1), time(), edition.zone),
    )


@transaction.atomic
def change_slot(*, slot: Slot, starts_at: datetime, ends_at: datetime, by: User | str, at: datetime) -> int:
    """Shifts or stretches a slot; the talks that start with it go along. Returns how many went."""
    hold(slot.edition)
    if starts_at >= ends_at:
        raise Refused(_("A slot must end after it starts."))
    here = Slot.objects.filter(edition=slot.edition)
    if here.filter(starts_at=starts_at).exclude(pk=slot.pk).exists():
        raise Refused(_("Another slot starts at that time already."))
    went = 0
    if starts_at != slot.starts_at:
        went = Talk.objects.filter(edition=slot.edition, starts_at=slot.starts_at).update(
            starts_at=starts_at, version=F("version") + 1
        )
    slot.starts_at, slot.ends_at = starts_at, ends_at
    slot.save(update_fields=["starts_at", "ends_at"])
    record(edition=slot.edition, by=by, verb="slot.changed", about=str(slot), talks=went)
    return went


@transaction.atomic
def remove_slot(*, slot: Slot, by: User | str, at: datetime) -> None:
    hold(slot.edition)
    if Talk.objects.live().filter(edition=slot.edition, starts_at=slot.starts_at).exists():
        raise Refused(_("Talks start with this slot. Move them first, then remove it."))
    record(edition=slot.edition, by=by, verb="slot.removed", about=str(slot))
    slot.delete()


@transaction.atomic
def add_room(*, edition: Edition, by: User | str, at: datetime, **facts: object) -> Room:
    room = Room.objects.create(edition=edition, position=_next(edition.rooms), **facts)
    record(edition=edition, by=by, verb="room.added", about=room.name, room=room.pk)
    return room


@transaction.atomic
def change_room(*, room: Room, by: User | str, at: datetime, **facts: object) -> None:
    for name, value in facts.items():
        setattr(room, name, value)
    room.save(update_fields=list(facts))
    record(edition=room.edition, by=by, verb="room.changed", about=room.name, room=room.pk)


@transaction.atomic
def remove_room(*, room: Room, by: User | str, at: datetime) -> None:
    """Only an empty room goes; a cancelled talk that stood in it loses its place."""
    hold(room.edition)
    held = room.talks.live().count()
    if held:
        raise Refused(
            _("Room %(room)s holds %(count)s talks. Move them to other rooms first, then remove it.")
            % {"room": room.name, "count": held}
        )
    room.talks.update(room=None, starts_at=None, version=F("version") + 1)
    record(edition=room.edition, by=by, verb="room.removed", about=room.name, room=room.pk)
    room.delete()


@transaction.atomic
def add_track(*, edition: Edition, by: User | str, at: datetime, **facts: object) -> Track:
    track = Track.objects.create(edition=edition, position=_next(edition.tracks), **facts)
    record(edition=edition, by=by, verb="track.added", about=track.name, track=track.pk)
    return track


@transaction.atomic
def change_track(*, track: Track, by: User | str, at: datetime, **facts: object) -> None:
    for name, value in facts.items():
        setattr(track, name, value)
    track.save(update_fields=list(facts))
    record(edition=track.edition, by=by, verb="track.changed", about=track.name, track=track.pk)


@transaction.atomic
def remove_track(*, track: Track, by: User | str, at: datetime) -> None:
    """Its talks stay, without a track."""
    record(edition=track.edition, by=by, verb="track.removed", about=track.name, track=track.pk)
    track.delete()


def _next(rows) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
