"""Outlets and posts."""

from datetime import datetime

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plenary.press.models import Outlet, Post


class OutletForm(forms.ModelForm):
    reporter_name = forms.CharField(
        label=_("Reporter"),
        max_length=100,
        required=False,
        help_text=_("Gets a badge once the outlet is accredited."),
    )
    phone = forms.CharField(label=_("Reporter’s mobile"), max_length=40, required=False)

    class Meta:
        model = Outlet
        fields = ("name_zh", "name_en", "kind")
        labels = {
            "name_zh": _("Outlet’s name in Chinese"),
            "name_en": _("Outlet’s name in English"),
            "kind": _("Kind of outlet"),
        }

    def clean(self):
        given = super().clean()
        if not given.get("name_zh") and not given.get("name_en"):
            self.add_error("name_zh", _("Write the name in at least one language."))
        return given


class PostForm(forms.ModelForm):
    """Title and text in one language or both, where it comes from, and until when it is held back."""

    embargo = forms.DateTimeField(
        label=_("Embargo until"),
        required=False,
        help_text=_("Day and time at the summit’s place. Nothing of the post is public before."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"),
    )
    lead_image = forms.URLField(
        label=_("Address of the lead picture"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https", "http"])],
        help_text=_("Travels in the feeds and the export; our own pages show no pictures from elsewhere."),
    )

    class Meta:
        model = Post
        fields = ("title_zh", "body_zh", "title_en", "body_en", "source", "lead_image")
        labels = {
            "title_zh": _("Headline in Chinese"),
            "title_en": _("Headline in English"),
            "body_zh": _("Text in Chinese"),
            "body_en": _("Text in English"),
            "source": _("Author or source"),
        }
        widgets = {
            "body_zh": forms.Textarea(attrs={"rows": 10, "maxlength": 50_000}),
            "body_en": forms.Textarea(attrs={"rows": 10, "maxlength": 50_000}),
        }
        help_texts = {"body_zh": _("Markdown: **bold**, ## heading, - list, [words](address).")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = self.instance.edition.zone
        if self.instance.state != "draft":
            del self.fields["embargo"]
        elif self.instance.embargo_until:
            self.initial["embargo"] = self.instance.embargo_until.astimezone(self.zone).replace(tzinfo=None)

    def clean_embargo(self) -> datetime | None:
        """The wall clock of the summit's place, whatever zone the server or the officer is in."""
        given = self.cleaned_data["embargo"]
        if given is None:
            return None
        return (timezone.make_naive(given) if timezone.is_aware(given) else given).replace(tzinfo=self.zone)

    def clean(self):
        given = super().clean()
        if not given.get("title_zh") and not given.get("title_en"):
            self.add_error("title_zh", _("Write the headline in at least one language."))
        for field in ("body_zh", "body_en"):
            if len(given.get(field, "")) > 50_000:
                self.add_error(field, _("Keep it under 50,000 characters."))
        if "embargo" in given:
            self.instance.embargo_until = given["embargo"]
        return given
