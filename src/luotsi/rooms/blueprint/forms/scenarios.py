"""Forms of what-if: sliders, a whole scenario, and the least shares of a quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from luotsi.rooms.blueprint.rules.scenarios import (
    LEAST_PERCENT,
    MOST_PERCENT,
    STEP_PERCENT,
    Changes,
    Choices,
    factor,
    percent,
)
from luotsi.rooms.blueprint.saying_outlook import signed_percent

HUNDRED = 100
ITEM_ROWS = 5
NUMBER = re.compile(r"^-?\d{1,3}$")
NUMBERED = re.compile(r"#(\d{1,18})\s*$")
CLASSES = [
    ("must", _("is a must")), ("should", _("should be done")), ("could", _("could be done")),
    ("wont", _("is left out")),
]  # fmt: skip
CONFIDENCES = [
    ("", _("is worth most, whatever the doubt")), ("0.7", _("holds in 7 of 10 quarters")),
    ("0.8", _("holds in 8 of 10 quarters")), ("0.9", _("holds in 9 of 10 quarters")),
    ("0.95", _("holds in 19 of 20 quarters")),
]  # fmt: skip


class SliderForm(forms.Form):
    """More or less hours of every skill, more or less money, in percent. What is not given stays as it is."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choices = choices
        for n, skill in enumerate(choices.skills):
            self.fields[f"hours_{n}"] = _slider(_("Hours of %(skill)s") % {"skill": skill})
        for n, _name in enumerate(choices.budgets):
            self.fields[f"budget_{n}"] = _slider(_("Budget"))

    def sliders(self) -> list[tuple[forms.BoundField, str]]:
        """Each with the percent it stands at in words; a faulty one at none."""
        names = [name for name in self.fields if name.startswith(("hours_", "budget_"))]
        return [(self[name], signed_percent(self._stands_at(name))) for name in names]

    def _stands_at(self, name: str) -> int:
        given = self[name].value()
        return int(given) if NUMBER.match(str(given or "")) else 0

    def changes(self) -> Changes:
        return Changes(
            hours=self._factors("hours", self.choices.skills), budgets=self._factors("budget", self.choices.budgets)
        )

    def _factors(self, kind: str, names: Sequence[str]) -> dict[str, float]:
        given = {name: self.cleaned_data.get(f"{kind}_{n}") or 0 for n, name in enumerate(names)}
        return {name: factor(percents) for name, percents in given.items() if percents}


class ScenarioForm(SliderForm):
    """A name and everything that may be otherwise in it."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What is tried: “One more designer”."))
    confidence = forms.ChoiceField(label=_("Of all plans, the one that"), required=False, choices=CONFIDENCES)

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(data, choices=choices, **kwargs)
        for n in range(ITEM_ROWS):
            self.fields[f"item_{n}"] = forms.CharField(
                label=_("Item"), required=False, max_length=400,
                widget=forms.TextInput(attrs={"list": "scenario-items", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"class_{n}"] = forms.ChoiceField(
                label=_("then"), required=False, choices=[("", "–"), *CLASSES]
            )
        _add_shares(self, choices, {})

    @cached_property
    def numbered(self) -> list[str]:
        """Items as the form names them: title and number."""
        return [f"{title} #{pk}" for pk, title in self.choices.items.items()]

    def item_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"item_{n}"], self[f"class_{n}"]) for n in range(ITEM_ROWS)]

    def share_fields(self) -> list[forms.BoundField]:
        return _share_fields(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n in range(ITEM_ROWS):
            item, moscow = given.get(f"item_{n}", ""), given.get(f"class_{n}", "")
            if item and self._item(item) is None:
                self.add_error(f"item_{n}", _("Choose an item from the list; its number tells it from others."))
            elif item and not moscow:
                self.add_error(f"class_{n}", _("Say what becomes of it."))
        _check_shares(self)
        return given

    def changes(self) -> Changes:
        given, sliders = self.cleaned_data, super().changes()
        pairs = [(given[f"item_{n}"], given[f"class_{n}"]) for n in range(ITEM_ROWS)]
        return Changes(
            hours=sliders.hours,
            budgets=sliders.budgets,
            classes={self._item(item) or "": moscow for item, moscow in pairs if item},
            shares=_shares(self),
            confidence=float(given["confidence"]) if given["confidence"] else None,
        )

    def _item(self, text: str) -> str | None:
        found = NUMBERED.search(text)
        return found.group(1) if found and found.group(1) in self.choices.items else None


class SharesForm(forms.Form):
    """The share of all planned hours that a goal or a department gets at the least; empty: none."""

    def __init__(self, *args: Any, choices: Choices, stands: Mapping[str, Mapping[str, float]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        _add_shares(self, choices, stands)

    def share_fields(self) -> list[forms.BoundField]:
        return _share_fields(self)

    def field_of(self, by: str, name: str) -> forms.BoundField | None:
        names = list(self.choices.goals) if by == "goal" else list(self.choices.askers)
        return self[f"share_{by}_{names.index(name)}"] if name in names else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _check_shares(self)
        return given

    def shares(self) -> dict[str, dict[str, float]]:
        return _shares(self)


def initial_of(choices: Choices, changes: Changes) -> dict[str, Any]:
    """A scenario's form as these changes would have filled it in."""
    shares = {
        f"share_{by}_{n}": round(HUNDRED * changes.shares.get(by, {}).get(name, 0), 1) or None
        for by, names in (("goal", choices.goals), ("asker", choices.askers))
        for n, name in enumerate(names)
    }
    items = {
        key: value
        for n, (item, moscow) in enumerate(changes.classes.items())
        for key, value in ((f"item_{n}", f"{choices.items.get(item, '')} #{item}"), (f"class_{n}", moscow))
    }
    return {
        **{f"hours_{n}": percent(changes.hours.get(name, 1.0)) for n, name in enumerate(choices.skills)},
        **{f"budget_{n}": percent(changes.budgets.get(name, 1.0)) for n, name in enumerate(choices.budgets)},
        **items,
        **shares,
        "confidence": "" if changes.confidence is None else f"{changes.confidence:g}",
    }


def _slider(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=LEAST_PERCENT, max_value=MOST_PERCENT, initial=0,
        widget=_Slider(attrs={"step": STEP_PERCENT, "class": "slider"}),
    )  # fmt: skip


class _Slider(forms.NumberInput):
    """Without a value it stands at none: a browser would put it in the middle."""

    input_type = "range"

    def format_value(self, value: Any) -> str:
        return str(value) if NUMBER.match(str(value or "")) else "0"


def _add_shares(form: forms.Form, choices: Choices, stands: Mapping[str, Mapping[str, float]]) -> None:
    for by, named in (("goal", dict(choices.goals)), ("asker", {name: name for name in choices.askers})):
        for n, (key, title) in enumerate(named.items()):
            share = stands.get(by, {}).get(key)
            form.fields[f"share_{by}_{n}"] = forms.DecimalField(
                label=_("%(name)s, %%") % {"name": title}, required=False, min_value=0, max_value=HUNDRED,
                max_digits=4, decimal_places=1, initial=None if share is None else f"{HUNDRED * share:g}",
            )  # fmt: skip


def _share_fields(form: forms.Form) -> list[forms.BoundField]:
    return [form[name] for name in form.fields if name.startswith("share_")]


def _check_shares(form: forms.Form) -> None:
    for by in ("goal", "asker"):
        given = [value or 0 for name, value in form.cleaned_data.items() if name.startswith(f"share_{by}_")]
        if sum(given) > HUNDRED:
            form.add_error(None, _("Shares of goals, and those of departments, add up to at most 100 %."))
            return


def _shares(form: Any) -> dict[str, dict[str, float]]:
    found = {
        by: {
            name: round(float(form.cleaned_data[f"share_{by}_{n}"]) / HUNDRED, 4)
            for n, name in enumerate(names)
            if form.cleaned_data.get(f"share_{by}_{n}")
        }
        for by, names in (("goal", form.choices.goals), ("asker", form.choices.askers))
    }
    return {by: shares for by, shares in found.items() if shares}
