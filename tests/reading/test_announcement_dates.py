"""The grammar of dates: what each form says, and what it leaves unsaid."""

import pytest

from plenary_reader.announcements.dates import Day, find_dates
from plenary_reader.announcements.fold import fold


def days(words: str) -> list[tuple[Day, Day]]:
    return [(mention.first, mention.last) for mention in find_dates(fold(words))]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026 年 11 月 13 日 -14 日", (2026, 11, 13), (2026, 11, 14)),
        ("2026年5月24-25日", (2026, 5, 24), (2026, 5, 25)),
        ("5月25、26日", (None, 5, 25), (None, 5, 26)),
        ("2026年12月3日（周六）—2026年12月4日（周日）", (2026, 12, 3), (2026, 12, 4)),
        ("2027年9月17日—19日（17日全天报到）", (2027, 9, 17), (2027, 9, 19)),
        ("2023年10月30日至11月1日", (2023, 10, 30), (2023, 11, 1)),
        ("2029年12月31日-2030年1月2日", (2029, 12, 31), (2030, 1, 2)),
        ("二〇三五年八月十八日至二十日", (2035, 8, 18), (2035, 8, 20)),
        ("民國112年11月18日(六)", (2023, 11, 18), (2023, 11, 18)),
        ("9月下旬", (None, 9, None), (None, 9, None)),
        ("2028年5月", (2028, 5, None), (2028, 5, None)),
        ("2029.11.2-3", (2029, 11, 2), (2029, 11, 3)),
        ("2029/11/02-11/03", (2029, 11, 2), (2029, 11, 3)),
        ("（18.3.10 13:37~17:42）", (2018, 3, 10), (2018, 3, 10)),
        ("10/2（六）", (None, 10, 2), (None, 10, 2)),
        ("August 9-11, 2020", (2020, 8, 9), (2020, 8, 11)),
        ("8 and 9 October 2015", (2015, 10, 8), (2015, 10, 9)),
        ("3rd–5th of June 2021", (2021, 6, 3), (2021, 6, 5)),
        ("5 Sep - 6 Sep", (None, 9, 5), (None, 9, 6)),
        ("30 April – 2 May 2028", (2028, 4, 30), (2028, 5, 2)),
        ("December 31 - January 2, 2026", (2025, 12, 31), (2026, 1, 2)),
        ("Monday, June 3rd to Wednesday, June 5th, 2024", (2024, 6, 3), (2024, 6, 5)),
        ("June 3-5 (Friday to Sunday)", (None, 6, 3), (None, 6, 5)),
        ("March 2, 3 and 4, 2022", (2022, 3, 2), (2022, 3, 4)),
        ("in June 2021", (2021, 6, None), (2021, 6, None)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_said(words, first, last):
    assert days(words) == [(Day(*first), Day(*last))]


@pytest.mark.parametrize(
    "words",
    [
        "1.5 hours",
        "13月2日",
        "2月30日",
        "共3个月",
        "版本 2.1",
        "10:30-11:30",
        "31 February 2024",
        "第3届",
        "may 5 percent",
    ],
)
def test_what_is_no_date_is_not_read_as_one(words):
    assert days(words) == []


def test_the_offsets_of_a_mention_are_those_of_its_words():
    words = "大会定于２０２６年５月２４日－２５日召开"
    (mention,) = find_dates(fold(words))
    assert words[mention.start : mention.end] == "２０２６年５月２４日－２５日"
