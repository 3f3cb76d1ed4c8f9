"""Forms of sending a pre-read and of telling a win."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.cases.drafts import HookDraft, WinDraft
from luotsi.rooms.cases.forms.cases import day, line, number, text
from luotsi.rooms.cases.models import Hook
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.people import queries as people


class SendForm(forms.Form):
    """To whom; those with a part in the case stand first. A reason only where something is missing."""

    to: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        None, label=_("to"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Everybody gets a link of their own; whoever has no address gets it from you."),
    )  # fmt: skip
    words = text(_("a few words to it"), 3, required=False, help_text=_("They stand in the mail above the link."))
    reason = text(
        _("why you go on all the same"),
        2,
        required=False,
        help_text=_("It stays beside what was missing, for whoever reads this in a year."),
    )

    def __init__(self, *args: Any, part_in_it: Collection[int], needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        everybody = people.stakeholders_for_choice()
        choice.queryset = everybody
        ranked = sorted(everybody, key=lambda one: (one.pk not in part_in_it, one.name))
        choice.choices = [(one.pk, _named(one)) for one in ranked]
        if not needs_reason:
            del self.fields["reason"]


def _named(stakeholder: Any) -> str:
    return ", ".join(part for part in (stakeholder.name, stakeholder.function or stakeholder.department) if part)


class WinForm(forms.Form):
    """A metric tells before and now by itself; anything else needs its numbers and their source."""

    what = line(_("What was won?"), 300, help_text=_("One sentence that somebody would tell at lunch."))
    metric = forms.ModelChoiceField(
        goals.metrics_for_choice(), label=_("metric"), required=False, empty_label=_("none of ours"),
        help_text=_("Its values on the day of the yes and now are taken from the measurements."),
    )  # fmt: skip
    measure = line(_("or measured by"), 120, required=False)
    before = number(_("before"))
    after = number(_("now"))
    unit = line(_("unit"), 30, required=False)
    after_on = day(_("as of"), required=False)
    source = line(_("source"), required=False, help_text=_("Where somebody could look it up."))
    thanks = text(
        _("thanks"), 3, required=False,
        help_text=_("Everybody who hears of it reads this. What somebody put in is named to them alone."),
    )  # fmt: skip

    def draft(self) -> WinDraft:
        return WinDraft(**self.cleaned_data)


class HookForm(forms.Form):
    name = line(_("name of the channel"), 120)
    kind = forms.ChoiceField(label=_("kind"), choices=Hook.Kind)
    address = forms.URLField(
        label=_("address"), max_length=1000, assume_scheme="https",
        help_text=_("The incoming webhook of the channel. Whoever knows it can write there; it is not shown again."),
    )  # fmt: skip

    def draft(self) -> HookDraft:
        return HookDraft(**self.cleaned_data)
