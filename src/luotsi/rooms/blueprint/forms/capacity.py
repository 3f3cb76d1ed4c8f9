"""Forms of capacity: people, skills, leave, recipes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.kernel.accounts import queries as accounts
from luotsi.kernel.accounts.permissions import TEAM
from luotsi.rooms.blueprint.actions import MemberFields
from luotsi.rooms.blueprint.models import Skill, TeamMember

HUNDRED = Decimal(100)


def _percent(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1, **more
    )


class PasteForm(forms.Form):
    """One person a line."""

    people = forms.CharField(
        label=_("People and skills"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 7, "placeholder": "Anna, writer 100 %, 37.5 h"}),
        help_text=_("One person a line: name, skills with their share, hours a week, run-work with its share."),
    )


class MemberForm(forms.Form):
    """Hours a week, run-work, and a share for every skill."""

    name = forms.CharField(label=_("Name"), max_length=120)
    user: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Signs in as"), required=False, queryset=None, empty_label="–"
    )
    hours_per_week = forms.DecimalField(
        label=_("Hours per week"), min_value=0, max_value=80, max_digits=4, decimal_places=1
    )
    run_work = _percent(
        _("Run-work, %"), help_text=_("What daily business takes before anything is planned: mails, meetings, upkeep.")
    )

    def __init__(self, *args: Any, member: TeamMember | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(member))
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = accounts.people().filter(role__in=TEAM)  # type: ignore[attr-defined]
        self.skills = list(Skill.objects.all())
        for skill in self.skills:
            self.fields[f"skill_{skill.pk}"] = _percent(f"{skill.name}, %")

    def skill_fields(self) -> list[forms.BoundField]:
        return [self[f"skill_{skill.pk}"] for skill in self.skills]

    def as_fields(self) -> MemberFields:
        given = self.cleaned_data
        shares = {skill.pk: (given[f"skill_{skill.pk}"] or Decimal(0)) / HUNDRED for skill in self.skills}
        run_work = (given["run_work"] or Decimal(0)) / HUNDRED
        return MemberFields(given["name"], given["hours_per_week"], run_work, shares, given["user"])


def _initial(member: TeamMember | None) -> dict[str, Any]:
    if member is None:
        return {"hours_per_week": Decimal("37.5"), "run_work": 20}
    shares = {f"skill_{row.skill_id}": (row.share * HUNDRED).normalize() for row in member.skill_shares.all()}
    run_work = (member.run_work_share * HUNDRED).normalize()
    return {
        "name": member.name, "user": member.user_id, "hours_per_week": member.hours_per_week,
        "run_work": f"{run_work:f}", **{name: f"{share:f}" for name, share in shares.items()},
    }  # fmt: skip


class SkillForm(forms.Form):
    name = forms.CharField(label=_("Skill"), max_length=60)
    most_in_progress = forms.IntegerField(
        label=_("At most in progress"), required=False, min_value=1, max_value=99,
        help_text=_("How many things may be open at once; empty: no limit."),
    )  # fmt: skip


class DaysForm(forms.Form):
    """Days somebody is away, both inclusive."""

    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class LeaveForm(DaysForm):
    member = forms.ModelChoiceField(label=_("Who"), queryset=TeamMember.objects.current(), empty_label=None)
    field_order = ("member", "starts_on", "ends_on")


class HolidayForm(DaysForm):
    name = forms.CharField(label=_("Holiday"), max_length=80, required=False)
    field_order = ("name", "starts_on", "ends_on")


class RecipeForm(forms.Form):
    """A share for every skill; all empty: as the team's hours are spread."""

    def __init__(self, *args: Any, shares: dict[str, float], skills: Sequence[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = list(skills)
        for skill in self.skills:
            share = shares.get(skill.name)
            self.fields[f"skill_{skill.pk}"] = _percent(
                f"{skill.name}, %", initial=None if share is None else round(100 * share, 1)
            )

    def shares(self) -> dict[Skill, Decimal]:
        given = self.cleaned_data
        return {skill: (given[f"skill_{skill.pk}"] or Decimal(0)) / HUNDRED for skill in self.skills}
