"""Who works on an edition: join links, the door link, memberships."""

from datetime import datetime, timedelta

from django.db import transaction

from plenary.accounts.links import LinkInvalid, open_link
from plenary.accounts.models import User
from plenary.editions.events import ColleagueJoined, TeamChanged
from plenary.editions.models import Edition, Membership, TeamLink
from plenary.outbox.events import publish

JOIN_LASTS = timedelta(days=7)


class JoinRefused(Exception):
    """`reason` is one of: invalid, door, used, ended, expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def make_team_link(
    *, edition: Edition, role: str, by: User, at: datetime, label: str = "", lasts: timedelta = JOIN_LASTS
) -> TeamLink:
    """A join link for a role, good once; or for the door a link that opens the door page until it ends."""
    link = TeamLink.objects.create(
        edition=edition, role=role, label=label, created_by=by, created_at=at, expires_at=at + lasts
    )
    publish(TeamChanged(edition_id=edition.pk, what="made a team link for", about=role, by_id=by.pk))
    return link


@transaction.atomic
def end_team_link(*, link: TeamLink, by: User, at: datetime) -> None:
    if TeamLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at):
        about = f"{link.role} {link.label}".strip()
        publish(
            TeamChanged(edition_id=link.edition_id, what="ended the team link for", about=about, by_id=by.pk)
        )


def open_join_link(*, token: str, at: datetime) -> TeamLink:
    """The link when it still joins someone; otherwise JoinRefused with the reason."""
    try:
        pk, version = open_link(token, "join")
    except LinkInvalid as problem:
        raise JoinRefused("door" if _is_door(token) else "invalid") from problem
    link = TeamLink.objects.select_related("edition", "created_by").filter(pk=pk, version=version).first()
    if link is None or link.role == "door":
        raise JoinRefused("invalid")
    for reason, refused in [
        ("used", link.used_at is not None),
        ("ended", link.ended_at is not None),
        ("expired", link.expires_at <= at),
    ]:
        if refused:
            raise JoinRefused(reason)
    return link


def _is_door(token: str) -> bool:
    try:
        open_link(token, "door")
    except LinkInvalid:
        return False
    return True


@transaction.atomic
def join(*, link: TeamLink, user: User, at: datetime) -> None:
    """Spends the link and gives the role; of two who try at once, one gets JoinRefused."""
    open_links = TeamLink.objects.filter(pk=link.pk, used_at=None, ended_at=None, expires_at__gt=at)
    if not open_links.update(used_at=at, used_by=user):
        raise JoinRefused("used")
    Membership.objects.get_or_create(
        edition=link.edition, user=user, role=link.role, ended_at=None, defaults={"since": at}
    )
    publish(ColleagueJoined(edition_id=link.edition_id, user_id=user.pk, role=link.role))


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> None:
    """From the next request on, this colleague may no longer do what the role allowed."""
    if Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at):
        publish(
            TeamChanged(
                edition_id=membership.edition_id,
                what="ended the role of",
                about=f"{membership.user} ({membership.role})",
                by_id=by.pk,
            )
        )
