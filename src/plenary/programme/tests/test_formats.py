"""Calendars, exchange files, structured data and pictures: safe, the same bytes each time, and nothing private."""

import json
import re

import pytest

from plenary.programme.formats import frab, ics, jsonld, picture
from plenary.programme.tests import sample
from plenary.programme.timetable import read

TABLE = read(sample.facts(), "zh")
RENDERERS = [ics.render, frab.render_xml, frab.render_json, jsonld.render]


@pytest.mark.parametrize("render", RENDERERS)
def test_the_same_release_is_the_same_bytes(render):
    assert render(read(sample.facts(), "en")) == render(read(sample.facts(), "en"))


def test_a_calendar_line_is_at_most_75_octets_and_never_cut_inside_a_sign():
    lines = ics.render(TABLE).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines] == ics.render(TABLE).decode().split("\r\n")


def test_no_text_begins_a_calendar_line_of_its_own():
    text = ics.render(TABLE).decode()
    assert re.findall(r"(?m)^ATTENDEE", text) == []
    assert text.count("\n") == text.count("\r\n")
    assert {line.split(":")[0].split(";")[0] for line in text.replace("\r\n ", "").split("\r\n")} == {
        "", "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "DESCRIPTION",
        "LAST-MODIFIED", "URL", "SOURCE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", "TZID", "DTSTART",
        "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTEND", "SUMMARY",
        "LOCATION", "CATEGORIES",
    }  # fmt: skip


def test_structured_data_cannot_end_the_script_it_stands_in():
    text = jsonld.dumps(jsonld.whole(TABLE))
    assert [sign for sign in "<>&" if sign in text] == []
    assert json.loads(text)["subEvent"][6]["name"] == sample.NASTY


def test_structured_data_says_what_was_moved_and_what_was_cancelled():
    old = sample.snapshot(sample.talk(1), sample.talk(2, "2021-11-13T10:00+08:00"))
    new = sample.snapshot(
        sample.talk(1, "2021-11-13T11:00+08:00"),
        sample.talk(2, "2021-11-13T10:00+08:00", cancelled=True),
    )
    parts = {part["name"]: part for part in jsonld.whole(read(sample.facts(new, old), "zh"))["subEvent"]}
    assert (parts["报告1"]["eventStatus"], parts["报告1"]["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2021-11-13T09:00:00+08:00",
    )
    assert parts["报告2"]["eventStatus"] == "https://schema.org/EventCancelled"


def keys(value, found: set) -> set:
    if isinstance(value, dict):
        found |= set(value)
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            keys(part, found)
    return found


def test_exports_hold_these_fields_and_no_other():
    assert sorted(keys(json.loads(jsonld.render(TABLE)), set())) == [
        "@context", "@id", "@type", "address", "addressCountry", "addressLocality", "affiliation",
        "alternateName", "description", "endDate", "eventAttendanceMode", "eventStatus", "inLanguage", "jobTitle",
        "location", "name", "organizer", "performer", "startDate", "subEvent", "url",
    ]  # fmt: skip
    event = json.loads(frab.render_json(TABLE))["schedule"]["conference"]["days"][0]["rooms"]["主会场"][1]
    assert sorted(event) == [
        "abstract", "date", "description", "duration", "guid", "id", "language", "links", "persons", "room",
        "slug", "start", "subtitle", "title", "track", "type", "url",
    ]  # fmt: skip
    assert sorted(event["persons"][0]) == ["id", "name"]
    assert sorted(set(re.findall(r"<(\w+)", frab.render_xml(TABLE).decode()))) == [
        "abstract", "acronym", "base_url", "color", "conference", "date", "day", "days", "description", "duration",
        "end", "event", "generator", "language", "links", "person", "persons", "room", "schedule", "slug",
        "start", "subtitle", "time_zone_name", "timeslot_duration", "title", "track", "type", "url", "version",
    ]  # fmt: skip


# Pictures.


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def long_programme(count: int, **changes) -> dict:
    return sample.facts(
        sample.snapshot(
            *(
                sample.talk(n, f"2021-11-13T{8 + n // 6 % 14:02}:{n % 6 * 10:02}+08:00", **changes)
                for n in range(1, count)
            )
        )
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "facts",
    [
        sample.facts(),
        long_programme(40),
        long_programme(130, title_zh="面向法律推理的知识图谱" * 4, title_en="Knowledge graphs for legal reasoning " * 4),
        long_programme(6, title_zh="长" * 300, title_en="WIDE " * 60, speakers=[sample.speaker(n) for n in range(30)]),
    ],
    ids=["sample", "forty", "dense", "long"],
)  # fmt: skip
def test_a_picture_is_1080_wide_and_cut_below_4000(facts, language):
    pieces = picture.pieces(read(facts, language))
    sizes = [size(picture.render(piece)) for piece in pieces]
    assert [width for width, _ in sizes] == [1080] * len(pieces)
    assert max(height for _, height in sizes) < 4000
    told = [
        talk["title"]
        for piece in pieces
        for day in piece["days"]
        for row in day["rows"]
        for talk in row["talks"]
    ]
    assert told == [talk.title for talk in read(facts, language).talks]


def test_the_same_release_is_the_same_picture_and_the_same_pdf():
    piece, sheet = picture.pieces(TABLE)[0], picture.sheet(TABLE)
    assert picture.render(piece) == picture.render(piece)
    assert picture.render_pdf(sheet) == picture.render_pdf(sheet)


def test_what_users_wrote_is_printed_and_never_run():
    facts = sample.facts(
        sample.snapshot(sample.talk(1, title_zh='#read("/etc/passwd") $x$ @ref *b* <label>'))
    )
    plain = sample.facts(sample.snapshot(sample.talk(1, title_zh="x")))
    assert picture.render(picture.pieces(read(facts, "zh"))[0]) != picture.render(
        picture.pieces(read(plain, "zh"))[0]
    )


def test_a_sign_the_fonts_lack_is_named_and_shown_as_a_geta_mark(caplog):
    def made(title: str) -> bytes:
        return picture.render(
            picture.pieces(read(sample.facts(sample.snapshot(sample.talk(1, title_zh=title))), "zh"))[0]
        )

    assert made("会\U0001f600议\u202e") == made("会〓议")
    assert [record.getMessage() for record in caplog.records] == [
        "The agenda shows 〓 for U+1F600 in «会\U0001f600议\u202e»: our fonts cannot draw it."
    ]
    assert picture.unprintable(
        read(sample.facts(sample.snapshot(sample.talk(1, title_zh="会\U0001f600"))), "zh")
    ) == {"\U0001f600": "会\U0001f600"}
