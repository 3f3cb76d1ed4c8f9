"""Forms of a quarter: its frame, and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.actions import Frame
from luotsi.rooms.blueprint.models import WEEKS, Blueprint
from luotsi.rooms.goals import queries as goals
from luotsi.values import monday_of


def next_monday(on: date) -> date:
    """The Monday a new quarter would begin on: today, or the next one."""
    return on if on.weekday() == 0 else monday_of(on) + timedelta(weeks=1)


class FrameForm(forms.Form):
    """When it begins, its Guidepoint, the money, and hours that a goal gets at the least."""

    starts_on = forms.DateField(
        label=_("First Monday"), widget=forms.DateInput(attrs={"type": "date", "step": 7}, format="%Y-%m-%d"),
        help_text=_("Thirteen weeks from here."),
    )  # fmt: skip
    guidepoint: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Guidepoint"), required=False, queryset=None, empty_label="–"
    )
    budget = forms.DecimalField(
        label=_("Budget"), required=False, min_value=0, max_digits=12, decimal_places=2,
        help_text=_("For ways that cost money; empty: no limit."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, blueprint: Blueprint | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(on, blueprint))
        super().__init__(*args, **kwargs)
        self.fields["guidepoint"].queryset = goals.other_guidepoints(None)  # type: ignore[attr-defined]
        self.goals = list(goals.goals_for_choice(on))
        for goal in self.goals:
            self.fields[f"goal_{goal.pk}"] = forms.DecimalField(
                label=goal.title, required=False, min_value=0, max_digits=7, decimal_places=1
            )

    def goal_fields(self) -> list[forms.BoundField]:
        return [self[f"goal_{goal.pk}"] for goal in self.goals]

    def frame(self) -> Frame:
        given = self.cleaned_data
        minimums = {goal.pk: given.get(f"goal_{goal.pk}") or Decimal(0) for goal in self.goals}
        return Frame(given["starts_on"], given["guidepoint"], given["budget"], minimums)


def _initial(on: date, blueprint: Blueprint | None) -> dict[str, Any]:
    if blueprint is None:
        current = goals.current_guidepoint(on + timedelta(weeks=WEEKS // 2))
        return {"starts_on": next_monday(on), "guidepoint": current}
    minimums = {f"goal_{row.goal_id}": row.hours for row in blueprint.goal_minimums.all()}
    return {
        "starts_on": blueprint.starts_on,
        "guidepoint": blueprint.guidepoint_id,
        "budget": blueprint.budget,
        **minimums,
    }


class PublishForm(forms.Form):
    """A note for the readers, and every must without a place ticked; `seen` is the mark of the draft on the page."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What readers should know about this version."),
    )  # fmt: skip
    acknowledged = forms.TypedMultipleChoiceField(
        label=_("Musts without a place: I know, and those who wait for them are told"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, musts: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acknowledged"].choices = [(item["id"], item["title"]) for item in musts]  # type: ignore[attr-defined]
        if not musts:
            del self.fields["acknowledged"]
