"""Forms of a draft's items: place, closed weeks, a way of doing it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.models import WEEKS, Blueprint, Skill, Way
from luotsi.rooms.blueprint.rules import WayPlan
from luotsi.rooms.blueprint.saying import day, way_name


def week_choices(blueprint: Blueprint) -> list[tuple[str, str]]:
    return [(str(week), day(blueprint.monday(week))) for week in range(WEEKS)]


class PlaceForm(forms.Form):
    """From which week and in which way; without a week: somewhere in the quarter."""

    week = forms.TypedChoiceField(label=_("From the week of"), required=False, coerce=int, empty_value=None)
    way = forms.ChoiceField(label=_("Way of doing it"), required=False)

    def __init__(self, *args: Any, blueprint: Blueprint, ways: Sequence[WayPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = [("", _("any week that fits")), *week_choices(blueprint)]  # type: ignore[attr-defined]
        named = [(way.name, way_name(way.name)) for way in ways]
        self.fields["way"].choices = [("", _("any way that fits")), *named]  # type: ignore[attr-defined]
        if len(ways) < 2:
            self.fields["way"].widget = forms.HiddenInput()

    def decision(self) -> dict[str, Any]:
        return {"week": self.cleaned_data["week"], "way": self.cleaned_data["way"]}


class WeeksForm(forms.Form):
    """Weeks in which the item must not run."""

    weeks = forms.TypedMultipleChoiceField(
        label=_("Not in the weeks of"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, blueprint: Blueprint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weeks"].choices = week_choices(blueprint)  # type: ignore[attr-defined]


class WayForm(forms.Form):
    """A name, how many weeks, and the hours of every skill over all of them."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Own team, agency, short version …"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=Way.MOST_WEEKS, initial=2)
    cost = forms.DecimalField(label=_("Cost"), required=False, min_value=0, max_digits=10, decimal_places=2)

    def __init__(self, *args: Any, skills: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = list(Skill.objects.filter(name__in=skills))
        for skill in self.skills:
            self.fields[f"skill_{skill.pk}"] = forms.DecimalField(
                label=_("%(skill)s, hours") % {"skill": skill.name}, required=False, min_value=0, max_value=10000,
                decimal_places=1,
            )  # fmt: skip

    def skill_fields(self) -> list[forms.BoundField]:
        return [self[f"skill_{skill.pk}"] for skill in self.skills]

    def way(self) -> dict[str, Any]:
        given = self.cleaned_data
        hours = {skill: given.get(f"skill_{skill.pk}") or Decimal(0) for skill in self.skills}
        return {"name": given["name"], "weeks": given["weeks"], "cost": given["cost"] or Decimal(0), "hours": hours}
