"""Starting, running and stopping long work. The worker runs it, one job at a time."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from plenary.accounts.models import User
from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.jobs.events import JobStarted
from plenary.jobs.models import Job
from plenary.jobs.registry import Cancelled, JobFailed, find
from plenary.lib.bilingual import django_code
from plenary.lib.clock import now
from plenary.outbox.events import publish

log = logging.getLogger(__name__)


@transaction.atomic
def start_job(*, edition: Edition, task: str, by: User, options: dict | None = None) -> Job:
    """Owes the work to the worker; `options` are JSON values the task understands."""
    find(task)
    job = Job.objects.create(edition=edition, task=task, options=options or {}, by=by, created_at=now())
    record(edition=edition, by=by, verb="started", about=task)
    publish(JobStarted(job_id=job.pk))
    return job


def run_job(job_id: int) -> None:
    """Runs a job that was not yet run; a job the worker died in is run again from the start."""
    job = (
        Job.objects.select_related("edition", "by")
        .filter(pk=job_id, finished_at=None, cancelled_at=None)
        .first()
    )
    if job is None or job.failed_at:
        return
    Job.objects.filter(pk=job.pk).update(started_at=now())

    def progress(done: int, total: int) -> None:
        if not Job.objects.filter(pk=job.pk, cancelled_at=None).update(done=done, total=total):
            raise Cancelled

    try:
        with translation.override(django_code(job.by.language)):
            result = find(job.task)(job, progress)
    except Cancelled:
        return
    except JobFailed as problem:
        Job.objects.filter(pk=job.pk).update(failed_at=now(), error=str(problem))
        return
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.task)
        with translation.override(django_code(job.by.language)):
            Job.objects.filter(pk=job.pk).update(
                failed_at=now(),
                error=_("The work stopped on an error of ours. Nothing was changed; try again."),
            )
        return
    if result is None:
        Job.objects.filter(pk=job.pk, cancelled_at=None).update(finished_at=now())
        return
    path = result_path(job.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(result.content)
    Job.objects.filter(pk=job.pk, cancelled_at=None).update(
        finished_at=now(), file=path.name, filename=result.filename, content_type=result.content_type
    )


def stop_job(*, job: Job, by: User) -> None:
    """Asks the worker to stop at its next step; a finished job stays finished."""
    if Job.objects.filter(pk=job.pk, finished_at=None, failed_at=None).update(cancelled_at=now()):
        record(edition=job.edition, by=by, verb="stopped", about=job.task)


def result_path(job_id: int) -> Path:
    return Path(settings.DATA) / "files" / "jobs" / str(job_id)
