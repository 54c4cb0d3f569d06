"""Freezing the draft as the next numbered release."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.outbox.events import publish
from plenary.programme.actions.holding import hold
from plenary.programme.clashes import CLASH
from plenary.programme.events import ProgrammeReleased
from plenary.programme.models import Release
from plenary.programme.queries import programme_of
from plenary.programme.refusals import HasClashes, NothingChanged, ReleaseRaced
from plenary.programme.snapshots import difference, freeze, is_same


def release(
    *,
    edition: Edition,
    by: User,
    at: datetime,
    note_zh: str = "",
    note_en: str = "",
    despite: Iterable[str] = (),
    seen: str | None = None,
) -> Release:
    """The draft becomes release N+1. `despite` names clashes (Clash.key) that somebody accepts; `seen` is the
    fingerprint of what they looked at: when the draft or the last release differs from it, nothing happens.
    """
    try:
        return _release(edition, by, at, note_zh, note_en, frozenset(despite), seen)
    except IntegrityError:
        # Two at once on a database that let both read the same last number: the constraint keeps one.
        raise ReleaseRaced(_raced()) from None


@transaction.atomic
def _release(
    edition: Edition,
    by: User,
    at: datetime,
    note_zh: str,
    note_en: str,
    despite: frozenset[str],
    seen: str | None,
) -> Release:
    hold(edition)
    before = Release.objects.current(edition)
    old = before.snapshot if before else None
    snapshot = freeze(edition, at=at)
    changes = difference(old, snapshot)
    if seen is not None and seen != fingerprint(before.number if before else 0, snapshot):
        raise ReleaseRaced(_raced())
    if is_same(old, snapshot):
        raise NothingChanged(_nothing(before))
    found = programme_of(edition, released=old or {"talks": []}).clashes
    left = [clash for clash in found if clash.severity == CLASH and clash.key not in despite]
    if left:
        raise HasClashes(
            _("The programme still has clashes. Mend them, or tick those you accept: %(first)s")
            % {"first": " ".join(clash.words for clash in left[:3])},
            left,
        )
    made = Release.objects.create(
        edition=edition,
        number=before.number + 1 if before else 1,
        at=at,
        by=by,
        note_zh=note_zh,
        note_en=note_en,
        snapshot=snapshot,
        changes=changes,
    )
    record(
        edition=edition,
        by=by,
        verb="programme.released",
        about=f"#{made.number}",
        changes=len(changes),
        accepted=sorted(despite),
    )
    publish(ProgrammeReleased(edition_id=edition.pk, release_id=made.pk, number=made.number))
    return made


def fingerprint(last_number: int, snapshot: dict) -> str:
    """What a person saw on the release page: the last release and the draft, without the time of looking."""
    seen = [{k: v for k, v in talk.items() if k != "changed_at"} for talk in snapshot["talks"]]
    text = json.dumps([last_number, snapshot | {"talks": seen}], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _raced() -> str:
    return _(
        "Somebody changed or released the programme while you looked at this page. Nothing was released; "
        "look at what would change now, and release again."
    )


def _nothing(before: Release | None) -> str:
    if before is None:
        return _(
            "No talk has a room and a time yet, so there is nothing to release. Place talks on the board first."
        )
    return _("Nothing has changed since release %(number)s, so there is nothing to release.") % {
        "number": before.number
    }
