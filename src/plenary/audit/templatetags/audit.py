"""Words of the audit in the reader's language."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def said(verb: str) -> str:
    """«sent the wave» → 发送了批次; a verb without Chinese stays as it was written."""
    return pgettext("audit verb", verb) if verb else ""
