"""Forms of volume: a file of past weeks, a guessed pace, a marked week."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WeeksFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV or Excel file with the columns week (2026-W07, or a date in it), completed and, if known, arrived."
        ),
    )


class GuessForm(forms.Form):
    low = forms.FloatField(label=_("In a slow week"), min_value=0, max_value=10000)
    likely = forms.FloatField(label=_("Usually"), min_value=0, max_value=10000)
    high = forms.FloatField(label=_("In a good week"), min_value=0, max_value=10000)


class MarkForm(forms.Form):
    week = forms.DateField(label=_("A day of the week"), widget=forms.DateInput(attrs={"type": "date"}))
    what = forms.ChoiceField(
        label=_("What it was"),
        choices=[
            ("stop", _("A known stop: leave it out of the record")),
            ("break", _("The team changed here: count from this week on")),
            ("usual", _("A usual week")),
        ],
    )
