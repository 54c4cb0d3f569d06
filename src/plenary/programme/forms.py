"""Forms of the programme's console pages."""

import re
from datetime import time

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from plenary.editions.models import Edition, Room
from plenary.programme.models import Release, Talk, Track


def _clock() -> forms.TimeInput:
    """A 24-hour time as text: a browser's own time field shows 上午/PM by its own language, not the page's."""
    return forms.TimeInput(format="%H:%M", attrs={"class": "num clock", "inputmode": "numeric"})


def _needs_a_name(cleaned: dict, form: forms.Form, name: str, message: str) -> None:
    if not cleaned.get(f"{name}_zh") and not cleaned.get(f"{name}_en"):
        form.add_error(f"{name}_zh", message)


class TalkForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Talk
        fields = (
            "title_zh",
            "title_en",
            "kind",
            "language",
            "minutes",
            "track",
            "abstract_zh",
            "abstract_en",
        )
        labels = {
            "title_zh": pgettext_lazy("talk", "Title in Chinese"),
            "title_en": pgettext_lazy("talk", "Title in English"),
            "kind": gettext_lazy("Kind"),
            "language": gettext_lazy("Spoken in"),
            "minutes": gettext_lazy("Minutes"),
            "track": gettext_lazy("Track"),
            "abstract_zh": gettext_lazy("Abstract in Chinese"),
            "abstract_en": gettext_lazy("Abstract in English"),
        }

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = Track.objects.filter(edition=edition)
        self.fields["track"].empty_label = _("no track")
        self.fields["minutes"].widget.attrs |= {"min": 5, "max": 720}

    def clean(self):
        cleaned = super().clean()
        _needs_a_name(cleaned, self, "title", _("Give the talk a title in Chinese or in English."))
        return cleaned

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 720:
            raise forms.ValidationError(_("A talk lasts between 5 and 720 minutes."))
        return minutes

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class NewSpeakerForm(forms.Form):
    """Somebody who speaks and is not a guest yet. Empty unless a name is written."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and any(cleaned.get(name) for name in self.fields if name != "name"):
            self.add_error("name", _("Write the new speaker's name, or empty the other fields."))
        return cleaned


class PlaceForm(forms.Form):
    """«Place in room at slot»: what a drag says, without a pointer."""

    number = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=0, required=False)
    room = forms.IntegerField(required=False)
    starts_at = forms.CharField(required=False, max_length=40)


class SlotsForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"),
        widget=_clock(),
        initial=time(9),
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time", "To"),
        widget=_clock(),
        initial=time(17, 30),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes a slot"), min_value=5, max_value=720, initial=30)
    breaks = forms.CharField(
        label=gettext_lazy("Breaks"),
        required=False,
        initial="10:30-10:50, 12:00-13:30, 15:30-15:50",
        help_text=gettext_lazy("As 10:30-10:50, 12:00-13:30. No slot is made in a break."),
    )

    def clean_breaks(self) -> list[tuple[time, time]]:
        text = self.cleaned_data["breaks"].replace("：", ":")
        found = []
        for part in filter(None, (p.strip() for p in re.split(r"[,，;；、\n]", text))):
            match = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})", part)
            try:
                begin, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
            except (TypeError, ValueError):
                raise forms.ValidationError(
                    _("“%(part)s” is no break. Write each as 10:30-10:50."), params={"part": part}
                ) from None
            if begin >= end:
                raise forms.ValidationError(
                    _("The break “%(part)s” ends before it starts."), params={"part": part}
                )
            found.append((begin, end))
        return found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["starts"] >= cleaned["ends"]:
            self.add_error("ends", _("The day must end after it starts."))
        return cleaned


class SlotForm(forms.Form):
    starts = forms.TimeField(label=gettext_lazy("From"), widget=_clock())
    ends = forms.TimeField(label=pgettext_lazy("time", "To"), widget=_clock())


class NamedForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        _needs_a_name(cleaned, self, "name", _("Give it a name in Chinese or in English."))
        return cleaned


class RoomForm(NamedForm):
    class Meta:
        model = Room
        fields = ("name_zh", "name_en", "seats", "floor")
        labels = {
            "name_zh": gettext_lazy("Name in Chinese"),
            "name_en": gettext_lazy("Name in English"),
            "seats": gettext_lazy("Seats"),
            "floor": gettext_lazy("Floor"),
        }


class TrackForm(NamedForm):
    class Meta:
        model = Track
        fields = ("name_zh", "name_en")
        labels = {"name_zh": gettext_lazy("Name in Chinese"), "name_en": gettext_lazy("Name in English")}


class ReleaseForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    class Meta:
        model = Release
        fields = ("note_zh", "note_en")
        labels = {"note_zh": gettext_lazy("Note in Chinese"), "note_en": gettext_lazy("Note in English")}
        help_texts = {
            "note_zh": gettext_lazy("Optional: one public sentence that says why, such as 应主讲人行程调整。")
        }
