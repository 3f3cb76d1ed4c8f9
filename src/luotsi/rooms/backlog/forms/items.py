"""Forms of work items: edit, move, bulk edit, saved views."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import TEAM
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import Deliverable, Moscow, WorkItem
from luotsi.rooms.backlog.queries.board import is_id
from luotsi.rooms.goals import queries as goals

LARGEST_ID = 2**63 - 1
LARGEST_PLACE = 2**31 - 1

CONFIDENCES = [
    (Decimal("0.90"), _("Sure: we have done this before and measured it")),
    (Decimal("0.70"), _("Likely: others have shown it")),
    (Decimal("0.50"), _("Even: a good argument")),
    (Decimal("0.25"), _("A hunch")),
]


def _team() -> Any:
    return User.objects.filter(role__in=TEAM, is_active=True)


class ItemForm(forms.Form):
    """What a person may say about a work item; a value field for every living outcome."""

    title = forms.CharField(label=_("Title"), max_length=300)
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    confidence = forms.DecimalField(
        label=_("Confidence"), min_value=0, max_value=1, initial=Decimal("0.5"), max_digits=3, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
        help_text=_("0 to 1: how sure are we that it brings this? It halves with time unless somebody looks again."),
    )  # fmt: skip
    effort_low_hours = forms.DecimalField(label=_("Effort from, hours"), required=False, min_value=0, max_value=100000)
    effort_high_hours = forms.DecimalField(label=_("to, hours"), required=False, min_value=0, max_value=100000)
    moscow = forms.ChoiceField(label=_("MoSCoW"), required=False, choices=[("", _("Not yet said")), *Moscow.choices])
    deliverable = forms.ChoiceField(label=_("Deliverable"), required=False, choices=[("", "–"), *Deliverable.choices])
    needed_on = forms.DateField(
        label=_("Needed by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    owner = forms.ModelChoiceField(label=_("Who"), required=False, queryset=User.objects.none(), empty_label="–")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, item: WorkItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs.setdefault("initial", initial_of(item))
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _team()  # type: ignore[attr-defined]
        self.outcomes = list(goals.outcomes_for_choice(on))
        for outcome in self.outcomes:
            self.fields[f"worth_{outcome.pk}"] = forms.DecimalField(
                label=outcome.title, required=False, min_value=0, max_value=10, max_digits=4, decimal_places=1,
                widget=forms.NumberInput(attrs={"step": "0.5"}),
                validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10))],
            )  # fmt: skip

    def worth_fields(self) -> list[forms.BoundField]:
        return [self[f"worth_{outcome.pk}"] for outcome in self.outcomes]

    def as_fields(self) -> ItemFields:
        given = self.cleaned_data
        worths = {outcome.pk: given.get(f"worth_{outcome.pk}") for outcome in self.outcomes}
        names = ("title", "description", "moscow", "deliverable", "confidence", "needed_on", "owner")
        return ItemFields(
            **{name: given[name] for name in names},
            effort_low_hours=given["effort_low_hours"],
            effort_high_hours=given["effort_high_hours"],
            worths={outcome: value for outcome, value in worths.items() if value},
        )


def initial_of(item: WorkItem) -> dict[str, Any]:
    names = ("title", "description", "confidence", "effort_low_hours", "effort_high_hours", "moscow", "deliverable")
    given: dict[str, Any] = {name: getattr(item, name) for name in names}
    given |= {"needed_on": item.needed_on, "owner": item.owner_id, "version": item.version}
    return given | {f"worth_{part.outcome_id}": part.value for part in item.contributions.all()}


class MoveForm(forms.Form):
    """Where to: a place, or before or after another item, which counts more; and why."""

    place = forms.IntegerField(label=_("Move to place"), min_value=1, max_value=LARGEST_PLACE, required=False)
    before = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why here?"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if all(given.get(name) is None for name in ("place", "before", "after")):
            raise forms.ValidationError(_("Say where: a place from 1 on."), code="place_missing")
        return given


class BulkForm(forms.Form):
    """One change for many items."""

    items = forms.TypedMultipleChoiceField(coerce=int, choices=())
    change = forms.ChoiceField(choices=[(name, name) for name in ("moscow", "outcome", "owner", "deliverable")])
    moscow = forms.ChoiceField(required=False, choices=[("", "–"), *Moscow.choices])
    deliverable = forms.ChoiceField(required=False, choices=[("", "–"), *Deliverable.choices])
    owner = forms.ModelChoiceField(required=False, queryset=User.objects.none())
    outcome: forms.ModelChoiceField = forms.ModelChoiceField(required=False, queryset=None)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("items")  # type: ignore[attr-defined]
        self.fields["items"].choices = [(pk, pk) for pk in given if is_id(pk)]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = _team()  # type: ignore[attr-defined]
        self.fields["outcome"].queryset = goals.living_outcomes(on)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        name = self.cleaned_data["change"]
        return {name: self.cleaned_data[name]}


class SavedViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(label=_("For the whole team"), required=False)


class FinishForm(forms.Form):
    spent_hours = forms.DecimalField(
        label=_("Hours spent"), required=False, min_value=0, max_value=100000, max_digits=7, decimal_places=1,
        help_text=_("Measures the ad hoc share; an estimate will do."),
    )  # fmt: skip
