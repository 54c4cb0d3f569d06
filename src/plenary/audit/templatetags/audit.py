"""Words of the audit in the reader's language."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def said(verb: str) -> str:
    """«sent the wave» → 发送了批次; a verb without Chinese stays as it was written."""
    return gettext(verb) if verb else ""
