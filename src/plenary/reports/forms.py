"""Which count keeps a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plenary.editions.models import Promise
from plenary.reports.measures import MEASURES


class TieForm(forms.Form):
    measure = forms.ChoiceField(label=_("Counted as"), required=False)
    categories = forms.ModelMultipleChoiceField(
        label=_("Only these categories"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: guests of every category. Talks, media and booths have no category."),
    )

    def __init__(self, *args, promise: Promise, **kwargs):
        tied = {"measure": promise.measure, "categories": promise.categories.all()}
        super().__init__(*args, initial=tied, **kwargs)
        self.fields["measure"].choices = [("", _("nothing yet"))] + [
            (m.code, m.name) for m in MEASURES.values()
        ]
        self.fields["categories"].queryset = promise.edition.categories.all()
