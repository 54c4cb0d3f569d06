"""Verbs about one invitation: answered, withdrawn, its links ended."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.invitations.events import InvitationAccepted, InvitationDeclined
from plenary.invitations.models import Answer, Invitation
from plenary.outbox.events import publish
from plenary.people.models import Organisation


class InvitationClosed(Exception):
    """The day for answering by link has passed, or the invitation was withdrawn."""


@transaction.atomic
def answer_invitation(
    *,
    invitation: Invitation,
    accepts: bool,
    channel: str,
    by: User | str,
    at: datetime,
    note: str = "",
) -> Answer | None:
    """Appends the answer and brings the invitation's state along. None when it says what already holds.

    A guest may change their mind until the invitation closes; the liaison may record an answer at any time.
    """
    # The lock orders two answers at once on PostgreSQL; on SQLite the transaction itself does.
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("edition", "person")
        .get(pk=invitation.pk)
    )
    if invitation.withdrawn_at or (invitation.is_closed() and channel != "phone"):
        raise InvitationClosed
    note = " ".join(note.split())[:300]
    was = invitation.state
    becomes = "accepted" if accepts else "declined"
    if was == becomes and not note:
        return None
    answer = Answer.objects.create(
        edition=invitation.edition,
        invitation=invitation,
        accepts=accepts,
        at=at,
        channel=channel,
        by=by if isinstance(by, User) else None,
        note=note,
    )
    if was != becomes:
        invitation.accepted_at, invitation.declined_at = (at, None) if accepts else (None, at)
        invitation.save(update_fields=["accepted_at", "declined_at"])
        fact = InvitationAccepted if accepts else InvitationDeclined
        publish(
            fact(
                invitation_id=invitation.pk,
                person_id=invitation.person_id,
                edition_id=invitation.edition_id,
                answer_id=answer.pk,
            )
        )
    record(
        edition=invitation.edition,
        by=by,
        verb=becomes,
        about=invitation.person.name,
        invitation=invitation.pk,
        channel=channel,
    )
    return answer


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> bool:
    """Takes the invitation back and ends its link; an acceptance is cancelled with it."""
    if not Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(
        withdrawn_at=at, link_version=F("link_version") + 1
    ):
        return False
    record(
        edition=invitation.edition,
        by=by,
        verb="withdrew the invitation of",
        about=invitation.person.name,
        invitation=invitation.pk,
    )
    if invitation.accepted_at:
        publish(
            InvitationDeclined(
                invitation_id=invitation.pk,
                person_id=invitation.person_id,
                edition_id=invitation.edition_id,
                answer_id=0,
            )
        )
    return True


@transaction.atomic
def reinstate_invitation(*, invitation: Invitation, by: User, at: datetime) -> bool:
    """The guest is invited again and answers anew; they get a new link by the next message."""
    if (
        not Invitation.objects.filter(pk=invitation.pk)
        .exclude(withdrawn_at=None)
        .update(withdrawn_at=None, accepted_at=None, declined_at=None, invited_at=at)
    ):
        return False
    record(
        edition=invitation.edition,
        by=by,
        verb="invited again",
        about=invitation.person.name,
        invitation=invitation.pk,
    )
    return True


@transaction.atomic
def end_links(*, invitation: Invitation, by: User, at: datetime) -> None:
    """A forwarded mail, a lost phone: older links end, the answer stands."""
    Invitation.objects.filter(pk=invitation.pk).update(link_version=F("link_version") + 1)
    record(
        edition=invitation.edition,
        by=by,
        verb="ended older links of",
        about=invitation.person.name,
        invitation=invitation.pk,
    )


@transaction.atomic
def end_contact_links(*, organisation: Organisation, by: User, at: datetime) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(link_version=F("link_version") + 1)
    record(edition=organisation.edition, by=by, verb="ended older links of", about=organisation.name)


@transaction.atomic
def answer_for_people(*, answers: dict[Invitation, bool], by: str, at: datetime) -> int:
    """A contact answers for several guests at once, all or none; returns how many answers were new."""
    given = [
        answer_invitation(invitation=invitation, accepts=accepts, channel="contact", by=by, at=at)
        for invitation, accepts in answers.items()
        if invitation.state != ("accepted" if accepts else "declined")
    ]
    return sum(answer is not None for answer in given)
