"""Differences between releases as sentences in the reader's language."""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plenary.lib.bilingual import language, pick
from plenary.programme.clashes import Clock


def sentence(entry: dict) -> str:
    """One entry of `snapshots.difference`: «X moves from 会场A, 13 Nov 10:40 to 会场B, 13 Nov 14:00.»"""
    old, new = entry["old"], entry["new"]
    title = {"title": pick(entry["title_zh"], entry["title_en"])}
    kind = entry["kind"]
    if kind == "added":
        return _("New: “%(title)s”, %(place)s.") % (title | {"place": place(new)})
    if kind == "cancelled":
        return _("“%(title)s” (%(place)s) is no longer on the programme.") % (title | {"place": place(old)})
    if kind == "back":
        return _("“%(title)s” is on the programme again: %(place)s.") % (title | {"place": place(new)})
    if kind == "moved":
        return _moved(title, old, new)
    if kind == "retitled":
        was = pick(old["title_zh"], old["title_en"])
        return _("“%(was)s” is now called “%(title)s”.") % (title | {"was": was})
    if kind == "speakers":
        names = speakers(new) or _("nobody yet")
        return _("Speaking in “%(title)s”: %(names)s.") % (title | {"names": names})
    return _("The description of “%(title)s” was revised.") % title


def _moved(title: dict, old: dict, new: dict) -> str:
    if place(old) != place(new):
        return _("“%(title)s” moves from %(old)s to %(new)s.") % (
            title | {"old": place(old), "new": place(new)}
        )
    return _("“%(title)s” now lasts %(minutes)s minutes (%(place)s).") % (
        title | {"minutes": new["minutes"], "place": place(new)}
    )


def place(told: dict) -> str:
    """会场A，11月13日 10:40 · Hall A, 13 Nov 10:40."""
    room = pick(told["room_zh"], told["room_en"])
    moment = str(Clock(datetime.fromisoformat(told["starts_at"])))
    return f"{room}, {moment}" if language() == "en" else f"{room}，{moment}"


def speakers(told: dict) -> str:
    return (", " if language() == "en" else "、").join(person["name"] for person in told["speakers"])


def summary(changes: list[dict]) -> str:
    """All differences in one line: «2 talks moved, 1 cancelled.»"""
    count = Counter(entry["kind"] for entry in changes)
    parts = [
        ngettext("%(n)s talk new", "%(n)s talks new", count["added"]) % {"n": count["added"]},
        ngettext("%(n)s talk back", "%(n)s talks back", count["back"]) % {"n": count["back"]},
        ngettext("%(n)s talk moved", "%(n)s talks moved", count["moved"]) % {"n": count["moved"]},
        ngettext("%(n)s talk cancelled", "%(n)s talks cancelled", count["cancelled"])
        % {"n": count["cancelled"]},
        ngettext("%(n)s title changed", "%(n)s titles changed", count["retitled"]) % {"n": count["retitled"]},
        ngettext("speakers changed in %(n)s talk", "speakers changed in %(n)s talks", count["speakers"])
        % {"n": count["speakers"]},
        ngettext("%(n)s description revised", "%(n)s descriptions revised", count["abstract"])
        % {"n": count["abstract"]},
    ]
    order = ("added", "back", "moved", "cancelled", "retitled", "speakers", "abstract")
    said = [part for kind, part in zip(order, parts, strict=True) if count[kind]]
    if not said:
        return _("Names of rooms, tracks or the summit changed.")
    return (", ".join(said) + ".") if language() == "en" else "，".join(said) + "。"
