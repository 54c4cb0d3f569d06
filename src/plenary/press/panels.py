"""What the press desk answers when lower pages ask."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.editions.models import Edition
from plenary.press.models import Outlet, Post
from plenary.publication.pages import PublicSection, public_sections
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=60)
def press_section(edition: Edition) -> Section:
    return Section(gettext_lazy("Press"), "press", "see")


@next_steps.add(order=60)
def decide_on_outlets(edition: Edition, grants: frozenset[str]) -> NextStep | None:
    """Outlets wait for an answer."""
    if "press" not in grants:
        return None
    if not Outlet.objects.filter(edition=edition, accredited_at=None, refused_at=None).exists():
        return None
    return NextStep(
        55,
        _("Media wait for their accreditation."),
        reverse("press", args=[edition.slug]),
        _("Decide on them"),
    )


@public_sections.add(order=60)
def public_news(edition: Edition) -> PublicSection | None:
    if not Post.objects.public().filter(edition=edition).exists():
        return None
    return PublicSection("新闻", "News", "news/", order=60)
