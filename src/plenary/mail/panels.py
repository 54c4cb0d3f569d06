"""What mail answers when the console asks."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.mail.models import Message
from plenary.web.hooks import NextStep, Section, console_sections, next_steps


@console_sections.add(order=70)
def outbox_section(edition) -> Section:
    return Section(gettext_lazy("Outbox"), "outbox", "mail")


@next_steps.add
def messages_to_copy(edition, grants) -> NextStep | None:
    """Texts that only a person can send, and e-mails that nothing will send."""
    if "mail" not in grants:
        return None
    shown = Message.objects.shown(edition)
    count = (shown.waiting() if not settings.EMAIL_HOST else shown.in_state("copy")).count()
    if not count:
        return None
    return NextStep(
        order=35,
        text=_("%(count)d messages wait for somebody to send them.") % {"count": count},
        url=reverse("outbox", args=[edition.slug]),
        button=_("Open the outbox"),
    )
