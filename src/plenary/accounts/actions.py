"""Verbs of identity. What others must know (a sign-in, a new password) goes up as events."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from plenary.accounts.events import PasswordChanged, SessionsEnded, SignedIn, SignInCodeRequested
from plenary.accounts.models import Attempt, OneTimeLink, User
from plenary.lib.address import absolute
from plenary.outbox.events import publish

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5


class LinkSpent(Exception):
    """The one-time link was used, has expired, or never was."""


class TooManyTries(Exception):
    """Wait: too many tries with this key in the window."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def ensure_owner(*, at: datetime) -> User:
    """The owner of this installation; made on the first start."""
    owner = User.objects.filter(is_owner=True).first()
    if owner is None:
        owner = User(name="", email="owner@localhost", is_owner=True, joined_at=at)
        owner.set_unusable_password()
        owner.save()
    return owner


def make_one_time_link(
    *, user: User, purpose: str, at: datetime, lasts: timedelta = timedelta(hours=24)
) -> str:
    """A secret of 160 bits, kept as a hash, good once until `at + lasts`."""
    secret = secrets.token_urlsafe(20)
    OneTimeLink.objects.create(
        purpose=purpose, user=user, secret_hash=_hash(secret), created_at=at, expires_at=at + lasts
    )
    return secret


def _open_links(secret: str, purpose: str, at: datetime):
    return OneTimeLink.objects.filter(
        secret_hash=_hash(secret), purpose=purpose, used_at=None, expires_at__gt=at, user__is_active=True
    )


def whose_link(*, secret: str, purpose: str, at: datetime) -> User:
    """Who would sign in by this link; looking does not spend it. Raises LinkSpent."""
    link = _open_links(secret, purpose, at).select_related("user").first()
    if link is None:
        raise LinkSpent
    return link.user


@transaction.atomic
def use_one_time_link(*, secret: str, purpose: str, at: datetime) -> User:
    """Spends the link; of two who try at once, one gets LinkSpent."""
    links = _open_links(secret, purpose, at)
    link = links.select_related("user").first()
    if link is None or not links.filter(pk=link.pk).update(used_at=at):
        raise LinkSpent
    return link.user


def count_try(*, key: str, at: datetime, most: int, window: timedelta) -> None:
    """Counts one try. Raises TooManyTries past `most` in `window`; old tries are swept."""
    Attempt.objects.filter(key=key, at__lt=at - window).delete()
    if Attempt.objects.filter(key=key).count() >= most:
        raise TooManyTries
    Attempt.objects.create(key=key, at=at)


@transaction.atomic
def owner_sign_in_address(*, at: datetime) -> str:
    """A whole address by which the owner signs in once, within a day; earlier unused ones end."""
    owner = ensure_owner(at=at)
    OneTimeLink.objects.filter(user=owner, purpose="signin", used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    return absolute(f"/signin/{make_one_time_link(user=owner, purpose='signin', at=at)}/")


@transaction.atomic
def sign_in_by_link(
    *, secret: str, at: datetime, name: str = "", email: str = "", password: str = ""
) -> User:
    """Spends a sign-in link. The first time, the person says who they are and chooses a password."""
    user = use_one_time_link(secret=secret, purpose="signin", at=at)
    if user.is_new:
        user.name, user.email = name, email.lower()
        user.set_password(password)
        user.save(update_fields=["name", "email", "password"])
    return user


@transaction.atomic
def request_code(*, email: str, nonce: str, at: datetime) -> None:
    """Mails a code of six digits to the person, if there is one; it works only beside `nonce`, which the asking
    browser keeps. Says nothing about whether the account exists."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        return
    OneTimeLink.objects.filter(user=user, purpose="code", used_at=None).update(used_at=at)
    code = f"{secrets.randbelow(10**6):06d}"
    OneTimeLink.objects.create(
        purpose="code",
        user=user,
        secret_hash=_hash(f"{nonce} {code}"),
        created_at=at,
        expires_at=at + CODE_LASTS,
    )
    publish(SignInCodeRequested(user_id=user.pk, code=code, asked_at=at.isoformat()))


def use_code(*, code: str, nonce: str, at: datetime) -> User:
    """Raises LinkSpent for a wrong, old or used code, TooManyTries after five."""
    count_try(key=f"code {_hash(nonce)[:40]}", at=at, most=CODE_TRIES, window=CODE_LASTS)
    return use_one_time_link(secret=f"{nonce} {code}", purpose="code", at=at)


@transaction.atomic
def note_sign_in(*, user: User, how: str) -> None:
    publish(SignedIn(user_id=user.pk, how=how))


@transaction.atomic
def create_user(*, name: str, email: str, password: str, language: str, at: datetime) -> User:
    """A new colleague. Raises IntegrityError when the e-mail has an account."""
    user = User(name=name, email=email.lower(), language=language, joined_at=at)
    user.set_password(password)
    user.save(force_insert=True)
    return user


@transaction.atomic
def save_account(*, user: User, name: str, language: str) -> None:
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Every other session ends by itself: a session must match the password it began with."""
    user.set_password(password)
    user.save(update_fields=["password"])
    publish(PasswordChanged(user_id=user.pk))


@transaction.atomic
def end_sessions(*, user: User) -> None:
    """Ends every session of this person; the caller renews the one it wants to keep."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    publish(SessionsEnded(user_id=user.pk))
