"""Strangers' files become proposals: the one door to plenary_reader. Reads in the sandbox, writes nothing.

`read(kind, path)` gives the reader's JSON, which is kept with the file. `proposal(file)` turns it into rows that
a person sees before anything is made: whom a name was matched to, where a talk would stand, and every oddity.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from plenary.editions.models import Edition
from plenary.people.models import Person
from plenary.people.names import is_han
from plenary.programme.models import ProgrammeFile, Slot, Speaker, Talk
from plenary.programme.refusals import Refused
from plenary.web.sentences import said
from plenary_reader import intake as reader
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.schedules import Schedule
from plenary_reader.sheets import TalkList

MOST_TALKS = 2000
SHORTEST, LONGEST, USUAL = 5, 720, 30


class Unreadable(Refused):
    """The file is not what it should be; the text says what it is and what to do."""

    def __init__(self, refusal: NotReadable) -> None:
        super().__init__(said(refusal.template, refusal.params))
        # For the command line: «not what you asked me to read» against «broken or too large».
        self.is_something_else = not isinstance(refusal, LimitExceeded) and refusal.code not in (
            "no_file",
            "reader_failed",
        )


def read(kind: str, path: Path) -> dict:
    """The file as plain JSON, read in a subprocess with limits."""
    reading: Schedule | TalkList
    try:
        reading = reader.schedule(path) if kind == "schedule" else reader.talk_list(path)
    except NotReadable as refusal:
        raise Unreadable(refusal) from None
    rows = len(reading.talks if isinstance(reading, Schedule) else reading.rows)
    if rows > MOST_TALKS:
        raise Refused(
            _(
                "The file holds %(rows)s talks; at most %(most)s are taken in at once. Split it into smaller files."
            )
            % {"rows": rows, "most": MOST_TALKS}
        )
    if rows == 0:
        raise Refused(_("The file holds no talk, so there is nothing to take in."))
    return reading.as_json()


@dataclass(frozen=True)
class NamedSpeaker:
    """Somebody as the file names them; `person` when they are among the edition's people already."""

    name: str
    organisation: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    person: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Two rows that name the same person mean one."""
        return (self.email.lower() or self.name, "" if self.email else self.organisation)


@dataclass(frozen=True)
class ProposedTalk:
    """One row of the preview, and what confirming it makes. `is_known`: it is in the programme already."""

    where: str
    title: str
    abstract: str = ""
    kind: str = "talk"
    language: str = "zh"
    minutes: int = USUAL
    track: str = ""
    room: str = ""
    starts_at: datetime | None = None
    speakers: tuple[NamedSpeaker, ...] = ()
    guid: str = ""
    number: int | None = None
    is_cancelled: bool = False
    is_known: bool = False
    problems: tuple[str, ...] = ()

    @property
    def kind_name(self) -> str:
        return str(dict(Talk.KINDS)[self.kind])


@dataclass
class Proposal:
    rows: list[ProposedTalk] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # (where, sentence) of the file as a whole

    @property
    def new(self) -> list[ProposedTalk]:
        return [row for row in self.rows if not row.is_known]

    @property
    def newcomers(self) -> list[NamedSpeaker]:
        """Speakers who become people, each once."""
        found = {s.key: s for row in self.new for s in row.speakers if s.person is None}
        return list(found.values())

    @property
    def rooms(self) -> list[str]:
        return list(dict.fromkeys(row.room for row in self.new if row.room and row.starts_at))

    @property
    def tracks(self) -> list[str]:
        return list(dict.fromkeys(row.track for row in self.new if row.track))


def proposal(file: ProgrammeFile) -> Proposal:
    return _Proposer(file).propose()


class _Proposer:
    """Holds what the edition knows already, so that no row costs a query."""

    def __init__(self, file: ProgrammeFile) -> None:
        self.file, self.edition = file, file.edition
        self.by_name: dict[str, list[Person]] = {}
        self.by_email: dict[str, Person] = {}
        people = Person.objects.filter(edition=self.edition).present().select_related("organisation")
        for person in people:
            self.by_name.setdefault(_squeezed(person.name), []).append(person)
            if person.email:
                self.by_email.setdefault(person.email.lower(), person)
        talks = Talk.objects.filter(edition=self.edition)
        self.guids = {str(guid) for guid in talks.values_list("guid", flat=True)}
        self.numbers = set(talks.values_list("number", flat=True))
        names: dict[int, set[str]] = {}
        for pk, name in Speaker.objects.filter(edition=self.edition).values_list("talk", "person__name"):
            names.setdefault(pk, set()).add(_squeezed(name))
        self.known = {
            (_squeezed(title), frozenset(names.get(pk, ())))
            for pk, *titles in talks.values_list("pk", "title_zh", "title_en")
            for title in titles
            if title
        }

    def propose(self) -> Proposal:
        if self.file.kind == "schedule":
            reading = Schedule.from_json(self.file.reading)
            rows = [(f"talk {talk.id}", self._scheduled(talk)) for talk in reading.talks]
            says = [(problem.where, problem) for problem in reading.problems]
        else:
            reading = TalkList.from_json(self.file.reading)
            rows = [(_row_of(talk), self._listed(talk)) for talk in reading.rows]
            says = [(_row_of(p) if p.row else "", p) for p in reading.problems]
        places = {where for where, _row in rows}
        silent = {where for where, row in rows if row.kind in ("break", "ceremony")}
        by_row: dict[str, list[str]] = {}
        made = Proposal()
        for where, problem in says:
            if where in silent and problem.code in ("talk_without_speaker", "talk_without_person"):
                continue
            text = said(problem.template, problem.params)
            if where in places:
                by_row.setdefault(where, []).append(text)
            else:
                made.problems.append((problem.where, text))
        for where, row in rows:
            made.rows.append(replace(row, problems=(*by_row.pop(where, ()), *row.problems)))
        return made

    def _listed(self, talk) -> ProposedTalk:
        speakers = tuple(
            self._matched(
                NamedSpeaker(
                    _cut(speaker.name, 100),
                    _cut(speaker.organisation, 200),
                    _cut(speaker.title, 200),
                    _cut(next(iter(speaker.emails), ""), 254),
                    _cut(next(iter(speaker.phones), ""), 40),
                )
            )
            for speaker in talk.speakers
            if speaker.name.strip()
        )
        length = talk.duration_minutes
        if length is None and talk.start and talk.end:
            length = round((talk.end - talk.start) / timedelta(minutes=1))
        return self._row(
            talk,
            where=_("%(sheet)s row %(row)s") % {"sheet": talk.sheet, "row": talk.row},
            abstract=talk.abstract,
            speakers=speakers,
            minutes=length,
            starts_at=talk.start,
        )

    def _scheduled(self, talk) -> ProposedTalk:
        speakers = tuple(
            self._matched(NamedSpeaker(_cut(person.name, 100)))
            for person in talk.persons
            if person.name.strip()
        )
        number = int(talk.id) if talk.id.isdecimal() and 0 < int(talk.id[:10]) < 2**31 else None
        return self._row(
            talk,
            where=_("talk %(id)s") % {"id": talk.id},
            abstract="\n\n".join(filter(None, (talk.subtitle, talk.abstract, talk.description))),
            speakers=speakers,
            minutes=talk.duration_minutes,
            starts_at=talk.start,
            guid=self._guid(talk.guid),
            number=number if number and len(talk.id) < 10 else None,
            is_cancelled=talk.cancelled,
            is_known=bool(talk.guid) and self._guid(talk.guid) in self.guids,
        )

    def _row(self, talk, *, minutes: int | None, starts_at: datetime | None, **facts) -> ProposedTalk:
        title, speakers, problems = _cut(talk.title, 300), facts["speakers"], []
        if not title:
            title = _("Untitled talk")
        room = _cut(talk.room, 100)
        if starts_at is not None:
            starts_at = starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=self.edition.zone)
            if not room:
                problems.append(_("It has a time but no room, so it waits in the tray."))
                starts_at = None
        elif room:
            problems.append(_("It has a room but no time, so it waits in the tray."))
        length = minutes if minutes is not None else USUAL
        if minutes is None:
            problems.append(_("It says no length; %(minutes)s minutes are assumed.") % {"minutes": USUAL})
        elif not SHORTEST <= length <= LONGEST:
            length = min(max(length, SHORTEST), LONGEST)
            problems.append(
                _("It lasts %(said)s minutes; %(taken)s are taken, because talks last 5 to 720 minutes.")
                % {"said": minutes, "taken": length}
            )
        key = (_squeezed(title), frozenset(_squeezed(speaker.name) for speaker in speakers))
        is_known = facts.pop("is_known", False) or (self.file.kind == "talks" and key in self.known)
        if is_known:
            problems.append(_("This talk is in the programme already and is left as it is."))
        self.known.add(key)
        return ProposedTalk(
            title=title,
            kind=kind_of(talk.type, title, bool(speakers)),
            language=_language(talk.language, title),
            minutes=length,
            track=_cut(talk.track, 100),
            room=room,
            starts_at=starts_at,
            is_known=is_known,
            problems=tuple(problems),
            **facts,
        )

    def _guid(self, text: str) -> str:
        """The file's own identity of the talk; empty when it is no UUID."""
        try:
            return str(UUID(text))
        except ValueError:
            return ""

    def _matched(self, speaker: NamedSpeaker) -> NamedSpeaker:
        """Somebody we know: by e-mail, else by name where nothing speaks against it."""
        found = self.by_email.get(speaker.email.lower()) if speaker.email else None
        if found is None:
            same = self.by_name.get(_squeezed(speaker.name), [])
            here = [person for person in same if _is_of(person, speaker.organisation)]
            found = here[0] if len(here) == 1 else None
        return replace(speaker, person=found.pk) if found else speaker


def slots_for(edition: Edition, rows: list[ProposedTalk]) -> list[Slot]:
    """Slots the placed talks need and the edition lacks: one at each start, ending where the next one begins or,
    before a gap, where the last talk that runs there ends."""
    known = set(Slot.objects.filter(edition=edition).values_list("starts_at", flat=True))
    spans = [(row.starts_at, row.starts_at + timedelta(minutes=row.minutes)) for row in rows if row.starts_at]
    starts = sorted({start.astimezone(UTC) for start, _end in spans} | known)
    made = []
    for position, start in enumerate(starts):
        if start in known:
            continue
        running = [end for begin, end in spans if begin <= start < end]
        following = starts[position + 1 : position + 2]
        made.append(Slot(edition=edition, starts_at=start, ends_at=min([max(running), *following])))
    return made


_KINDS = {
    "keynote": re.compile(r"keynote|plenary|主旨|主题报告|特邀|大会报告", re.I),
    "panel": re.compile(r"panel|round\s?table|圆桌|对话|讨论", re.I),
    "ceremony": re.compile(r"ceremony|opening|closing|welcome|开幕|闭幕|致辞|颁奖|合影|签约", re.I),
    "break": re.compile(r"break|lunch|coffee|dinner|recess|茶歇|午餐|晚宴|午宴|休息|自助餐", re.I),
}


def kind_of(said: str, title: str, has_speakers: bool) -> str:
    """By what the file calls it; a title decides only where nobody speaks («茶歇», «Lunch»)."""
    for text in (said, "" if has_speakers else title):
        for kind, words in _KINDS.items():
            if words.search(text):
                return kind
    return "talk"


def _row_of(found) -> str:
    return f"{found.sheet} {found.row}"


def _language(said: str, title: str) -> str:
    text = said.strip().lower()
    if text.startswith(("en", "英")):
        return "en"
    if text.startswith(("zh", "cn", "中", "汉", "chinese")):
        return "zh"
    return "zh" if is_han(title) else "en"


def _is_of(person: Person, organisation: str) -> bool:
    """Not said, or the same: 张伟 of another university is another 张伟."""
    if not organisation or person.organisation is None:
        return True
    names = (person.organisation.name_zh, person.organisation.name_en)
    return _squeezed(organisation) in {_squeezed(name) for name in names}


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _cut(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
