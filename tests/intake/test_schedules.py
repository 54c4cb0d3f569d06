import datetime
import json

import pytest

from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.schedules import Schedule, read_schedule
from plenary_reader.schedules.command import main

EVENT = """<event id="{id}" guid="{guid}"><date>{date}</date><start>10:00</start><duration>00:30</duration>
<room>Hall</room><title>{title}</title><persons><person id="7">Ada Byron</person></persons></event>"""


@pytest.fixture
def read(tmp_path):
    def call(content, name="schedule"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_schedule(path)

    return call


def codes(schedule):
    return [problem.code for problem in schedule.problems]


def event(id="1", guid="g-1", date="2026-11-20T10:00:00+08:00", title="On Engines"):
    return EVENT.format(id=id, guid=guid, date=date, title=title)


def xml(
    rooms, head="<conference><title>Summit 群贤</title><acronym>s26</acronym></conference>", day="2026-11-20"
):
    return f"<schedule>{head}<day index='1' date='{day}'>{rooms}</day></schedule>"


def frab(rooms, **conference):
    days = [{"index": 1, "date": "2026-11-20", "rooms": rooms}]
    return json.dumps({"schedule": {"conference": {"title": "Summit", "days": days, **conference}}})


def talk(**fields):
    whole = {
        "id": 1,
        "guid": "g",
        "title": "On Engines",
        "date": "2026-11-20T10:00:00+08:00",
        "duration": "00:30",
    }
    return whole | {"persons": [{"id": 7, "public_name": "Ada Byron"}]} | fields


def calendar(*lines, end=True):
    return (
        "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, *(["END:VCALENDAR"] if end else [])]) + "\r\n"
    )


def vevent(*lines, start="DTSTART:20261120T020000Z"):
    return [
        "BEGIN:VEVENT",
        "UID:1@x",
        "SUMMARY:On Engines",
        "LOCATION:Hall",
        start,
        "DURATION:PT30M",
        *lines,
        "END:VEVENT",
    ]


# frab/Pentabarf XML


def test_a_pentabarf_file_is_read_whole(read):
    found = read(xml(f"<room name='Hall'>{event()}</room><room name='Empty'/>"))
    one = found.talks[0]
    assert (found.format, found.title, found.acronym, found.day_count) == (
        "frab-xml",
        "Summit 群贤",
        "s26",
        1,
    )
    assert (found.rooms, found.days, found.speaker_count) == (("Hall",), (datetime.date(2026, 11, 20),), 1)
    assert (one.id, one.guid, one.duration_minutes, one.persons[0].name) == ("1", "g-1", 30, "Ada Byron")
    assert one.start.isoformat() == "2026-11-20T10:00:00+08:00"
    assert codes(found) == ["empty_room"]


def test_a_namespace_and_another_encoding_change_nothing(read):
    text = xml(f"<room name='Hall'>{event(title='Über Maschinen')}</room>").replace(
        "<schedule>", "<schedule xmlns='urn:x'>"
    )
    found = read(
        f"<?xml version='1.0' encoding='iso-8859-1'?>{text.replace('群贤', '')}".encode("iso-8859-1")
    )
    assert found.talks[0].title == "Über Maschinen"


def test_a_file_without_conference_dates_or_persons_is_still_read(read):
    bare = "<event id='1'><start>09:15:00</start><duration>90</duration><title>On Engines</title></event>"
    found = read(f"<schedule><day date='2026-11-20'><room name='Hall'>{bare}</room></day></schedule>")
    assert found.talks[0].start == datetime.datetime(2026, 11, 20, 9, 15)
    assert found.talks[0].duration_minutes == 90
    assert codes(found) == ["no_conference", "talk_without_person", "missing_guids", "naive_times"]


def test_a_time_zone_name_makes_naive_times_aware(read):
    head = "<conference><title>S</title><time_zone_name>Asia/Shanghai</time_zone_name></conference>"
    bare = "<event id='1' guid='g'><start>09:15</start><duration>1:00</duration><title>T</title></event>"
    assert (
        read(xml(f"<room name='H'>{bare}</room>", head)).talks[0].start.isoformat()
        == "2026-11-20T09:15:00+08:00"
    )


def test_hours_before_the_change_of_day_belong_to_the_night(read):
    head = "<conference><title>S</title><day_change>06:00</day_change></conference>"
    bare = "<event id='1' guid='g'><start>01:15</start><duration>1:00</duration><title>T</title></event>"
    found = read(xml(f"<room name='H'>{bare}</room>", head))
    assert found.talks[0].start == datetime.datetime(2026, 11, 21, 1, 15)
    assert "after_midnight" in codes(found)


@pytest.mark.parametrize("noise", ["&nbsp;", "\x0b", "&#8;"])
def test_html_entities_and_control_characters_are_mended(read, noise):
    found = read(xml(f"<room name='Hall'>{event(title=f'On{noise}Engines')}</room>"))
    assert found.talks[0].title == "On Engines"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE s [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    ],
)
def test_entities_are_refused(read, declaration):
    with pytest.raises(NotReadable) as refused:
        read(declaration + xml(""))
    assert refused.value.code == "entities"


def test_xinclude_includes_nothing(read):
    include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd' parse='text'/>"
    found = read(xml(f"<room name='Hall'>{event(title='T' + include)}</room>"))
    assert found.talks[0].title == "T"


def test_links_that_are_no_web_addresses_are_left_out(read):
    links = "<links><link href='javascript:alert(1)'>x</link><link href='https://example.org/a'>Slides</link></links>"
    found = read(xml(f"<room name='Hall'>{event().replace('</event>', links + '</event>')}</room>"))
    assert [link.url for link in found.talks[0].links] == ["https://example.org/a"]
    assert codes(found) == ["unsafe_link"]


# What only looks like a schedule


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<rss><channel><item/></channel></rss>", "not_a_schedule"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "not_a_schedule"),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>", "not_a_schedule"),
        ("<!DOCTYPE html><html><body><p>schedule<br></body></html>", "not_a_schedule"),
        ("<schedule><talks/></schedule>", "not_a_schedule"),
        ("<schedule><conference/><event/></schedule>", "not_a_schedule"),
        ("BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n", "not_a_schedule"),
        ("title,start\nOn Engines,10:00\n", "not_a_schedule"),
        ("%PDF-1.7", "not_a_schedule"),
        (calendar("BEGIN:VTODO", "SUMMARY:Buy tea", "END:VTODO"), "no_events"),
        ("[1, 2]", "other_json"),
        ('{"schedule": {"2026-11-20": {}}}', "other_json"),
        ('{"schedule": {"conference": {"days": [{"date": "2026-11-20"}]}}}', "other_json"),
        ('{"talks": [], "rooms": []}', "other_json"),
        ("{" * 100_000, "broken_json"),
        ('{"a":' * 100_000, "depth"),
        ('{"schedule": {"conference": ', "broken_json"),
        ("<schedule><conference><title>S</title>", "broken_xml"),
        (calendar(*vevent(), end=False), "broken_calendar"),
        (calendar("BEGIN:VEVENT", "SUMMARY:T"), "broken_calendar"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_reason(read, content, code):
    with pytest.raises(NotReadable) as refused:
        read(content)
    assert refused.value.code == code


# frab JSON


def test_a_frab_json_file_is_read_whole(read):
    found = read(frab({"Hall": [talk()], "Empty": []}, acronym="s26", time_zone_name="Asia/Shanghai"))
    assert (found.format, found.acronym, found.rooms, found.day_count) == ("frab-json", "s26", ("Hall",), 1)
    assert [(person.id, person.name) for person in found.talks[0].persons] == [("7", "Ada Byron")]


@pytest.mark.parametrize(
    "rooms",
    [[{"name": "Hall", "talks": [talk()]}], [{"name": "Hall", "events": [talk()]}], [{"Hall": [talk()]}]],
)
def test_rooms_may_be_a_list(read, rooms):
    assert read(frab(rooms)).rooms == ("Hall",)


def test_every_oddity_is_named(read):
    rooms = {
        "A": [
            talk(),
            talk(id=1, guid="g2", title="Second", date="2026-11-20T10:15:00+08:00"),
            talk(
                id=3, guid="g", title="Third", date="2026-11-21T01:00:00+08:00", persons=[], duration="00:00"
            ),
        ],
        "B": [talk(id=4, guid="g4", title="Fourth", duration="13:00")],
        "": [talk(id=5, guid="", title="Fifth", date="when it suits", duration="a while", persons=[])],
    }
    assert sorted(codes(read(frab(rooms)))) == [
        "after_midnight",
        "duplicate_guid",
        "duplicate_id",
        "long_duration",
        "missing_duration",
        "missing_duration",
        "missing_guids",
        "missing_room",
        "person_overlap",
        "person_overlap",
        "room_overlap",
        "talk_without_person",
        "talk_without_person",
        "unparsable_duration",
        "unparsable_time",
    ]


def test_ten_thousand_talks_at_once_are_complained_of_in_moderation(read):
    found = read(frab({"A": [talk(id=n, guid=str(n)) for n in range(10_000)]}))
    assert codes(found).count("room_overlap") == 200


# iCalendar


def test_a_calendar_is_read_whole(read):
    found = read(
        calendar("X-WR-CALNAME:Summit", "X-WR-TIMEZONE:Asia/Shanghai", *vevent("URL:https://example.org/1"))
    )
    one = found.talks[0]
    assert (found.format, found.title, found.time_zone) == ("icalendar", "Summit", "Asia/Shanghai")
    assert (one.start.isoformat(), one.duration_minutes, one.room) == (
        "2026-11-20T10:00:00+08:00",
        30,
        "Hall",
    )
    assert (one.guid, one.url) == ("1@x", "https://example.org/1")


def test_days_of_a_calendar_are_local_days(read):
    found = read(calendar("X-WR-TIMEZONE:Asia/Shanghai", *vevent(start="DTSTART:20261120T170000Z")))
    assert found.days == (datetime.date(2026, 11, 21),)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Shanghai", "+08:00"),
        ("TZID:GMT", "+00:00"),
        ("China Standard Time", "+08:00"),
        ("/freeassociation.sourceforge.net/Tzfile/Asia/Shanghai", "+08:00"),
        ("Nowhere/Land", ""),
        ("../../../etc/passwd", ""),
    ],
)
def test_time_zones_are_known_by_their_many_names(read, zone, offset):
    found = read(calendar(*vevent(start=f'DTSTART;TZID="{zone}":20261120T100000')))
    assert found.talks[0].start.isoformat() == f"2026-11-20T10:00:00{offset}"
    assert ("unknown_time_zone" in codes(found)) == (not offset)


def test_a_zone_with_one_offset_is_taken_from_its_definition(read):
    zone = ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800",
            "TZOFFSETTO:+0800", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    found = read(calendar(*zone, *vevent(start="DTSTART;TZID=Ours:20261120T100000")))
    assert found.talks[0].start.isoformat() == "2026-11-20T10:00:00+08:00"


def test_a_huge_time_zone_costs_nothing(read):
    change = [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "RRULE:FREQ=SECONDLY",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
    ]
    zone = ["BEGIN:VTIMEZONE", "TZID:Ours", *(change * 20_000), "END:VTIMEZONE"]
    assert len(read(calendar(*zone, *vevent())).talks) == 1


def test_lines_folded_in_the_middle_of_a_character_are_joined(read):
    data = calendar(*vevent()).encode().replace(b"On Engines", "论引擎".encode())
    cut = data.index("论".encode()) + 1
    assert read(data[:cut] + b"\r\n " + data[cut:]).talks[0].title == "论引擎"


def test_a_value_cannot_begin_a_new_line_or_property(read):
    found = read(calendar(*vevent()).replace("On Engines", "On\\nEngines\\r\\nATTENDEE:x\x0b\u2028DTEND:y"))
    assert "\n" not in found.talks[0].title and "\r" not in found.talks[0].title
    assert found.talks[0].persons == ()


def test_attendees_are_taken_as_persons_and_said_so(read):
    found = read(
        calendar(
            *vevent(
                'ATTENDEE;CN="Ada Byron";CUTYPE=INDIVIDUAL:invalid:nomail', "ATTENDEE;CN=Hall;CUTYPE=ROOM:x:y"
            )
        )
    )
    assert [person.name for person in found.talks[0].persons] == ["Ada Byron"]
    assert codes(found) == ["attendees_as_persons"]


def test_a_cancelled_event_is_kept_and_marked(read):
    found = read(calendar(*vevent("STATUS:CANCELLED")))
    assert (found.talks[0].cancelled, "cancelled" in codes(found)) == (True, True)


def test_an_event_that_repeats_becomes_its_occurrences(read):
    found = read(calendar(*vevent("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261121T020000Z")))
    assert [one.date.day for one in found.talks] == [20, 22]
    assert len({one.id for one in found.talks}) == 2


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "repeats_too_often"),
        ("FREQ=MINUTELY;COUNT=2", "repeats_too_often"),
        ("FREQ=DAILY;INTERVAL=0", "repeats_wrongly"),
        ("FREQ=DAILY;INTERVAL=-1", "repeats_wrongly"),
        ("FREQ=DAILY;COUNT=0", "repeats_wrongly"),
        ("INTERVAL=1", "repeats_wrongly"),
        ("FREQ=FORTNIGHTLY", "repeats_wrongly"),
        ("FREQ=DAILY;COUNT=1000000000", "occurrences"),
        ("FREQ=DAILY", "occurrences"),
        ("FREQ=HOURLY;UNTIL=20400101T000000Z", "occurrences"),
        ("FREQ=YEARLY;COUNT=100", "years"),
        ("FREQ=YEARLY;UNTIL=20500101T000000Z", "years"),
        ("FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2;COUNT=5", "years"),
        (
            "FREQ=YEARLY;BYHOUR="
            + ",".join(map(str, range(24)))
            + ";BYMINUTE="
            + ",".join(map(str, range(60))),
            "repeats_wrongly",
        ),
    ],
)
def test_rules_of_repetition_that_never_end_are_refused(read, rule, code):
    with pytest.raises(NotReadable) as refused:
        read(calendar(*vevent(f"RRULE:{rule}")))
    assert refused.value.code == code


def test_calendars_nested_without_end_are_refused(read):
    with pytest.raises(LimitExceeded):
        read(calendar(*["BEGIN:VEVENT"] * 10_000))


# The command


def test_the_command_prints_one_json_document_and_nothing_else(tmp_path, capsys):
    (tmp_path / "s.xml").write_text(xml(f"<room name='Hall'>{event()}</room>"))
    assert main([str(tmp_path / "s.xml"), "--dry-run", "--json"]) == 0
    out, err = capsys.readouterr()
    printed = json.loads(out)
    assert {key: printed[key] for key in ("format", "talks", "rooms", "days", "speakers", "problems")} == {
        "format": "frab-xml", "talks": 1, "rooms": 1, "days": 1, "speakers": 1, "problems": [],
    }  # fmt: skip
    assert err == ""


def test_the_command_exits_with_three_when_the_file_is_something_else(tmp_path, capsys):
    (tmp_path / "s.xml").write_text("<rss/>")
    assert main([str(tmp_path / "s.xml"), "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["reason"]["code"] == "not_a_schedule"
    assert err.startswith("The file is a news feed (RSS), not a schedule.")


def test_the_command_exits_with_two_without_a_file_and_with_one_for_a_missing_file(tmp_path, capsys):
    assert (main([]), main(["--what", "x"]), main([str(tmp_path / "none.xml")])) == (2, 2, 1)


def test_what_was_read_survives_the_way_through_json(read):
    found = read(calendar("X-WR-TIMEZONE:Asia/Shanghai", *vevent("ATTENDEE;CN=Ada:x:y")))
    assert Schedule.from_json(found.as_json()).as_json() == found.as_json()


# The real ones


@pytest.mark.shared
def test_real_schedules_are_read_as_counted(shared):
    oddities = {
        "talks_without_person": "talk_without_person",
        "missing_room": "missing_room",
        "zero_or_missing_duration": "missing_duration",
        "dur_over_12h": "long_duration",
        "duplicate_ids": "duplicate_id",
        "duplicate_guids": "duplicate_guid",
        "room_overlaps_pairs": "room_overlap",
        "person_overlap_pairs": "person_overlap",
        "after_midnight_starts": "after_midnight",
        "no_parsable_time": "unparsable_time",
    }
    folder = shared / "data" / "schedules"
    for name, facts in json.loads((folder / "facts.json").read_text()).items():
        if name in ("hub-schedule2.json", "pyconfr-2024.json"):
            with pytest.raises(NotReadable):
                read_schedule(folder / name)
            continue
        found = read_schedule(folder / name)
        counted = (len(found.talks), len(found.rooms), found.day_count)
        assert counted == (facts["talks"], facts["rooms"], facts["days"]), name
        if found.format == "icalendar":  # its attendees were counted as nobody, and are people to us
            continue
        assert found.speaker_count == facts["speakers_distinct"], name
        for fact, code in oddities.items():
            assert codes(found).count(code) == facts[fact], (name, fact)
