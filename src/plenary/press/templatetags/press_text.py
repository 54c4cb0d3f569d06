"""`{{ post.body|markdown }}`: the one place where a text of ours becomes markup of a page."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe

from plenary.press.markdown import to_html
from plenary.web.templatetags.plenary import moment

register = template.Library()


@register.filter
def markdown(source: str) -> SafeString:
    return mark_safe(to_html(source))  # cleaned by nh3, tested with the field's known attacks


@register.filter
def instant(value: str, zone: str) -> SafeString | str:
    """A moment of a page's facts, which are JSON, as readers see it."""
    return moment(datetime.fromisoformat(value), zone)
