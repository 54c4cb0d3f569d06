"""What we publish is read back by our own reader, by another program and by the field's schemas, to equal facts."""

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import jsonschema
import pytest
from lxml import etree

from plenary.programme.formats import frab, ics
from plenary.programme.tests import sample
from plenary.programme.timetable import read
from plenary_reader.schedules import read_schedule

SHARED = Path(os.environ.get("PLENARY_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
SCHEMA = SHARED / "data" / "schedules" / "schema"

RENDER = {"schedule.xml": frab.render_xml, "schedule.json": frab.render_json, "schedule.ics": ics.render}


def read_back(tmp_path, name, facts, language="zh"):
    path = tmp_path / name
    path.write_bytes(RENDER[name](read(facts, language)))
    return read_schedule(path)


def clean(text: str) -> str:
    """A title is one line, wherever it is read."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["schedule.xml", "schedule.json"])
def test_exchange_files_read_back_to_the_facts_they_were_made_from(tmp_path, name):
    facts = sample.facts()
    table = read(facts, "zh")
    found = read_back(tmp_path, name, facts)
    assert [p for p in found.problems if p.severity != "notice"] == []
    assert (found.title, found.acronym, found.time_zone) == ("示例峰会", "cails_2021", "Asia/Shanghai")
    assert found.days == (date(2021, 11, 13), date(2021, 11, 14))
    assert [
        (t.id, t.guid, clean(t.title), t.start, t.duration_minutes, t.room, t.track, t.language, t.type)
        for t in sorted(found.talks, key=lambda t: int(t.id))
    ] == [
        (
            str(t.number), t.guid, clean(t.title), t.starts, t.minutes, t.room.name,
            t.track.name if t.track else "", t.language, t.kind,
        )
        for t in sorted(table.live, key=lambda t: t.number)
    ]  # fmt: skip
    assert {t.id: [p.name for p in t.persons] for t in found.talks} == {
        str(t.number): [s.name for s in t.speakers] for t in table.live
    }


def test_a_calendar_reads_back_to_the_facts_it_was_made_from(tmp_path):
    facts = sample.facts()
    found = read_back(tmp_path, "schedule.ics", facts)
    assert [p for p in found.problems if p.severity != "notice"] == []
    assert sorted(
        (t.guid or t.id, clean(t.title), t.start, t.duration_minutes, t.cancelled) for t in found.talks
    ) == sorted(
        (f"{t.guid}@plenary", clean(t.title), t.starts, t.minutes, t.cancelled)
        for t in read(facts, "zh").talks
    )


def test_a_calendar_is_read_by_another_program_with_its_zone_sequence_and_status():
    calendar = icalendar.Calendar.from_ical(ics.render(read(sample.facts(), "zh")))
    events = {str(event["UID"]): event for event in calendar.events}
    off = events["00000000-0000-4000-8000-000000000006@plenary"]
    assert (str(off["STATUS"]), int(off["SEQUENCE"])) == ("CANCELLED", 2)
    late = events["00000000-0000-4000-8000-000000000007@plenary"]
    assert late["DTSTART"].dt.isoformat() == "2021-11-14T23:45:00+08:00"
    assert late["DTEND"].dt - late["DTSTART"].dt == timedelta(minutes=45)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert calendar.errors == [] and all(event.errors == [] for event in calendar.events)


def test_the_zone_of_a_calendar_holds_the_change_of_the_clock_in_it():
    facts = sample.facts(
        sample.snapshot(
            sample.talk(1, "2021-10-30T09:00+02:00"),
            sample.talk(2, "2021-10-31T09:00+01:00"),
            time_zone="Europe/Berlin",
        )
    )
    calendar = icalendar.Calendar.from_ical(ics.render(read(facts, "en")))
    zone = calendar.walk("VTIMEZONE")[0]
    seen = [(part.name, part["DTSTART"].dt, part["TZOFFSETTO"].td) for part in zone.subcomponents]
    assert seen == [
        ("DAYLIGHT", datetime(1970, 1, 1), timedelta(hours=2)),
        ("STANDARD", datetime(2021, 10, 31, 3), timedelta(hours=1)),
    ]


@pytest.mark.shared
@pytest.mark.parametrize("language", ["zh", "en"])
def test_exchange_files_are_valid_by_the_schemas_of_the_field(language):
    for facts in (sample.facts(), sample.facts(sample.snapshot()), sample.facts(slug="ab")):
        table = read(facts, language)
        schema = etree.XMLSchema(etree.parse(SCHEMA / "schedule.xml.xsd"))
        schema.assertValid(etree.fromstring(frab.render_xml(table)))
        rules = json.loads((SCHEMA / "schedule.schema.json").read_text())
        checker = jsonschema.Draft6Validator(rules, format_checker=jsonschema.FormatChecker())
        checker.validate(json.loads(frab.render_json(table)))
