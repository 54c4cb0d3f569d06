"""The public page of the exhibition, in both languages."""

from collections.abc import Iterator
from functools import partial

from plenary.editions.models import Edition
from plenary.exhibition.queries import public_exhibitors
from plenary.publication.hooks import Page, faces
from plenary.publication.pages import LANGUAGES, in_language, render_page, site_facts


@faces.add(order=50)
def exhibition(edition: Edition) -> Iterator[Page]:
    shown = [
        {
            **{
                name: getattr(one, name) for name in ("name_zh", "name_en", "about_zh", "about_en", "website")
            },
            "booths": [{"number": booth.number, "area": booth.area} for booth in one.booths.all()],
        }
        for one in public_exhibitors(edition)
    ]
    if not shown:
        return
    shown.sort(key=lambda one: one["booths"][0]["number"])
    facts = {"site": site_facts(edition), "here": "exhibition/", "exhibitors": shown}
    for language in LANGUAGES:
        yield Page(f"{edition.slug}/{language}/exhibition/", facts, partial(_render, facts, language))


def _render(facts: dict, language: str) -> bytes:
    context = facts | {"exhibitors": [in_language(one, language) for one in facts["exhibitors"]]}
    return render_page("exhibition/public.html", context, language)
