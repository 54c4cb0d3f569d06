"""The board: one day at a time, moved by pointer, by keyboard, or by the plain form below it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition, Room
from plenary.programme.actions.placing import last_move, move_talk, next_redo, redo_move, undo_move
from plenary.programme.board import Board
from plenary.programme.forms import PlaceForm
from plenary.programme.models import Move, Talk
from plenary.programme.queries import programme_of
from plenary.programme.refusals import NotPlaceable, Refused


@staff("see")
@require_GET
def board(request: HttpRequest, edition: Edition) -> HttpResponse:
    return render(request, "programme/board.html", _context(request, edition, request.GET.get("day")))


def _context(request: HttpRequest, edition: Edition, asked: str | None, problem: str = "") -> dict:
    shown = Board(programme_of(edition))
    day = shown.day(asked)
    return {
        "board": shown,
        "day": day,
        "rows": shown.rows(day) if day else [],
        "last_move": last_move(edition, request.user),
        "next_redo": next_redo(edition, request.user),
        "may_move": "programme" in request.grants,
        "problem": problem,
    }


@staff("programme")
@require_POST
def move(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _refused(request, edition, NotPlaceable(_("Choose a talk, a room and a time from the lists.")))
    wanted = form.cleaned_data
    talk = Talk.objects.select_related("edition").filter(edition=edition, number=wanted["number"]).first()
    if talk is None:
        raise Http404
    version = talk.version if wanted["version"] is None else wanted["version"]
    try:
        room = get_object_or_404(Room, edition=edition, pk=wanted["room"]) if wanted["room"] else None
        made = move_talk(
            talk=talk,
            version=version,
            room=room,
            starts_at=_moment(wanted["starts_at"], edition),
            by=request.user,
            at=edition.now(),
        )
    except Refused as refused:
        return _refused(request, edition, refused)
    return _moved(request, edition, made, talk)


@staff("programme")
@require_POST
def undo(request: HttpRequest, edition: Edition) -> HttpResponse:
    return _take_back(request, edition, undo_move)


@staff("programme")
@require_POST
def redo(request: HttpRequest, edition: Edition) -> HttpResponse:
    return _take_back(request, edition, redo_move)


def _take_back(request: HttpRequest, edition: Edition, verb) -> HttpResponse:
    try:
        made = verb(edition=edition, by=request.user, at=edition.now())
    except Refused as refused:
        return _refused(request, edition, refused)
    return _moved(request, edition, made, made.talk)


def _moment(text: str, edition: Edition) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise NotPlaceable(_("That time could not be read. Load the board again."))
    return found if found.tzinfo else found.replace(tzinfo=edition.zone)


def _moved(request: HttpRequest, edition: Edition, made: Move | None, talk: Talk) -> HttpResponse:
    """The cells the talk left and entered, the clashes, and what can be undone now; or the page, without script."""
    if not _is_fragment(request):
        messages.success(request, _("Moved: %(title)s") % {"title": talk.title})
        return redirect(_back(request, edition))
    shown = Board(programme_of(edition))
    rooms = {room.pk: room for room in shown.rooms}
    places = {(talk.room_id, talk.starts_at)}
    if made:
        places |= {(made.from_room_id, made.from_starts_at), (made.to_room_id, made.to_starts_at)}
    context = {
        "board": shown,
        "cells": [shown.cell(rooms[room], starts) for room, starts in places if room in rooms],
        "tray_cards": [card for card in shown.tray if card.talk.pk == talk.pk],
        "last_move": last_move(edition, request.user),
        "next_redo": next_redo(edition, request.user),
        "may_move": True,
        "talk": talk,
    }
    return render(request, "programme/_moved.html", context)


def _refused(request: HttpRequest, edition: Edition, refused: Refused) -> HttpResponse:
    """What happened, and the board as it really stands."""
    if _is_fragment(request):
        context = _context(request, edition, request.POST.get("day"), problem=str(refused))
        return render(request, "programme/_board.html", context, status=409)
    messages.error(request, str(refused))
    return redirect(_back(request, edition))


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("X-Fragment") == "1"


def _back(request: HttpRequest, edition: Edition) -> str:
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    day = request.POST.get("day", "")[:10]
    return reverse("board", args=[edition.slug]) + (f"?day={day}" if day else "")
