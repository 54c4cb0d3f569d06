"""From a pasted text to a confirmed summit, and everything that is refused on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plenary.accounts.models import User
from plenary.announcements import actions
from plenary.announcements.drafts import propose_slug
from plenary.announcements.marks import pieces
from plenary.announcements.models import Announcement
from plenary.announcements.reading import NoAnnouncement, Unreadable
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.programme.models import Release
from tests.factories import make_edition, make_member, make_owner

pytestmark = pytest.mark.django_db
TEXT = """第三届示例学科峰会 2031

会议时间：2031年11月13日-14日
会议地点：中国·苏州
主办单位：示例学会
会议主题：共建共享

会议亮点
300+ 国内高校院长参与
70+ 专业媒体
45+ 前沿报告
25+ 精品展台

欢迎报名参加。
"""


def paste(client, text=TEXT, **more):
    return client.post("/console/new/", {"text": text} | more)


@pytest.fixture
def owner(client) -> User:
    user = make_owner()
    client.force_login(user)
    return user


def draft(by=None) -> Edition:
    return actions.create_draft(TEXT.encode(), "", by or make_owner())


def form_of(client, edition: Edition, **changes) -> dict:
    context = client.get(f"/console/{edition.slug}/announcement/").context
    sent = {}
    for form in [context["form"], *context["promises"].forms, context["promises"].management_form]:
        for bound in form:
            value = bound.value()
            if value not in (None, False):
                sent[bound.html_name] = "on" if value is True else value
    return sent | changes


def test_a_pasted_announcement_becomes_a_draft_with_its_promises(client, owner):
    response = paste(client)
    edition = Edition.objects.get()
    assert response.url == f"/console/{edition.slug}/announcement/"
    assert edition.confirmed_at is None
    assert (edition.city_zh, str(edition.starts_on), str(edition.ends_on)) == (
        "苏州",
        "2031-11-13",
        "2031-11-14",
    )
    assert [(p.count, p.measure) for p in edition.promises.all()] == [
        (300, "arrived"), (70, "media_accredited"), (45, "talks_released"), (25, "booths_allocated"),
    ]  # fmt: skip


def test_the_draft_page_links_each_field_to_its_words_and_back(client, owner):
    edition = draft(owner)
    page = client.get(f"/console/{edition.slug}/announcement/").content.decode()
    assert 'href="#text-city"' in page
    assert '<span id="text-city"></span>' in page
    assert 'data-field="id_city_zh"' in page


def test_what_the_text_does_not_say_stays_empty_and_says_so(client, owner):
    edition = draft(owner)
    assert (edition.venue_zh, edition.venue_en, edition.title_en) == ("", "", "")
    page = client.get(
        f"/console/{edition.slug}/announcement/", headers={"accept-language": "en"}
    ).content.decode()
    assert "Not in the text." in page


def test_confirming_writes_what_was_corrected_and_makes_the_summit_real(client, owner):
    edition = draft(owner)
    path = f"/console/{edition.slug}/announcement/"
    sent = form_of(client, edition, city_zh="杭州", slug="corrected-2031", topics="甲\n乙\n", do="confirm")
    sent["promises-0-count"] = 280
    assert client.post(path, sent).url == "/console/corrected-2031/"
    edition.refresh_from_db()
    assert (edition.city_zh, edition.slug, edition.confirmed_at is None) == ("杭州", "corrected-2031", False)
    assert [t.name_zh for t in edition.topics.all()] == ["甲", "乙"]
    assert edition.promises.first().count == 280
    assert client.post("/console/corrected-2031/announcement/", sent | {"city_zh": "上海"}).status_code == 302
    edition.refresh_from_db()
    assert edition.city_zh == "杭州"


def test_a_wrong_correction_changes_nothing(client, owner):
    edition = draft(owner)
    for wrong in (
        {"slug": "console"},
        {"title_zh": "", "title_en": ""},
        {"ends_on": "2030-01-01"},
        {"promises-0-count": "many"},
    ):
        sent = form_of(client, edition, city_zh="杭州", do="confirm") | wrong
        assert client.post(f"/console/{edition.slug}/announcement/", sent).status_code == 422
    edition.refresh_from_db()
    assert (edition.city_zh, edition.confirmed_at) == ("苏州", None)


def test_a_promise_is_left_out_and_another_added(client, owner):
    edition = draft(owner)
    sent = form_of(client, edition, do="save")
    sent |= {
        "promises-1-DELETE": "on",
        "promises-4-count": 9,
        "promises-4-label_zh": "分论坛",
        "promises-4-kind": "session",
    }
    client.post(f"/console/{edition.slug}/announcement/", sent)
    assert sorted(p.count for p in edition.promises.all()) == [9, 25, 45, 300]


def test_a_corrected_kind_counts_the_categories_of_that_kind(client, owner):
    edition = draft(owner)
    client.post(
        f"/console/{edition.slug}/announcement/",
        form_of(client, edition, do="save", **{"promises-0-kind": "invited", "promises-1-kind": "leader"}),
    )
    counted = {p.kind: [c.code for c in p.categories.all()] for p in edition.promises.all()}
    assert (counted["invited"], counted["leader"]) == ([], ["dean"])


def test_a_discarded_draft_leaves_its_text_in_the_box(client, owner):
    edition = draft(owner)
    response = client.post(f"/console/{edition.slug}/announcement/", {"do": "discard"})
    assert Edition.objects.count() == 0
    assert "第三届示例学科峰会" in client.get(response.url).content.decode()


def test_the_same_text_twice_leads_to_the_draft_there_is(client, owner):
    first, second = paste(client), paste(client)
    assert (second.status_code, second.url) == (302, first.url)
    assert Edition.objects.count() == 1


def test_two_who_send_the_text_at_once_make_one_draft(monkeypatch):
    owner, read = make_owner(), actions.read

    def read_while_another_does(data, filename):
        monkeypatch.setattr(actions, "read", read)
        actions.create_draft(data, filename, owner)
        return read(data, filename)

    monkeypatch.setattr(actions, "read", read_while_another_does)
    with pytest.raises(actions.AlreadyRead):
        actions.create_draft(TEXT.encode(), "", owner)
    assert (Edition.objects.count(), Announcement.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Unreadable),
        (b" \n\t ", Unreadable),
        (b"%PDF-1.7 \x00\x01", Unreadable),
        (b"PK\x03\x04" + b"\0" * 100, Unreadable),
        (b"a\0b" * 500, Unreadable),
        (b"x" * (10 * 2**20 + 1), Unreadable),
        ("昨天食堂的菜很好吃。".encode(), NoAnnouncement),
        (TEXT.encode()[:10], NoAnnouncement),
    ],
    ids=["empty", "blank", "pdf", "zip", "binary", "huge", "no announcement", "truncated"],
)
def test_what_is_no_announcement_is_refused_and_nothing_is_kept(data, refusal):
    with pytest.raises(refusal):
        actions.create_draft(data, "a.txt", make_owner())
    assert Edition.objects.count() == 0


def test_a_refused_text_says_why_in_the_readers_language_and_stays_in_the_box(client, owner):
    seen = {}
    for language in ("zh", "en"):
        response = client.post(
            "/console/new/", {"text": "昨天食堂的菜很好吃。"}, headers={"accept-language": language}
        )
        page = response.content.decode()
        seen[language] = (response.status_code, "昨天食堂的菜很好吃。" in page, "No draft was made." in page)
    assert seen == {"zh": (422, True, False), "en": (422, True, True)}


def test_a_dropped_file_is_read_and_an_empty_one_refused(client, owner):
    assert paste(client, "", file=SimpleUploadedFile("empty.txt", b"")).status_code == 422
    assert paste(client, "", file=SimpleUploadedFile("通知.txt", TEXT.encode("gb18030"))).status_code == 302
    assert Edition.objects.get().city_zh == "苏州"


def test_hostile_text_is_shown_and_never_run(client, owner):
    canary = '"><img src=x onerror=canary(1)>{{7*7}}${7*7}</script>'
    paste(client, TEXT.replace("示例学科峰会", f"示例{canary}峰会").replace("示例学会", f"示例{canary}学会"))
    edition = Edition.objects.get()
    for page in ("", "announcement/", "settings/", "settings/parties/"):
        html = client.get(f"/console/{edition.slug}/{page}").content.decode()
        assert "<img src=x" not in html


def test_only_the_owner_pastes_and_only_owner_and_chair_see_the_draft(client):
    edition = draft()
    seen = []
    for role in ("chair", "auditor"):
        client.force_login(make_member(edition, role))
        seen.append(
            [client.get(p).status_code for p in ("/console/new/", f"/console/{edition.slug}/announcement/")]
        )
    assert seen == [[404, 200], [404, 404]]


def test_the_first_page_follows_the_life_of_an_installation(client):
    english = {"headers": {"accept-language": "en"}}
    assert "Sign in as the owner" in client.get("/", **english).content.decode()
    owner = make_owner()
    client.force_login(owner)
    assert "Begin with the announcement" in client.get("/", **english).content.decode()
    edition = make_edition()
    assert f"/console/{edition.slug}/" in client.get("/").content.decode()
    client.logout()
    page = client.get("/", **english)
    assert (page.status_code, "To the summit" in page.content.decode()) == (200, True)
    assert f"/console/{edition.slug}/" not in page.content.decode()


@pytest.mark.parametrize(
    ("title", "year", "slug"),
    [
        ("CAILS 2021中国人工智能学科领军者峰会", "2021", "cails-2021"),
        ("中国人工智能学科领军者峰会", "2021", "zgrgznxk-2021"),
        ("中国人工智能大会2022", "", "zgrgzndh-2022"),
        ("North Lake Summit", "", "north-lake-summit"),
        ("Console", "", "console-2"),
        ("？！", "", "summit"),
    ],
)
def test_the_proposed_address_comes_from_the_title(title, year, slug):
    assert propose_slug(title, year) == slug


def test_a_taken_address_gets_a_number():
    make_edition(slug="cails-2021")
    assert propose_slug("CAILS 2021", "2021") == "cails-2021-2"


def test_evidence_that_overlaps_is_cut_so_that_nothing_is_lost():
    cut = pieces("abcdef", {"a": [0, 4], "b": [2, 6], "unseen": [1, 2]}, {"a", "b"})
    assert [(p.text, p.keys, p.first) for p in cut] == [
        ("ab", ("a",), ("a",)), ("cd", ("a", "b"), ("b",)), ("ef", ("b",), ()),
    ]  # fmt: skip


def test_the_address_stays_once_a_release_carries_it(client):
    edition = make_edition(slug="first")
    facts = {"edition": edition, "number": 1, "at": now(), "snapshot": {}, "changes": {}}
    fields = {f.name for f in Release._meta.get_fields()}
    Release.objects.create(**{k: v for k, v in facts.items() if k in fields}, by=make_owner())
    client.force_login(make_owner())
    client.post("/console/first/settings/address/", {"slug": "second"})
    edition.refresh_from_db()
    assert edition.slug == "first"
