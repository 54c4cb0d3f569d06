"""Moving talks on the board, and undoing one's own moves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition, Room
from plenary.programme.actions.talks import raise_version
from plenary.programme.models import Move, Talk
from plenary.programme.refusals import NothingToUndo, NotPlaceable, StaleTalk

Place = tuple[int | None, datetime | None]  # room and time; both None is the tray


@transaction.atomic
def move_talk(
    *, talk: Talk, version: int, room: Room | None, starts_at: datetime | None, by: User, at: datetime
) -> Move | None:
    """Places the talk in a room at a time, or puts it back into the tray (both None). None: it stood there.

    A move onto an occupied place is allowed: the clash is named, and it is the committee's to mend.
    """
    if (room is None) != (starts_at is None):
        raise NotPlaceable(
            _("A talk needs both a room and a time. Choose both, or put it back into the tray.")
        )
    if room is not None and room.edition_id != talk.edition_id:
        raise NotPlaceable(_("That room does not belong to this summit. Load the board again."))
    raise_version(talk, version)
    if talk.cancelled_at:
        raise NotPlaceable(
            _("“%(title)s” is cancelled. Restore it before placing it.") % {"title": talk.title}
        )
    room_id = room.pk if room else None
    if (talk.room_id, talk.starts_at) == (room_id, starts_at):
        return None
    move = Move.objects.create(
        edition_id=talk.edition_id,
        talk=talk,
        by=by,
        at=at,
        from_room_id=talk.room_id,
        from_starts_at=talk.starts_at,
        to_room_id=room_id,
        to_starts_at=starts_at,
    )
    _put(talk, room_id, starts_at, by)
    return move


@transaction.atomic
def undo_move(*, edition: Edition, by: User, at: datetime) -> Move:
    """Takes back the newest move of `by` that still stands, unless somebody moved the talk on since."""
    move = last_move(edition, by)
    if move is None:
        raise NothingToUndo(_("You have no move to undo."))
    _return(move, by, (move.to_room_id, move.to_starts_at), (move.from_room_id, move.from_starts_at))
    Move.objects.filter(pk=move.pk).update(undone_at=at)
    return move


@transaction.atomic
def redo_move(*, edition: Edition, by: User, at: datetime) -> Move:
    """Makes the move that was undone last again. A new move in between ends what could be redone."""
    move = next_redo(edition, by)
    if move is None:
        raise NothingToUndo(_("You have no move to redo."))
    _return(move, by, (move.from_room_id, move.from_starts_at), (move.to_room_id, move.to_starts_at))
    Move.objects.filter(pk=move.pk).update(undone_at=None)
    return move


def last_move(edition: Edition, by: User) -> Move | None:
    return _moves(edition, by).filter(undone_at=None).last()


def next_redo(edition: Edition, by: User) -> Move | None:
    standing = last_move(edition, by)
    undone = _moves(edition, by).exclude(undone_at=None)
    return (undone.filter(pk__gt=standing.pk) if standing else undone).first()


def _moves(edition: Edition, by: User):
    return Move.objects.filter(edition=edition, by=by).select_related("talk__edition").order_by("pk")


def _return(move: Move, by: User, expected: Place, wanted: Place) -> None:
    talk = move.talk
    raise_version(talk, talk.version)
    if (talk.room_id, talk.starts_at) != expected or talk.cancelled_at:
        raise StaleTalk(
            _("“%(title)s” was moved or cancelled since, so this cannot be taken back. Move it by hand.")
            % {"title": talk.title}
        )
    _put(talk, *wanted, by)


def _put(talk: Talk, room_id: int | None, starts_at: datetime | None, by: User) -> None:
    talk.room_id, talk.starts_at = room_id, starts_at
    talk.save(update_fields=["room", "starts_at"])
    record(
        edition=talk.edition,
        by=by,
        verb="talk.moved",
        about=talk.title,
        talk=talk.number,
        room=room_id,
        starts_at=starts_at.isoformat() if starts_at else None,
    )
