"""A guest on a phone, a liaison at the outbox: in a real browser, with axe on every page, in both languages."""

import pytest

from plenary.invitations.actions import send_wave
from plenary.invitations.links import guest_path
from plenary.invitations.models import Invitation
from plenary.lib.clock import now
from plenary.mail.models import Message
from tests.factories import make_category, make_edition, make_invitation, make_member, make_person, make_wave

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(chromium, live_server, client):
    """A page 390 px wide; for a member of staff when one is given."""

    def open_one(language, user=None):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url)
        cookies = {"language": language}
        if user:
            client.force_login(user)
            cookies["session"] = client.cookies["session"].value
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        return context.new_page()

    return open_one


def faults(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > 390
    return [f"{page.url} {one['id']}" for one in found] + ([f"{page.url} scrolls sideways"] if wide else [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_guest_answers_on_a_phone(phone, language):
    edition = make_edition()
    invitation = make_invitation(make_person(edition, name="张伟", position="院长"))
    page = phone(language)
    page.goto(guest_path(invitation))
    assert faults(page) == []
    page.fill("#note", "素食")
    page.click("button[value=yes]")
    assert Invitation.objects.get().state == "accepted"
    assert faults(page) == []
    page.click("details.change-of-mind summary")
    page.click("button[value=no]")
    assert Invitation.objects.get().state == "declined"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_liaisons_pages_have_no_fault(phone, language):
    edition = make_edition()
    ada = make_member(edition, "liaison")
    person = make_person(edition, category=make_category(edition), phone="+8613812345678")
    send_wave(wave=make_wave(edition), by=ada, at=now())
    draft = make_wave(edition)
    make_person(edition)
    message = Message.objects.get()
    page = phone(language, ada)
    paths = [
        "guests/", "guest-lists/", "waves/", f"waves/{draft.pk}/", f"waves/{draft.pk}/edit/", "organisations/",
        f"waves/{draft.pk}/sending/", f"people/{person.pk}/", f"people/{person.pk}/edit/", "people/new/",
        "participants/", "outbox/", f"outbox/{message.pk}/",
    ]  # fmt: skip
    found = []
    for path in paths:
        assert page.goto(f"/console/{edition.slug}/{path}").status == 200
        found += faults(page)
    assert found == []


def test_one_tap_copies_the_text_with_the_link_and_one_more_marks_it_as_sent(phone):
    edition = make_edition()
    ada = make_member(edition, "liaison")
    make_person(edition, phone="+8613812345678")
    send_wave(wave=make_wave(edition), by=ada, at=now())
    message = Message.objects.get()
    page = phone("en", ada)
    # A plain-HTTP address on the local network has no clipboard interface: the fallback must do.
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.add_init_script(
        "document.addEventListener('copy', () => { window.copied = getSelection().toString(); })"
    )
    page.goto(f"/console/{edition.slug}/outbox/")
    page.click(f"[data-copies=text-{message.pk}]")
    status = page.locator(f"#text-{message.pk}-status")
    status.filter(has_text="Copied").wait_for()
    assert page.evaluate("window.copied").strip() == message.body.strip()
    page.get_by_role("button", name="Mark as sent").click()
    message.refresh_from_db()
    assert message.state == "sent"
