"""Forms of results: a file with its columns, counters by hand, ids to be put in order, lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.campaigns.drafts import Count
from luotsi.rooms.campaigns.forms.campaigns import text
from luotsi.rooms.campaigns.models import Campaign, Criterion


class FileForm(forms.Form):
    file = forms.FileField(label=_("file"), help_text=_("CSV or .xlsx: one row per contact, a column per criterion."))


class MappingForm(forms.Form):
    """Which column says what. `content` carries the file's rows between preview and recording; nothing is kept."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=4_000_000, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, columns: Sequence[str], fields: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not in the file")), *((column, column) for column in columns)]
        for name, label in fields:
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=choices, required=name == "contact")

    def columns(self) -> dict[str, str]:
        prefix = "column_"
        return {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }


class HandForm(forms.Form):
    """How many more were invited since the last count, and what they did."""

    invited = forms.IntegerField(label=_("invited since the last count"), min_value=0, max_value=20_000)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Criterion.Kind.RATE, Criterion.Kind.GOAL)
        self.criteria = [one for one in campaign.criteria.all() if one.kind in kinds]
        for one in self.criteria:
            self.fields[one.code] = forms.IntegerField(label=one.name, min_value=0, max_value=20_000, required=False)

    def counts(self) -> list[Count]:
        """Criteria counted among another one's yes take that yes as their own invitations."""
        given = self.cleaned_data
        yes = {one.pk: given[one.code] or 0 for one in self.criteria}
        return [
            Count(one, yes[one.of_id] if one.of_id in yes else given["invited"], yes[one.pk]) for one in self.criteria
        ]


class OrderForm(forms.Form):
    ids = forms.CharField(
        label=_("ids, one a line"),
        max_length=2_500_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Any id you know a contact by. Addresses are kept as hashes only."),
    )

    def keys(self) -> list[str]:
        return [line for line in self.cleaned_data["ids"].splitlines() if line.strip()]


class LessonForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("how it ends"),
        choices=[(Campaign.Ending.ABORTED, _("Abort")), (Campaign.Ending.UNDECIDED, _("End undecided"))],
        widget=forms.RadioSelect,
    )
    lesson = text(
        _("What did we learn?"), 4, help_text=_("For whoever has the same idea in a year. It cannot be closed without.")
    )
