"""The words of a wave: default letters as a committee writes them, what is filled in, and what to warn of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from plenary.editions.models import Edition
from plenary.invitations.links import guest_address
from plenary.invitations.models import Invitation, Wave
from plenary.lib.bilingual import django_code
from plenary.mail.letters import fill, inert, unknown_placeholders
from plenary.people.models import Organisation, Person
from plenary.people.queries import reach
from plenary.web.templatetags.plenary import date_range

PLACEHOLDERS = ("name", "salutation", "organisation", "title", "days", "city", "deadline", "link")

INVITATION_ZH = """尊敬的{salutation}：

{title}定于{days}在{city}举行。素仰您在业界的卓越建树，组委会谨此诚邀您拨冗莅临。

请于{deadline}前点击下方专属链接填写回执，告知能否出席：
{link}

链接仅供您本人（或贵单位联络员代为）使用，无需注册账号。如有任何问题，欢迎直接回复，或与联络员联系。

期待与您相聚！

此致
敬礼

{title}组委会
"""
INVITATION_EN = """Dear {salutation},

On behalf of the organising committee it is my honour to invite you to {title}, to be held on {days} in {city}.

Please let us know by {deadline} whether you can attend, on your personal page:
{link}

The link is meant for you, or for whoever answers on your behalf; no account is needed. If you have any question, simply reply to this message.

We look forward to welcoming you.

Yours sincerely,
The organising committee of {title}
"""
REMINDER_ZH = """尊敬的{salutation}：

此前组委会已诚邀您出席{title}（{days}，{city}）。目前尚未收到您的回执，特此致函，盼您于{deadline}前回复：
{link}

如您已通过其他方式告知，请忽略本函。

此致
敬礼

{title}组委会
"""
REMINDER_EN = """Dear {salutation},

Some time ago we invited you to {title} ({days}, {city}). We have not heard from you yet and would be grateful for your answer by {deadline}:
{link}

If you have told us by another way, please disregard this message.

Yours sincerely,
The organising committee of {title}
"""
CONTACT_ZH = """{salutation}，您好！

{title}将于{days}在{city}举行，组委会诚邀{organisation}的以下嘉宾出席：{name}。

烦请您于{deadline}前通过此链接统一填写回执：
{link}

{title}组委会
"""
CONTACT_EN = """Dear {salutation},

{title} will be held on {days} in {city}. We have invited these guests of {organisation}: {name}.

Would you kindly answer for them by {deadline}:
{link}

The organising committee of {title}
"""

_DEFAULTS = {
    "invitation": {
        "subject_zh": "诚邀您出席{title}",
        "subject_en": "Invitation to {title}",
        "body_zh": INVITATION_ZH,
        "body_en": INVITATION_EN,
    },
    "reminder": {
        "subject_zh": "敬请回复：{title}邀请回执",
        "subject_en": "Kindly awaiting your answer: {title}",
        "body_zh": REMINDER_ZH,
        "body_en": REMINDER_EN,
    },
}


def default_letter(kind: str) -> dict[str, str]:
    return dict(_DEFAULTS[kind])


@dataclass(frozen=True)
class Letter:
    """One filled-in letter and the way it goes."""

    channel: str
    to_name: str
    to_address: str
    subject: str
    body: str
    language: str


def letter_for(wave: Wave, person: Person, link: str) -> Letter:
    """Costs no query when person, organisation and edition are at hand. Raises UnknownPlaceholder."""
    language = _language(wave, person)
    values = facts_for(wave.edition, person, language, link, wave.closes_on)
    way = reach(person)
    return Letter(
        channel=way.channel,
        to_name=way.name,
        to_address=way.address,
        subject=fill(getattr(wave, f"subject_{language}"), values),
        body=fill(getattr(wave, f"body_{language}"), values),
        language=language,
    )


def letter_of(wave: Wave, invitation: Invitation) -> Letter:
    return letter_for(wave, invitation.person, guest_address(invitation))


def facts_for(
    edition: Edition, person: Person, language: str, link: str, closes_on: date | None
) -> dict[str, str]:
    """What the placeholders stand for. Strangers' words are made inert; ours and the link are not."""
    with translation.override(django_code(language)):
        return _summit(edition, closes_on) | {
            "name": inert(person.name),
            "salutation": inert(salutation(person, language)),
            "organisation": inert(str(person.organisation or "")),
            "link": link,
        }


def contact_letter(
    organisation: Organisation, names: Iterable[str], link: str, language: str, closes_on: date | None
) -> str:
    """The text for an organisation's contact, who answers for all its people."""
    with translation.override(django_code(language)):
        contact = organisation.contact_name or _("contact of %(name)s") % {"name": organisation.name}
        values = _summit(organisation.edition, closes_on) | {
            "name": _(", ").join(inert(name) for name in names),
            "salutation": inert(contact),
            "organisation": inert(organisation.name),
            "link": link,
        }
    return fill(CONTACT_ZH if language == "zh" else CONTACT_EN, values)


def _summit(edition: Edition, closes_on: date | None) -> dict[str, str]:
    """What a letter says about the summit, never more than is known; in the active language."""
    nowhere = _("online") if edition.mode == "online" else _("a place to be announced")
    return {
        "title": edition.title,
        "days": date_range(edition.starts_on, edition.ends_on)
        or edition.date_note
        or _("days to be announced"),
        "city": edition.city or nowhere,
        "deadline": date_range(closes_on, closes_on) or _("the opening"),
    }


def salutation(person: Person, language: str) -> str:
    """张伟教授, 李明院长, 王芳女士; Professor Mary O'Neil. A line somebody wrote by hand wins."""
    given, name = person.salutation, person.name
    if language == "en":
        title = given or person.academic_title
        return title if name in title else f"{title} {name}".strip() if title.isascii() else name
    if given:
        return given if given.startswith(name[:1]) and len(given) > 1 else name + given
    for title in (person.academic_title, person.position):
        if 0 < len(title) <= 5 and not title.isascii():
            return name + title
    return name + {"男": "先生", "女": "女士"}.get(person.extra.get("gender", ""), "先生/女士")


def _language(wave: Wave, person: Person) -> str:
    """The guest's language, or the other one while the letter has only that."""
    other = "en" if person.language == "zh" else "zh"
    return person.language if getattr(wave, f"body_{person.language}").strip() else other


def unknown_in(wave: Wave) -> list[str]:
    texts = (wave.subject_zh, wave.subject_en, wave.body_zh, wave.body_en)
    return list(dict.fromkeys(name for text in texts for name in unknown_placeholders(text, PLACEHOLDERS)))


def warnings_for(wave: Wave, people: list[Person]) -> list[str]:
    """What somebody should know before sending; none of it stops them, except an unknown placeholder."""
    found = []
    for name in unknown_in(wave):
        found.append(
            _("{%(name)s} is not filled in here. Use one of: %(known)s.")
            % {"name": name, "known": " ".join(f"{{{one}}}" for one in PLACEHOLDERS)}
        )
    languages = {person.language for person in people}
    if "zh" in languages and not wave.body_zh.strip():
        found.append(_("There is no Chinese text: guests who read Chinese get the English one."))
    if "en" in languages and not wave.body_en.strip():
        found.append(_("There is no English text: guests who read English get the Chinese one."))
    if any("{link}" not in text for text in (wave.body_zh, wave.body_en) if text.strip()):
        found.append(_("A text has no {link}: its readers cannot answer."))
    nowhere = [person.name for person in people if not reach(person).is_known]
    if nowhere:
        found.append(
            _(
                "No phone and no e-mail is known for %(count)d guests (%(names)s). Their texts wait in the outbox to be handed over."
            )
            % {"count": len(nowhere), "names": ", ".join(nowhere[:5]) + ("…" if len(nowhere) > 5 else "")}
        )
    if wave.closes_on and wave.closes_on < wave.edition.now().date():
        found.append(_("The deadline has passed: no guest could answer."))
    return found
