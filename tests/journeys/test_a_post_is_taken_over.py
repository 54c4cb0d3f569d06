"""A post leaves as Markdown with front matter, and our own reader of announcements takes it in again."""

from datetime import timedelta

import pytest

from plenary.lib.clock import now
from plenary.press.actions import publish_post
from plenary.publication import store
from plenary_reader.announcements.reading import read_announcement
from tests.factories import make_edition, make_owner, make_post

DAY = (now() + timedelta(days=120)).date()
BODY = f"第三届示例教育峰会将于{DAY.year}年{DAY.month}月{DAY.day}日在苏州举行，主办单位为示例大学，诚邀各位院长出席。"


@pytest.mark.django_db(transaction=True)
def test_the_export_of_a_post_is_read_back_as_the_announcement_it_is():
    edition = make_edition(slug="summit")
    post = make_post(
        edition,
        title_zh="第三届示例教育峰会：将在苏州举行", title_en="", body_zh=BODY, slug="opening",
        lead_image="https://example.org/lead.jpg",
    )  # fmt: skip
    publish_post(post=post, by=make_owner())
    export = store.read(store.current()[1]["summit/zh/news/opening.md"].blob)
    reading = read_announcement(export, name="opening.md").as_json()
    assert (reading["is_event"], reading["start_date"], reading["end_date"], reading["city"]) == (
        True, f"{DAY}", f"{DAY}", "苏州",
    )  # fmt: skip
    assert reading["published_at"] == f"{post.published_at:%Y-%m-%d}"
    assert reading["images"] == ["https://example.org/lead.jpg"]
