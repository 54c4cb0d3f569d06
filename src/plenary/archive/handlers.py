"""An imported edition gets its public pages."""

from plenary.archive.events import EditionImported
from plenary.editions.models import Edition
from plenary.outbox.events import handles
from plenary.publication.actions import publish_edition


@handles(EditionImported)
def publish_imported_edition(event: EditionImported) -> None:
    edition = Edition.objects.filter(pk=event.edition_id).first()
    if edition:
        publish_edition(edition)
