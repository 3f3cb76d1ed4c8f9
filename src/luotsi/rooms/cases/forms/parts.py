"""Forms of what a case is made of, one per section of its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.drafts import AskDraft, FigureDraft, RiskDraft, TouchDraft
from luotsi.rooms.cases.forms.cases import day, line, number, text
from luotsi.rooms.cases.models import Case
from luotsi.rooms.cases.rules.roles import POSITIONS, STANDS
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.people import queries as people
from luotsi.rooms.people.codes import DetractorKind, Put, Role
from luotsi.rooms.people.drafts import PlanDraft, RoleDraft


class RowForm(forms.Form):
    """A form that can be filled from a row of its kind."""

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name, None) for name in cls.base_fields}


class AimForm(forms.Form):
    """A goal or an outcome that is pursued today, as `goal:3` or `outcome:7`; others are refused by name."""

    aim = forms.CharField(label=_("goal or outcome"), widget=forms.Select)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["aim"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = list(_aims(on))

    def chosen(self) -> tuple[str, int]:
        kind, _colon, pk = self.cleaned_data["aim"].partition(":")
        return kind, int(pk)

    def clean_aim(self) -> str:
        kind, _colon, pk = self.cleaned_data["aim"].partition(":")
        if kind not in ("goal", "outcome") or not pk.isdecimal() or len(pk) > 18:
            raise forms.ValidationError(_("Choose a goal or an outcome."))
        return str(self.cleaned_data["aim"])


def _aims(on: date) -> Iterator[tuple[Any, Any]]:
    yield "", "–"
    yield _("Goals"), [(f"goal:{goal.pk}", goal.title) for goal in goals.goals_for_choice(on)]
    yield _("Outcomes"), [(f"outcome:{one.pk}", one.title) for one in goals.outcomes_for_choice(on)]


class TouchForm(RowForm):
    team = line(_("team"), 120)
    effect = text(_("What changes for it?"), 2)
    metric = forms.ModelChoiceField(
        goals.metrics_for_choice(), label=_("metric"), required=False, empty_label=_("none of ours")
    )
    measure = line(_("or measured by"), 120, required=False)
    baseline = number(_("today"))
    expected = number(_("expected"))
    unit = line(_("unit"), 30, required=False)
    hours = number(_("hours a year"), 9, 1, min_value=0, help_text=_("Saved or gained for that team."))
    people_count = forms.IntegerField(label=_("people affected"), required=False, min_value=0, max_value=10_000_000)

    def draft(self) -> TouchDraft:
        return TouchDraft(**self.cleaned_data)


class FigureForm(RowForm):
    says = line(_("What does it say?"))
    value = forms.DecimalField(label=_("value"), max_digits=16, decimal_places=4)
    unit = line(_("unit"), 30, required=False)
    source = line(_("source"), help_text=_("Where somebody could look it up."))
    as_of_on = day(_("as of"))

    def draft(self) -> FigureDraft:
        return FigureDraft(**self.cleaned_data)


class MetricForm(forms.Form):
    metric = forms.ModelChoiceField(goals.metrics_for_choice(), label=_("metric"))
    says = line(_("what it says"), required=False)


class QuoteForm(forms.Form):
    """Words from this case's conversations for which there is leave."""

    quote = forms.ChoiceField(label=_("quote"))

    def __init__(self, *args: Any, quotes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quotes = {str(quote.pk): quote for quote in quotes}
        choice = self.fields["quote"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, quote.words[:120]) for key, quote in self.quotes.items()]

    def chosen(self) -> Any:
        return self.quotes[self.cleaned_data["quote"]]


class AskForm(RowForm):
    kind = forms.ChoiceField(label=_("kind"), choices=Put)
    of = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("of whom"), required=False, empty_label="–")
    what = line(_("what for"))
    amount = number(_("how much"), 12, 2, min_value=0)
    unit = line(_("unit"), 30, required=False)

    def draft(self) -> AskDraft:
        return AskDraft(**self.cleaned_data)


class RiskForm(RowForm):
    what = line(_("What may go wrong?"))
    answer = line(_("What would we do?"), required=False)

    def draft(self) -> RiskDraft:
        return RiskDraft(**self.cleaned_data)


class ChangeForm(forms.Form):
    what = text(_("What changed?"), 2)
    because_of = forms.ModelChoiceField(
        people.stakeholders_for_choice(), label=_("because of"), required=False, empty_label="–"
    )


class RolesForm(forms.Form):
    """All roles of one person in the case. Stands are offered only to who may know what people think."""

    stakeholder = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("who"))
    roles = forms.MultipleChoiceField(
        label=_("roles"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Several at once. Without any, the person goes out of the case."),
    )  # fmt: skip
    detractor_kind = forms.ChoiceField(
        label=_("if a detractor"), required=False, choices=[("", "–"), *DetractorKind.choices]
    )

    def __init__(self, *args: Any, knows_thoughts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = POSITIONS + (STANDS if knows_thoughts else ())
        choice = self.fields["roles"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(code, Role(code).label) for code in offered]
        if not knows_thoughts:
            del self.fields["detractor_kind"]

    def drafts(self) -> list[RoleDraft]:
        kind = self.cleaned_data.get("detractor_kind", "")
        return [RoleDraft(role, kind if role == "detractor" else "") for role in self.cleaned_data["roles"]]


class TalkForm(forms.Form):
    """Plan a conversation about this case."""

    stakeholder = forms.ModelChoiceField(people.stakeholders_for_choice(), label=_("with whom"))
    held_by: Any = forms.ModelChoiceField(None, label=_("who talks"))
    on = day(_("on"))
    purpose = line(_("what it is about"), 300, required=False)

    def __init__(self, *args: Any, case: Case, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["held_by"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = team
        self.fields["purpose"].initial = case.title

    def plan(self, stage: str) -> PlanDraft:
        given = self.cleaned_data
        return PlanDraft(on=given["on"], stage=stage, purpose=given["purpose"])


class LinkForm(forms.Form):
    """A conversation that was planned or held already."""

    conversation = forms.ChoiceField(label=_("conversation"))

    def __init__(self, *args: Any, conversations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversations = {str(one.pk): one for one in conversations}
        choice = self.fields["conversation"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, str(one)) for key, one in self.conversations.items()]

    def chosen(self) -> Any:
        return self.conversations[self.cleaned_data["conversation"]]
