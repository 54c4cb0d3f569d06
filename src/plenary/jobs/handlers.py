"""The worker hears that a job was started and runs it."""

from plenary.jobs.actions import run_job
from plenary.jobs.events import JobStarted
from plenary.outbox.events import handles


@handles(JobStarted)
def run_started_job(event: JobStarted) -> None:
    run_job(event.job_id)
