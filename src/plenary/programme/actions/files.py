"""A file of talks is kept, confirmed once, and can be undone while nothing has been built on it."""

import uuid
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition, Room
from plenary.people.actions import find_or_add_organisation, new_person
from plenary.people.models import Person
from plenary.people.names import is_han
from plenary.programme.actions.holding import hold
from plenary.programme.actions.talks import next_number
from plenary.programme.intake import NamedSpeaker, ProposedTalk, proposal, slots_for
from plenary.programme.models import ProgrammeFile, Release, Slot, Speaker, Talk, Track
from plenary.programme.refusals import Refused


@transaction.atomic
def keep_file(
    *, edition: Edition, kind: str, filename: str, reading: dict, by: User, at: datetime
) -> ProgrammeFile:
    """What the reader found, before anybody confirmed it. Nothing of the programme changes."""
    kept = ProgrammeFile.objects.create(
        edition=edition, kind=kind, filename=filename[-200:], reading=reading, by=by, at=at
    )
    record(edition=edition, by=by, verb="programme_file.read", about=kept.filename, file=kept.pk)
    return kept


@transaction.atomic
def confirm_file(*, file: ProgrammeFile, by: User, at: datetime) -> int:
    """Makes what the preview showed, all or nothing: people, rooms, tracks, slots, talks. Returns how many talks."""
    edition = file.edition
    hold(edition)
    if not ProgrammeFile.objects.filter(pk=file.pk, confirmed_at=None).update(confirmed_at=at):
        raise Refused(_("This file was taken in already. Nothing was done twice."))
    wanted = proposal(file)
    rows = wanted.new
    people = _make_people(edition, wanted.newcomers, at)
    rooms, new_rooms = _named(edition.rooms, Room, edition, wanted.rooms)
    tracks, new_tracks = _named(edition.tracks, Track, edition, wanted.tracks)
    slots = Slot.objects.bulk_create(slots_for(edition, rows))
    talks = _make_talks(edition, rows, rooms, tracks, at)
    _make_speakers(edition, rows, talks, people)
    file.made = {
        "talks": [talk.pk for talk in talks],
        "people": [person.pk for person in people.values()],
        "rooms": [room.pk for room in new_rooms],
        "tracks": [track.pk for track in new_tracks],
        "slots": [slot.pk for slot in slots],
    }
    file.confirmed_at = at
    file.save(update_fields=["made"])
    record(
        edition=edition,
        by=by,
        verb="programme_file.confirmed",
        about=file.filename,
        file=file.pk,
        **{name: len(keys) for name, keys in file.made.items()},
    )
    return len(talks)


@transaction.atomic
def undo_file(*, file: ProgrammeFile, by: User, at: datetime) -> int:
    """Takes back what confirming made. Refused once one of its talks was released or changed by hand."""
    edition = file.edition
    hold(edition)
    talks = Talk.objects.filter(edition=edition, pk__in=file.made.get("talks", ()))
    released = Release.objects.current(edition)
    public = {talk["id"] for talk in released.snapshot["talks"]} if released else set()
    kept = sum(1 for pk, version in talks.values_list("pk", "version") if version or pk in public)
    if kept:
        raise Refused(
            _("%(count)s talks of this file were released or changed since, so it cannot be undone. "
              "Cancel single talks instead.") % {"count": kept}
        )  # fmt: skip
    if (
        not ProgrammeFile.objects.filter(pk=file.pk, undone_at=None)
        .exclude(confirmed_at=None)
        .update(undone_at=at)
    ):
        raise Refused(_("This file is not taken in, so there is nothing to undo."))
    count = talks.count()
    talks.delete()
    _delete_unused(edition, file.made)
    record(
        edition=edition, by=by, verb="programme_file.undone", about=file.filename, file=file.pk, talks=count
    )
    return count


def _make_people(
    edition: Edition, newcomers: list[NamedSpeaker], at: datetime
) -> dict[tuple[str, str], Person]:
    category = edition.categories.filter(code="speaker").first()
    found: dict[str, object] = {}
    made = []
    for speaker in newcomers:
        if speaker.organisation not in found:
            found[speaker.organisation] = find_or_add_organisation(edition=edition, name=speaker.organisation)
        made.append(
            new_person(
                edition=edition,
                at=at,
                name=speaker.name,
                category=category,
                organisation=found[speaker.organisation],
                position=speaker.position,
                email=speaker.email,
                phone=speaker.phone,
            )
        )
    Person.objects.bulk_create(made)
    return {speaker.key: person for speaker, person in zip(newcomers, made, strict=True)}


def _named(rows, model, edition: Edition, names: list[str]) -> tuple[dict, list]:
    """Rooms or tracks by name, in either language; those that are missing are made behind the others."""
    known: dict = {}
    position = 0
    for row in rows.all():
        known |= {name: row for name in (row.name_zh, row.name_en) if name}
        position = row.position + 1
    made = []
    for name in names:
        if name not in known:
            column = "name_zh" if is_han(name) else "name_en"
            known[name] = model.objects.create(edition=edition, position=position, **{column: name})
            made.append(known[name])
            position += 1
    return known, made


def _make_talks(
    edition: Edition, rows: list[ProposedTalk], rooms: dict, tracks: dict, at: datetime
) -> list[Talk]:
    taken = set(Talk.objects.filter(edition=edition).values_list("number", flat=True))
    taken_guids = {str(guid) for guid in Talk.objects.values_list("guid", flat=True)}
    following = max([next_number(edition), *(row.number + 1 for row in rows if row.number)])
    talks = []
    for row in rows:
        number = row.number
        if number is None or number in taken:
            number, following = following, following + 1
        taken.add(number)
        # The same file may stand in two editions of this installation; identity is for ever, so only one keeps it.
        guid = uuid.UUID(row.guid) if row.guid and row.guid not in taken_guids else uuid.uuid4()
        taken_guids.add(str(guid))
        language = "zh" if is_han(row.title) else "en"
        in_zh = is_han(row.abstract)
        talks.append(
            Talk(
                edition=edition,
                number=number,
                guid=guid,
                kind=row.kind,
                title_zh=row.title if language == "zh" else "",
                title_en=row.title if language == "en" else "",
                abstract_zh=row.abstract if in_zh else "",
                abstract_en="" if in_zh else row.abstract,
                language=row.language,
                minutes=row.minutes,
                track=tracks.get(row.track),
                room=rooms[row.room] if row.starts_at else None,
                starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
                created_at=at,
                cancelled_at=at if row.is_cancelled else None,
            )
        )
    return Talk.objects.bulk_create(talks)


def _make_speakers(edition: Edition, rows: list[ProposedTalk], talks: list[Talk], people: dict) -> None:
    made = []
    for row, talk in zip(rows, talks, strict=True):
        keys = [speaker.person or people[speaker.key].pk for speaker in row.speakers]
        for position, pk in enumerate(dict.fromkeys(keys)):
            made.append(Speaker(edition=edition, talk=talk, person_id=pk, position=position))
    Speaker.objects.bulk_create(made)


def _delete_unused(edition: Edition, made: dict) -> None:
    """What the file brought and nobody else uses: rooms and tracks without talks, people who are only names."""
    talks = Talk.objects.filter(edition=edition)
    edition.rooms.filter(pk__in=made["rooms"], talks=None).delete()
    edition.tracks.filter(pk__in=made["tracks"], talks=None).delete()
    started = talks.filter(starts_at=OuterRef("starts_at"))
    Slot.objects.filter(~Exists(started), edition=edition, pk__in=made["slots"]).delete()
    Person.objects.filter(
        edition=edition, pk__in=made["people"], speaking=None, invitation=None, participant=None
    ).delete()
