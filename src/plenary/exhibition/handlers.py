"""The public page follows the hall."""

from plenary.editions.models import Edition
from plenary.exhibition.events import ExhibitionChanged
from plenary.outbox.events import handles
from plenary.publication.actions import publish_edition


@handles(ExhibitionChanged)
def publish_exhibition(event: ExhibitionChanged) -> None:
    edition = Edition.objects.filter(pk=event.edition_id).first()
    if edition:
        publish_edition(edition)
