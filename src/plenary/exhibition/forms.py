"""Exhibitors and rows of booths."""

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from plenary.exhibition.actions import MOST_BOOTHS
from plenary.exhibition.models import Exhibitor


class ExhibitorForm(forms.ModelForm):
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https", "http"])],
    )

    class Meta:
        model = Exhibitor
        fields = (
            "name_zh", "name_en", "about_zh", "about_en", "website",
            "contact_name", "contact_phone", "contact_email",
        )  # fmt: skip
        labels = {
            "name_zh": _("Exhibitor’s name in Chinese"),
            "name_en": _("Exhibitor’s name in English"),
            "about_zh": _("What they show, in Chinese"),
            "about_en": _("What they show, in English"),
            "contact_name": _("Contact person"),
            "contact_phone": _("Contact’s phone"),
            "contact_email": _("Contact’s e-mail"),
        }
        widgets = {
            "about_zh": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
            "about_en": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        }

    def clean(self):
        given = super().clean()
        if not given.get("name_zh") and not given.get("name_en"):
            self.add_error("name_zh", _("Write the name in at least one language."))
        for field in ("about_zh", "about_en"):
            if len(given.get(field, "")) > 1000:
                self.add_error(field, _("Keep it under 1,000 characters."))
        return given


class BoothsForm(forms.Form):
    """A row of booths: A, 1 to 30."""

    row = forms.CharField(
        label=_("Row letter"),
        max_length=4,
        required=False,
        initial="A",
        validators=[RegexValidator(r"^[A-Za-z]*$", _("Letters only: A, B, VIP."))],
    )
    first = forms.IntegerField(label=_("From number"), min_value=1, max_value=9999, initial=1)
    last = forms.IntegerField(label=_("To number"), min_value=1, max_value=9999, initial=30)
    area = forms.CharField(label=_("Hall or floor"), max_length=60, required=False)

    def clean_row(self) -> str:
        return self.cleaned_data["row"].upper()

    def clean(self):
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last < first + MOST_BOOTHS:
            self.add_error(
                "last", _("Count upwards, and make at most %(n)d booths at a time.") % {"n": MOST_BOOTHS}
            )
        return given
