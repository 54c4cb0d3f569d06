import pytest

from plenary.jobs.actions import run_job, start_job, stop_job
from plenary.jobs.models import Job
from plenary.jobs.registry import JobFailed, Result, task
from plenary.outbox.worker import deliver_all
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@task("count to three")
def count_to_three(job, progress):
    for n in range(1, 4):
        progress(n, 3)
    return Result("三".encode(), "三.txt", "text/plain; charset=utf-8")


@task("give up")
def give_up(job, progress):
    raise JobFailed("There is nothing to print.")


@task("break")
def break_down(job, progress):
    raise ValueError("secret detail")


@pytest.fixture
def edition():
    return make_edition()


def test_the_worker_runs_a_job_and_its_starter_downloads_the_file(edition, client):
    ada = make_member(edition)
    job = start_job(edition=edition, task="count to three", by=ada)
    deliver_all()
    client.force_login(ada)
    job.refresh_from_db()
    assert (job.done, job.total) == (3, 3)
    response = client.get(f"/console/{edition.slug}/jobs/{job.pk}/file/")
    assert response.content.decode() == "三"
    assert "filename*=UTF-8''%E4%B8%89.txt" in response["Content-Disposition"]


def test_only_its_starter_sees_a_job(edition, client):
    ada, bob, charlie = make_member(edition), make_member(edition), make_member(make_edition())
    job = start_job(edition=edition, task="count to three", by=ada)
    deliver_all()
    seen = {}
    for name, user in {"ada": ada, "bob": bob, "charlie": charlie}.items():
        client.force_login(user)
        seen[name] = [
            client.get(f"/console/{edition.slug}/jobs/{job.pk}/{rest}").status_code for rest in ("", "file/")
        ]
    assert seen == {"ada": [200, 200], "bob": [404, 404], "charlie": [404, 404]}


def test_a_reason_is_shown_and_a_bug_is_not(edition):
    ada = make_member(edition, language="en")
    failed = start_job(edition=edition, task="give up", by=ada)
    broken = start_job(edition=edition, task="break", by=ada)
    deliver_all()
    assert Job.objects.get(pk=failed.pk).error == "There is nothing to print."
    assert Job.objects.get(pk=broken.pk).error.startswith("The work stopped on an error of ours.")


def test_a_stopped_job_keeps_nothing(edition):
    ada = make_member(edition)
    job = start_job(edition=edition, task="count to three", by=ada)
    stop_job(job=job, by=ada)
    run_job(job.pk)
    deliver_all()
    job.refresh_from_db()
    assert (job.finished_at, job.file) == (None, "")


def test_a_get_does_not_stop_a_job(edition, client):
    ada = make_member(edition)
    client.force_login(ada)
    job = start_job(edition=edition, task="count to three", by=ada)
    assert client.get(f"/console/{edition.slug}/jobs/{job.pk}/stop/").status_code == 405
