"""Lines for what happens below us: sign-ins, editions, teams. Modules above write their own lines."""

from plenary.accounts.events import PasswordChanged, SessionsEnded, SignedIn
from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.events import ColleagueJoined, EditionChanged, EditionCreated, TeamChanged
from plenary.editions.models import Edition
from plenary.outbox.events import handles


def _line(by_id: int | None, edition_id: int | None, verb: str, about: str = "", **detail: object) -> None:
    edition = Edition.objects.filter(pk=edition_id).first() if edition_id else None
    if edition_id and edition is None:
        return  # erased since
    user = User.objects.filter(pk=by_id).first() if by_id else None
    record(edition=edition, by=user or "Plenary", verb=verb, about=about or str(edition or ""), **detail)


@handles(SignedIn)
def line_for_sign_in(event: SignedIn) -> None:
    _line(event.user_id, None, "signed in", event.how)


@handles(PasswordChanged)
def line_for_password(event: PasswordChanged) -> None:
    _line(event.user_id, None, "changed the password", "")


@handles(SessionsEnded)
def line_for_sessions(event: SessionsEnded) -> None:
    _line(event.user_id, None, "ended all other sessions", "")


@handles(EditionCreated)
def line_for_new_edition(event: EditionCreated) -> None:
    _line(event.by_id, event.edition_id, "created")


@handles(EditionChanged)
def line_for_changed_edition(event: EditionChanged) -> None:
    _line(event.by_id, event.edition_id, "changed", event.what)


@handles(ColleagueJoined)
def line_for_colleague(event: ColleagueJoined) -> None:
    _line(event.user_id, event.edition_id, "joined as", event.role)


@handles(TeamChanged)
def line_for_team(event: TeamChanged) -> None:
    _line(event.by_id, event.edition_id, event.what, event.about)
