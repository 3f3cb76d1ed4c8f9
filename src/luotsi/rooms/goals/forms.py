"""Forms of the room: they turn what was typed into drafts; the rules are the actions'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.goals import queries
from luotsi.rooms.goals.drafts import AimDraft, GoalDraft, GuidepointDraft, MetricDraft, OutcomeDraft, Value
from luotsi.rooms.goals.models import Aim, Goal, Guidepoint, Metric, Strength
from luotsi.rooms.people import queries as people


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


def number(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=4, **more)


def text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **more)


class MetricChoice(forms.ModelChoiceField):
    """Must be answered, but by nothing as well: then the metric is described beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.use_required_attribute = lambda initial: False

    def clean(self, value: Any) -> Any:
        return None if value in self.empty_values else super().clean(value)


class AimForm(forms.Form):
    """What goals and outcomes share. The metric is chosen, or described and added."""

    title = forms.CharField(label=_("title"), max_length=200)
    metric = MetricChoice(Metric.objects.all(), label=_("metric"), empty_label=_("a new one, named below"))
    new_metric = forms.CharField(label=_("new metric"), max_length=120, required=False)
    new_unit = forms.CharField(label=_("its unit"), max_length=30, required=False)
    baseline = number(_("baseline"))
    target = number(_("target"))
    starts_on = day(_("from"))
    by_on = day(_("by when"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("metric") and not given.get("new_metric", "").strip() and "metric" not in self.errors:
            self.add_error("metric", _("Choose a metric, or name a new one below."))
        return given

    def aim(self) -> dict[str, Any]:
        given = self.cleaned_data
        described = MetricDraft(name=given["new_metric"], unit=given["new_unit"])
        shared = {name: given[name] for name in AimDraft.__dataclass_fields__ if name != "metric"}
        return {**shared, "metric": given["metric"] or described}

    @classmethod
    def values_of(cls, aim: Aim) -> dict[str, Any]:
        return {name: getattr(aim, name, None) for name in cls.base_fields}


class GoalForm(AimForm):
    why = text(_("why"), required=False, help_text=_("Why it matters, for those who meet it in a year."))
    expires_on = day(_("expires on"), help_text=_("After this day nothing may be aligned to it any more."))
    owner = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("owner"), required=False)
    field_order = ["title", "why"]

    def draft(self) -> GoalDraft:
        more = {name: self.cleaned_data[name] for name in ("why", "expires_on", "owner")}
        return GoalDraft(**self.aim(), **more)


class OutcomeForm(AimForm):
    goal = forms.ModelChoiceField(Goal.objects.all(), label=_("goal"), help_text=_("The living goal that it serves."))
    weight = forms.DecimalField(
        label=_("weight"),
        min_value=0.1,
        max_value=10,
        max_digits=4,
        decimal_places=2,
        initial=1,
        help_text=_("What it is worth beside the others; 2 counts twice."),
    )
    field_order = ["title", "goal"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["goal"]
        assert isinstance(choice, forms.ModelChoiceField)
        # Only living goals are offered; an ended one that is sent all the same is refused by name, not as unknown.
        choice.choices = [("", "–"), *((goal.pk, goal.title) for goal in queries.goals_for_choice(on))]

    def draft(self) -> OutcomeDraft:
        return OutcomeDraft(**self.aim(), goal=self.cleaned_data["goal"], weight=self.cleaned_data["weight"])


class GuidepointForm(forms.Form):
    statement = text(
        _("What will success look like?"),
        4,
        max_length=1000,
        help_text=_("One clear statement of what will be different for somebody, not what will be made."),
    )
    starts_on = day(_("from"))
    ends_on = day(_("until"))

    @staticmethod
    def values_of(guidepoint: Guidepoint) -> dict[str, Any]:
        return {name: getattr(guidepoint, name) for name in GuidepointForm.base_fields}

    def draft(self) -> GuidepointDraft:
        return GuidepointDraft(**self.cleaned_data)


class AgreementForm(forms.Form):
    stakeholder = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("stakeholder"))
    strength = forms.ChoiceField(label=_("strength"), choices=[("", "–"), *Strength.choices])


class EscalationForm(forms.Form):
    question = text(_("question"), max_length=2000)
    asked_of = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("goes to"))


def offer_stakeholders(agreement: AgreementForm, escalation: EscalationForm) -> bool:
    """Give both forms of a page their choices by one query; whether there is anybody to choose."""
    choices = [("", "–"), *((one.pk, one.name) for one in people.stakeholders_for_choice())]
    for field in (agreement.fields["stakeholder"], escalation.fields["asked_of"]):
        assert isinstance(field, forms.ModelChoiceField)
        field.choices = choices
    return len(choices) > 1


class AnswerForm(forms.Form):
    answer = text(_("answer"), max_length=4000)


class MetricForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120)
    unit = forms.CharField(
        label=_("unit"), max_length=30, required=False, help_text=_("For example: %, €, talks a month.")
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Metric.Kind, initial=Metric.Kind.RESULT, widget=forms.RadioSelect)

    @staticmethod
    def values_of(metric: Metric) -> dict[str, Any]:
        return {name: getattr(metric, name) for name in MetricForm.base_fields}

    def draft(self) -> MetricDraft:
        return MetricDraft(**self.cleaned_data)


class MeasureForm(forms.Form):
    """One value of one metric."""

    on = day(_("on"))
    value = number(_("value"))


class RoundForm(forms.Form):
    """One day, and a value for each metric that was looked at; the others stay empty."""

    on = day(_("on"))

    def __init__(self, *args: Any, metrics: Iterable[Metric], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metrics = list(metrics)
        for metric in self.metrics:
            label = f"{metric.name} ({metric.unit})" if metric.unit else metric.name
            self.fields[f"value_{metric.pk}"] = number(label, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and all(given.get(f"value_{metric.pk}") is None for metric in self.metrics):
            self.add_error(None, _("Give at least one value."))
        return given

    def values(self) -> list[Value]:
        given = ((metric, self.cleaned_data[f"value_{metric.pk}"]) for metric in self.metrics)
        return [Value(metric, self.cleaned_data["on"], value) for metric, value in given if value is not None]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("file"), help_text=_("CSV or .xlsx with the columns metric, on and value; up to 50 MB.")
    )
