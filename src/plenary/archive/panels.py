"""The archive in the console's menu."""

from django.utils.translation import gettext_lazy as _

from plenary.web.hooks import Section, console_sections


@console_sections.add(order=95)
def archive_section(edition):
    return Section(_("Archive"), "archive", "archive")
