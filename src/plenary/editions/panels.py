"""Team and settings in the console's menu."""

from django.utils.translation import gettext_lazy as _

from plenary.editions.models import Edition
from plenary.web.hooks import Section, console_sections


@console_sections.add(order=80)
def team_section(edition: Edition) -> Section:
    return Section(_("Team"), "team", "team")


@console_sections.add(order=90)
def settings_section(edition: Edition) -> Section:
    return Section(_("Settings"), "settings", "settings")
