"""What a reading promises: grammar of places and promises in whole texts, evidence, refusals, no inventions."""

import re

import pytest

from plenary_reader.announcements import Promise, read_announcement

NOTICE = """关于召开第五届示例论坛的通知

会议时间：2026年5月8日至10日
会议地点：{place}
主办单位：示例学会
{more}
"""


def read_notice(place: str = "扬州示例会议中心", more: str = ""):
    return read_announcement(NOTICE.format(place=place, more=more))


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("扬州示例会议中心", "扬州"),
        ("江苏省扬州市示例路8号", "扬州"),
        ("中国 · 丙州", "丙州"),
        ("丙州市示例酒店", "丙州市"),
        ("臺中市示例會館", "臺中"),
        ("中山市示例会展中心", "中山"),
        ("中山大学梁某堂", None),
        ("示例大学北京路校区", None),
        ("线上", None),
    ],
)
def test_the_city_is_the_one_the_place_names(place, city):
    assert read_notice(place).city == city


@pytest.mark.parametrize(
    ("sentence", "city"),
    [
        ("ExampleCon 2026 will take place in Ghent, Belgium on 8 May 2026.", "Ghent"),
        ("ExampleCon 2026 will be held in Exampleville, Ohio on 8 May 2026.", "Exampleville"),
        ("ExampleCon 2026 will be held on 8 May 2026 at the University of Oxford.", None),
        ("ExampleCon 2026 will be held on 8 May 2026 at 18:00 Moscow time.", None),
        ("ExampleCon 2026 will be held on 8 May 2026. Last year's conference was held in Lisbon.", None),
        ("ExampleCon 2026 will be held in Ghent on 8 May 2026, not in Bruges as announced before.", "Ghent"),
    ],
)
def test_a_city_named_for_another_reason_is_not_the_city(sentence, city):
    assert read_announcement(sentence).city == city


@pytest.mark.parametrize(
    ("words", "promises"),
    [
        ("300+ 高校院长参与", [("高校院长", "leader", 300, True)]),
        ("大会将邀请 500 余位专家", [("专家", "invited", 500, True)]),
        ("预计参会代表近四百人", [("参会人数", "attendee", 400, False)]),
        ("70+ 国内专业媒体，全网覆盖", [("国内专业媒体", "media", 70, True)]),
        ("We expect over 1,200 visitors and 60 exhibitors.", [("visitors", "attendee", 1200, True), ("exhibitors", "exhibitor", 60, False)]),
        ("去年共有 800 余人参会。", []),
        ("历届累计参会 5000 余人。", []),
        ("前 50 名报名者优惠 100 元。", []),
        ("公众号粉丝超过 8000 人。", []),
        ("学院现有教师 120 余人。", []),
    ],
)  # fmt: skip
def test_a_promise_is_a_number_about_this_edition(words, promises):
    reading = read_notice(more=words)
    found = [(p.label, p.kind, p.count, p.at_least) for p in reading.promises]
    assert [f[1:] for f in found] == [p[1:] for p in promises]


def test_a_promise_may_hold_for_each_day():
    (promise,) = read_notice(more="预计每天有 300 余名观众到场").promises
    assert promise == Promise(promise.label, "attendee", 300, True, "day")


@pytest.mark.parametrize(
    ("text", "key", "status"),
    [
        ("", "empty", "scheduled"),
        ("# 第五届示例论坛圆满落幕\n\n5月8日，第五届示例论坛在扬州成功举办。", "recap", "past"),
        ("# ExampleCon 2026 Financial Report\n\nIncome: 12,000", "report", "scheduled"),
        ("示例软件公司招聘会务经理\n\n工作地点：上海", "job", "scheduled"),
        ("# 示例数据库 5.2 正式发布\n\n性能提升 40%。", "product", "scheduled"),
        ("The cat sat on the mat.", "nothing", "scheduled"),
    ],
)
def test_a_text_that_announces_nothing_is_refused_with_its_reason(text, key, status):
    reading = read_announcement(text)
    assert (reading.is_event, reading.reason_key, reading.status) == (False, key, status)
    assert reading.reason


def test_the_reason_of_a_refusal_is_in_the_language_of_the_text():
    assert "招聘" in read_announcement("示例公司招聘会务经理，地点上海").reason
    assert read_announcement("We are hiring a manager").reason.isascii()


def test_a_postponed_edition_has_its_new_day_and_never_the_old_one():
    text = "# 第五届示例论坛延期公告\n\n原定于2026年5月8日在扬州举办的第五届示例论坛，延期至2026年9月4日至5日举办。"
    reading = read_announcement(text)
    assert (reading.status, reading.start_date, reading.end_date) == ("postponed", "2026-09-04", "2026-09-05")


def test_a_postponed_edition_without_a_new_day_has_none():
    reading = read_announcement(
        "第五届示例论坛延期举办\n\n原定于2026年5月8日举办的第五届示例论坛延期，具体日期另行通知。"
    )
    assert (reading.status, reading.start_date, reading.date_precision) == ("postponed", None, "none")


def test_a_day_without_a_year_is_not_given_one():
    assert read_announcement("青年木工交流会\n\n时间：5月16日下午\n地点：大理古城").start_date is None


def test_the_year_may_come_from_the_day_of_publication():
    text = "---\ntitle: 青年木工交流会\ndate: 2025-12-20\n---\n时间：1月16日下午\n地点：大理古城"
    assert read_announcement(text).start_date == "2026-01-16"


def test_a_month_alone_stays_a_month():
    reading = read_announcement("第五届示例论坛拟于2026年5月中旬在扬州举办。")
    assert (reading.start_date, reading.end_date, reading.date_precision) == ("2026-05", "2026-05", "month")


def test_every_piece_of_evidence_stands_in_the_text_where_its_span_says():
    reading = read_notice(more="一、议题\n1. 甲方向\n2. 乙方向\n预计参会 300 余人\n联系：a@b.example")
    assert {
        "title",
        "start_date",
        "city",
        "venue",
        "organisers.0",
        "promises.0",
        "topics.1",
        "contact.0",
    } <= set(reading.evidence)
    for name, (start, end) in reading.spans.items():
        assert reading.text[start:end] == reading.evidence[name].words


def test_nothing_is_read_that_the_text_does_not_say():
    reading = read_notice()
    text = reading.text
    assert re.findall(r"\d+", reading.start_date) == ["2026", "05", "08"]
    for value in (reading.title, reading.city, reading.venue, *reading.organisers):
        assert value in text
    assert reading.country is None
    assert reading.theme is None
    assert reading.promises == ()


def test_placeholders_of_a_template_never_reach_a_reader():
    reading = read_announcement(
        "# Announcing Example Days {{ year }}\n\nExample Days will be held on {{ date }}. Join us!"
    )
    assert reading.is_event
    assert "{{" not in str(reading.as_json())
    assert reading.start_date is None


def test_the_programme_is_read_from_a_table():
    page = """<html><body><h1>第五届示例论坛</h1><p>2026年5月8日-9日，扬州</p><table>
    <tr><td rowspan="2">5月8日</td><td>09:00-09:40</td><td>开幕</td><td>某甲</td></tr>
    <tr><td>1:30pm - 2:00pm</td><td>报告</td></tr></table></body></html>"""
    items = read_announcement(page).as_json()["agenda"]
    assert items == [
        {"date": "2026-05-08", "start": "09:00", "end": "09:40", "title": "开幕", "speakers": ["某甲"]},
        {"date": "2026-05-08", "start": "13:30", "end": "14:00", "title": "报告", "speakers": []},
    ]
