"""Reads of the programme that are too big for a queryset method."""

from plenary.editions.models import Edition
from plenary.invitations.models import Invitation
from plenary.programme.clashes import NAMELESS, Both, Clash, Draft, SpeakerRow, TalkRow, clashes_of
from plenary.programme.models import Release, Slot, Speaker, Talk


def draft_of(edition: Edition, *, released: dict | None = None) -> Draft:
    """The draft as plain rows for the rules. Four queries, and one for the last release unless it is passed in."""
    if released is None:
        newest = Release.objects.current(edition)
        released = newest.snapshot if newest else {"talks": []}
    public = {talk["guid"] for talk in released["talks"] if not talk["cancelled"]}
    gone = set(Invitation.objects.filter(edition=edition).gone().values_list("person_id", flat=True))
    speakers: dict[int, list[SpeakerRow]] = {}
    for row in Speaker.objects.filter(edition=edition).select_related("person"):
        person = row.person
        has_declined = person.pk in gone or person.removed_at is not None
        speakers.setdefault(row.talk_id, []).append(SpeakerRow(person.pk, person.name, has_declined))
    talks = tuple(
        TalkRow(
            number=talk.number,
            title=Both(talk.title_zh, talk.title_en),
            minutes=talk.minutes,
            room=talk.room_id,
            room_name=Both(talk.room.name_zh, talk.room.name_en) if talk.room else NAMELESS,
            starts_at=talk.starts_at,
            speakers=tuple(speakers.get(talk.pk, ())),
            needs_speaker=talk.kind not in ("ceremony", "break"),
            was_released=str(talk.guid) in public,
        )
        for talk in Talk.objects.filter(edition=edition).live().select_related("room")
    )
    slots = tuple(Slot.objects.filter(edition=edition).values_list("starts_at", "ends_at"))
    return Draft(talks, slots, edition.starts_on, edition.ends_on, edition.zone)


def clashes(edition: Edition) -> list[Clash]:
    return clashes_of(draft_of(edition))
