"""What registration answers when people's pages ask."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.people.hooks import Panel, person_panels
from plenary.registration.models import Participant
from plenary.web.hooks import Section, console_sections


@console_sections.add(order=25)
def participants_section(edition) -> Section:
    return Section(gettext_lazy("Participants"), "participants", "see")


@person_panels.add(order=20)
def registration_panel(person) -> Panel | None:
    participant = Participant.objects.filter(person=person).first()
    if participant is None:
        return None
    return Panel(_("Registration"), "registration/_panel.html", {"participant": participant})
