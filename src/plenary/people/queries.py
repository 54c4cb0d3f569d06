"""Reads about people that are more than a filter."""

from dataclasses import dataclass

from plenary.people.models import Person


@dataclass(frozen=True)
class Reach:
    """How a message gets to somebody: `channel` as in mail.Message, and whom it is addressed to."""

    channel: str  # email | copy
    name: str
    address: str  # empty when nothing is known: the message is handed over by somebody

    @property
    def is_known(self) -> bool:
        return bool(self.address)


def reach(person: Person) -> Reach:
    """The guest's own e-mail first, then their contact's, then a phone to copy to; costs no query when the
    organisation is there."""
    organisation = person.organisation
    contact = (person.contact_name, person.contact_email, person.contact_phone)
    unit = (
        (organisation.contact_name, organisation.contact_email, organisation.contact_phone)
        if organisation
        else ("", "", "")
    )
    ways = [
        ("email", person.name, person.email),
        ("copy", person.name, person.phone),
        ("email", contact[0] or person.name, contact[1]),
        ("copy", contact[0] or person.name, contact[2]),
        ("email", unit[0] or person.name, unit[1]),
        ("copy", unit[0] or person.name, unit[2]),
    ]
    for channel, name, address in ways:
        if address:
            return Reach(channel, name, address)
    return Reach("copy", person.name, "")
