"""Verbs of the press desk: outlets accredited or refused; posts published, held under embargo, withdrawn."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.lib.pinyin import readings
from plenary.outbox.events import publish
from plenary.people.actions import add_person, find_or_add_organisation
from plenary.press.events import PostPublished, PostWithdrawn
from plenary.press.models import Outlet, Post
from plenary.publication.actions import publish_edition
from plenary.registration.actions import cancel_registration, open_registration

# XML, and so every feed, has no place for these.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class CannotPublish(Exception):
    """The post is withdrawn or empty; the text is a whole sentence for the reader."""


@transaction.atomic
def add_outlet(
    *,
    edition: Edition,
    name_zh: str,
    name_en: str,
    kind: str,
    by: User,
    at: datetime,
    reporter: str = "",
    phone: str = "",
) -> Outlet:
    """An outlet asks to report; its reporter, when named, is a person of the category «media»."""
    person = None
    if reporter:
        person = add_person(
            edition=edition,
            by=by,
            at=at,
            name=reporter,
            phone=phone,
            organisation=find_or_add_organisation(edition=edition, name=name_zh or name_en),
            category=edition.categories.filter(code="media").first(),
        )
    outlet = Outlet.objects.create(
        edition=edition, name_zh=name_zh, name_en=name_en, kind=kind, reporter=person, applied_at=at
    )
    record(edition=edition, by=by, verb="added", about=outlet.name)
    return outlet


@transaction.atomic
def accredit(*, outlet: Outlet, by: User, at: datetime) -> bool:
    """The outlet may report; its reporter is registered, and so gets a badge. False when it was decided so before."""
    undecided = Outlet.objects.filter(pk=outlet.pk, accredited_at=None)
    if not undecided.update(accredited_at=at, refused_at=None):
        return False
    if outlet.reporter:
        open_registration(person=outlet.reporter, by=by, at=at)
    record(edition=outlet.edition, by=by, verb="accredited", about=outlet.name)
    return True


@transaction.atomic
def refuse(*, outlet: Outlet, by: User, at: datetime) -> bool:
    """The outlet may not report; an accreditation that was given ends."""
    if not Outlet.objects.filter(pk=outlet.pk, refused_at=None).update(accredited_at=None, refused_at=at):
        return False
    if outlet.reporter:
        cancel_registration(person=outlet.reporter, by=by, at=at)
    record(edition=outlet.edition, by=by, verb="refused", about=outlet.name)
    return True


@transaction.atomic
def save_post(*, post: Post, by: User, at: datetime) -> Post:
    """Adds or corrects a post; a public one is corrected on the public pages before this returns."""
    for field in ("title_zh", "title_en", "body_zh", "body_en", "source"):
        setattr(post, field, _UNPRINTABLE.sub("", getattr(post, field)))
    is_new = post.pk is None
    if is_new:
        post.created_at = at
        post.slug = _free_slug(post)
    post.changed_at = at
    post.save()
    record(edition=post.edition, by=by, verb="wrote" if is_new else "corrected", about=post.title)
    if post.state == "public":
        publish_edition(post.edition)
    return post


@transaction.atomic
def publish_post(*, post: Post, by: User) -> bool:
    """Public now, or approved for the end of its embargo. Returns whether it is public. By real time, always."""
    if not (post.body_zh or post.body_en):
        raise CannotPublish(_("The post has no text yet. Write it, then publish."))
    at = now()
    if not Post.objects.filter(pk=post.pk, approved_at=None, withdrawn_at=None).update(approved_at=at):
        raise CannotPublish(_("The post was published or withdrawn already."))
    record(edition=post.edition, by=by, verb="approved", about=post.title)
    post.approved_at = at
    if post.embargo_until and post.embargo_until > at:
        return False
    return release_post(post=post, at=at)


@transaction.atomic
def release_post(*, post: Post, at: datetime) -> bool:
    """The post becomes public, once: pages and feeds are swapped when this commits. False when it was already."""
    if not Post.objects.filter(pk=post.pk, published_at=None, withdrawn_at=None).update(published_at=at):
        return False
    post.published_at = at
    publish(PostPublished(post_id=post.pk, edition_id=post.edition_id))
    publish_edition(post.edition)
    return True


@transaction.atomic
def withdraw_post(*, post: Post, by: User, at: datetime) -> bool:
    """Gone from pages and feeds before this returns; the row and its history stay."""
    if not Post.objects.filter(pk=post.pk, withdrawn_at=None).update(withdrawn_at=at):
        return False
    record(edition=post.edition, by=by, verb="withdrew", about=post.title)
    if post.published_at:
        publish(PostWithdrawn(post_id=post.pk, edition_id=post.edition_id))
        publish_edition(post.edition)
    return True


def _free_slug(post: Post) -> str:
    """From the English title, or the reading of the Chinese one; never one that is taken."""
    words = slugify(post.title_en) or slugify(" ".join(readings(post.title_zh)))
    base = words[:60].strip("-") or "post"
    taken = set(
        Post.objects.filter(edition=post.edition, slug__startswith=base).values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
