"""Handing an edition over as one file, and reading one back."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from plenary.archive.forms import ArchiveForm
from plenary.archive.intake import Archive, NotAnArchive
from plenary.archive.reader import AlreadyHere, read_archive
from plenary.archive.tables import LEFT_OUT, tables
from plenary.archive.writer import write_archive
from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.workbooks import download
from plenary.web.permissions import owner


@staff("archive")
@require_GET
def show(request: HttpRequest, edition: Edition) -> HttpResponse:
    return render(request, "archive/archive.html", {"tables": len(tables()), "left_out": len(LEFT_OUT)})


@staff("archive")
@require_GET
def file(request: HttpRequest, edition: Edition) -> HttpResponse:
    return download(write_archive(edition), f"{edition.slug}.plenary.zip", "application/zip")


@owner
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    form = ArchiveForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        with tempfile.NamedTemporaryFile(suffix=".zip") as kept:
            for chunk in form.cleaned_data["file"].chunks():
                kept.write(chunk)
            kept.flush()
            try:
                edition = read_archive(archive=Archive(Path(kept.name)), by=request.user)
            except (NotAnArchive, AlreadyHere) as problem:
                form.add_error("file", str(problem))
            else:
                messages.success(request, _("%(title)s was read back whole.") % {"title": edition.title})
                return redirect("console", slug=edition.slug)
    return render(request, "archive/take_in.html", {"form": form}, status=422 if form.errors else 200)
