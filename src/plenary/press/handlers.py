"""Open pages hear of news once it stands on the public site."""

from plenary.editions.models import Edition
from plenary.live.actions import append_change
from plenary.outbox.events import handles
from plenary.press.events import PostPublished, PostWithdrawn
from plenary.press.models import Post
from plenary.publication.actions import publish_edition


@handles(PostPublished)
def tell_news(event: PostPublished) -> None:
    post = Post.objects.public().filter(pk=event.post_id).select_related("edition").first()
    if post is None:
        return
    publish_edition(post.edition)
    append_change(
        edition=post.edition,
        kind="news",
        data={
            "zh": f"新闻：{post.title_zh or post.title_en}",
            "en": f"News: {post.title_en or post.title_zh}",
        },
    )


@handles(PostWithdrawn)
def tell_withdrawal(event: PostWithdrawn) -> None:
    edition = Edition.objects.filter(pk=event.edition_id).first()
    if edition:
        # No title: what was withdrawn is not repeated.
        append_change(edition=edition, kind="news", data={})
