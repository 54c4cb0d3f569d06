"""The audit in the console's menu, last."""

from django.utils.translation import gettext_lazy as _

from plenary.editions.models import Edition
from plenary.web.hooks import Section, console_sections


@console_sections.add(order=97)
def audit_section(edition: Edition) -> Section:
    return Section(_("Audit"), "audit", "see")
