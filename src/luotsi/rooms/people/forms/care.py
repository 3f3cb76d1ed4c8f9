"""The room's settings and the import, as forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TermsForm(forms.Form):
    months = forms.IntegerField(
        label=_("months"),
        min_value=1,
        max_value=120,
        help_text=_("So long after the last conversation with somebody, or after they left, their words are erased."),
    )


class DomainForm(forms.Form):
    domain = forms.CharField(
        label=_("a customer’s mail domain"),
        max_length=253,
        help_text=_("customer.example; addresses below it count as well."),
    )


class ImportForm(forms.Form):
    file = forms.FileField(label=_("file"))
    good_rows_only = forms.BooleanField(label=_("leave faulty rows out instead of bringing nothing in"), required=False)
