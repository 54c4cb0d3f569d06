from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenary.editions.models import Edition
from plenary.people.intake import tidy_phone
from plenary.people.models import Organisation, Person
from plenary.people.names import is_han

LABELS = {
    "name": gettext_lazy("Name"),
    "name_latin": gettext_lazy("Name in Latin letters"),
    "salutation": gettext_lazy("Salutation"),
    "category": gettext_lazy("Category"),
    "position": gettext_lazy("Position"),
    "academic_title": gettext_lazy("Academic title"),
    "department": gettext_lazy("Department"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "contact_name": gettext_lazy("Name of the contact"),
    "contact_phone": gettext_lazy("Phone of the contact"),
    "contact_email": gettext_lazy("E-mail of the contact"),
    "language": gettext_lazy("Language of letters"),
    "note": gettext_lazy("Note for the committee"),
}
HINTS = {
    "name": gettext_lazy("As its owner writes it: 张伟, Mary Anne O'Neil, 买买提·艾力."),
    "salutation": gettext_lazy(
        "How letters address them, such as 张教授 or Professor O'Neil. Empty: made from name and title."
    ),
}


class OneLine(forms.CharField):
    """Text of one line: blanks trimmed and joined, nothing invisible."""

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split()) if text else text


class Phones(forms.ModelForm):
    """Numbers typed by hand become what an import makes of them, so that both are found and compared alike."""

    def clean_phone(self) -> str:
        return tidy_phone(self.cleaned_data["phone"])

    def clean_contact_phone(self) -> str:
        return tidy_phone(self.cleaned_data["contact_phone"])


class PersonForm(Phones):
    """One person, by hand. The organisation is typed; one of that name is found or made."""

    name = OneLine(max_length=100, label=LABELS["name"], help_text=HINTS["name"])
    organisation = OneLine(max_length=200, required=False, label=gettext_lazy("Organisation"))

    class Meta:
        model = Person
        fields = [
            "name",
            "organisation",
            "category",
            "position",
            "academic_title",
            "phone",
            "email",
            "salutation",
            "name_latin",
            "department",
            "language",
            "contact_name",
            "contact_phone",
            "contact_email",
            "note",
        ]
        labels = LABELS
        help_texts = HINTS
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
            "contact_phone": forms.TextInput(
                attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}
            ),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, edition: Edition, **kwargs):
        instance = kwargs.get("instance")
        kwargs["initial"] = {
            "organisation": str(instance.organisation or "") if instance else "",
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = edition.categories.all()
        self.fields["category"].empty_label = _("no category")
        self.fields["organisation"].widget.attrs["list"] = "organisations"
        if instance is None:
            self.fields["language"].required = False
            self.fields["language"].choices = [
                ("", _("by the script of the name")),
                ("zh", "中文"),
                ("en", "English"),
            ]
            self.fields["language"].initial = ""

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or ("zh" if is_han(self.cleaned_data.get("name", "")) else "en")

    def _post_clean(self) -> None:
        """The form only reads; the verb writes."""

    @property
    def facts(self) -> dict:
        """What the verbs take, but the organisation's name."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "organisation"}


class OrganisationForm(Phones):
    class Meta:
        model = Organisation
        fields = ["name_zh", "name_en", "contact_name", "contact_phone", "contact_email"]
        labels = {
            "name_zh": gettext_lazy("Name in Chinese"),
            "name_en": gettext_lazy("Name in English"),
            "contact_name": LABELS["contact_name"],
            "contact_phone": LABELS["contact_phone"],
            "contact_email": LABELS["contact_email"],
        }

    def __init__(self, *args, edition: Edition, **kwargs):
        self.edition = edition
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("name_zh") and not data.get("name_en"):
            raise forms.ValidationError(_("Give the organisation a name in one language at least."))
        others = self.edition.organisations.exclude(pk=self.instance.pk)
        if data.get("name_zh") and others.filter(name_zh=data["name_zh"]).exists():
            raise forms.ValidationError(_("Another organisation has this Chinese name already."))
        return data

    def _post_clean(self) -> None:
        """The form only reads; the verb writes."""

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
