"""The paste box, and the draft beside its text."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from plenary.editions.forms import FactsForm, check_slug
from plenary.editions.models import Edition, Party, Promise, Topic

MEASURES = [
    ("", _("choose later")),
    ("invited", _("guests invited")),
    ("accepted", _("guests who accepted")),
    ("arrived", _("guests who arrived")),
    ("talks_released", _("talks in the released programme")),
    ("media_accredited", _("media outlets accredited")),
    ("booths_allocated", _("booths allocated")),
]


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("The announcement’s text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("or a file: .txt, .md or .html, up to 10 MB"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".txt,.md,.markdown,.html,.htm,text/plain,text/html,text/markdown"}
        ),
    )


class DraftForm(FactsForm):
    """The facts, plus hosts and topics one a line. Each field knows the keys of its evidence."""

    time_zone = None  # type: ignore[assignment]  # not in any announcement
    organisers = forms.CharField(
        label=_("Organisers, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    co_organisers = forms.CharField(
        label=_("Co-organisers, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    topics = forms.CharField(
        label=_("Topics, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta(FactsForm.Meta):
        fields = [
            "title_zh", "title_en", "starts_on", "ends_on", "date_note", "status", "mode",
            "city_zh", "city_en", "venue_zh", "venue_en", "theme_zh", "theme_en", "contact_email", "contact_phone",
            "slug",
        ]  # fmt: skip
        labels = FactsForm.Meta.labels | {
            "slug": _("Address"),
            "date_note": _("Days, while they are not known"),
        }
        help_texts = {
            "slug": _("Stands in every link, like cails-2021."),
            "date_note": _("2021-11 or 2021, as the text says. Empty once the days are known."),
        }

    evidence = {
        "title_zh": "title", "title_en": "title", "starts_on": "start_date", "ends_on": "end_date",
        "date_note": "start_date", "status": "status", "mode": "mode", "city_zh": "city", "city_en": "city",
        "venue_zh": "venue", "venue_en": "venue", "theme_zh": "theme", "theme_en": "theme",
        "organisers": "organisers", "co_organisers": "co_organisers", "topics": "topics",
        "contact_email": "contact", "contact_phone": "contact",
    }  # fmt: skip
    order = [
        "title_zh", "title_en", "starts_on", "ends_on", "date_note", "status", "mode", "city_zh", "city_en",
        "venue_zh", "venue_en", "theme_zh", "theme_en", "organisers", "co_organisers", "topics",
        "contact_email", "contact_phone", "slug",
    ]  # fmt: skip

    def __init__(self, data=None, *, instance: Edition) -> None:
        parties = list(instance.parties.all())
        names: dict[str, list[Party] | list[Topic]] = {
            "organisers": [p for p in parties if p.role == "organiser"],
            "co_organisers": [p for p in parties if p.role == "co_organiser"],
            "topics": list(instance.topics.all()),
        }
        initial = {key: "\n".join(row.name_zh or row.name_en for row in rows) for key, rows in names.items()}
        super().__init__(data, instance=instance, initial=initial)
        self.order_fields(self.order)

    def clean_slug(self) -> str:
        return check_slug(self.cleaned_data["slug"].lower(), but=self.instance)


class PromiseForm(forms.ModelForm):
    measure = forms.ChoiceField(label=_("Counted by"), choices=MEASURES, required=False)

    class Meta:
        model = Promise
        fields = ["count", "at_least", "label_zh", "label_en", "kind", "measure"]
        labels = {
            "label_zh": _("What, in Chinese"),
            "label_en": _("What, in English"),
            "kind": _("Kind"),
            "count": _("Number"),
            "at_least": _("at least"),
        }

    def clean(self) -> dict:
        facts = super().clean() or {}
        if not facts.get("label_zh") and not facts.get("label_en"):
            raise ValidationError(_("Say what is promised, in Chinese or in English."))
        return facts


PromiseFormSet = inlineformset_factory(Edition, Promise, form=PromiseForm, extra=1, can_delete=True)
