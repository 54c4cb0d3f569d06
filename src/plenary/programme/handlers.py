"""What follows a release: pages, the change that open pages hear of, and one message to each guest concerned."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from plenary.editions.models import Edition
from plenary.lib.address import absolute
from plenary.lib.bilingual import django_code
from plenary.live.actions import append_change
from plenary.live.models import Change
from plenary.mail.actions import queue_message
from plenary.outbox.events import handles
from plenary.people.models import Person
from plenary.people.queries import reach
from plenary.programme.audience import changes_by_person
from plenary.programme.events import ProgrammeReleased
from plenary.programme.models import Release
from plenary.programme.words import place, sentence, summary
from plenary.publication.actions import publish_edition


@handles(ProgrammeReleased)
def announce_release(event: ProgrammeReleased) -> None:
    """In this order: an open page that hears of a release must find it published; pictures may take a second more,
    and say until then, by their QR, that they are outdated. May run twice."""
    made = Release.objects.select_related("edition").get(pk=event.release_id)
    publish_edition(made.edition, paper=False)
    tell_open_pages(made)
    publish_edition(made.edition)
    tell_guests(made)


def tell_open_pages(made: Release) -> None:
    if Change.objects.filter(edition=made.edition, kind="release", data__number=made.number).exists():
        return
    said = {}
    for language in ("zh", "en"):
        with translation.override(django_code(language)):
            said[language] = _("Release %(number)s of the programme: %(summary)s") % {
                "number": made.number,
                "summary": summary(made.changes),
            }
    append_change(edition=made.edition, kind="release", data={"number": made.number, **said})


@transaction.atomic
def tell_guests(made: Release) -> None:
    """One message to each speaker of a changed talk, with all their changes, in their language."""
    concerned = changes_by_person(made.changes)
    people = Person.objects.filter(edition=made.edition, pk__in=concerned).present()
    for person in people.select_related("organisation"):
        way = reach(person)
        with translation.override(django_code(person.language)):
            queue_message(
                edition=made.edition,
                kind="release",
                key=f"release-{made.number}-person-{person.pk}",
                channel=way.channel,
                to_name=way.name,
                to_address=way.address,
                subject=_subject(made),
                body=letter(made, person, concerned[person.pk]),
                language=person.language,
            )


def _subject(made: Release) -> str:
    title = {"edition": made.edition.title}
    if made.number == 1:
        return _("%(edition)s: when and where you speak") % title
    return _("%(edition)s: the programme changed for you") % title


def letter(made: Release, person: Person, changes: list[dict]) -> str:
    """The message's text, in the active language: what changed for this person, and where the whole stands."""
    edition: Edition = made.edition
    lines = [f"– {_line(person, entry)}" for entry in changes]
    opening = (
        _("The programme of %(edition)s is out. You speak here:")
        if made.number == 1
        else _("The programme of %(edition)s changed. This concerns you:")
    )
    note = [made.note] if made.note else []
    return "\n\n".join(
        [
            _("Dear %(name)s,") % {"name": person.name},
            opening % {"edition": edition.title},
            "\n".join(lines),
            *note,
            _("All of the programme (release %(number)s): %(address)s")
            % {"number": made.number, "address": absolute(f"{edition.slug}/{person.language}/programme/")},
            _("Times are local time in %(place)s.") % {"place": edition.city or edition.time_zone},
        ]
    )


def _line(person: Person, entry: dict) -> str:
    """Somebody who came to a talk, or left it, reads that; everybody else reads what changed."""
    title = entry["title_zh"] if person.language == "zh" else entry["title_en"]
    title = title or entry["title_zh"] or entry["title_en"]
    spoke, speaks = (
        bool(told) and any(speaker["person"] == person.pk for speaker in told["speakers"])
        for told in (entry["old"], entry["new"])
    )
    if entry["kind"] == "added":
        return _("“%(title)s”: %(place)s") % {"title": title, "place": place(entry["new"])}
    if entry["kind"] == "speakers" and speaks and not spoke:
        return _("You now speak in “%(title)s”: %(place)s") % {"title": title, "place": place(entry["new"])}
    if entry["kind"] == "speakers" and spoke and not speaks:
        return _("You no longer speak in “%(title)s”.") % {"title": title}
    return sentence(entry)
