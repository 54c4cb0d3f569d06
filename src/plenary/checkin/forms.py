"""What comes from the door and from the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plenary.checkin.actions import Presented
from plenary.checkin.models import Scan

NONCE = r"^[A-Za-z0-9_-]{8,36}$"


class StartForm(forms.Form):
    """Which door, and who stands there. Staff are known by their account."""

    door = forms.CharField(
        label=_("Door"),
        max_length=60,
        initial=_("Main entrance"),
        widget=forms.TextInput(attrs={"list": "doors", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args, is_staff: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_staff:
            del self.fields["name"]


class AdmissionForm(forms.Form):
    nonce = forms.RegexField(NONCE)
    how = forms.ChoiceField(choices=Scan.WAYS)
    text = forms.CharField(max_length=400, required=False)
    person = forms.IntegerField(min_value=1, max_value=2**40, required=False)

    @property
    def presented(self) -> Presented:
        given = self.cleaned_data
        return Presented(how=given["how"], text=given["text"], person_id=given["person"])


class UndoForm(forms.Form):
    nonce = forms.RegexField(NONCE)
    scan = forms.RegexField(NONCE)


class WalkInForm(forms.Form):
    """Somebody whom no list names stands at the desk."""

    name = forms.CharField(label=_("Name"), max_length=100)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    category = forms.ModelChoiceField(None, label=_("Category"), required=False, empty_label="—")
    phone = forms.CharField(label=_("Mobile"), max_length=40, required=False)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = edition.categories.all()
