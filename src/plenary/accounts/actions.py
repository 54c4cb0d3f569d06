"""Verbs of identity."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from plenary.accounts.models import Attempt, OneTimeLink, User


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


@transaction.atomic
def use_one_time_link(*, secret: str, purpose: str, at: datetime) -> User:
    """Spends the link; of two who try at once, one gets LinkSpent."""
    links = OneTimeLink.objects.filter(
        secret_hash=_hash(secret), purpose=purpose, used_at=None, expires_at__gt=at, user__is_active=True
    )
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
