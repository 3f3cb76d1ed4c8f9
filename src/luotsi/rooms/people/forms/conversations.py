"""A conversation planned, noted on a telephone, and followed up, as forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.accounts.permissions import TEAM
from luotsi.rooms.people.codes import Leave, Stage, Strength
from luotsi.rooms.people.drafts import ObjectionDraft, PlanDraft, QuoteDraft
from luotsi.rooms.people.models import Conversation

PLACES = (1, 2, 3)


def lines(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), required=False, max_length=5000, **more)


class PlanForm(forms.Form):
    """Who talks with whom, when, and about what; the guide is prepared where it is left empty."""

    held_by = forms.ModelChoiceField(User.objects.none(), label=_("who talks"))
    on = forms.DateField(label=_("day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    at = forms.TimeField(label=_("time"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    minutes = forms.IntegerField(label=_("minutes"), min_value=5, max_value=480, initial=30)
    stage = forms.ChoiceField(label=_("stage"), choices=Stage, initial=Stage.BEFORE_CASE)
    purpose = forms.CharField(
        label=_("what it is about"),
        max_length=300,
        required=False,
        help_text=_("Seen by whoever talks, by the lead, and by the person themself."),
    )
    guide = forms.CharField(
        label=_("guide"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("One open question a line. Left empty, a guide is prepared."),
    )

    def __init__(self, *args: Any, asker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=TEAM).order_by("name", "pk")
        if not asker.may("people.see_thoughts"):
            people = people.filter(pk=asker.pk)
        self.fields["held_by"].queryset = people  # type: ignore[attr-defined]

    @staticmethod
    def values_of(one: Conversation) -> dict[str, Any]:
        return {
            "held_by": one.held_by_id, "on": one.planned_on, "at": one.planned_at, "minutes": one.minutes,
            "stage": one.stage, "purpose": one.purpose, "guide": one.guide,
        }  # fmt: skip

    def plan(self) -> PlanDraft:
        given = {name: value for name, value in self.cleaned_data.items() if name != "held_by"}
        return PlanDraft(**given)


class NoteForm(forms.Form):
    """Two minutes on a telephone: everything may stay empty but one thing."""

    endorsement = forms.ChoiceField(
        label=_("Where do they stand now?"), choices=Strength, required=False, widget=forms.RadioSelect
    )
    evidence = lines(_("By what do you know it?"))
    notes = lines(_("Anything else worth keeping"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self.fields[f"need_{place}"] = lines(_("What they need to become an investor"))
            self.fields[f"said_{place}"] = lines(_("What they objected"))
            self.fields[f"worry_{place}"] = lines(_("The worry behind it"))
            self.fields[f"eased_{place}"] = lines(_("What eased it, if anything did"))
            self.fields[f"quote_{place}"] = lines(_("In their own words"))
            self.fields[f"leave_{place}"] = forms.ChoiceField(
                label=_("May we quote it?"), choices=Leave, initial=Leave.NONE, required=False
            )

    @staticmethod
    def worth_keeping(typed: Mapping[str, str]) -> dict[str, str]:
        """What a draft keeps: every text, and a leave only beside the words it is for."""
        found = {name: typed.get(name, "") for name in NoteForm().fields}
        return {
            name: value
            for name, value in found.items()
            if not name.startswith("leave_") or found[name.replace("leave", "quote")].strip()
        }

    @property
    def has_more(self) -> bool:
        """Whether something stands behind “more”: then it is shown open."""
        later = [name for name in self.fields if name[-1] in "23" and not name.startswith("leave")]
        return any(str(self[name].value() or "").strip() for name in later)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each place, for the page; those below the first stand behind “another”."""
        for place in PLACES:
            names = ("need", "said", "worry", "eased", "quote", "leave")
            yield {name: self[f"{name}_{place}"] for name in names} | {"place": place}

    def _given(self, name: str) -> list[str]:
        return [self.cleaned_data.get(f"{name}_{place}") or "" for place in PLACES]

    def noted(self) -> dict[str, Any]:
        """As `note_conversation` takes it."""
        given = self.cleaned_data
        objections = zip(self._given("said"), self._given("worry"), self._given("eased"), strict=True)
        quotes = zip(self._given("quote"), self._given("leave"), strict=True)
        return {
            "notes": given["notes"],
            "needs": self._given("need"),
            "objections": [ObjectionDraft(*one) for one in objections],
            "quotes": [QuoteDraft(words, leave or Leave.NONE) for words, leave in quotes],
            "endorsement": given["endorsement"],
            "evidence": given["evidence"],
        }


class EaseForm(forms.Form):
    eased_how = forms.CharField(label=_("what eased it"), widget=forms.Textarea({"rows": 2}), max_length=5000)


class LeaveForm(forms.Form):
    leave = forms.ChoiceField(label=_("leave to quote"), choices=Leave)
