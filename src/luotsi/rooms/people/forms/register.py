"""Who somebody is, as a form; and the search of the register. The rules are the actions'."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.people.drafts import Identity
from luotsi.rooms.people.models import Stakeholder


class IdentityForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=200)
    email = forms.EmailField(
        label=_("e-mail"),
        max_length=254,
        required=False,
        help_text=_("With it, this person is recognised when they sign in or ask for something."),
    )
    organisation = forms.CharField(label=_("organisation"), max_length=200, required=False)
    department = forms.CharField(
        label=_("department"),
        max_length=120,
        required=False,
        help_text=_("Shares of the work are compared by department."),
    )
    function = forms.CharField(label=_("function"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("kind"), choices=Stakeholder.Kind, initial=Stakeholder.Kind.INSIDE, widget=forms.RadioSelect
    )

    @staticmethod
    def values_of(stakeholder: Stakeholder) -> dict[str, str]:
        return {name: getattr(stakeholder, name) or "" for name in IdentityForm.base_fields}

    def identity(self) -> Identity:
        return Identity(**self.cleaned_data)


class Search(forms.Form):
    q = forms.CharField(
        label=_("name or place"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    left = forms.BooleanField(label=_("also those who left"), required=False)
