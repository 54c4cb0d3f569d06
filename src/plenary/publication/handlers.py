"""Public pages follow their edition: made anew when it changes, gone when it is erased."""

from django.db.models.signals import post_delete
from django.dispatch import receiver

from plenary.editions.events import EditionChanged
from plenary.editions.models import Edition
from plenary.outbox.events import handles
from plenary.publication.actions import publish_edition


@receiver(post_delete, sender=Edition)
def withdraw_erased_edition(instance: Edition, **_: object) -> None:
    publish_edition(instance)


@handles(EditionChanged)
def publish_changed_edition(event: EditionChanged) -> None:
    edition = Edition.objects.filter(pk=event.edition_id).first()
    if edition:
        publish_edition(edition)
