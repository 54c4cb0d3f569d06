"""Questions that people's pages ask of the modules above."""

from plenary.lib.hooks import Hook

# person_panels.ask(person) → objects with `.title`, `.template`, `.context` for the console page of one person.
person_panels = Hook("person_panels")
# guest_panels.ask(person, request) → the same for the guest's own page (behind their link): QR, talks, travel.
guest_panels = Hook("guest_panels")
# organisation_panels.ask(organisation, grants) → the same for the console page of one organisation.
organisation_panels = Hook("organisation_panels")
