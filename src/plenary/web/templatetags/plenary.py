"""Template tags that every page has (a builtin library)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plenary.lib.address import is_local_only, is_secure, public_address
from plenary.lib.bilingual import language

register = template.Library()


@register.simple_tag
def lang_code() -> str:
    """The value of a `lang` attribute for the active language."""
    return "en" if language() == "en" else "zh-Hans"


@register.filter
def day(value: date | None) -> str:
    """2021年11月13日 周六 · Saturday 13 November 2021."""
    if value is None:
        return ""
    if language() == "en":
        return f"{value:%A} {value.day} {value:%B} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日 周{'一二三四五六日'[value.weekday()]}"


@register.filter
def days(edition) -> str:
    """The edition's days in words, never more than is known."""
    return date_range(edition.starts_on, edition.ends_on) or edition.date_note or _("date to be announced")


def date_range(start: date | None, end: date | None) -> str:
    """2021年11月13日至14日 · 13–14 November 2021."""
    if start is None:
        return ""
    end = end or start
    if language() == "en":
        if start == end:
            return f"{start.day} {start:%B} {start.year}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{end.day} {end:%B} {end.year}"
        if start.year == end.year:
            return f"{start.day} {start:%B} – {end.day} {end:%B} {end.year}"
        return f"{start.day} {start:%B} {start.year} – {end.day} {end:%B} {end.year}"
    first = f"{start.year}年{start.month}月{start.day}日"
    if start == end:
        return first
    if (start.year, start.month) == (end.year, end.month):
        return f"{first}至{end.day}日"
    if start.year == end.year:
        return f"{first}至{end.month}月{end.day}日"
    return f"{first}至{end.year}年{end.month}月{end.day}日"


@register.filter
def moment(value: datetime | None, zone: str = "Asia/Shanghai") -> SafeString | str:
    """A <time> in the summit's zone: 11月13日 09:00 · 13 Nov 09:00."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    text = (
        f"{local.day} {local:%b} {local:%H:%M}"
        if language() == "en"
        else f"{local.month}月{local.day}日 {local:%H:%M}"
    )
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.filter
def percent(part: float, whole: float) -> int:
    """`part` of `whole` in whole percent, 0 to 100, for bars."""
    return 0 if not whole else max(0, min(100, round(100 * part / whole)))


@register.simple_tag(takes_context=True)
def query(context, **changes: object) -> str:
    """The page's own query string with some values changed: for filters and paging."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return "?" + values.urlencode()


@register.simple_tag(takes_context=True)
def current(context, address: str) -> SafeString | str:
    """` aria-current="page"` on a menu's entry that leads here, `"true"` when the page stands below it."""
    here = context["request"].path
    if here == address:
        return format_html(' aria-current="{}"', "page")
    return format_html(' aria-current="{}"', "true") if here.startswith(address) else ""


@register.inclusion_tag("web/_field.html")
def field(bound, **extra) -> dict:
    """Label, control, hint and error of one form field, tied together for screen readers."""
    kind = getattr(bound.field.widget, "input_type", "")
    return {
        "field": bound,
        "check": kind == "checkbox" and not bound.use_fieldset,
        "grouped": bound.use_fieldset,
        **extra,
    }


@register.inclusion_tag("web/_errors.html")
def errors(form) -> dict:
    """What a refused form lacks, on top of it, each line leading to its field."""
    return {"form": form}


@register.inclusion_tag("web/_address_notice.html", takes_context=True)
def address_notice(context) -> dict:
    """Says so while links lead to this very machine only, or when cameras will not open; nothing otherwise."""
    return {
        "is_local": is_local_only(),
        "is_secure": is_secure(),
        "address": public_address(),
        "request": context.get("request"),
    }


@register.inclusion_tag("web/_copy.html")
def copy(id: str, text: str, label: str) -> dict:
    """A line of text that one tap copies: a link, a message."""
    return {"id": id, "text": text, "label": label}
