"""Verbs at the door: badges issued and ended, people admitted once, a mistake taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from plenary.accounts.actions import count_try
from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.checkin.badges import claims_of
from plenary.checkin.codes import make_code, read_code
from plenary.checkin.models import Badge, Scan
from plenary.checkin.tokens import LENGTH as TOKEN_LENGTH
from plenary.checkin.tokens import TokenRefused
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.people.models import Person

# A volunteer types a code every few seconds at most; whoever is faster is guessing.
MOST_CODES, CODES_WINDOW = 60, timedelta(minutes=1)


def ensure_badge(*, person: Person, at: datetime) -> Badge:
    """The person's badge; issued when there is none yet."""
    badge = Badge.objects.filter(person=person).first()
    return badge or _issue(person, at)


@transaction.atomic
def ensure_badges(*, people: Iterable[Person], at: datetime) -> None:
    """Badges for people who have none."""
    for person in people:
        _issue(person, at)


def _issue(person: Person, at: datetime) -> Badge:
    while True:
        try:
            with transaction.atomic():
                return Badge.objects.create(
                    edition_id=person.edition_id, person=person, code=make_code(), issued_at=at
                )
        except IntegrityError:
            # Another process issued it, or the code is taken: one in a billion, so draw again.
            if badge := Badge.objects.filter(person=person).first():
                return badge


@transaction.atomic
def replace_badge(*, badge: Badge, by: User) -> Badge:
    """Ends what was printed or sent: a new version of the token and a new code. For a lost or copied badge."""
    Badge.objects.filter(pk=badge.pk).update(version=badge.version + 1, code=make_code(), revoked_at=None)
    record(edition=badge.edition, by=by, verb="replaced the badge of", about=badge.person.name)
    badge.refresh_from_db()
    return badge


@transaction.atomic
def revoke_badge(*, badge: Badge, by: User, at: datetime) -> bool:
    """The badge opens no door any more; False when it was ended already."""
    if not Badge.objects.filter(pk=badge.pk, revoked_at=None).update(revoked_at=at):
        return False
    record(edition=badge.edition, by=by, verb="ended the badge of", about=badge.person.name)
    return True


@dataclass(frozen=True)
class Doorkeeper:
    """Who stands at which door: a member of staff, or a volunteer with the door's link."""

    edition: Edition
    door: str
    name: str
    user: User | None = None


@dataclass(frozen=True)
class Presented:
    """What was held up: the QR's text, typed signs, or a person picked from the search."""

    how: str  # camera | code | search
    text: str = ""
    person_id: int | None = None


@transaction.atomic
def admit(*, keeper: Doorkeeper, presented: Presented, nonce: str, at: datetime) -> Scan:
    """Records the scan and its verdict. A nonce seen before gets the scan it got then."""
    known = _scan(keeper.edition, nonce)
    if known:
        return known
    person, badge, verdict = _recognise(keeper, presented)
    facts = {
        "edition": keeper.edition,
        "nonce": nonce,
        "person": person,
        "badge": badge,
        "door": keeper.door[:60],
        "how": presented.how,
        "by": keeper.user,
        "volunteer": "" if keeper.user else keeper.name[:60],
        "at": at,
        "received_at": now(),
        "turn": _turn(person) if person else 0,
    }
    # The database decides who was first: of two doors at once one is refused by its constraint.
    return _keep(facts | {"verdict": verdict}) or _scan(keeper.edition, nonce) or _again(facts)


@transaction.atomic
def undo_admission(*, keeper: Doorkeeper, scan: Scan, nonce: str, at: datetime) -> Scan | None:
    """Takes a mistaken admission back by a fact of its own; None when it does not stand any more."""
    known = _scan(keeper.edition, nonce)
    if known:
        return known
    person = scan.person
    if person is None or scan.verdict != "admitted" or scan.turn != _turn(person):
        return None
    undone = _keep(
        {
            "edition": keeper.edition,
            "nonce": nonce,
            "person": person,
            "badge": scan.badge,
            "turn": scan.turn,
            "door": keeper.door[:60],
            "how": scan.how,
            "by": keeper.user,
            "volunteer": "" if keeper.user else keeper.name[:60],
            "at": at,
            "received_at": now(),
            "verdict": "undone",
        }
    )
    if undone:
        record(
            edition=keeper.edition, by=keeper.user or keeper.name, verb="took back the admission of",
            about=person.name, door=keeper.door,
        )  # fmt: skip
    return undone


def _scan(edition: Edition, nonce: str) -> Scan | None:
    return (
        Scan.objects.filter(edition=edition, nonce=nonce)
        .select_related("person__organisation", "person__category")
        .first()
    )


def _turn(person: Person) -> int:
    return Scan.objects.filter(person=person, verdict="undone").count()


def _keep(facts: dict) -> Scan | None:
    try:
        with transaction.atomic():
            return Scan.objects.create(**facts)
    except IntegrityError:
        return None


def _again(facts: dict) -> Scan:
    return Scan.objects.create(**facts, verdict="again")


def _recognise(keeper: Doorkeeper, presented: Presented) -> tuple[Person | None, Badge | None, str]:
    edition = keeper.edition
    if presented.how == "search":
        person = (
            Person.objects.present()
            .filter(edition=edition, pk=presented.person_id)
            .select_related("organisation", "category", "participant")
            .first()
        )
        return person, None, _standing(person)
    badge, is_current = _badge(keeper, presented)
    if badge is None:
        return None, None, "unknown"
    if not is_current or badge.revoked_at:
        return badge.person, badge, "revoked"
    return badge.person, badge, _standing(badge.person)


def _badge(keeper: Doorkeeper, presented: Presented) -> tuple[Badge | None, bool]:
    badges = Badge.objects.filter(edition=keeper.edition).select_related(
        "person__organisation", "person__category", "person__participant"
    )
    text = presented.text.strip()
    # A hand scanner «types» the token into the field for codes.
    if presented.how == "camera" or len(text) == TOKEN_LENGTH:
        try:
            claims = claims_of(text, edition=keeper.edition)
        except TokenRefused:
            return None, False
        badge = badges.filter(pk=claims.badge_id).first()
        return badge, badge is not None and badge.version == claims.version
    code = read_code(text)
    count_try(
        key=f"badge code {keeper.edition.pk} {keeper.user.pk if keeper.user else keeper.door}"[:120],
        at=now(),
        most=MOST_CODES,
        window=CODES_WINDOW,
    )
    return (badges.filter(code=code).first() if code else None), True


def _standing(person: Person | None) -> str:
    if person is None:
        return "unknown"
    participant = getattr(person, "participant", None)
    coming = participant is not None and participant.cancelled_at is None and person.removed_at is None
    return "admitted" if coming else "not_coming"
