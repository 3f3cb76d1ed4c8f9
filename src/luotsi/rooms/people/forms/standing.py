"""Where somebody stands, and what they put in, as forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.rooms.people.codes import DetractorKind, Put, Role, Strength
from luotsi.rooms.people.drafts import InvestmentDraft, RoleDraft
from luotsi.rooms.people.models import Stakeholder, StandingRole

WEIGHTS = [("", _("not weighed")), *((str(n), str(n)) for n in range(1, 6))]


class StandingForm(forms.Form):
    """Several roles at once, influence and interest from 1 to 5."""

    roles = forms.MultipleChoiceField(
        label=_("roles"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whatever the case; roles in one case are set there."),
    )
    detractor_kind = forms.ChoiceField(
        label=_("if a detractor, of which kind"), choices=[("", "–"), *DetractorKind.choices], required=False
    )
    influence = forms.TypedChoiceField(
        label=_("influence"), choices=WEIGHTS, coerce=int, empty_value=None, required=False,
        help_text=_("How much hangs on this person: 1 little, 5 very much."),
    )  # fmt: skip
    interest = forms.TypedChoiceField(
        label=_("interest"), choices=WEIGHTS, coerce=int, empty_value=None, required=False,
        help_text=_("How much our work matters to them."),
    )  # fmt: skip

    @staticmethod
    def values_of(stakeholder: Stakeholder, roles: Iterable[StandingRole]) -> dict[str, Any]:
        held = list(roles)
        return {
            "roles": [one.role for one in held],
            "detractor_kind": next((one.detractor_kind for one in held if one.detractor_kind), ""),
            "influence": stakeholder.influence,
            "interest": stakeholder.interest,
        }

    def roles_given(self) -> list[RoleDraft]:
        kind = self.cleaned_data["detractor_kind"]
        return [RoleDraft(role, kind if role == Role.DETRACTOR else "") for role in self.cleaned_data["roles"]]


class EndorsementForm(forms.Form):
    """How strongly somebody stands behind us, outside a conversation."""

    strength = forms.ChoiceField(label=_("endorsement"), choices=Strength, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("by what evidence"),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        help_text=_("What they said or did. They may read it."),
    )


class InvestmentForm(forms.Form):
    """What a stakeholder puts in."""

    kind = forms.ChoiceField(label=_("what they put in"), choices=Put)
    about = forms.CharField(label=_("for what"), max_length=300)
    amount = forms.DecimalField(label=_("amount"), max_digits=12, decimal_places=2, min_value=0, required=False)
    unit = forms.CharField(
        label=pgettext_lazy("of an amount", "unit"), max_length=20, required=False, help_text=_("€, hours")
    )

    def draft(self) -> InvestmentDraft:
        return InvestmentDraft(**self.cleaned_data)
