"""What a door is told about a scan: plain values, the same for the page, the script and a repeated request."""

from django.utils.translation import gettext as _

from plenary.checkin.models import Scan
from plenary.checkin.queries import admission_of
from plenary.lib.bilingual import language

ICONS = {"admitted": "✓", "again": "!", "unknown": "?", "revoked": "✕", "not_coming": "✕", "undone": "↺"}


def answer(scan: Scan) -> dict:
    """Follows from the scan's facts alone, so that the same nonce gets the same bytes."""
    person = scan.person
    return {
        "nonce": scan.nonce,
        "verdict": scan.verdict,
        "icon": ICONS[scan.verdict],
        "word": _words()[scan.verdict],
        "name": person.name if person else "",
        "organisation": str(person.organisation or "") if person else "",
        "category": str(person.category or "") if person else "",
        "sentence": _sentence(scan),
        "may_undo": scan.verdict == "admitted",
    }


def _words() -> dict[str, str]:
    return {
        "admitted": _("Please come in"),
        "again": _("Already in"),
        "unknown": _("Unknown badge"),
        "revoked": _("Badge ended"),
        "not_coming": _("Not on the list"),
        "undone": _("Taken back"),
    }


def _sentence(scan: Scan) -> str:
    if scan.verdict == "again":
        first = admission_of(scan)
        if first:
            return _("Admitted %(when)s at the door “%(door)s”.") % {
                "when": when(first),
                "door": first.door,
            }
    return {
        "unknown": _("This is no badge of this summit. Search the name, or ask at the desk."),
        "revoked": _("This badge was replaced or taken back. Ask at the desk."),
        "not_coming": _("No acceptance, or a cancelled one. Ask at the desk to register on the spot."),
        "undone": _("The admission was taken back; the person can be admitted again."),
    }.get(scan.verdict, "")


def when(scan: Scan) -> str:
    at = scan.at.astimezone(scan.edition.zone)
    if language() == "en":
        return f"{at.day} {at:%b} {at:%H:%M}"
    return f"{at.month}月{at.day}日 {at:%H:%M}"
