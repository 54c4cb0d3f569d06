"""Rooms, tracks and slots: the columns, colours and rows of the board."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from plenary.editions.access import staff
from plenary.editions.models import Edition, Room
from plenary.programme.actions import grid as verbs
from plenary.programme.forms import RoomForm, SlotForm, SlotsForm, TrackForm
from plenary.programme.models import Slot, Track
from plenary.programme.queries import programme_of
from plenary.programme.refusals import Refused


@staff("see", write="programme")
def grid(request: HttpRequest, edition: Edition) -> HttpResponse:
    """One page with small forms; each says by its button `do` which verb it wants."""
    if request.method != "POST":
        return _page(request, edition)
    do = request.POST.get("do", "")
    if do not in _VERBS:
        raise Http404
    try:
        answer = _VERBS[do](request, edition)
    except Refused as refused:
        messages.error(request, str(refused))
        answer = None
    return answer or redirect("grid", edition.slug)


def _page(request: HttpRequest, edition: Edition, status: int = 200, **forms) -> HttpResponse:
    programme = programme_of(edition)
    by_day: dict = {day: [] for day in programme.days}
    for slot in programme.slots:
        by_day[programme.day_of(slot.starts_at)].append(
            (slot, *(f"{t.astimezone(edition.zone):%H:%M}" for t in (slot.starts_at, slot.ends_at)))
        )
    empty_day = next((day for day, slots in by_day.items() if not slots), edition.starts_on)
    held: dict[int, int] = {}
    for talk in programme.talks:
        held[talk.room_id] = held.get(talk.room_id, 0) + 1
    context = {
        "rooms": [(room, held.get(room.pk, 0)) for room in programme.rooms],
        "tracks": list(edition.tracks.all()),
        "days": by_day,
        "slots_form": SlotsForm(initial={"day": empty_day}),
        "room_form": RoomForm(prefix="room"),
        "track_form": TrackForm(prefix="track"),
        "may_change": "programme" in request.grants,
    } | forms
    return render(request, "programme/grid.html", context, status=status)


def _make_slots(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    form = SlotsForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, 422, slots_form=form)
    made = verbs.make_slots(edition=edition, by=request.user, at=edition.now(), **form.cleaned_data)
    messages.success(request, _("%(count)s slots made.") % {"count": len(made)})
    return None


def _slot(request: HttpRequest, edition: Edition) -> Slot:
    return get_object_or_404(Slot.objects.select_related("edition"), edition=edition, pk=_key(request))


def _change_slot(request: HttpRequest, edition: Edition) -> None:
    slot, form = _slot(request, edition), SlotForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Write both times as 09:30."))
    day = slot.starts_at.astimezone(edition.zone).date()
    starts, ends = (
        datetime.combine(day, form.cleaned_data[name], edition.zone) for name in ("starts", "ends")
    )
    went = verbs.change_slot(slot=slot, starts_at=starts, ends_at=ends, by=request.user, at=edition.now())
    messages.success(request, _("Slot changed; %(count)s talks moved with it.") % {"count": went})


def _remove_slot(request: HttpRequest, edition: Edition) -> None:
    verbs.remove_slot(slot=_slot(request, edition), by=request.user, at=edition.now())


def _named(model, form_class, name: str):
    """Add, change and remove for rooms and tracks, which are the same but for their verbs."""
    add, change, remove = (getattr(verbs, f"{verb}_{name}") for verb in ("add", "change", "remove"))

    def row(request: HttpRequest, edition: Edition):
        return get_object_or_404(model.objects.select_related("edition"), edition=edition, pk=_key(request))

    def do_add(request: HttpRequest, edition: Edition) -> HttpResponse | None:
        form = form_class(request.POST, prefix=name)
        if not form.is_valid():
            return _page(request, edition, 422, **{f"{name}_form": form})
        add(edition=edition, by=request.user, at=edition.now(), **form.cleaned_data)
        return None

    def do_change(request: HttpRequest, edition: Edition) -> None:
        form = form_class(request.POST)
        found = row(request, edition)
        if not form.is_valid():
            raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
        change(**{name: found}, by=request.user, at=edition.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))

    def do_remove(request: HttpRequest, edition: Edition) -> None:
        remove(**{name: row(request, edition)}, by=request.user, at=edition.now())

    return {f"add_{name}": do_add, f"change_{name}": do_change, f"remove_{name}": do_remove}


def _key(request: HttpRequest) -> int:
    text = request.POST.get("pk", "")
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


_VERBS = {
    "make_slots": _make_slots,
    "change_slot": _change_slot,
    "remove_slot": _remove_slot,
    **_named(Room, RoomForm, "room"),
    **_named(Track, TrackForm, "track"),
}
