"""What every public page knows, and how one is rendered: from plain facts, without a request.

A face's facts hold `site` (site_facts), `here` (the page's address after `<slug>/<language>/`, which also leads to
the same page in the other language) and, when the page shows the programme, `release` ({"number", "at"}).
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from plenary.editions.models import Edition
from plenary.lib.bilingual import django_code
from plenary.lib.hooks import Hook
from plenary.web.templatetags.plenary import days

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class PublicSection:
    """One entry of a public site's menu. `path` stands after `<slug>/<language>/`: «programme/»; `linked_data`, when
    there is any, after `<slug>/`: what programs read of it (JSON-LD), named in the head of the home page."""

    label_zh: str
    label_en: str
    path: str
    order: int = 100
    linked_data: str = ""


# public_sections.ask(edition) → PublicSection, or None while there is nothing to read there.
public_sections = Hook("public_sections")


def site_facts(edition: Edition) -> dict:
    """The edition as every public page shows it: plain JSON, in both languages. An explicit list (T-22)."""
    facts: dict = {
        name: getattr(edition, name)
        for name in ("slug", "accent", "default_language", "filing_number", "status", "mode", "time_zone")
    }
    for name in ("title", "theme", "city", "venue"):
        for code in LANGUAGES:
            facts[f"{name}_{code}"] = getattr(edition, f"{name}_{code}")
    for code in LANGUAGES:
        with translation.override(django_code(code)):
            facts[f"days_{code}"] = str(days(edition))
    facts["starts_on"] = edition.starts_on and edition.starts_on.isoformat()
    facts["ends_on"] = edition.ends_on and edition.ends_on.isoformat()
    facts["contact"] = {"email": edition.contact_email, "phone": edition.contact_phone}
    sections = sorted(public_sections.ask(edition), key=lambda section: (section.order, section.path))
    facts["sections"] = [
        {key: value for key, value in asdict(section).items() if key != "order"} for section in sections
    ]
    return facts


def render_page(template: str, context: dict, language: str) -> bytes:
    """Renders a public page. Besides the facts it sees `language`, `other` (the other one), `home`, and `site` with
    `title`, `theme`, `city`, `venue`, `days` and each section's `label` in that language."""
    site = in_language(context["site"], language)
    site["sections"] = [in_language(section, language) for section in site["sections"]]
    other = "zh" if language == "en" else "en"
    release = context.get("release")
    with translation.override(django_code(language)):
        return render_to_string(
            template,
            {
                **context,
                "site": site,
                "edition": site,
                "language": language,
                "other": other,
                "home": f"/{site['slug']}/{language}/",
                "release_at": datetime.fromisoformat(release["at"]) if release else None,
            },
        ).encode()


def in_language(facts: dict, language: str) -> dict:
    """`title_zh` and `title_en` also as `title`: the reader's language, or the other one when that is empty."""
    other = "zh" if language == "en" else "en"
    picked = {
        name[:-3]: facts[f"{name[:-3]}_{language}"] or facts[f"{name[:-3]}_{other}"]
        for name in facts
        if name.endswith(f"_{language}")
    }
    return facts | picked
