"""The embargo ends on the second."""

from plenary.lib.clock import now
from plenary.outbox.worker import every
from plenary.press.actions import release_post
from plenary.press.models import Post


@every(1)
def end_embargoes() -> None:
    at = now()
    for post in Post.objects.due(at=at).select_related("edition"):
        release_post(post=post, at=at)
