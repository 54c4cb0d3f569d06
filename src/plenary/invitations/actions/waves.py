"""Verbs about waves: written, tried on oneself, sent once; and a single guest invited or written to again."""

from datetime import date, datetime, timedelta

from django.db import transaction

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.invitations.actions.answers import InvitationClosed
from plenary.invitations.letters import default_letter, letter_for, letter_of, unknown_in
from plenary.invitations.models import Invitation, Wave
from plenary.invitations.queries import recipients
from plenary.lib.address import absolute
from plenary.mail.actions import make_message, queue_many, queue_message
from plenary.mail.letters import UnknownPlaceholder
from plenary.mail.models import Message
from plenary.people.models import Person

CHUNK = 250


class AlreadySent(Exception):
    """The wave went out before; nothing was sent again."""


class NobodyToInvite(Exception):
    """The wave has no recipients now."""


def send_wave(*, wave: Wave, by: User, at: datetime) -> int:
    """One invitation and one message a guest, a chunk a transaction, then one audit line. Returns how many.

    Whatever interrupts it, pressing «send» again goes on where it stopped: a guest who has an invitation is no
    recipient any more, and a message's key is the wave and the guest.
    """
    if Wave.objects.exclude(sent_at=None).filter(pk=wave.pk).exists():
        raise AlreadySent
    if unknown := unknown_in(wave):
        raise UnknownPlaceholder(unknown[0])
    people = list(recipients(wave))
    if not people and not wave.invitations.exists():
        raise NobodyToInvite
    for start in range(0, len(people), CHUNK):
        _send_chunk(wave, people[start : start + CHUNK], at)
    return _finish(wave, by, at)


@transaction.atomic
def _send_chunk(wave: Wave, people: list[Person], at: datetime) -> None:
    if wave.kind == "invitation":
        Invitation.objects.bulk_create(
            [
                Invitation(
                    edition=wave.edition, person=person, wave=wave, invited_at=at, closes_on=wave.closes_on
                )
                for person in people
            ],
            ignore_conflicts=True,
        )
    elif wave.closes_on:
        Invitation.objects.filter(person__in=people).update(closes_on=wave.closes_on)
    invitations = Invitation.objects.filter(person__in=people)
    if wave.kind == "invitation":
        invitations = invitations.filter(wave=wave)  # another wave may have been faster with somebody
    links = {one.person_id: one for one in invitations}
    queue_many(
        _message(wave, links[person.pk], person, key=f"wave:{wave.pk}:{person.pk}")
        for person in people
        if person.pk in links
    )


@transaction.atomic
def _finish(wave: Wave, by: User, at: datetime) -> int:
    count = Message.objects.filter(key__startswith=f"wave:{wave.pk}:").count()
    if not Wave.objects.filter(pk=wave.pk, sent_at=None).update(sent_at=at, sent_by=by, recipients=count):
        raise AlreadySent
    record(edition=wave.edition, by=by, verb="sent the wave", about=wave.name, wave=wave.pk, messages=count)
    return count


def _message(wave: Wave, invitation: Invitation, person: Person, *, key: str) -> Message:
    invitation.person = person
    letter = letter_of(wave, invitation)
    return make_message(edition=wave.edition, kind=wave.kind, key=key, **vars(letter))


@transaction.atomic
def try_wave(*, wave: Wave, person: Person, by: User, at: datetime) -> Message:
    """«Send it to myself»: the letter as `person` would get it, with a link that leads nowhere."""
    letter = letter_for(wave, person, absolute("/i/…/"))
    return queue_message(
        edition=wave.edition,
        kind="trial",
        key=f"trial:{wave.pk}:{by.pk}:{at.isoformat()}",
        channel="email",
        to_name=by.name or by.email,
        to_address=by.email,
        subject=letter.subject,
        body=letter.body,
        language=letter.language,
    )


@transaction.atomic
def write_to_guest(*, person: Person, by: User, at: datetime) -> Message:
    """Invites one guest, or writes to them again: with the words of their wave, or the default letter."""
    invitation, is_new = Invitation.objects.select_related("wave").get_or_create(
        person=person, defaults={"edition_id": person.edition_id, "invited_at": at}
    )
    if invitation.withdrawn_at:
        raise InvitationClosed
    edition: Edition = person.edition
    wave = invitation.wave or Wave(edition=edition, **default_letter("invitation"))
    invitation.person, wave.edition = person, edition
    written = Message.objects.filter(key__startswith=f"invitation:{invitation.pk}:").count()
    letter = letter_of(wave, invitation)
    message = queue_message(
        edition=edition, kind="invitation", key=f"invitation:{invitation.pk}:{written + 1}", **vars(letter)
    )
    record(
        edition=edition,
        by=by,
        verb="invited" if is_new else "wrote again to",
        about=person.name,
        person=person.pk,
    )
    return message


@transaction.atomic
def draft_wave(*, edition: Edition, people, at: datetime) -> Wave:
    """A draft to exactly these people, with the usual letter."""
    wave = Wave.objects.create(
        edition=edition,
        name=", ".join(person.name for person in people[:3])[:100],
        audience="people",
        created_at=at,
        closes_on=usual_deadline(edition),
        **default_letter("invitation"),
    )
    wave.people.set(people)
    return wave


@transaction.atomic
def keep_wave(*, wave: Wave, categories, by: User, at: datetime) -> Wave:
    """Saves a draft; a wave that went out meanwhile keeps its letter."""
    is_new = wave.pk is None
    if is_new:
        wave.created_at = at
    elif not Wave.objects.filter(pk=wave.pk, sent_at=None).exists():
        raise AlreadySent
    wave.save()
    wave.categories.set(categories if wave.audience == "categories" else [])
    record(
        edition=wave.edition,
        by=by,
        verb="drafted the wave" if is_new else "changed the wave",
        about=wave.name,
    )
    return wave


@transaction.atomic
def remove_draft(*, wave: Wave, by: User) -> None:
    if wave.sent_at or wave.invitations.exists():
        raise AlreadySent
    wave.delete()
    record(edition=wave.edition, by=by, verb="threw away the wave", about=wave.name)


def usual_deadline(edition: Edition) -> date | None:
    """Three weeks before the summit, when that lies ahead; else in two weeks; none once it is too near."""
    if edition.starts_on is None:
        return None
    today = edition.now().date()
    early = edition.starts_on - timedelta(weeks=3)
    if early > today:
        return early
    later = min(today + timedelta(weeks=2), edition.starts_on - timedelta(days=1))
    return later if later > today else None
