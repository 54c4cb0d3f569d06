"""The ledger in the console's menu."""

from django.utils.translation import gettext_lazy as _

from plenary.web.hooks import Section, console_sections


@console_sections.add(order=10)
def ledger_section(edition):
    return Section(_("Promise ledger"), "ledger", "see")
