"""What the exhibition answers when lower pages ask."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.editions.models import Edition
from plenary.exhibition.models import Booth
from plenary.exhibition.queries import booths_allocated
from plenary.publication.pages import PublicSection, public_sections
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=50)
def exhibition_section(edition: Edition) -> Section:
    return Section(gettext_lazy("Exhibition"), "exhibition", "see")


@next_steps.add(order=50)
def lay_out_booths(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    """When booths were promised and none exists."""
    if "exhibition" not in grants or Booth.objects.filter(edition=edition).exists():
        return None
    if not edition.promises.filter(kind="exhibitor").exists():
        return None
    return NextStep(
        50,
        _("The announcement promises booths. Lay them out and allocate them."),
        reverse("exhibition", args=[edition.slug]),
        _("Lay out booths"),
    )


@public_sections.add(order=50)
def public_exhibition(edition: Edition) -> PublicSection | None:
    if not booths_allocated(edition).exists():
        return None
    return PublicSection("展览", "Exhibition", "exhibition/", order=50)
