"""Long work with progress: badge sheets, waves, big imports."""

from django.db import models

from plenary.accounts.models import User
from plenary.editions.models import Edition


class Job(models.Model):
    """One piece of work for the worker. `task` names a function registered with `@task`."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    task = models.CharField(max_length=60)
    options = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.CASCADE)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    # The result: a file under data/files, with the name and type it is downloaded as.
    file = models.CharField(max_length=200, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"
