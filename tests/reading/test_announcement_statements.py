"""One statement at a time, in many wordings: topics, promises, hosts, and the headline with its day and city."""

import re

import pytest

from plenary_reader.announcements import read_announcement

ZH = "# 2026年示例数据治理峰会\n\n2026年示例数据治理峰会将于2026年5月8日至9日在扬州举办。\n\n"
EN = "# ExampleCon 2026\n\nExampleCon 2026 will take place in Dublin, Ireland on May 8-9, 2026.\n\n"


def bare(words) -> list[str]:
    return [re.sub(r"[\W_]", "", word).lower() for word in words]


@pytest.mark.parametrize(
    "statement",
    [
        "大会设置“数据流通”“隐私计算”“数据安全”三个分论坛。",
        "峰会设有数据流通、隐私计算和数据安全三大分论坛。",
        "## 分论坛\n\n分论坛一：数据流通\n\n分论坛二：隐私计算\n\n分论坛三：数据安全\n",
        "大会内容\n主论坛：开幕式、院士报告\n分论坛一 数据流通\n分论坛二 隐私计算\n分论坛三 数据安全\n",
        "## 论坛设置\n\n| 论坛 | 出品人 |\n|---|---|\n| 数据流通 | 甲 |\n| 隐私计算 | 乙 |\n| 数据安全 | 丙 |\n",
        "本届峰会将聚焦数据流通、隐私计算、数据安全等前沿方向，共话产业未来。",
        "论文征集主要围绕（但不限于）以下内容：\n（1）数据流通；\n（2）隐私计算；\n（3）数据安全。\n\n投稿要求\n论文不超过8页。",
        "届时，与会专家将从数据流通、隐私计算、数据安全三个方面作主题报告。",
        "来自全国的 400 余名专家学者、企业代表将就数据流通、隐私计算、数据安全等议题展开研讨。",
        "### 议题方向\n\n- **数据流通**：登记、定价与交易\n- **隐私计算**：联邦学习\n- **数据安全**：合规与治理\n",
        "四、会议议题（一）数据流通（二）隐私计算（三）数据安全",
        "专题包括：①数据流通 ②隐私计算 ③数据安全",
        "大会议题涉及数据流通、隐私计算、数据安全等。",
        "二、邀请学科领域\n数据流通、隐私计算、数据安全等。\n\n三、申请条件\n年龄不超过38周岁。",
        "重点探讨以下问题：一是数据流通；二是隐私计算；三是数据安全。",
        "【主要议题】数据流通；隐私计算；数据安全。\n\n【收费标准】2800元（含资料、场地、午餐），住宿自理。",
        "六、研討子題：\n(一) 数据流通\n(二) 隐私计算\n(三) 数据安全\n",
    ],
)
def test_topics_are_read_however_they_are_stated(statement):
    assert bare(read_announcement(ZH + statement).topics) == ["数据流通", "隐私计算", "数据安全"]


@pytest.mark.parametrize(
    "statement",
    [
        "Topics include, but are not limited to, data pipelines, privacy, and observability.",
        "The conference features three tracks: Data Pipelines, Privacy, and Observability.",
        "There are three tracks (data pipelines, privacy and observability).",
        "Sessions will cover data pipelines, privacy, observability and more.",
        "The workshop will explore data pipelines, privacy, and observability through talks and demos.",
        "You will hear about data pipelines, privacy, and observability.",
        "Areas of interest are\n   o Data pipelines\n   o Privacy\n   o Observability\n",
        "Track 1: Data pipelines\n\nTrack 2: Privacy\n\nTrack 3: Observability",
        "## What we will cover\n\n- Data pipelines\n- Privacy\n- Observability\n\n## Who teaches\n\nAda.",
        "We solicit short papers on topics such as\n  - Data pipelines\n  - Privacy\n  - Observability",
        "This year's tracks are: Data pipelines; Privacy; Observability.",
    ],
)
def test_english_topics_are_read_however_they_are_stated(statement):
    assert bare(read_announcement(EN + statement).topics) == ["datapipelines", "privacy", "observability"]


@pytest.mark.parametrize(
    "statement",
    [
        "主讲人从事数据流通、隐私计算、数据安全等方向的研究。",
        "## 日程\n\n- 13:30 签到\n- 14:00 数据流通\n- 15:00 隐私计算\n",
        "会议汇聚了高校、企业、协会等各方代表展开交流。",
    ],
)
def test_what_a_speaker_studies_a_programme_and_bodies_are_no_topics(statement):
    assert read_announcement(ZH + statement).topics == ()


@pytest.mark.parametrize(
    ("statement", "counts"),
    [
        ("论坛将举办 4 场以上前沿报告。", [4]),
        ("邀请政府、高校、企业嘉宾400余位，其中演讲嘉宾30余位。", [400, 30]),
        ("本届大会预计参会人数将达3000人，设展位200个。", [3000, 200]),
        ("参会人数预计突破2000人。", [2000]),
        ("20位院士领衔，500家企业参与，30000平米展区", [20, 500]),
        ("大会设1个主会场、12个分会场，共安排报告320个。", [12, 320]),
        ("将有3000余名采购商到会洽谈。", [3000]),
        ("展商 300+ | 观众 20000+ | 论坛 40+", [300, 20000, 40]),
        ("4大论坛 60位讲师 1000名参会者", [4, 60, 1000]),
        ("预计吸引观众30余万人次。", [300_000]),
        ("代表控制在500人以内。", [500]),
        ("去年的峰会吸引了1200人参加。今年我们计划邀请1500人。", [1500]),
        ("过去五届峰会共有300余场报告、8000多人次参加。", []),
        ("李老师参与过 20 多个改造项目，发表论文200余篇。", []),
        ("“千人计划”特聘教授将出席。", []),
        ("2021人工智能大会也将于同期举行。", []),
        ("来自50余所高校的200余名专家学者参加了论坛。", []),
    ],
)
def test_promises_are_read_however_they_are_stated(statement, counts):
    assert [promise.count for promise in read_announcement(ZH + statement).promises] == counts


@pytest.mark.parametrize(
    ("statement", "counts"),
    [
        ("Expected attendance: 250", [250]),
        ("Attendance is capped at 80.", [80]),
        ("Capacity is limited to 120 participants.", [120]),
        ("What to expect:\n\n* 60+ speakers\n* 4 tracks\n* 800 attendees\n* one boat party", [60, 4, 800]),
        ("The authorities have advised against all events with more than 50 participants.", []),
        ("We can support around 25 people with travel and accommodation.", []),
    ],
)
def test_english_promises_are_read_however_they_are_stated(statement, counts):
    assert [promise.count for promise in read_announcement(EN + statement).promises] == counts


def test_guests_are_invited_and_those_who_speak_are_speakers():
    reading = read_announcement(ZH + "邀请嘉宾 400 余位，演讲嘉宾 30 余位。")
    assert [promise.kind for promise in reading.promises] == ["invited", "speaker"]


@pytest.mark.parametrize(
    ("statement", "organisers", "co_organisers"),
    [
        ("峰会由甲研究会指导，示例大学主办，扬州市大数据局承办。", ["示例大学"], ["扬州市大数据局"]),
        ("由甲研究会支持、示例大学联合扬州市大数据局主办的", ["示例大学", "扬州市大数据局"], []),
        ("示例大学将联合扬州市大数据局举办本次峰会。", ["示例大学", "扬州市大数据局"], []),
        ("由示例大学主办、扬州市大数据局承办、示例学院协办的", ["示例大学"], ["扬州市大数据局", "示例学院"]),
        ("主办单位：1、示例大学 2、数据治理学会", ["示例大学", "数据治理学会"], []),
        (
            "本次会议由扬州市大数据局协办，由该局负责会务。\n\n主办：示例大学",
            ["示例大学"],
            ["扬州市大数据局"],
        ),
    ],
)
def test_hosts_are_read_however_they_are_stated(statement, organisers, co_organisers):
    reading = read_announcement(ZH + statement)
    assert (list(reading.organisers), list(reading.co_organisers)) == (organisers, co_organisers)


@pytest.mark.parametrize(
    ("statement", "organisers", "co_organisers"),
    [
        ("Organised by the Example Society and co-organised by the Harbour University, the event will be great.",
         ["Example Society"], ["Harbour University"]),
        ("ExampleCon is organised by Example Commons together with Harbour Lab.", ["Example Commons"], ["Harbour Lab"]),
        ("The Example Foundation welcomes you to Dublin.", ["Example Foundation"], []),
        ("The Example Network is hosting a five-day workshop.", ["Example Network"], []),
    ],
)  # fmt: skip
def test_english_hosts_are_read_however_they_are_stated(statement, organisers, co_organisers):
    reading = read_announcement(EN + statement)
    assert (list(reading.organisers), list(reading.co_organisers)) == (organisers, co_organisers)


@pytest.mark.parametrize(
    ("headline", "text", "title", "city", "day"),
    [
        ("关于第七届示例水稻大会更改会议地点的通知", "原定于2026年10月16日-18日在长沙召开的第七届示例水稻大会，改在湘潭召开，时间不变。",
         "第七届示例水稻大会", "湘潭", "2026-10-16"),
        ("示例葡萄酒博览会招展", "4月18日，记者从组委会获悉，示例葡萄酒博览会将于今年8月中下旬在银川举办。", "示例葡萄酒博览会", "银川", "2026-08"),
        ("秋季讲座预告：数据入门", "讲座将于本周六（10 月 24 日）在合肥举行。", "数据入门", "合肥", "2026-10-24"),
        ("Example Summit returns this March", "On March 19–20, 2026 we welcome you to Warsaw, Poland.", "Example Summit", "Warsaw", "2026-03-19"),
        ("Join us at KernelConf", "KernelConf 2026 | June 25–26 | Gdynia, Poland", "KernelConf 2026", "Gdynia", "2026-06-25"),
        ("Joint Meeting of the Example Groups", "The Joint Meeting of the Example Groups will be held at the Quays Conference Centre, Hull, from 10 to 12 May 2026.",
         "Joint Meeting of the Example Groups", "Hull", "2026-05-10"),
    ],
)  # fmt: skip
def test_a_headline_and_a_sentence_give_name_city_and_day(headline, text, title, city, day):
    reading = read_announcement(f"---\ntitle: '{headline}'\ndate: 2026-01-15\n---\n\n{text}\n")
    assert (reading.title, reading.city, reading.start_date) == (title, city, day)


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("系统维护公告", "我们将于2026年6月8日 0:00-6:00 进行系统维护，期间服务不可用。"),
        ("停水通知", "因管道维修，定于2026年5月3日8:00-18:00在东校区停水。"),
        ("关于领取会员证的通知", "请各位会员于3月15日前到办公室领取会员证。地点：科技大厦501。"),
        ("我校召开春季学期工作会议", "3月1日下午，学校在三楼会议室召开春季学期工作会议。"),
        ("What happened in February", "Welcome to the newsletter. The board meets on April 8."),
        (
            "Welcome our new community manager",
            "Ana joined on March 1. She will be at our conference in Lisbon.",
        ),
    ],
)
def test_notices_of_another_kind_are_refused(headline, text):
    assert not read_announcement(f"---\ntitle: '{headline}'\ndate: 2026-04-15\n---\n\n{text}\n").is_event
