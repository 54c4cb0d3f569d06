"""Watching one's own job, stopping it, fetching its file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.jobs.actions import result_path, stop_job
from plenary.jobs.models import Job
from plenary.lib.workbooks import download


def _own(request: HttpRequest, edition: Edition, pk: int) -> Job:
    # Only its starter sees a job: what it made was made with their rights.
    return get_object_or_404(Job, pk=pk, edition=edition, by=request.user)


@staff("see")
@require_GET
def job(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    template = "jobs/_job.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": _own(request, edition, pk)})


@staff("see")
@require_POST
def stop(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    stop_job(job=_own(request, edition, pk), by=request.user)
    return redirect("job", slug=edition.slug, pk=pk)


@staff("see")
@require_GET
def result(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = _own(request, edition, pk)
    if not found.finished_at or not found.file:
        raise Http404
    return download(result_path(found.pk).read_bytes(), found.filename, found.content_type)
