"""frab/Pentabarf XML: `schedule > day > room > event`, turned into the shape its JSON sibling has."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from lxml import etree

from plenary_reader.refusals import NotReadable
from plenary_reader.schedules.frab import schedule_from
from plenary_reader.schedules.model import Schedule

FORMAT = "frab-xml"
KINDS = {
    "html": "a web page",
    "rss": "a news feed (RSS)",
    "rdf": "a news feed (RDF)",
    "feed": "a news feed (Atom)",
    "urlset": "a site map",
    "sitemapindex": "a site map",
    "svg": "a picture (SVG)",
    "icalendar": "a calendar in XML (xCal)",
    "workbook": "a spreadsheet in XML",
}
CONTROLS = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)
NAMED_ENTITY = re.compile(rb"&([A-Za-z]\w{1,31});")


def read_pentabarf(data: bytes) -> Schedule:
    root = _root(data)
    name = _local(root).lower()
    days = [child for child in root if _local(child) == "day"]
    conference = next((child for child in root if _local(child) == "conference"), None)
    if name != "schedule" or (conference is None and not days):
        raise NotReadable("not_a_schedule", kind=KINDS.get(name, f"XML about “{_local(root)[:40]}”"))
    if not days and any(_local(child) == "event" for child in root.iter()):
        raise NotReadable("not_a_schedule", kind="XML that lists events without days and rooms")
    return schedule_from(FORMAT, _fields(conference), [_day(day) for day in days])


def _root(data: bytes):
    # The check is on bytes, before any parser: an entity in an attribute is expanded whatever we ask for.
    if (
        b"<!ENTITY" in data
        or "<!ENTITY".encode("utf-16-le") in data
        or "<!ENTITY".encode("utf-16-be") in data
    ):
        raise NotReadable("entities")
    try:
        return _parsed(data)
    except etree.XMLSyntaxError:
        try:
            return _parsed(_mended(data))
        except etree.XMLSyntaxError as error:
            if re.match(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", data[:2048], re.I | re.S):
                raise NotReadable("not_a_schedule", kind=KINDS["html"]) from None
            raise NotReadable("broken_xml", line=error.lineno or 1) from None


def _parsed(data: bytes):
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    return etree.fromstring(data, parser)


def _mended(data: bytes) -> bytes:
    """Real files carry control characters and HTML's entities, which XML allows neither."""
    data = CONTROLS.sub(b" ", data)
    return NAMED_ENTITY.sub(_as_number, data)


def _as_number(match: re.Match) -> bytes:
    name = match[1].decode()
    if name in ("amp", "lt", "gt", "quot", "apos") or name not in name2codepoint:
        return match[0]
    return b"&#%d;" % name2codepoint[name]


def _local(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element) -> str:
    return "".join(element.itertext()).strip()


def _fields(element) -> dict:
    if element is None:
        return {}
    return {_local(child): _text(child) for child in element}


def _day(day) -> dict:
    rooms = [child for child in day if _local(child) == "room"]
    groups = [
        (room.get("name") or "", [_event(event) for event in room if _local(event) == "event"])
        for room in rooms
    ]
    loose = [_event(event) for event in day if _local(event) == "event"]
    return dict(day.attrib) | {"rooms": [*groups, ("", loose)] if loose else groups}


def _event(event) -> dict:
    fields = {"id": event.get("id", ""), "guid": event.get("guid", "")}
    for child in event:
        name = _local(child)
        if name == "persons":
            fields["persons"] = [
                {"id": person.get("id", ""), "guid": person.get("guid", ""), "name": _text(person)}
                for person in child
                if _local(person) in ("person", "speaker")
            ]
        elif name == "links":
            fields["links"] = [{"url": link.get("href", ""), "title": _text(link)} for link in child]
        elif name:
            fields.setdefault(name, _text(child))
    return fields
