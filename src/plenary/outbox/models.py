"""Events owed to other modules: written with the change that caused them, delivered a moment later."""

from django.db import models


class Event(models.Model):
    """Something happened. `kind` is «module.ClassName», `fields` its flat JSON fields."""

    kind = models.CharField(max_length=100)
    fields = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.fields}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, *, at):
        return self.filter(done_at=None, given_up_at=None, due_at__lte=at).order_by("due_at", "pk")


class Delivery(models.Model):
    """One event owed to one handler («registration.handlers.register_accepted_guest»)."""

    event = models.ForeignKey(Event, models.CASCADE)
    handler = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(given_up_at=None), name="delivery_ends_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_due", condition=models.Q(done_at=None, given_up_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"
