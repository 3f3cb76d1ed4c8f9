"""Forms of a campaign and its criteria: they turn what was typed into drafts; the rules are the actions'.

Shares are typed in per cent and kept as shares.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.campaigns.drafts import CampaignDraft, CriterionDraft
from luotsi.rooms.campaigns.models import Campaign, Criterion
from luotsi.rooms.goals import queries as goals

HUNDRED = Decimal(100)
IN_SHARES = (Criterion.Kind.RATE, Criterion.Kind.COMPARE)


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


def text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=10_000, **more)


def number(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=4, **more)


def money(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=0, initial=0, required=False, **more
    )


class CampaignForm(forms.Form):
    title = forms.CharField(label=_("title"), max_length=200)
    hypothesis = text(
        _("What do you believe, and why might it be wrong?"),
        2,
        help_text=_("One sentence: if we do this for these people, that will happen. It stands once results are in."),
    )
    audience = forms.CharField(label=_("audience"), max_length=300, help_text=_("Who is invited, in words."))
    contacts_planned = forms.IntegerField(
        label=_("contacts planned"), min_value=2, help_text=_("How many will be invited at most.")
    )
    content = text(_("content"), 3, required=False, help_text=_("What they get: the letter, the call, the page."))
    starts_on = day(_("from"))
    ends_on = day(_("until (last invitation)"))
    outcome = forms.ModelChoiceField(
        goals.living_outcomes(date.max), label=_("outcome it serves"), required=False, empty_label=_("none")
    )
    fixed_cost = money(_("fixed cost"))
    contact_cost = money(_("cost per contact"))
    b_share = forms.IntegerField(
        label=_("arm B in per cent, if compared"),
        min_value=5,
        max_value=95,
        initial=50,
        required=False,
    )
    reason = text(
        _("Why does the number of contacts change?"), 2, required=False, help_text=_("Needed once results are in.")
    )

    def __init__(self, *args: Any, on: date, late: bool = False, campaign: Campaign | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice = self.fields["outcome"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = goals.outcomes_for_choice(on)
        if campaign is not None and campaign.outcome is not None:  # one that has ended may stay
            choice.queryset |= type(campaign.outcome).objects.filter(pk=campaign.outcome.pk)
        if not late:
            del self.fields["reason"]

    def draft(self) -> CampaignDraft:
        given = {name: self.cleaned_data[name] for name in CampaignDraft.__dataclass_fields__}
        for name in ("fixed_cost", "contact_cost"):
            given[name] = given[name] or Decimal(0)
        given["b_share"] = Decimal(given["b_share"] or 50) / HUNDRED
        return CampaignDraft(**given)

    @staticmethod
    def values_of(campaign: Campaign) -> dict[str, Any]:
        given = {name: getattr(campaign, name) for name in CampaignDraft.__dataclass_fields__}
        return {**given, "b_share": round(campaign.b_share * HUNDRED)}


class Zone:
    """How far from the target counts as bad and as good."""

    STRICT, WIDE, OWN = "strict", "wide", "own"
    CHOICES = (
        (WIDE, _("Two thirds and four thirds of the target: decides sooner")),
        (STRICT, _("The target alone: decides later, near the target hardly ever")),
        (OWN, _("As given below")),
    )


class CriterionForm(forms.Form):
    name = forms.CharField(
        label=_("what counts"),
        max_length=120,
        help_text=_("What somebody does: accepted the invitation, booked a meeting."),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Criterion.Kind, initial=Criterion.Kind.RATE)
    way = forms.ChoiceField(label=_("direction"), choices=Criterion.Way, initial=Criterion.Way.AT_LEAST)
    target = number(_("target, in per cent or as a number"), min_value=0)
    role = forms.ChoiceField(label=_("role"), choices=Criterion.Role, initial=Criterion.Role.MUST)
    zone = forms.ChoiceField(label=_("bad and good"), choices=Zone.CHOICES, initial=Zone.WIDE, required=False)
    response_days = forms.IntegerField(
        label=_("days to answer"),
        min_value=1,
        max_value=730,
        initial=14,
        required=False,
        help_text=_("Silence becomes a no after so many days. Empty: not known; then it cannot abort before the end."),
    )
    floor = number(_("bad from, in per cent"), required=False, min_value=0, max_value=100)
    ceiling = number(_("good from, in per cent"), required=False, min_value=0, max_value=100)
    of = forms.ModelChoiceField(
        Criterion.objects.none(), label=_("counted among"), required=False, empty_label=_("all who were invited"),
        help_text=_("Only those who said yes to another criterion are asked this."),
    )  # fmt: skip
    contacts = forms.IntegerField(
        label=_("contacts planned for it"), min_value=2, max_value=20_000, required=False,
        help_text=_("Empty: as many as the campaign plans."),
    )  # fmt: skip
    cap = number(
        _("largest amount"), required=False, min_value=0,
        help_text=_("No single amount counts for more; needed to abort on amounts."),
    )  # fmt: skip
    on_track_scales = forms.BooleanField(label=_("Being on track is enough to scale"), required=False)
    error_scale = number(_("chance of a wrong scale, in per cent"), initial=5, min_value=Decimal("0.1"), max_value=25)
    error_abort = number(_("chance of a wrong abort, in per cent"), initial=5, min_value=Decimal("0.1"), max_value=25)
    reason = text(_("Why does it change?"), 2, help_text=_("Kept beside the verdict."))
    understood = forms.BooleanField(
        label=_("Change it although results are in sight; I have read what that does."), required=False
    )

    def __init__(
        self, *args: Any, campaign: Campaign, criterion: Criterion | None = None, late: bool = False, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.late = late and criterion is not None
        others = campaign.criteria.filter(of__isnull=True, is_standing=False)
        choice = self.fields["of"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = others.exclude(pk=criterion.pk) if criterion else others
        if not self.late:
            del self.fields["reason"], self.fields["understood"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.late and not given.get("understood"):
            self.add_error("understood", _("Confirm that you have read what the change does."))
        return given

    def draft(self) -> CriterionDraft:
        given = self.cleaned_data
        floor, ceiling = self._zone(given)
        in_shares = given["kind"] in IN_SHARES
        return CriterionDraft(
            name=given["name"],
            kind=given["kind"],
            way=given["way"],
            role=given["role"],
            target=given["target"] / HUNDRED if in_shares else given["target"],
            floor=floor,
            ceiling=ceiling,
            of=given["of"],
            response_days=given["response_days"],
            contacts=given["contacts"],
            cap=given["cap"],
            on_track_scales=given["on_track_scales"],
            error_scale=given["error_scale"] / HUNDRED,
            error_abort=given["error_abort"] / HUNDRED,
        )

    @staticmethod
    def _zone(given: dict[str, Any]) -> tuple[Decimal | None, Decimal | None]:
        if given["kind"] != Criterion.Kind.RATE or given["zone"] in ("", Zone.STRICT):
            return None, None
        if given["zone"] == Zone.OWN:
            floor, ceiling = given["floor"], given["ceiling"]
            return floor and floor / HUNDRED, ceiling and ceiling / HUNDRED
        share = given["target"] / HUNDRED
        step = Decimal("0.00001")
        return (share * 2 / 3).quantize(step), min(share * 4 / 3, (1 + share) / 2).quantize(step)

    @staticmethod
    def values_of(one: Criterion) -> dict[str, Any]:
        given = {name: getattr(one, name) for name in CriterionDraft.__dataclass_fields__}
        for name in ("error_scale", "error_abort", "floor", "ceiling"):
            given[name] = _per_cent(given[name])
        if one.kind in IN_SHARES:
            given["target"] = _per_cent(one.target)
        else:
            given["target"] = f"{one.target.normalize():f}"
        return {**given, "zone": Zone.STRICT if one.floor is None else Zone.OWN}


def _per_cent(share: Decimal | None) -> str | None:
    return None if share is None else f"{(share * HUNDRED).normalize():f}"
