"""News: public when it is said to be, never a second before, and gone when it is withdrawn."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from lxml import etree, html

from plenary.editions.models import Edition
from plenary.lib import clock
from plenary.lib.clock import now
from plenary.live.models import Change
from plenary.outbox.worker import deliver_all
from plenary.press.actions import CannotPublish, publish_post, save_post, withdraw_post
from plenary.press.markdown import to_html, to_words
from plenary.press.models import Post
from plenary.press.tasks import end_embargoes
from plenary.publication import store
from plenary.publication.actions import publish_edition
from tests.factories import make_edition, make_member, make_owner, make_post

HOSTILE = 'A ]]> & <b>x</b> "q" {{7*7}} </script>'
ATOM = "{http://www.w3.org/2005/Atom}"


def files(edition: Edition) -> dict[str, bytes]:
    root = f"{edition.slug}/"
    return {
        path.removeprefix(root): store.read(entry.blob)
        for path, entry in store.current()[1].items()
        if path.startswith(root)
    }


def every_byte() -> bytes:
    """All that lies in the public store, current or not, compressed siblings unpacked by their originals."""
    return b"".join(path.read_bytes() for path in store.root().rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_a_published_post_stands_on_pages_in_feeds_and_as_markdown():
    post = make_post(title_zh="首版日程发布", title_en="", body_zh="两天，**四十余场**报告。")
    assert publish_post(post=post, by=make_owner()) is True
    made = files(post.edition)
    for language in ("zh", "en"):
        here = f"{language}/news/"
        assert "首版日程发布" in made[here].decode()
        assert "<strong>四十余场</strong>" in made[f"{here}{post.slug}/"].decode()
        assert {f"{here}feed.atom", f"{here}feed.rss", f"{here}feed.json", f"{here}{post.slug}.md"} <= set(
            made
        )


@pytest.mark.django_db(transaction=True)
def test_nothing_public_knows_of_a_post_before_its_embargo_ends(monkeypatch):
    edition, owner = make_edition(), make_owner()
    publish_post(post=make_post(edition), by=owner)
    secret = make_post(
        edition,
        title_zh="禁运标题", title_en="Embargoed headline", body_zh="禁运正文", body_en="Embargoed words",
        source="禁运来源", slug="embargoed-slug", embargo_until=now() + timedelta(hours=1),
    )  # fmt: skip
    assert publish_post(post=secret, by=owner) is False
    end_embargoes()
    publish_edition(edition)
    for words in ("禁运", "Embargoed", "embargoed-slug", str(secret.guid)):
        assert words.encode() not in every_byte()
    assert "禁运" not in str(list(Change.objects.values_list("data", flat=True)))

    real = clock.timezone.now
    monkeypatch.setattr(clock.timezone, "now", lambda: real() + timedelta(minutes=59, seconds=50))
    end_embargoes()
    assert "zh/news/embargoed-slug/" not in files(edition)
    monkeypatch.setattr(clock.timezone, "now", lambda: real() + timedelta(hours=1))
    end_embargoes()
    end_embargoes()
    assert "禁运标题" in files(edition)["zh/news/"].decode()
    assert "禁运正文" in files(edition)["zh/news/embargoed-slug/"].decode()


@pytest.mark.django_db
def test_the_database_itself_keeps_the_embargo():
    post = make_post(embargo_until=now() + timedelta(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(published_at=now())


@pytest.mark.django_db
def test_a_moved_demo_clock_does_not_end_an_embargo():
    edition = make_edition(is_demo=True, clock_offset=timedelta(days=400))
    post = make_post(edition, embargo_until=now() + timedelta(hours=1))
    assert publish_post(post=post, by=make_owner()) is False


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_post_is_gone_before_the_answer(client):
    edition = make_edition()
    client.force_login(make_member(edition, "press"))
    post, other = make_post(edition, title_zh="要撤的稿"), make_post(edition)
    for one in (post, other):
        publish_post(post=one, by=make_owner())
    answer = client.post(f"/console/{edition.slug}/press/posts/{post.pk}/withdrawal/")
    assert answer.status_code == 302
    assert [path for path, content in files(edition).items() if "要撤的稿" in content.decode()] == []
    assert f"zh/news/{other.slug}/" in files(edition)
    with pytest.raises(CannotPublish):
        publish_post(post=post, by=make_owner())


@pytest.mark.django_db(transaction=True)
def test_the_last_post_withdrawn_takes_the_section_and_the_feeds_with_it():
    post = make_post()
    publish_post(post=post, by=make_owner())
    withdraw_post(post=post, by=make_owner(), at=now())
    assert [path for path in files(post.edition) if "news" in path] == []


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_of_news_after_it_is_there():
    post = make_post(title_zh="新闻一则", title_en="One story")
    publish_post(post=post, by=make_owner())
    deliver_all()
    deliver_all()
    assert list(Change.objects.values_list("kind", "data")) == [
        ("news", {"zh": "新闻：新闻一则", "en": "News: One story"})
    ]


@pytest.mark.django_db(transaction=True)
def test_a_correction_of_a_public_post_is_public_at_once_and_keeps_its_identifier():
    post = make_post(title_zh="旧题")
    publish_post(post=post, by=make_owner())
    before = json.loads(files(post.edition)["zh/news/feed.json"])["items"][0]
    post.title_zh = "新题"
    save_post(post=post, by=make_owner(), at=now() + timedelta(minutes=5))
    after = json.loads(files(post.edition)["zh/news/feed.json"])["items"][0]
    assert (before["id"], before["date_published"]) == (after["id"], after["date_published"])
    assert (after["title"], after["date_modified"] > before["date_modified"]) == ("新题", True)


@pytest.mark.django_db(transaction=True)
def test_the_feeds_follow_their_standards_whatever_is_written(monkeypatch):
    monkeypatch.setenv("PLENARY_ADDRESS", "https://summit.example.org")
    edition = make_edition(slug="summit", title_zh=HOSTILE)
    post = Post(edition=edition, title_zh=HOSTILE + "\x08\x00", body_zh=HOSTILE + "\x0b", source=HOSTILE)
    save_post(post=post, by=make_owner(), at=now())
    publish_post(post=post, by=make_owner())
    base = "https://summit.example.org/summit/zh/news/"
    made = files(edition)

    atom = etree.fromstring(made["zh/news/feed.atom"])
    assert [atom.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author")] == [
        True
    ] * 4
    assert atom.find(f"{ATOM}link[@rel='self']").get("href") == base + "feed.atom"
    entry = atom.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == HOSTILE
    assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert "<b>" not in entry.findtext(f"{ATOM}content")

    rss = etree.fromstring(made["zh/news/feed.rss"])
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    item = rss.find("channel/item")
    assert (item.findtext("title"), item.find("guid").get("isPermaLink")) == (HOSTILE, "false")
    assert item.findtext("link") == f"{base}{post.slug}/"
    assert item.findtext("pubDate").endswith("+0000")

    feed = json.loads(made["zh/news/feed.json"])
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", base + "feed.json")
    assert feed["items"][0]["title"] == HOSTILE
    assert feed["items"][0]["id"] == entry.findtext(f"{ATOM}id") == item.findtext("guid")


@pytest.mark.parametrize(
    "source",
    [
        "<script>canary(1)</script>",
        "[x](javascript:canary(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<img src=x onerror=canary(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        '[x](https://a.example "onmouseover=canary(1)")',
        "<a href='x' style='position:fixed'>x</a>",
        "[x]: <javascript:canary(1)>\n\n[x]",
    ],
)
def test_hostile_markdown_becomes_harmless_words(source):
    page = html.fromstring(f"<div>{to_html(source)}</div>")
    assert {element.tag for element in page.iter()} <= {"div", "p", "a"}
    assert [(name, value[:8]) for element in page.iter("a") for name, value in element.items()] in (
        [],
        [("href", "https://"), ("rel", "noopener")],
    )


def test_markdown_keeps_what_a_post_needs():
    assert to_html("# 一\n\n**二** [三](https://example.org)") == (
        '<h2>一</h2>\n<p><strong>二</strong> <a href="https://example.org" rel="noopener nofollow">三</a></p>'
    )
    assert to_words("# 一\n\n**二** `三`") == "一 二 三"


@pytest.mark.django_db
def test_a_post_is_written_previewed_saved_and_published_by_form(client):
    edition = make_edition()
    client.force_login(make_member(edition, "press"))
    here = f"/console/{edition.slug}/press/posts/"
    fields = {"title_zh": "首发", "body_zh": "正文<script>x</script>", "embargo": "2021-11-13T09:00"}
    preview = client.post(here + "new/", fields | {"preview": "1"})
    assert (preview.status_code, "<script>x" in preview.text, Post.objects.count()) == (200, False, 0)
    assert client.post(here + "new/", fields).status_code == 302
    post = Post.objects.get()
    assert post.slug == "shou-fa"
    assert post.embargo_until.astimezone(edition.zone).isoformat() == "2021-11-13T09:00:00+08:00"
    assert client.get(f"{here}{post.pk}/publication/").status_code == 405
    assert client.post(f"{here}{post.pk}/publication/").status_code == 302
    assert Post.objects.get().state == "public"
    assert client.post(here + "new/", {"body_zh": "无题"}).status_code == 422
    assert client.post(here + "new/", {"title_zh": "首发", "body_zh": "又一篇"}).status_code == 302
    assert Post.objects.latest("pk").slug == "shou-fa-2"


@pytest.mark.django_db
def test_a_post_without_text_is_not_published():
    post = make_post(body_zh="", body_en="")
    with pytest.raises(CannotPublish):
        publish_post(post=post, by=make_owner())
    assert Post.objects.get().state == "draft"


@pytest.mark.django_db
def test_drafts_are_for_the_press_desk_only(client):
    edition = make_edition()
    post = make_post(edition, title_zh="未发稿")
    here = f"/console/{edition.slug}/press/"
    client.force_login(make_member(edition, "auditor"))
    assert ("未发稿" in client.get(here).text, client.get(f"{here}posts/{post.pk}/").status_code) == (
        False,
        404,
    )
    client.force_login(make_member(make_edition(), "press"))
    assert client.post(f"{here}posts/{post.pk}/publication/").status_code == 404
    assert Post.objects.get().state == "draft"


def test_the_first_words_of_a_post_keep_chinese_together_and_lines_apart():

    assert to_words("请点开链接**回执**。\n\n*Two*\nlines") == "请点开链接回执。 Two lines"
