"""What the log can be searched for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity import words


class Search(forms.Form):
    verb = forms.ChoiceField(label=_("what"), required=False)
    by = forms.ModelChoiceField(User.objects.all(), label=_("who"), required=False, empty_label=_("anybody"))
    since = forms.DateField(label=_("from"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    subject = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["verb"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("anything")), *((code, f"{said} ({code})") for code, said in words.verbs())]
