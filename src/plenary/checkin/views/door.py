"""The page at the door. Works as plain forms; the script on top adds the camera, sound and speed."""

import uuid

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from plenary.accounts.actions import TooManyTries
from plenary.checkin.actions import admit, undo_admission
from plenary.checkin.answers import answer
from plenary.checkin.camera import read_qr
from plenary.checkin.doors import Place, forget, remember
from plenary.checkin.forms import AdmissionForm, StartForm, UndoForm
from plenary.checkin.models import Scan
from plenary.checkin.queries import found_at_door
from plenary.lib.address import is_secure


@require_GET
def page(request: HttpRequest, place: Place) -> HttpResponse:
    if place.keeper is None:
        return _start_page(request, place, StartForm(is_staff=place.is_staff))
    seen = request.GET.get("seen", "")
    scan = Scan.objects.filter(edition=place.edition, nonce=seen).first() if seen else None
    typed = request.GET.get("q", "")[:100]
    context = {
        "place": place,
        "answer": answer(scan) if scan else None,
        "typed": typed,
        "found": found_at_door(place.edition, typed),
        "nonce": uuid.uuid4().hex,
        "undo_nonce": uuid.uuid4().hex,
        "camera_may_open": is_secure(),
    }
    return render(request, "checkin/door.html", context)


@require_POST
def start(request: HttpRequest, place: Place) -> HttpResponse:
    form = StartForm(request.POST, is_staff=place.is_staff)
    if not form.is_valid():
        return _start_page(request, place, form, status=422)
    response = redirect(place.base)
    remember(
        response,
        place,
        door=form.cleaned_data["door"],
        name=form.cleaned_data.get("name", ""),
        user_id=request.user.pk if place.is_staff else None,
    )
    return response


@require_POST
def leave(request: HttpRequest, place: Place) -> HttpResponse:
    response = redirect(place.base)
    forget(response, place)
    return response


@require_POST
def admissions(request: HttpRequest, place: Place) -> HttpResponse:
    form = AdmissionForm(request.POST)
    if place.keeper is None:
        return _not_started(request, place)
    if not form.is_valid():
        return _refused(request, place, 400, _("Nothing was scanned. Scan or type again."))
    try:
        scan = admit(
            keeper=place.keeper,
            presented=form.presented,
            nonce=form.cleaned_data["nonce"],
            at=place.edition.now(),
        )
    except TooManyTries:
        return _refused(
            request, place, 429, _("Too many codes in one minute. Wait a moment, or search the name.")
        )
    return _verdict(request, place, scan)


@require_POST
def undo(request: HttpRequest, place: Place) -> HttpResponse:
    form = UndoForm(request.POST)
    if place.keeper is None:
        return _not_started(request, place)
    if not form.is_valid():
        raise Http404
    scan = get_object_or_404(
        Scan.objects.select_related("person__organisation", "person__category"),
        edition=place.edition,
        nonce=form.cleaned_data["scan"],
    )
    undone = undo_admission(
        keeper=place.keeper, scan=scan, nonce=form.cleaned_data["nonce"], at=place.edition.now()
    )
    if undone is None:
        return _refused(request, place, 409, _("This admission was taken back already."))
    return _verdict(request, place, undone)


@require_GET
def search(request: HttpRequest, place: Place) -> HttpResponse:
    if place.keeper is None:
        return _not_started(request, place)
    found = found_at_door(place.edition, request.GET.get("q", "")[:100])
    return JsonResponse({"people": [_shown(person, place) for person in found]})


@require_POST
def readings(request: HttpRequest, place: Place) -> HttpResponse:
    """What QR stands in a camera picture, for browsers that cannot read it themselves. Admits nobody.

    The body is raw luminance, `width` bytes a row: no picture format of a stranger's is ever parsed.
    """
    if place.keeper is None:
        return _not_started(request, place)
    try:
        text = read_qr(request.body, width=int(request.GET.get("width", "")))
    except (RequestDataTooBig, ValueError):
        return JsonResponse({"error": _("The camera picture came in a shape we cannot read.")}, status=400)
    return JsonResponse({"text": text})


def _shown(person, place: Place) -> dict:
    """What a door may know of somebody: never a phone, never an address."""
    came = person.came_at and person.came_at.astimezone(place.edition.zone)
    return {
        "id": person.pk,
        "name": person.name,
        "organisation": str(person.organisation or ""),
        "category": str(person.category or ""),
        "came": f"{came:%H:%M}" if came else "",
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _verdict(request: HttpRequest, place: Place, scan: Scan) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse(answer(scan))
    return redirect(f"{place.base}?seen={scan.nonce}")


def _refused(request: HttpRequest, place: Place, status: int, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=status)
    return render(request, "checkin/door_refused.html", {"place": place, "sentence": sentence}, status=status)


def _not_started(request: HttpRequest, place: Place) -> HttpResponse:
    sentence = _("Say first at which door you stand: load the page again.")
    return _refused(request, place, 403, sentence)


def _start_page(request: HttpRequest, place: Place, form: StartForm, status: int = 200) -> HttpResponse:
    context = {"place": place, "form": form, "rooms": place.edition.rooms.all()}
    return render(request, "checkin/door_start.html", context, status=status)
