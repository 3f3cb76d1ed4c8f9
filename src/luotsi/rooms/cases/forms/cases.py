"""Forms of a case as a whole: what it says, a step, a decision, its end, the work it becomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.codes import Answer
from luotsi.rooms.cases.drafts import CaseDraft, DecisionDraft, WorkDraft
from luotsi.rooms.cases.models import Case
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.people import queries as people


def text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea({"rows": rows}), **more)


def line(label: Any, most: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


def number(label: Any, digits: int = 16, places: int = 4, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=digits, decimal_places=places, required=False, **more)


class CaseForm(forms.Form):
    """Why comes first, and a hypothesis will do."""

    title = line(_("title"), 200)
    why_do = text(_("Why do it?"), required=False, help_text=_("What would be different for somebody?"))
    why_goals = text(
        _("How does it serve the goals?"), required=False, help_text=_("Those that are pursued now, not last year's.")
    )
    why_care = text(
        _("Why should anyone care?"), required=False, help_text=_("Seen from the teams that would feel it.")
    )
    idea = text(_("What would we do?"), 4, required=False, help_text=_("Short. It comes after the why."))
    presents_on = day(
        _("to be presented on"), required=False, help_text=_("The pre-read goes out at least three days before.")
    )

    @staticmethod
    def values_of(case: Case) -> dict[str, Any]:
        return {name: getattr(case, name) for name in CaseForm.base_fields}

    @staticmethod
    def from_request(request: Any) -> dict[str, str]:
        """What a tactical request gives a case: its thing as the idea, its wish as a first why."""
        said = (request.tactic, request.body) if request.tactic or request.body else (request.title,)
        return {
            "title": request.title[:200],
            "why_do": request.wanted,
            "idea": "\n\n".join(part for part in said if part)[:4000],
        }

    def draft(self) -> CaseDraft:
        return CaseDraft(**self.cleaned_data)


class StepForm(forms.Form):
    reason = text(
        _("why you go on all the same"),
        2,
        required=False,
        help_text=_("It stays beside what was missing, for whoever reads this in a year."),
    )


class DecisionForm(forms.Form):
    answer = forms.ChoiceField(label=_("answer"), choices=Answer, widget=forms.RadioSelect)
    decided_by = forms.ModelChoiceField(
        people.stakeholders_for_choice(), label=_("decided by"), required=False, empty_label="–"
    )
    reason = text(
        _("reason"), required=False, help_text=_("For a no and a not yet: what held them back, in their words.")
    )
    learnt = text(
        _("what was learnt"), required=False, help_text=_("For a no and a not yet: what will be different next time.")
    )
    look_again_on = day(
        _("look again on"), required=False, help_text=_("For a no and a not yet: on this day it comes back by itself.")
    )

    def draft(self) -> DecisionDraft:
        return DecisionDraft(**self.cleaned_data)


class CloseForm(forms.Form):
    came = text(_("What came of it?"), 4, help_text=_("The next case begins with it."))


class WorkForm(forms.Form):
    """One piece of work of the team's own."""

    title = line(_("title"))
    description = text(_("description"), 4, required=False)
    outcome: Any = forms.ModelChoiceField(None, label=_("outcome"), required=False, empty_label=_("none yet"))
    worth = forms.DecimalField(
        label=_("worth for it, 0 to 10"), min_value=0, max_value=10, max_digits=4, decimal_places=2, initial=5
    )
    effort_low_hours = number(_("hours, at least"), 8, 1, min_value=0)
    effort_high_hours = number(_("hours, at most"), 8, 1, min_value=0)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["outcome"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = goals.outcomes_for_choice(on)

    def draft(self) -> WorkDraft:
        return WorkDraft(**self.cleaned_data)
