"""Forms of an edition's settings and team."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plenary.editions.models import RESERVED_SLUGS, ROLES, Category, Edition, Party, Room, Topic

DATE = {"type": "date"}
ZONES = [
    ("Asia/Shanghai", _("China (UTC+8)")),
    ("Asia/Tokyo", _("Japan (UTC+9)")),
    ("Asia/Singapore", _("Singapore (UTC+8)")),
    ("Asia/Kolkata", _("India (UTC+5:30)")),
    ("Europe/Berlin", _("Central Europe (UTC+1)")),
    ("Europe/London", _("United Kingdom (UTC+0)")),
    ("America/New_York", _("US East (UTC−5)")),
    ("America/Los_Angeles", _("US West (UTC−8)")),
    ("UTC", "UTC"),
]


def check_slug(slug: str, *, but: Edition | None = None) -> str:
    """The address when it is free; otherwise the sentence that says why not."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address belongs to the program itself. Choose another."))
    others = Edition.objects.exclude(pk=but.pk) if but else Edition.objects.all()
    if others.filter(slug=slug).exists():
        raise ValidationError(_("Another edition has this address. Choose another."))
    return slug


class FactsForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    class Meta:
        model = Edition
        fields = [
            "title_zh", "title_en", "theme_zh", "theme_en", "summary_zh", "summary_en",
            "starts_on", "ends_on", "time_zone", "status", "mode",
            "city_zh", "city_en", "venue_zh", "venue_en", "country",
            "default_language", "accent", "contact_email", "contact_phone", "filing_number",
        ]  # fmt: skip
        labels = {
            "title_zh": _("Title in Chinese"),
            "title_en": _("Title in English"),
            "theme_zh": _("Theme in Chinese"),
            "theme_en": _("Theme in English"),
            "summary_zh": _("Summary in Chinese"),
            "summary_en": _("Summary in English"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "status": _("State"),
            "mode": _("Where it is held"),
            "city_zh": _("City in Chinese"),
            "city_en": _("City in English"),
            "venue_zh": _("Venue in Chinese"),
            "venue_en": _("Venue in English"),
            "country": _("Country"),
            "default_language": _("Language of the first page"),
            "accent": _("Accent colour"),
            "contact_email": _("E-mail for questions"),
            "contact_phone": _("Phone for questions"),
            "filing_number": _("ICP filing number"),
        }
        help_texts = {
            "filing_number": _("Stands at the foot of every public page, as mainland China asks."),
            "ends_on": _("The same day when the summit lasts one day."),
        }
        widgets = {
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs=DATE),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs=DATE),
            "summary_zh": forms.Textarea(attrs={"rows": 4, "lang": "zh-Hans"}),
            "summary_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
            "accent": forms.TextInput(attrs={"type": "color"}),
        }

    groups = [
        (_("Title and theme"), ["title_zh", "title_en", "theme_zh", "theme_en", "summary_zh", "summary_en"]),
        (_("When and where"), ["starts_on", "ends_on", "time_zone", "status", "mode", "country", "city_zh", "city_en", "venue_zh", "venue_en"]),
        (_("Public pages"), ["default_language", "accent", "contact_email", "contact_phone", "filing_number"]),
    ]  # fmt: skip

    def grouped(self):
        for label, names in self.groups:
            yield label, [self[name] for name in names]

    def clean(self) -> dict:
        facts = super().clean() or {}
        if not facts.get("title_zh") and not facts.get("title_en"):
            self.add_error("title_zh", _("Give the summit a title in Chinese or in English."))
        start, end = facts.get("starts_on"), facts.get("ends_on")
        if end and not start:
            self.add_error("starts_on", _("Give the first day too."))
        elif start and end and end < start:
            self.add_error("ends_on", _("The last day is before the first."))
        return facts

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].lower()


class SlugForm(forms.Form):
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Stands in every link, like cails-2021. Lower-case letters, digits and hyphens."),
    )

    def __init__(self, *args, edition: Edition | None = None, **kwargs) -> None:
        self.edition = edition
        super().__init__(*args, **kwargs)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        for validate in Edition._meta.get_field("slug").validators:
            validate(slug)
        return check_slug(slug, but=self.edition)


class NewEditionForm(SlugForm):
    """A summit without an announcement: name and address, everything else later."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    field_order = ["title_zh", "title_en", "slug"]

    def clean(self) -> dict:
        facts = super().clean() or {}
        if not facts.get("title_zh") and not facts.get("title_en"):
            self.add_error("title_zh", _("Give the summit a title in Chinese or in English."))
        return facts


class _NamedForm(forms.ModelForm):
    class Meta:
        model: type[Category | Room | Topic | Party]

    def clean(self) -> dict:
        facts = super().clean() or {}
        if not facts.get("name_zh") and not facts.get("name_en"):
            self.add_error("name_zh", _("Give it a name in Chinese or in English."))
        return facts


NAMES = {"name_zh": _("Name in Chinese"), "name_en": _("Name in English")}


class CategoryForm(_NamedForm):
    class Meta:
        model = Category
        fields = ["name_zh", "name_en", "code", "quota"]
        labels = NAMES | {"code": _("Code"), "quota": _("Quota")}

    def clean_code(self) -> str:
        code, edition = self.cleaned_data["code"], self.instance.edition
        if edition.categories.exclude(pk=self.instance.pk).filter(code=code).exists():
            raise ValidationError(_("Another category has this code."))
        return code


class RoomForm(_NamedForm):
    class Meta:
        model = Room
        fields = ["name_zh", "name_en", "seats", "floor"]
        labels = NAMES | {"seats": _("Seats"), "floor": _("Floor")}


class TopicForm(_NamedForm):
    class Meta:
        model = Topic
        fields = ["name_zh", "name_en"]
        labels = NAMES


class PartyForm(_NamedForm):
    class Meta:
        model = Party
        fields = ["role", "name_zh", "name_en"]
        labels = NAMES | {"role": _("Part")}


ROWS = {"categories": CategoryForm, "rooms": RoomForm, "topics": TopicForm, "parties": PartyForm}


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[role for role in ROLES if role[0] != "door"])
    label = forms.CharField(
        label=_("For whom"), max_length=100, required=False, help_text=_("So that you know the link again.")
    )


class DoorLinkForm(forms.Form):
    label = forms.CharField(label=_("Which door"), max_length=100, required=False)
    days = forms.IntegerField(label=_("Works for days"), min_value=1, max_value=60, initial=7)


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Public address"),
        max_length=200,
        help_text=_("Like https://summit.example.org, without a path."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class ClockForm(forms.Form):
    to = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_to(self) -> datetime:
        to = self.cleaned_data["to"]
        if not 1990 <= to.year <= 2200:
            raise ValidationError(_("Choose a year between 1990 and 2200."))
        return to
