"""Reading an archive back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label=_("Archive"), help_text=_("A file that «Archive» of another Plenary wrote, ending in .zip.")
    )
