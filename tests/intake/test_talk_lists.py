import datetime

import pytest

from plenary_reader.refusals import NotReadable
from plenary_reader.sheets import TalkList, read_talk_list


def codes(found):
    return [problem.code for problem in found.problems]


def test_a_chinese_talk_list_is_read_whole(csv_file):
    text = (
        "序号,报告题目,报告人,单位,职务,摘要,时长,分论坛,会场,日期,时间,语言\n"
        "1,论引擎,林知远,山海大学,教授,讲引擎,20分钟,分论坛一,A厅,2026年11月20日,9:00-9:30,中文\n"
    )
    talk = read_talk_list(csv_file(text)).rows[0]
    assert (talk.title, talk.abstract, talk.duration_minutes) == ("论引擎", "讲引擎", 20)
    assert (talk.track, talk.room, talk.language) == ("分论坛一", "A厅", "中文")
    assert (talk.start, talk.end) == (
        datetime.datetime(2026, 11, 20, 9),
        datetime.datetime(2026, 11, 20, 9, 30),
    )
    assert [(one.name, one.organisation, one.title) for one in talk.speakers] == [
        ("林知远", "山海大学", "教授")
    ]


def test_an_english_talk_list_with_several_speakers_is_read(csv_file):
    text = (
        "Title,Abstract,Speakers,Affiliation,Duration,Start,End,Room,Track\n"
        '"On Engines","Words, words","Ada Byron; Charles Bab",Anal; Diff,,2026-11-20 09:00,2026-11-20 10:30,R1,T\n'
    )
    talk = read_talk_list(csv_file(text)).rows[0]
    assert [(one.name, one.organisation) for one in talk.speakers] == [
        ("Ada Byron", "Anal"),
        ("Charles Bab", "Diff"),
    ]
    assert (talk.duration_minutes, talk.track) == (90, "T")


def test_times_of_a_workbook_need_no_text(workbook):
    rows = [
        ["题目", "报告人", "日期", "开始时间", "结束时间", "时长（分钟）"],
        ["论引擎", "林知远", datetime.date(2026, 11, 20), datetime.time(14, 0), datetime.time(14, 30), 30],
    ]
    talk = read_talk_list(workbook(rows)).rows[0]
    assert (talk.start, talk.end) == (
        datetime.datetime(2026, 11, 20, 14),
        datetime.datetime(2026, 11, 20, 14, 30),
    )
    assert talk.duration_minutes == 30


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("20", 20),
        ("20分钟", 20),
        ("1.5 h", 90),
        ("1小时30分", 90),
        ("0:20", 20),
        ("20 min.", 20),
        ("20′", 20),
        ("soon", None),
    ],
)
def test_a_duration_is_understood_or_complained_of(csv_file, written, minutes):
    found = read_talk_list(csv_file(f"题目,报告人,时长\n论引擎,林知远,{written}\n"))
    assert found.rows[0].duration_minutes == minutes
    assert ("duration_odd" in codes(found)) == (minutes is None)


def test_a_day_above_its_talks_dates_them(workbook):
    rows = [
        ["时间", "题目", "报告人"],
        ["2026年11月20日 上午", None, None],
        ["9:00-9:30", "论引擎", "林知远"],
    ]
    assert read_talk_list(workbook(rows)).rows[0].start == datetime.datetime(2026, 11, 20, 9)


def test_the_afternoon_is_after_noon(csv_file):
    found = read_talk_list(csv_file("题目,报告人,时间\n论引擎,林知远,2026年11月20日下午2:30-3:15\n"))
    assert (found.rows[0].start.hour, found.rows[0].end.hour, found.rows[0].duration_minutes) == (14, 15, 45)


def test_a_time_without_a_day_is_kept_as_written(csv_file):
    found = read_talk_list(csv_file("题目,报告人,时间\n论引擎,林知远,9:00-9:30\n"))
    assert (found.rows[0].start, found.rows[0].date_text, codes(found)) == (None, "9:00-9:30", ["time_odd"])


def test_talks_without_speaker_and_doubles_are_named(csv_file):
    found = read_talk_list(csv_file("题目,报告人,摘要\n论引擎,,讲\n论引擎,林知远,讲\n,周启明,讲\n"))
    assert codes(found) == ["talk_without_speaker", "no_title", "duplicate_talk"]


def test_a_guest_list_is_recognised_and_said_to_be_one(csv_file):
    with pytest.raises(NotReadable) as refused:
        read_talk_list(csv_file("First Name,Last Name,Title,Company\nAda,Byron,Dean,Analytical\n"))
    assert refused.value.code == "looks_like_guests"


def test_what_was_read_survives_the_way_through_json(csv_file):
    found = read_talk_list(csv_file("题目,报告人,时间\n论引擎,林知远,2026年11月20日 9:00-9:30\n"))
    assert TalkList.from_json(found.as_json()) == found
