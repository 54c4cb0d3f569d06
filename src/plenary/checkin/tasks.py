"""Long work: PDFs for printing."""

from plenary.checkin.actions import ensure_badges
from plenary.checkin.queries import badges_to_print, coming
from plenary.checkin.sheets import CannotPrint, badge_sheet, sign_in_sheet
from plenary.jobs.models import Job
from plenary.jobs.registry import JobFailed, Progress, Result, task
from plenary.lib.clock import now

PDF = "application/pdf"


@task("badges")
def print_badges(job: Job, progress: Progress) -> Result:
    edition = job.edition
    ensure_badges(people=coming(edition).filter(badge=None), at=now())
    try:
        content = badge_sheet(edition, list(badges_to_print(edition)), progress)
    except CannotPrint as problem:
        raise JobFailed(str(problem)) from problem
    return Result(content, f"badges-{edition.slug}.pdf", PDF)


@task("sign_in_sheet")
def print_sign_in_sheet(job: Job, progress: Progress) -> Result:
    edition = job.edition
    people = coming(edition).select_related("organisation", "category")
    progress(0, 1)
    try:
        content = sign_in_sheet(
            edition,
            people.order_by(
                "organisation__name_zh", "organisation__name_en", "organisation", "search_key", "pk"
            ),
        )
    except CannotPrint as problem:
        raise JobFailed(str(problem)) from problem
    return Result(content, f"sign-in-{edition.slug}.pdf", PDF)
