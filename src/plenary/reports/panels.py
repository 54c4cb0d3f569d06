"""The ledger in the console's menu."""

from django.utils.translation import gettext_lazy as _

from plenary.reports.queries import ledger
from plenary.web.hooks import Panel, Section, console_panels, console_sections


@console_sections.add(order=10)
def ledger_section(edition):
    return Section(_("Promise ledger"), "ledger", "see")


@console_panels.add(order=10)
def ledger_panel(edition, grants):
    """On the first page of the console: promised and counted, side by side."""
    found = ledger(edition)
    return Panel("reports/_panel.html", {"ledger": found}) if found.entries else None
