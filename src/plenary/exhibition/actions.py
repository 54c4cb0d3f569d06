"""Verbs of the exhibition: exhibitors, booths, and who stands where."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.exhibition.events import ExhibitionChanged
from plenary.exhibition.models import Booth, Exhibitor
from plenary.outbox.events import publish

MOST_BOOTHS = 500


class CannotAllocate(Exception):
    """The booth is taken or is none; the text is a whole sentence for the reader."""


@transaction.atomic
def save_exhibitor(*, exhibitor: Exhibitor, by: User) -> Exhibitor:
    """Adds or corrects an exhibitor."""
    verb = "corrected" if exhibitor.pk else "added"
    exhibitor.save()
    _tell(exhibitor.edition, by, verb, exhibitor.name)
    return exhibitor


@transaction.atomic
def remove_exhibitor(*, exhibitor: Exhibitor, by: User) -> None:
    """Its booths are free again."""
    Booth.objects.filter(exhibitor=exhibitor).update(exhibitor=None, allocated_at=None)
    name, edition = exhibitor.name, exhibitor.edition
    exhibitor.delete()
    _tell(edition, by, "removed", name)


@transaction.atomic
def make_booths(*, edition: Edition, row: str, first: int, last: int, area: str, by: User) -> int:
    """A01 to A30. Numbers that exist stay as they are; returns how many are new."""
    if not re.fullmatch(r"[A-Z]{0,4}", row) or not 0 < first <= last < first + MOST_BOOTHS:
        raise ValueError(f"{row}{first} to {row}{last} are no booths.")
    wanted = [f"{row}{number:02}" for number in range(first, last + 1)]
    taken = set(Booth.objects.filter(edition=edition, number__in=wanted).values_list("number", flat=True))
    new = [Booth(edition=edition, number=number, area=area) for number in wanted if number not in taken]
    Booth.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record(edition=edition, by=by, verb="made booths", about=f"{new[0].number}–{new[-1].number}")
    return len(new)


@transaction.atomic
def allocate_booth(*, exhibitor: Exhibitor, number: str, by: User, at: datetime) -> Booth:
    """Gives a free booth to an exhibitor. Of two who ask at once, the second is told who has it."""
    number = "".join(number.upper().split())
    booths = Booth.objects.filter(edition=exhibitor.edition, number=number)
    # The condition stands in the update itself: no reading before, so no race.
    if not booths.filter(exhibitor=None).update(exhibitor=exhibitor, allocated_at=at):
        booth = booths.select_related("exhibitor").first()
        if booth is None:
            raise CannotAllocate(
                _("There is no booth %(number)s. Make it first, or choose one that exists.")
                % {"number": number}
            )
        if booth.exhibitor != exhibitor:
            raise CannotAllocate(
                _("Booth %(number)s belongs to %(name)s. Free it first, or choose another.")
                % {"number": number, "name": booth.exhibitor or "—"}
            )
        return booth
    _tell(exhibitor.edition, by, "allocated", number, exhibitor=exhibitor.name)
    return booths.get()


@transaction.atomic
def free_booth(*, booth: Booth, by: User) -> bool:
    """False when it was free already."""
    if (
        not Booth.objects.filter(pk=booth.pk)
        .exclude(exhibitor=None)
        .update(exhibitor=None, allocated_at=None)
    ):
        return False
    _tell(booth.edition, by, "freed", booth.number)
    return True


@transaction.atomic
def remove_booth(*, booth: Booth, by: User) -> bool:
    """Only a free booth; False when somebody stands there."""
    if not Booth.objects.filter(pk=booth.pk, exhibitor=None).delete()[0]:
        return False
    record(edition=booth.edition, by=by, verb="removed", about=booth.number)
    return True


def _tell(edition: Edition, by: User, verb: str, about: str, **detail: object) -> None:
    record(edition=edition, by=by, verb=verb, about=about, **detail)
    publish(ExhibitionChanged(edition_id=edition.pk))
