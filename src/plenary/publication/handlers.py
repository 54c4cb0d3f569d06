"""An edition that is erased leaves no public page."""

from django.db.models.signals import post_delete
from django.dispatch import receiver

from plenary.editions.models import Edition
from plenary.publication.actions import publish_edition


@receiver(post_delete, sender=Edition)
def withdraw_erased_edition(instance: Edition, **_: object) -> None:
    publish_edition(instance)
