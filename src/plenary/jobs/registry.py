"""Work that takes longer than a page may.

@task("badges")                        # in a module's tasks.py
def badge_sheet(job: Job, progress: Progress) -> Result:
    for done, … in …:
        progress(done, total)          # raises Cancelled when somebody pressed «stop»
    return Result(pdf, "badges.pdf", "application/pdf")
"""

from collections.abc import Callable
from dataclasses import dataclass

from plenary.jobs.models import Job

Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """Somebody stopped the job; what it made so far is dropped."""


class JobFailed(Exception):
    """The task cannot finish, for a reason its starter should read: the text is a whole, translated sentence."""


@dataclass(frozen=True)
class Result:
    """The file a job made."""

    content: bytes
    filename: str
    content_type: str


Task = Callable[[Job, Progress], Result | None]
_tasks: dict[str, Task] = {}


def task(name: str) -> Callable[[Task], Task]:
    def register(function: Task) -> Task:
        _tasks[name] = function
        return function

    return register


def find(name: str) -> Task:
    return _tasks[name]
