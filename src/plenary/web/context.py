"""What every page rendered for a request knows."""

from django.http import HttpRequest

from plenary.lib.bilingual import language
from plenary.web.hooks import console_sections


def page(request: HttpRequest) -> dict:
    edition = getattr(request, "edition", None)
    grants: frozenset[str] = getattr(request, "grants", frozenset())
    return {
        "language": language(),
        "edition": edition,
        "grants": grants,
        "sections": [s for s in console_sections.ask(edition) if s.grant in grants]
        if edition and grants
        else [],
    }
