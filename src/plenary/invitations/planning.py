"""From a reading to a plan: who is added, who is updated and how, and what a person should look at first.

A plan is made anew for every preview and once more inside the transaction that carries it out.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from plenary.editions.models import Category, Edition
from plenary.invitations.intake import sentence
from plenary.people.models import Person
from plenary.people.names import plain

# Fields of a reading's row that keep their meaning, and where they go.
_TEXTS = {
    "name": "name",
    "salutation": "salutation",
    "title": "position",
    "academic_title": "academic_title",
    "department": "department",
    "note": "note",
}
_EXTRAS = ("gender", "diet", "arrival", "departure", "lodging")
NEW, FROM_COLUMN = "new", "column"


@dataclass
class Choices:
    """What a person chose in the preview; all of it may be empty."""

    columns: dict[str, str] = field(default_factory=dict)  # «sheet|letter» → field
    sheets: dict[str, str] = field(default_factory=dict)  # sheet → category number, «column», or empty
    labels: dict[str, str] = field(
        default_factory=dict
    )  # text of the category column → number, «new», or empty
    same: dict[str, int] = field(default_factory=dict)  # position of the row → person it is


@dataclass
class PlannedRow:
    """One guest of the list. `person` is who they are already; `maybe` is who they might be."""

    position: int
    sheet: str
    row: int
    facts: dict
    organisation: str
    category: Category | None
    new_category: str = ""
    person: Person | None = None
    maybe: Person | None = None
    repeats: int | None = None  # the row that has them already
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def contact(self) -> str:
        """Who answers for them, on one line."""
        names = ("contact_name", "contact_phone", "contact_email")
        return " ".join(self.facts[name] for name in names if name in self.facts)

    @property
    def kind(self) -> str:
        if self.repeats is not None:
            return "repeat"
        if self.person is None:
            return "add"
        return "update" if self.changes else "same"


@dataclass(frozen=True)
class RowProblem:
    severity: str
    sheet: str
    row: int | None
    column: str
    what: str

    def as_json(self) -> dict:
        return vars(self)


@dataclass
class Plan:
    rows: list[PlannedRow]
    problems: list[RowProblem]
    labels: dict[str, str]  # every text of the category column and what was chosen for it
    sheets: dict[str, str]

    @cached_property
    def counts(self) -> Counter:
        return Counter(row.kind for row in self.rows)

    @property
    def perhaps_same(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.maybe]


def make_plan(edition: Edition, reading: dict, choices: Choices) -> Plan:
    """A fixed number of queries, whatever the length of the list."""
    categories = list(edition.categories.all())
    known = _Known(edition.people.present().select_related("organisation", "category"))
    problems = [_translated(one) for one in reading["problems"]]
    sheets = _sheets(reading, choices, categories)
    labels = _labels(reading, choices, categories, sheets)
    rows: list[PlannedRow] = []
    seen: dict[tuple, int] = {}
    for position, read in enumerate(reading["rows"]):
        row = _planned(position, read, problems)
        _categorise(row, read, sheets, labels, categories)
        keys = list(_keys(row.facts, row.organisation))
        row.repeats = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, row.row)
        if row.repeats is None:
            _recognise(row, known, choices)
        rows.append(row)
    for label, chosen in labels.items():
        if not chosen:
            problems.append(
                RowProblem(
                    "warning",
                    "",
                    next((r["row"] for r in reading["rows"] if r["category"] == label), None),
                    "",
                    _("“%(label)s” is no category of this summit yet. Choose one for it below.")
                    % {"label": label},
                )
            )
    problems.sort(key=lambda one: ({"error": 0, "warning": 1}.get(one.severity, 2), one.sheet, one.row or 0))
    return Plan(rows, problems, labels, sheets)


def _translated(problem: dict) -> RowProblem:
    """The reader's sentence in the reader's language: its template is a message id of our catalogue."""
    return RowProblem(
        problem["severity"], problem["sheet"], problem["row"], problem["column"], sentence(problem)
    )


def _sheets(reading: dict, choices: Choices, categories: list[Category]) -> dict[str, str]:
    """How each sheet's guests get their category: by default from the column, else by the sheet's own name."""
    found = {}
    for sheet in dict.fromkeys(row["sheet"] for row in reading["rows"]):
        has_column = any(row["category"] for row in reading["rows"] if row["sheet"] == sheet)
        default = FROM_COLUMN if has_column else _by_name(sheet, categories)
        found[sheet] = choices.sheets.get(sheet, default)
    return found


def _labels(reading: dict, choices: Choices, categories: list[Category], sheets: dict) -> dict[str, str]:
    labels = dict.fromkeys(
        row["category"] for row in reading["rows"] if row["category"] and sheets[row["sheet"]] == FROM_COLUMN
    )
    return {label: choices.labels.get(label, _by_name(label, categories)) for label in labels}


def _by_name(label: str, categories: list[Category]) -> str:
    wanted = plain(label)
    for category in categories:
        if wanted and wanted in (plain(category.name_zh), plain(category.name_en), plain(category.code)):
            return str(category.pk)
    return ""


def _categorise(row, read, sheets: dict, labels: dict, categories: list[Category]) -> None:
    chosen = sheets[row.sheet]
    if chosen == FROM_COLUMN:
        chosen = labels.get(read["category"], "")
        if chosen == NEW:
            row.new_category = read["category"]
            return
    row.category = next((one for one in categories if str(one.pk) == chosen), None)


def _planned(position: int, read: dict, problems: list[RowProblem]) -> PlannedRow:
    facts = {ours: read[theirs] for theirs, ours in _TEXTS.items() if read[theirs]}
    contact = read["contact"] or {"name": "", "phones": [], "emails": []}
    facts |= {
        "phone": _first(read["phones"]),
        "email": _first(read["emails"]),
        "contact_name": contact["name"],
        "contact_phone": _first(contact["phones"]),
        "contact_email": _first(contact["emails"]),
    }
    extra = {name: read[name] for name in _EXTRAS if read[name]} | read["extra"]
    if more := [*read["phones"][1:], *read["emails"][1:]]:
        extra["more"] = " · ".join(more)
    facts["extra"] = {str(key)[:100]: str(value)[:1000] for key, value in extra.items()}
    row = PlannedRow(position, read["sheet"], read["row"], facts, read["organisation"][:200], None)
    _fit(row, problems)
    return row


def _fit(row: PlannedRow, problems: list[RowProblem]) -> None:
    """What does not fit its column is cut, what is no address is left out; both are said."""

    def say(what: str) -> None:
        problems.append(RowProblem("warning", row.sheet, row.row, "", what))

    for name in ("email", "contact_email"):
        try:
            if row.facts[name]:
                validate_email(row.facts[name])
        except ValidationError:
            say(_("“%(text)s” is no e-mail address and was left out.") % {"text": row.facts[name][:80]})
            row.facts[name] = ""
    for name, value in row.facts.items():
        most = getattr(Person._meta.get_field(name), "max_length", None)
        if most and len(value) > most:
            say(
                _("“%(text)s…” is too long; the first %(most)d characters were kept.")
                % {"text": value[:40], "most": most}
            )
            row.facts[name] = value[:most]
    row.facts = {name: value for name, value in row.facts.items() if value}


def _first(values: list[str]) -> str:
    return values[0] if values else ""


def _keys(facts: dict, organisation: str):
    """What makes two rows the same person: the name, and one thing more."""
    name = plain(facts["name"]) or facts["name"]
    for kind in ("phone", "email"):
        if facts.get(kind):
            yield kind, name, facts[kind].casefold()
    if organisation:
        yield "organisation", name, plain(organisation)


class _Known:
    """The people already there, by everything they are recognised by."""

    def __init__(self, people) -> None:
        self.by_key: dict[tuple, Person] = {}
        self.by_reach: dict[str, list[Person]] = {}
        self.by_name: dict[str, list[Person]] = {}
        self.by_pk: dict[int, Person] = {}
        for person in people:
            self.by_pk[person.pk] = person
            facts = {"name": person.name, "phone": person.phone, "email": person.email}
            unit = person.organisation
            for name in {unit.name_zh, unit.name_en} if unit else {""}:
                for key in _keys(facts, name):
                    self.by_key.setdefault(key, person)
            for way in filter(None, (person.phone, person.email.casefold())):
                self.by_reach.setdefault(way, []).append(person)
            self.by_name.setdefault(plain(person.name), []).append(person)


def _recognise(row: PlannedRow, known: _Known, choices: Choices) -> None:
    facts = row.facts
    row.person = next(
        (known.by_key[key] for key in _keys(facts, row.organisation) if key in known.by_key), None
    )
    if row.person is None:
        # A secretary's phone serves three deans, and two people share a name: only a person can say.
        ways = [facts.get("phone", ""), facts.get("email", "").casefold()]
        maybe = [person for way in ways if way for person in known.by_reach.get(way, [])]
        maybe += known.by_name.get(plain(facts["name"]), [])
        row.maybe = maybe[0] if maybe else None
        chosen = choices.same.get(str(row.position))
        if row.maybe and chosen == row.maybe.pk:
            row.person = row.maybe
    if row.person is not None:
        row.changes = _changes(row, row.person)


def _changes(row: PlannedRow, person: Person) -> dict[str, tuple[str, str]]:
    """Field → (old, new), as people read them. What the list does not say stays as it is."""
    changes = {}
    for name, value in row.facts.items():
        if name == "extra":
            fresh = {key: text for key, text in value.items() if person.extra.get(key) != text}
            if fresh:
                changes[name] = ("", " · ".join(f"{key}: {text}" for key, text in fresh.items()))
        elif getattr(person, name) != value:
            changes[name] = (getattr(person, name), value)
    unit = person.organisation
    if row.organisation and not (unit and row.organisation in (unit.name_zh, unit.name_en)):
        changes["organisation"] = (str(unit or ""), row.organisation)
    category = row.new_category
    if not category and row.category and row.category != person.category:
        category = row.category.name
    if category:
        changes["category"] = (person.category.name if person.category else "", category)
    return changes
