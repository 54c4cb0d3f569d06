from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.editions.models import Edition
from plenary.invitations.letters import PLACEHOLDERS, unknown_in
from plenary.invitations.models import Wave


class WaveForm(forms.ModelForm):
    """Whom, with which words, until when."""

    class Meta:
        model = Wave
        fields = [
            "name",
            "audience",
            "categories",
            "closes_on",
            "subject_zh",
            "body_zh",
            "subject_en",
            "body_en",
        ]
        labels = {
            "name": gettext_lazy("Name of this wave, for the committee"),
            "audience": gettext_lazy("Whom it goes to"),
            "categories": gettext_lazy("Categories"),
            "closes_on": gettext_lazy("Answer by"),
            "subject_zh": gettext_lazy("Subject in Chinese"),
            "body_zh": gettext_lazy("Text in Chinese"),
            "subject_en": gettext_lazy("Subject in English"),
            "body_en": gettext_lazy("Text in English"),
        }
        help_texts = {
            "closes_on": gettext_lazy("After this day guests cannot answer by their link. Empty: no end."),
        }
        widgets = {
            "categories": forms.CheckboxSelectMultiple,
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body_zh": forms.Textarea(attrs={"rows": 14, "lang": "zh-Hans"}),
            "body_en": forms.Textarea(attrs={"rows": 14, "lang": "en"}),
            "subject_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "subject_en": forms.TextInput(attrs={"lang": "en"}),
        }

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        self.fields["categories"].queryset = edition.categories.all()
        audiences = dict(Wave.AUDIENCES)
        reminder = self.instance.kind == "reminder"
        audiences["everyone"] = (
            gettext_lazy("everyone who has not answered")
            if reminder
            else gettext_lazy("everyone not invited yet")
        )
        if not self.instance.pk or self.instance.audience != "people":
            del audiences["people"]
        self.fields["audience"].choices = audiences.items()

    def clean(self) -> dict:
        data = super().clean()
        if data.get("audience") == "categories" and not data.get("categories"):
            self.add_error("categories", _("Choose at least one category."))
        written = [one for one in ("zh", "en") if data.get(f"body_{one}", "").strip()]
        if not written:
            raise forms.ValidationError(_("Write the letter in one language at least."))
        for language in written:
            if not data.get(f"subject_{language}", "").strip():
                self.add_error(f"subject_{language}", _("A letter needs a subject."))
        unknown = unknown_in(Wave(**{name: data.get(name, "") for name in TEXTS}))
        if unknown:
            raise forms.ValidationError(
                _("%(unknown)s is not filled in here. Use one of: %(known)s.")
                % {
                    "unknown": " ".join(f"{{{one}}}" for one in unknown),
                    "known": " ".join(f"{{{one}}}" for one in PLACEHOLDERS),
                }
            )
        return data


TEXTS = ("subject_zh", "subject_en", "body_zh", "body_en")
