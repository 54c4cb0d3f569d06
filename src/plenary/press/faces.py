"""News on the public site: the list, each post, the feeds and the export. Made from public posts only."""

from collections.abc import Iterator
from datetime import UTC
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from plenary.editions.models import Edition
from plenary.lib.address import absolute
from plenary.lib.bilingual import django_code
from plenary.press import feeds
from plenary.press.markdown import to_html, to_words
from plenary.press.models import Post
from plenary.publication.hooks import Page, faces
from plenary.publication.pages import LANGUAGES, in_language, render_page, site_facts

FEEDS = {
    "feed.atom": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "feed.rss": (feeds.rss, "application/rss+xml; charset=utf-8"),
    "feed.json": (feeds.json_feed, "application/feed+json; charset=utf-8"),
}


@faces.add(order=60)
def news(edition: Edition) -> Iterator[Page]:
    posts = list(Post.objects.public().filter(edition=edition).order_by("-published_at", "-pk"))
    if not posts:
        return
    site = site_facts(edition)
    for language in LANGUAGES:
        yield from _in_one_language(edition, posts, site, language)


def _in_one_language(edition: Edition, posts: list[Post], site: dict, language: str) -> Iterator[Page]:
    here = f"{edition.slug}/{language}/news/"
    shown = [_facts(post, language) for post in posts]
    page = {"site": site, "here": "news/", "posts": shown}
    yield Page(here, page, partial(_list, page, language))
    for post in shown:
        one = {"site": site, "here": f"news/{post['slug']}/", "post": post}
        yield Page(f"{here}{post['slug']}/", one, partial(_post, one, language))
    with translation.override(django_code(language)):
        title = _("%(summit)s: News") % {"summit": edition.title}
    feed = {
        "site": in_language(site, language),
        "base": absolute(here),
        "title": title,
        "since": _moment(edition.created_at),
        "posts": shown,
    }
    for name, (make, content_type) in FEEDS.items():
        yield Page(here + name, feed, partial(make, feed, language), content_type=content_type)
    for post in shown:
        facts = {"site": feed["site"], "base": feed["base"], "post": post}
        yield Page(
            f"{here}{post['slug']}.md",
            facts,
            partial(feeds.front_matter, feed, post, language),
            content_type="text/markdown; charset=utf-8",
        )


def _facts(post: Post, language: str) -> dict:
    """A post as it is shown in one language; where a text lacks, the other language's, marked as such."""
    other = "zh" if language == "en" else "en"
    written = language if getattr(post, f"body_{language}") else other
    body = getattr(post, f"body_{written}")
    assert post.published_at is not None  # only a public post has a face
    return {
        "slug": post.slug,
        "guid": str(post.guid),
        "title": getattr(post, f"title_{language}") or getattr(post, f"title_{other}"),
        "title_language": language if getattr(post, f"title_{language}") else other,
        "body": body,
        "body_language": written,
        "html": to_html(body),
        "summary": to_words(body),
        "source": post.source,
        "lead_image": post.lead_image,
        "published": _moment(post.published_at),
        # Before it was public nobody could have seen an older state.
        "updated": _moment(max(post.changed_at, post.published_at)),
    }


def _moment(at) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _list(facts: dict, language: str) -> bytes:
    return render_page("press/public_news.html", facts, language)


def _post(facts: dict, language: str) -> bytes:
    return render_page("press/public_post.html", facts, language)
