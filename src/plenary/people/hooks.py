"""Questions that people's pages ask of the modules above."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string

from plenary.lib.hooks import Hook

# person_panels.ask(person) → objects with `.title`, `.template`, `.context` for the console page of one person.
person_panels = Hook("person_panels")
# guest_panels.ask(person, request) → the same for the guest's own page (behind their link): QR, talks, travel.
guest_panels = Hook("guest_panels")
# organisation_panels.ask(organisation, grants) → the same for the console page of one organisation.
organisation_panels = Hook("organisation_panels")


@dataclass(frozen=True)
class Panel:
    """What a higher module shows on a page of this one."""

    title: str
    template: str
    context: dict


def render_panels(panels, request: HttpRequest, **context: object) -> list[tuple[str, str]]:
    """(title, HTML) of each panel, in the hook's order; a panel's own context wins over the page's."""
    return [
        (panel.title, render_to_string(panel.template, context | panel.context, request)) for panel in panels
    ]
