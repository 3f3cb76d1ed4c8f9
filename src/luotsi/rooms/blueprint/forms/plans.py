"""How long to look for a plan, and whether it stays near what is published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.actions.plans import TIME_LIMIT_SECONDS
from luotsi.rooms.blueprint.models import WEEKS, Aim

TIMES = (
    (5, _("A few seconds")),
    (TIME_LIMIT_SECONDS, _("Half a minute")),
    (300, _("Until proven, at most 5 minutes")),
)


class PlanForm(forms.Form):
    """All of it may be left out: the most worth, within half a minute."""

    time = forms.TypedChoiceField(
        choices=TIMES,
        coerce=int,
        required=False,
        empty_value=TIME_LIMIT_SECONDS,  # type: ignore[arg-type]
    )
    aim = forms.ChoiceField(choices=[(aim.value, aim.value) for aim in Aim], required=False)
    keep = forms.IntegerField(required=False, min_value=0, max_value=WEEKS)
