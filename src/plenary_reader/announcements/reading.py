"""``read_announcement``: from a published text to everything it says about one edition, each with its words.

The reader only reads. It never fills a gap: what the text does not say is None or empty, and a text that announces
nothing is refused with a reason. A person confirms every field beside the words it was read from.
"""

import re
from dataclasses import asdict, dataclass, field

from plenary_reader.announcements.agenda import read_agenda
from plenary_reader.announcements.fold import fold
from plenary_reader.announcements.labels import sections, under
from plenary_reader.announcements.parties import read_contacts, read_organisers
from plenary_reader.announcements.places import read_places
from plenary_reader.announcements.promises import read_promises
from plenary_reader.announcements.schedule import read_published, read_schedule, years_in
from plenary_reader.announcements.source import Document, read_source
from plenary_reader.announcements.titles import ordinal_in, read_title
from plenary_reader.announcements.topics import read_theme, read_topics
from plenary_reader.announcements.verdict import REASONS, judge, read_mode, read_status

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Promise:
    """A number the announcement promises for this edition.

    ``kind`` is one of invited, delegate, leader, speaker, talk, session, media, exhibitor, attendee, paper, other.
    ``period`` is day or session when the number is meant for each of them.
    """

    label: str
    kind: str
    count: int
    at_least: bool
    period: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the programme; ``date`` is ISO 8601, ``start`` and ``end`` are local times as HH:MM."""

    date: str | None
    start: str
    end: str | None
    title: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a field was read from: ``Reading.text[start:end] == words``."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says about one edition. Unknown is None or empty; see ``as_json`` for the published shape.

    ``text`` is the readable text the evidence points into, one block a line; ``reason_key`` names the reason of a
    refusal for whoever shows it in another language.
    """

    is_event: bool
    reason: str | None = None
    reason_key: str | None = None
    status: str = "scheduled"
    title: str | None = None
    edition: int | None = None
    start_date: str | None = None
    end_date: str | None = None
    date_precision: str = "none"
    city: str | None = None
    cities: tuple[str, ...] = ()
    country: str | None = None
    venue: str | None = None
    mode: str = "onsite"
    theme: str | None = None
    organisers: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    images: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    contact: tuple[str, ...] = ()
    published_at: str | None = None
    language: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    text: str = ""

    @property
    def spans(self) -> dict[str, Span]:
        """Where each piece of evidence stands in ``text``: field, or field.index, to (start, end)."""
        return {name: (evidence.start, evidence.end) for name, evidence in self.evidence.items()}

    def as_json(self) -> dict:
        """The document ``plenary read --json`` prints: every key always present, JSON types only."""
        names = (
            "is_event", "reason", "status", "title", "edition", "start_date", "end_date", "date_precision", "city",
            "country", "venue", "mode", "theme", "published_at", "language",
        )  # fmt: skip
        lists = ("cities", "organisers", "co_organisers", "topics", "images", "contact")
        promises = [
            {k: v for k, v in asdict(p).items() if k != "period" or v is not None} for p in self.promises
        ]
        return (
            {name: getattr(self, name) for name in names}
            | {name: list(getattr(self, name)) for name in lists}
            | {"promises": promises}
            | {"agenda": [asdict(item) | {"speakers": list(item.speakers)} for item in self.agenda]}
            | {"evidence": {name: evidence.words for name, evidence in self.evidence.items()}}
        )


class _Notes:
    """Collects evidence while the fields are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.evidence: dict[str, Evidence] = {}

    def take(self, name: str, span: Span | None) -> str | None:
        if span is None:
            return None
        start, end = span
        self.evidence[name] = Evidence(self.text[start:end], start, end)
        return self.text[start:end].strip().replace("\t", " ")

    def take_all(self, name: str, spans: list[Span] | tuple[Span, ...]) -> tuple[str, ...]:
        return tuple(self.take(f"{name}.{i}", span) or "" for i, span in enumerate(spans))


def read_announcement(data: bytes | str, *, name: str = "") -> Reading:
    """Reads an announcement.

    ``data`` is the file's bytes (UTF-8, UTF-16, GB18030, Big5) or its text: HTML, Markdown, reStructuredText or plain
    text, with or without front matter. ``name`` is the file's name, a hint at most. Never raises on any content, reads
    no clock, no network and no file: the same text always gives the same reading.
    """
    document = read_source(data, name)
    notes = _Notes(document.text)
    values = sections(document)
    language = language_of(document.text)
    title = read_title(document, values)
    published = read_published(document)
    day = published[0] if published else None
    status, status_span = read_status(document, title)
    schedule = read_schedule(document, values, _name_years(document, title), day, status=status)
    fresh = not (day and schedule.end and schedule.end[:10] < day.isoformat()[: len(schedule.end)])
    verdict = judge(document, values, title, schedule, status, fresh)
    published_at = day.isoformat() if day else None
    if published:
        notes.take("published_at", published[1])
    images = tuple(block.text for block in document.blocks if block.kind == "image")
    notes.take_all("images", [(block.start, block.end) for block in document.blocks if block.kind == "image"])
    if not verdict.is_event:
        reason = REASONS[verdict.reason or "nothing"][0 if language and language.startswith("zh") else 1]
        return Reading(
            False, reason, verdict.reason, "past" if verdict.is_over else status, images=images,
            published_at=published_at, language=language, evidence=notes.evidence, text=document.text,
        )  # fmt: skip

    year = int(schedule.start[:4]) if schedule.start else None
    onsite = read_places(document, values, mode="onsite", name=title, when=schedule.span, year=year)
    mode, mode_span = read_mode(
        document,
        has_place=onsite.venue is not None or bool(onsite.city and under(values, "where")),
        has_city=onsite.city is not None,
    )
    places = (
        onsite
        if mode != "online"
        else read_places(document, values, mode=mode, name=title, when=schedule.span, year=year)
    )
    organisers, co_organisers = read_organisers(document, values)
    found_promises = read_promises(
        document, values, name_years=_name_years(document, title) or _years(schedule.start)
    )
    slots = read_agenda(document, first_day=schedule.start, last_day=schedule.end)

    title_words = notes.take("title", title)
    number = ordinal_in(title_words) if title_words else None
    if number and title:
        notes.take("edition", (title[0] + number[1][0], title[0] + number[1][1]))
    if schedule.start:
        notes.take("start_date", schedule.span)
        notes.take("end_date", schedule.span)
    notes.take("status", status_span)
    notes.take("mode", mode_span)
    notes.take_all("promises", [p.span for p in found_promises])
    notes.take_all("agenda", [slot.span for slot in slots])
    return Reading(
        is_event=True,
        status=status,
        title=title_words,
        edition=number[0] if number else None,
        start_date=schedule.start,
        end_date=schedule.end,
        date_precision=schedule.precision,
        city=notes.take("city", places.city),
        cities=notes.take_all("cities", places.cities),
        country=notes.take("country", places.country),
        venue=notes.take("venue", places.venue),
        mode=mode,
        theme=notes.take("theme", read_theme(document, values)),
        organisers=notes.take_all("organisers", organisers),
        co_organisers=notes.take_all("co_organisers", co_organisers),
        topics=notes.take_all("topics", read_topics(document, values)),
        promises=tuple(Promise(p.label, p.kind, p.count, p.at_least, p.period) for p in found_promises),
        images=images,
        agenda=tuple(AgendaItem(s.date, s.start, s.end, s.title, s.speakers) for s in slots),
        contact=notes.take_all("contact", read_contacts(document)),
        published_at=published_at,
        language=language,
        evidence=notes.evidence,
        text=document.text,
    )


def _name_years(document: Document, title: Span | None) -> list[int]:
    """Years the edition is called by: in its name, then in the headline, the tags and the description."""
    years = years_in(document.folded[slice(*title)]) if title else []
    for block in document.meta("name", "title", "tags"):
        years += years_in(block.folded)
    for block in document.body()[:3]:
        if block.kind == "heading":
            years += years_in(block.folded)
    return list(dict.fromkeys(years))


def _years(iso: str | None) -> list[int]:
    return [int(iso[:4])] if iso else []


def language_of(text: str) -> str | None:
    """zh, zh-Hant or en, by the letters of the text; None when it has none."""
    sample = text[:20_000]
    letters = len(re.findall(r"[^\W\d_]", sample))
    ideographs = "".join(re.findall(r"[\u4e00-\u9fff]+", sample))
    if not letters:
        return None
    if len(ideographs) * 8 < letters:
        return "en"
    traditional = sum(a != b for a, b in zip(ideographs, fold(ideographs), strict=True))
    return "zh-Hant" if traditional * 12 > len(ideographs) else "zh"
