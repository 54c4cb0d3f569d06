"""From a reading to the rows of a draft edition. Nothing is invented: what the text does not say stays empty."""

import re
from datetime import date

from plenary.editions.models import RESERVED_SLUGS, Edition
from plenary.lib.pinyin import initials

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# Which count each kind of promise is measured by, and of which categories; a person may choose another.
MEASURES = {
    "invited": ("invited", []),
    "leader": ("arrived", ["dean"]),
    "delegate": ("arrived", []),
    "attendee": ("arrived", []),
    "speaker": ("accepted", ["speaker"]),
    "talk": ("talks_released", []),
    "session": ("talks_released", []),
    "media": ("media_accredited", []),
    "exhibitor": ("booths_allocated", []),
}

# Words of those who lead a school or a company, whatever else the sentence calls them.
LEADERS = re.compile(r"院长|校长|书记|所长|校领导|院领导|\bdeans?\b|\bpresidents?\b|\bleaders?\b", re.I)


def kind_of(promise: dict) -> str:
    """What was read, and «leader» where the label itself names leaders."""
    return "leader" if promise["kind"] == "other" and LEADERS.search(promise["label"]) else promise["kind"]


def in_language(name: str, text: str | None, most: int = 200) -> dict[str, str]:
    """`{"city_zh": "苏州"}` or `{"city_en": "Suzhou"}`: the column the words belong to."""
    text = " ".join((text or "").split())[:most]
    return {f"{name}_{'zh' if HAN.search(text) else 'en'}": text} if text else {}


def edition_facts(reading: dict) -> dict:
    """The columns of the edition that the text says something about."""
    facts = (
        in_language("title", reading["title"] or "?")
        | in_language("theme", reading["theme"])
        | in_language("city", reading["city"] or _list(reading["cities"]), 100)
        | in_language("venue", reading["venue"])
        | _dates(reading)
        | _contact(reading["contact"])
    )
    facts["country"] = (reading["country"] or "")[:100]
    facts["mode"] = reading["mode"] if reading["mode"] in ("onsite", "online", "hybrid") else "onsite"
    facts["status"] = reading["status"] if reading["status"] in ("postponed", "cancelled") else "scheduled"
    facts["default_language"] = "en" if reading["language"] == "en" else "zh"
    return facts


def _list(names: list[str]) -> str:
    return ("、" if any(HAN.search(name) for name in names) else ", ").join(names)


def _dates(reading: dict) -> dict:
    start = reading["start_date"]
    if not start:
        return {}
    if reading["date_precision"] != "day":
        return {"date_note": start}
    return {
        "starts_on": date.fromisoformat(start),
        "ends_on": date.fromisoformat(reading["end_date"] or start),
    }


def _contact(lines: list[str]) -> dict[str, str]:
    text = " ".join(lines)
    email = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
    phone = re.search(r"\+?\d[\d\s()-]{6,18}\d", text.replace(email.group(), "") if email else text)
    found = {}
    if email:
        found["contact_email"] = email.group()[:254]
    if phone:
        found["contact_phone"] = phone.group().strip()[:40]
    return found


def propose_slug(title: str, year: str) -> str:
    """From the Latin in the title, else from the initials of its 汉字, and the year; free and not reserved."""
    words = [
        word for word in re.findall(r"[a-z0-9]+", title.lower()) if not re.fullmatch(r"(19|20)\d\d", word)
    ]
    base = "-".join(words[:5]) if any(re.search("[a-z]{2}", word) for word in words) else ""
    if not base:
        han = "".join(HAN.findall(title))[:8]
        base = "".join(re.findall("[a-z]", initials(han))) or "summit"
    year = year or next(iter(re.findall(r"(?:19|20)\d\d", title)), "")
    base = "-".join(part for part in (base[:40].strip("-"), year) if part)
    taken = set(Edition.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
