"""Files of talks: dropped, previewed row by row, confirmed, undone."""

import os
import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.programme import intake
from plenary.programme.actions.files import confirm_file, keep_file, undo_file
from plenary.programme.models import ProgrammeFile
from plenary.programme.refusals import Refused

MOST_ROWS = 500  # shown in a preview; rows with something to look at come first


@staff("see", write="programme")
def files(request: HttpRequest, edition: Edition) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            kept = _take(request, edition)
        except Refused as refused:
            problem = str(refused)
        else:
            return redirect("programme_file", edition.slug, kept.pk)
    found = ProgrammeFile.objects.filter(edition=edition).select_related("by").defer("reading")
    context = {"files": found, "problem": problem, "may_change": "programme" in request.grants}
    return render(request, "programme/files.html", context, status=422 if problem else 200)


def _take(request: HttpRequest, edition: Edition) -> ProgrammeFile:
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused(_("Choose a file first."))
    kind = "schedule" if request.POST.get("kind") == "schedule" else "talks"
    reading = _read(kind, upload)
    return keep_file(
        edition=edition, kind=kind, filename=upload.name, reading=reading, by=request.user, at=edition.now()
    )


def _read(kind: str, upload: UploadedFile) -> dict:
    """The reader works on a file with the ending of the original, in a folder of its own."""
    ending = os.path.splitext(upload.name)[1][:10]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{ending if ending.isascii() else ''}"
        with open(path, "wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return intake.read(kind, path)


@staff("programme")
@require_GET
def file(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = get_object_or_404(ProgrammeFile.objects.select_related("by", "edition"), edition=edition, pk=pk)
    wanted = intake.proposal(found) if found.confirmed_at is None else None
    rows = sorted(wanted.rows, key=lambda row: not row.problems) if wanted else []
    context = {
        "file": found,
        "proposal": wanted,
        "rows": rows[:MOST_ROWS],
        "more": max(0, len(rows) - MOST_ROWS),
        "made": {name: len(keys) for name, keys in found.made.items()},
    }
    return render(request, "programme/file.html", context)


@staff("programme")
@require_POST
def confirm(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = get_object_or_404(ProgrammeFile.objects.select_related("edition"), edition=edition, pk=pk)
    return _answer(
        request, edition, pk, confirm_file, found, _("%(count)s talks were added. Place them on the board.")
    )


@staff("programme")
@require_POST
def undo(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = get_object_or_404(ProgrammeFile.objects.select_related("edition"), edition=edition, pk=pk)
    return _answer(request, edition, pk, undo_file, found, _("Undone: %(count)s talks were removed again."))


def _answer(request, edition, pk: int, verb, found: ProgrammeFile, sentence: str) -> HttpResponse:
    try:
        count = verb(file=found, by=request.user, at=edition.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence % {"count": count})
    return redirect("programme_file", edition.slug, pk)
