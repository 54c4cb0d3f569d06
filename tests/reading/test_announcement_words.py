"""Small grammars: numbers, folding, encodings, front matter, pictures, titles, ordinals."""

import pytest

from plenary_reader.announcements.fold import fold
from plenary_reader.announcements.numerals import number
from plenary_reader.announcements.source import (
    decode,
    drop_template_code,
    picture_address,
    read_source,
    split_front_matter,
)
from plenary_reader.announcements.titles import ordinal_in, trimmed


@pytest.mark.parametrize(
    ("words", "value"),
    [("400", 400), ("1,200", 1200), ("四百五十", 450), ("两万", 20_000), ("2.5万", 25_000), ("二十", 20), ("三千", 3000),
     ("廿三", 23), ("二〇三五", 2035), ("十", 10), ("abc", None), ("", None)],
)  # fmt: skip
def test_a_number_is_read_in_digits_and_in_chinese(words, value):
    assert number(words) == value


def test_folding_never_moves_a_character():
    words = "２０２６年「研討會」（臺北）—～：\u3000ａＢ"
    assert len(fold(words)) == len(words)
    assert fold("２０２６年研討會：臺北") == "2026年研讨会:台北"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_simplified_chinese_is_decoded_from_its_encodings(encoding):
    words = "关于召开学术会议的通知：会议时间为2026年5月8日，会议地点为扬州。" * 2
    assert decode(words.encode(encoding)).lstrip("\ufeff") == words


def test_traditional_chinese_is_decoded_from_big5():
    words = "關於召開學術會議的通知，會議時間為本年五月，地點為臺中，請大家參加報名。" * 2
    assert decode(words.encode("big5")) == words


def test_front_matter_is_read_in_the_four_styles_generators_use():
    yaml, _ = split_front_matter('---\ntitle: "A: B"\ndate: 2026-01-02\ntags:\n  - x\n  - y\n---\nbody')
    toml, _ = split_front_matter("+++\ntitle = 'A: B'\ndate = 2026-01-02\n+++\nbody")
    pelican, _ = split_front_matter("Title: A: B\nDate: 2026-01-02\n\nbody")
    hexo, rest = split_front_matter("title: 'A: B'\ndate: 2026-01-02\n---\nbody")
    assert dict(yaml) == {"title": "A: B", "date": "2026-01-02", "tags": "x y"}
    assert dict(toml) == dict(pelican) == dict(hexo) == {"title": "A: B", "date": "2026-01-02"}
    assert rest == "body"


@pytest.mark.parametrize(
    ("address", "picture"),
    [
        ("https://proxy.example/?http://img.example/a.jpg", "http://img.example/a.jpg"),
        ("https://proxy.example/r?url=https%3A%2F%2Fimg.example%2Fa.jpg&w=80", "https://img.example/a.jpg"),
        ("/img/a.png", "/img/a.png"),
        ("data:image/png;base64,AAAA", None),
        ("", None),
    ],
)
def test_a_picture_is_freed_from_its_proxy(address, picture):
    assert picture_address(address) == picture


def test_template_code_leaves_nothing_behind():
    text = 'A {{ city }} {% if x %}B{% endif %} <?php echo "C"; ?> {{template "x" .}}D <!-- E --> <?php open'
    assert drop_template_code(text).split() == ["A", "B", "D", "<?php", "open"]


def test_text_struck_out_and_scripts_are_not_read():
    page = "<html><body><p>When: <del>1 May 2026</del> 8 May 2026</p><script>var day = '2 June 2026'</script></body></html>"
    assert read_source(page).text == "When: 8 May 2026"


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("关于召开第五届示例论坛的通知", "第五届示例论坛"),
        ("关于延期举办第五届示例论坛的公告", "第五届示例论坛"),
        ("第五届示例论坛开始报名", "第五届示例论坛"),
        ("【通知】第五届示例论坛（第二轮通知）", "第五届示例论坛"),
        ("第五届示例论坛将于5月在扬州举办", "第五届示例论坛"),
        ("Announcing ExampleCon 2026!", "ExampleCon 2026"),
        ("ExampleCon 2026 - Save the Date", "ExampleCon 2026"),
        ("ExampleCon 2026 has been postponed", "ExampleCon 2026"),
        ("Call for Papers: ExampleCon 2026", "ExampleCon 2026"),
        ("The schedule for ExampleCon 2026 is live!", "ExampleCon 2026"),
        ("ExampleCon 2026 CfP is open!", "ExampleCon 2026"),
    ],
)
def test_a_name_is_freed_from_its_headline(headline, name):
    folded = fold(headline)
    start, end = trimmed(folded, 0, len(folded))
    assert headline[start:end] == name


@pytest.mark.parametrize(
    ("name", "ordinal"),
    [("第六届示例会议", 6), ("第二十届示例会议", 20), ("首届示例会议", 1), ("12th Example Workshop", 12),
     ("Third Annual Example Day", 3), ("Example 2026", None)],
)  # fmt: skip
def test_the_number_of_an_edition_is_read_from_its_name(name, ordinal):
    found = ordinal_in(name)
    assert (found[0] if found else None) == ordinal
