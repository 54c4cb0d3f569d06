"""Whatever the bytes: a result or a `NotReadable`, never another exception."""

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plenary_reader.refusals import NotReadable
from plenary_reader.schedules import read_schedule
from plenary_reader.sheets import read_guest_list, read_talk_list
from plenary_reader.sheets.safe import neutralise_cell, restore_cell
from plenary_reader.sheets.values import clean_name, phones_in

BRIEFLY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

GUEST_PIECES = st.sampled_from(
    ["姓名", "手机", "单位", "Name", "Email", "联系人", "联系方式", "公司·职务", "林知远", "林知远、周启明", "13800000001", "1.38E+10",
     "a@b.cn", "合计", "备注：", "\u200b", "\u3000", "=1+1", '"', "'", ",", ";", "\t", "\n", "\r\n", "、", "sep=;\n", "\x00", "题目", "摘要",
     "9:00-25:70", "2026年13月41日", "1e999", "-", "99999999999999999999"]
)  # fmt: skip
ICS_PIECES = st.sampled_from(
    ["BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "UID:1\r\n", "SUMMARY:T\r\n", "\r\n ", "\n\t",
     "DTSTART:20261120T100000Z\r\n", "DTSTART;TZID=Asia/Shanghai:20261120T100000\r\n", "DTSTART;VALUE=DATE:20261120\r\n",
     "DTSTART:99999999T999999\r\n", "DTSTART:00010101T000000Z\r\n", "DTEND:20261120T110000\r\n", "DURATION:PT1H\r\n", "DURATION:-P1D\r\n",
     "RRULE:FREQ=DAILY;COUNT=3\r\n", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z\r\n", "RRULE:FREQ=WEEKLY;BYDAY=XX,MO;COUNT=2\r\n",
     "RRULE:FREQ=MONTHLY;BYSETPOS=400;BYDAY=MO;COUNT=2\r\n", "EXDATE:20261121\r\n", "RDATE;VALUE=PERIOD:20261122T100000Z/PT1H\r\n",
     "RECURRENCE-ID:20261121T100000Z\r\n", "ATTENDEE;CN=\"A:B;C\":x\r\n", "X-WR-TIMEZONE:Europe/Berlin\r\n", "BEGIN:VTIMEZONE\r\nTZID:X\r\n",
     "END:VTIMEZONE\r\n", "X-WR-TIMEZONE:X\r\n", "\\n", ";", ":", "\x00", "STATUS:CANCELLED\r\n"]
)  # fmt: skip
XML_PIECES = st.sampled_from(
    ["<schedule>", "</schedule>", "<conference>", "</conference>", "<day date='2026-11-20'>", "<day date='9999-99-99'>", "</day>",
     "<room name='A'>", "<room>", "</room>", "<event id='1' guid='g'>", "<event>", "</event>", "<title>T</title>", "<start>10:00</start>",
     "<start>99:99</start>", "<date>2026-11-20T10:00:00+08:00</date>", "<date>0001-01-01T00:00:00+14:00</date>", "<date>9999-12-31T23:59:59-12:00</date>",
     "<duration>1:00</duration>", "<duration>99999999:00</duration>", "<persons><person id='1'>A</person></persons>",
     "<links><link href='x'/></links>", "<day_change>99:00</day_change>", "<time_zone_name>X/Y</time_zone_name>", "&nbsp;", "&#0;", "<!-- x -->",
     "<?pi?>", "<![CDATA[x]]>", "<!DOCTYPE x>", "<x:y xmlns:x='u'/>"]
)  # fmt: skip
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["2026-11-20", "10:00", "01:30", "2026-11-20T10:00:00+08:00", "9999-12-31T23:59:59-12:00"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["schedule", "conference", "days", "rooms", "title", "date", "start", "duration", "persons", "id", "guid", "name",
             "links", "talks", "events", "time_zone_name", "day_change", "public_name", "url"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


def tried(read, path, data):
    path.write_bytes(data)
    with contextlib.suppress(NotReadable):
        read(path).as_json()


@BRIEFLY
@given(data=st.binary(max_size=400))
def test_any_bytes_at_all(tmp_path, data):
    for read in (read_guest_list, read_talk_list, read_schedule):
        tried(read, tmp_path / "any", data)


@BRIEFLY
@given(
    pieces=st.lists(GUEST_PIECES | st.text(max_size=6), max_size=40),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_any_table(tmp_path, pieces, encoding):
    data = "".join(pieces).encode(encoding, errors="replace")
    tried(read_guest_list, tmp_path / "any.csv", data)
    tried(read_talk_list, tmp_path / "any.csv", data)


@BRIEFLY
@given(
    rows=st.lists(
        st.lists(GUEST_PIECES.filter(lambda piece: piece not in '",\n\r\n'), min_size=5, max_size=5),
        max_size=8,
    )
)
def test_any_rows_under_a_header(tmp_path, rows):
    for header, read in (
        ("姓名,手机,联系人,单位,备注", read_guest_list),
        ("题目,报告人,时间,时长,日期", read_talk_list),
    ):
        text = "\n".join([header, *(",".join(row) for row in rows)])
        tried(read, tmp_path / "any.csv", text.encode())


@BRIEFLY
@given(pieces=st.lists(ICS_PIECES, max_size=25))
def test_any_calendar(tmp_path, pieces):
    tried(read_schedule, tmp_path / "any.ics", ("BEGIN:VCALENDAR\r\n" + "".join(pieces)).encode())


@BRIEFLY
@given(
    pieces=st.lists(
        ICS_PIECES.filter(lambda piece: "BEGIN" not in piece and "END:V" not in piece), max_size=12
    )
)
def test_any_event(tmp_path, pieces):
    body = "".join(pieces)
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    tried(read_schedule, tmp_path / "any.ics", text.encode())


@BRIEFLY
@given(pieces=st.lists(XML_PIECES, max_size=25))
def test_any_xml(tmp_path, pieces):
    tried(read_schedule, tmp_path / "any.xml", ("<schedule>" + "".join(pieces)).encode())
    inner = "".join(
        piece for piece in pieces if not piece.startswith(("</schedule", "<schedule", "<!DOCTYPE"))
    )
    event = f"<schedule><day date='2026-11-20'><room name='A'><event id='1'>{inner}</event></room></day></schedule>"
    tried(read_schedule, tmp_path / "any.xml", event.encode())


@BRIEFLY
@given(value=JSON_VALUES)
def test_any_json(tmp_path, value):
    import json

    tried(read_schedule, tmp_path / "any.json", json.dumps(value).encode())
    wrapped = {
        "schedule": {
            "conference": {
                "days": [{"date": "2026-11-20", "rooms": {"A": [{"date": value, "start": value}, value]}}]
            }
        }
    }
    tried(read_schedule, tmp_path / "any.json", json.dumps(wrapped).encode())


@BRIEFLY
@given(
    text=st.text(alphabet=st.sampled_from(list("=+-@＝＠'\";,\t\r\n a林")), max_size=12)
    | st.text(max_size=30)
)
def test_a_neutralised_cell_is_restored_exactly_and_begins_no_formula(text):
    safe = neutralise_cell(text)
    assert restore_cell(safe) == text
    assert safe.lstrip(' ;"')[:1] not in tuple("=+-@＝＋－＠")
    assert safe[:1] not in tuple("\t\r\n")


@BRIEFLY
@given(text=st.text(max_size=40))
def test_cleaning_a_name_twice_changes_nothing_more(text):
    assert clean_name(clean_name(text)) == clean_name(text)


@BRIEFLY
@given(text=st.text(alphabet=st.sampled_from(list("+0123456789 -()转ext.eE/、")), max_size=30))
def test_a_phone_read_once_reads_the_same_again(text):
    for phone in phones_in(text):
        assert len(phone) <= 40
        if phone.startswith("+86"):
            assert phones_in(phone) == (phone,)
