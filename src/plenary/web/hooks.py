"""What pages ask of the modules above the web layer."""

from dataclasses import dataclass

from django.utils.functional import Promise

from plenary.lib.hooks import Hook


@dataclass(frozen=True)
class Section:
    """One entry of the console's menu. `url_name` takes the edition's slug; shown to those who hold `grant`."""

    label: str | Promise  # lazy translation
    url_name: str
    grant: str


# console_sections.ask(edition) → Section. Order of the menu: guests 20, programme 30, door 40, exhibition 50,
# press 60, ledger 10, outbox 70, team 80, settings 90, archive 95.
console_sections = Hook("console_sections")
# next_steps.ask(edition, grants) → NextStep of the module, or None when it has nothing to propose now.
next_steps = Hook("next_steps")
# console_panels.ask(edition, grants) → Panel on the first page of an edition's console.
console_panels = Hook("console_panels")
# front_pages.ask(request) → HttpResponse for «/», the first that answers wins.
front_pages = Hook("front_pages")


@dataclass(frozen=True)
class NextStep:
    """What the committee does next: one sentence, one link. Lower `order` is earlier in a summit's life."""

    order: int
    text: str
    url: str
    button: str


@dataclass(frozen=True)
class Panel:
    """A part of a page that a higher module shows on a lower one's: a template and what it needs."""

    template: str
    context: dict
