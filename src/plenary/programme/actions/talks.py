"""Talks and who speaks in them. Placing is in placing.py."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.people.models import Person
from plenary.programme.actions.holding import hold
from plenary.programme.models import Speaker, Talk
from plenary.programme.refusals import StaleTalk

FIELDS = ("kind", "title_zh", "title_en", "abstract_zh", "abstract_en", "language", "track", "minutes")


@transaction.atomic
def add_talk(
    *, edition: Edition, by: User | str, at: datetime, speakers: Sequence[Person] = (), **facts: object
) -> Talk:
    """A new talk in the tray, with the next number of the edition."""
    hold(edition)
    talk = Talk.objects.create(edition=edition, number=next_number(edition), created_at=at, **_known(facts))
    _set_speakers(talk, speakers)
    record(edition=edition, by=by, verb="talk.added", about=talk.title, talk=talk.number)
    return talk


@transaction.atomic
def change_talk(
    *,
    talk: Talk,
    version: int,
    by: User | str,
    at: datetime,
    speakers: Sequence[Person] | None = None,
    **facts: object,
) -> list[str]:
    """Sets what is given and returns what really changed. Refuses when `version` is not the talk's any more."""
    raise_version(talk, version)
    changed = [name for name, value in _known(facts).items() if getattr(talk, name) != value]
    for name in changed:
        setattr(talk, name, facts[name])
    talk.save(update_fields=changed)
    if speakers is not None and _set_speakers(talk, speakers):
        changed.append("speakers")
    if changed:
        record(
            edition=talk.edition,
            by=by,
            verb="talk.changed",
            about=talk.title,
            talk=talk.number,
            fields=changed,
        )
    return changed


@transaction.atomic
def cancel_talk(*, talk: Talk, by: User | str, at: datetime) -> bool:
    """It keeps its number and its place: restored, it stands where it stood. False when it was cancelled before."""
    hold(talk.edition)
    if not _end(talk, is_cancelled=False, cancelled_at=at):
        return False
    record(edition=talk.edition, by=by, verb="talk.cancelled", about=talk.title, talk=talk.number)
    return True


@transaction.atomic
def restore_talk(*, talk: Talk, by: User | str, at: datetime) -> bool:
    hold(talk.edition)
    if not _end(talk, is_cancelled=True, cancelled_at=None):
        return False
    record(edition=talk.edition, by=by, verb="talk.restored", about=talk.title, talk=talk.number)
    return True


def next_number(edition: Edition) -> int:
    return (Talk.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0) + 1


def raise_version(talk: Talk, version: int) -> None:
    """Claims the change: one of two writers that saw the same version gets it, the other is refused."""
    hold(talk.edition)
    if not Talk.objects.filter(pk=talk.pk, version=version).update(version=version + 1):
        raise StaleTalk(
            _(
                "“%(title)s” was changed by somebody else since you saw it. Nothing was changed; look at it again."
            )
            % {"title": talk.title}
        )
    talk.refresh_from_db()


def _end(talk: Talk, *, is_cancelled: bool, cancelled_at: datetime | None) -> bool:
    changed = Talk.objects.filter(pk=talk.pk, cancelled_at__isnull=not is_cancelled).update(
        cancelled_at=cancelled_at, version=F("version") + 1
    )
    talk.refresh_from_db()
    return bool(changed)


def _set_speakers(talk: Talk, people: Sequence[Person]) -> bool:
    """Makes `people`, in their order, the speakers; says whether that changed anything."""
    wanted = list(dict.fromkeys(person.pk for person in people))
    if any(person.edition_id != talk.edition_id for person in people):
        raise ValueError("A speaker must be a person of the talk's own edition.")
    if list(talk.speakers.values_list("person_id", flat=True)) == wanted:
        return False
    talk.speakers.all().delete()
    Speaker.objects.bulk_create(
        Speaker(edition_id=talk.edition_id, talk=talk, person_id=pk, position=position)
        for position, pk in enumerate(wanted)
    )
    return True


def _known(facts: dict) -> dict:
    unknown = sorted(set(facts) - set(FIELDS))
    if unknown:
        raise TypeError(f"A talk has no {', '.join(unknown)}.")
    return facts
