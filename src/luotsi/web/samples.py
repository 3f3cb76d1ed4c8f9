"""What the style guide shows its components with: invented, the same every day, and in no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luotsi.kernel import charts

MONDAY = date(2026, 8, 3)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with initials."""

    name: str

    def __str__(self) -> str:
        return self.name

    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a history, or a comment."""

    by: Person
    at: datetime
    said: str = ""
    text: str = ""


class SampleForm(forms.Form):
    """One field of each kind."""

    change = forms.CharField(
        label=later("What should be different afterwards?"),
        help_text=later("A sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    who = forms.CharField(label=later("For whom?"), required=False)
    by_when = forms.DateField(label=later("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    outcome = forms.ChoiceField(
        label=later("Outcome"), choices=[("", "–"), ("a", later("Qualified conversations")), ("b", later("Renewals"))]
    )
    weight = forms.ChoiceField(
        label=later("Weight"),
        choices=[("m", later("Must")), ("s", later("Should")), ("c", later("Could"))],
        widget=forms.RadioSelect,
    )
    tell_me = forms.BooleanField(label=later("Tell me when it is done"), required=False)


def samples() -> dict[str, Any]:
    """Everything the style guide's template asks for."""
    form = SampleForm({"change": "", "outcome": "a", "weight": "s"})
    form.is_valid()
    return {
        "form": form,
        "page": Paginator(range(1204), 50).page(3),
        "tabs": [(_("Open"), "#tabs", True), (_("Finished"), "#tabs-finished", False)],
        "steps": [_("File"), _("Columns"), _("Preview"), _("Done")],
        "entries": _entries(),
        "comment": Entry(Person("Bob Berg"), _at(9), text=_("The product team can spare two days in May.")),
        "found": [
            {
                "title": _("One-page summary for the trade fair"),
                "detail": _("asked twice, planned for May"),
                "url": "#",
            },
            {"title": _("Summary of the product in Spanish"), "detail": _("finished in March"), "url": "#"},
        ],
        "values": [3, 5, 4, 6, 8, 7, 9, 12],
        "charts": _charts(),
    }


def _at(day: int) -> datetime:
    return datetime(2026, 11, day, 9, 30, tzinfo=UTC)


def _entries() -> list[Entry]:
    alice, bob = Person("Alice Aalto"), Person("Bob Berg")
    return [
        Entry(alice, _at(20), _("moved it from place 14 to place 6")),
        Entry(bob, _at(18), _("set the effort to 2–5 days")),
        Entry(alice, _at(16), _("accepted it from two requests")),
    ]


def _charts() -> list[tuple[str, charts.Spec, str]]:
    """Name, specification and sentence of each chart."""
    return [
        ("volume", _fan(), _("At the pace of the last months this is done between May and September.")),
        ("outcome", _outcome(), _("76 of 120, a little below the pace needed.")),
        ("arrivals", _arrivals(), _("Slightly more arrives than is finished.")),
        ("adhoc", _adhoc(), _("Two fifths of the effort served no outcome.")),
        ("load", _load(), _("Writing is overfull in October.")),
        ("record", _record(), _("Six of seven forecasts were kept (85 %).")),
    ]


def _fan() -> charts.Spec:
    history = [(MONDAY + i * WEEK, 180 - 3 * i + (i * 7) % 11) for i in range(16)]
    on, left = history[-1]
    fan = [_fan_point(on + i * WEEK, max(0.0, left - 4.0 * i), 9 * sqrt(i)) for i in range(40)]
    return charts.fan_chart(
        history,
        fan,
        title=_("How much is left"),
        unit=_("work items"),
        likely_label=_("likely"),
        possible_label=_("possible"),
        columns=[_("Week"), _("Low"), _("Likely from"), _("Middle"), _("Likely to"), _("High")],
        marks=[charts.Mark(on + 35 * WEEK, _("half of all futures"))],
    )


def _fan_point(on: date, middle: float, half: float) -> charts.FanPoint:
    low, likely_low = max(0.0, middle - 2 * half), max(0.0, middle - half)
    return charts.FanPoint(
        on, round(low), round(likely_low), round(middle), round(middle + half), round(middle + 2 * half)
    )


def _outcome() -> charts.Spec:
    return charts.line_to_target(
        [(MONDAY + 4 * i * WEEK, 40 + i * 9 - (i % 2) * 5) for i in range(5)],
        baseline=(MONDAY, 40),
        target=(MONDAY + 30 * WEEK, 120),
        title=_("Qualified conversations"),
        unit=_("a month"),
        target_label=_("target 120"),
        pace_label=_("pace needed"),
        columns=[_("Measured"), _("Value"), _("Pace")],
    )


def _arrivals() -> charts.Spec:
    return charts.arrivals_finished(
        [charts.Week(MONDAY + i * WEEK, 3 + (i * 5) % 7, 2 + (i * 3) % 5) for i in range(26)],
        title=_("Arrived and finished"),
        unit=_("work items a week"),
        arrived_label=_("arrived"),
        finished_label=_("finished"),
        columns=[_("Week"), _("Arrived"), _("Finished")],
    )


def _adhoc() -> charts.Spec:
    return charts.adhoc_share(
        [charts.Share(MONDAY + 4 * i * WEEK, 0.62 - 0.04 * i + (i % 3) * 0.05) for i in range(9)],
        title=_("Ad hoc share"),
        share_label=_("ad hoc"),
        columns=[_("Month"), _("Share")],
    )


def _load() -> charts.Spec:
    skills = [_("Writing"), _("Design"), _("Web"), _("Events")]
    return charts.load_by_skill(
        [
            charts.Load(skill, MONDAY + i * WEEK, (j * 9 + i * 7) % 41 + 4, 36)
            for j, skill in enumerate(skills)
            for i in range(13)
        ],
        title=_("Load by skill, in percent of what there is"),
        columns=[_("Skill"), _("Week"), _("Used"), _("There is")],
    )


def _record() -> charts.Spec:
    return charts.record_chart(
        [_past(i, done=i < 7) for i in range(9)],
        title=_("What the forecast said, and what happened"),
        kept_label=_("kept"),
        missed_label=_("missed"),
        open_label=_("still open"),
        columns=[_("Made on"), "50 %", "85 %", _("Done"), _("Verdict")],
    )


def _past(i: int, *, done: bool) -> charts.Past:
    made_on = MONDAY + 2 * i * WEEK
    likely_on, safe_on = made_on + (8 + i % 3) * WEEK, made_on + (13 + i % 3) * WEEK
    done_on = made_on + (9 + (i * 3) % 7) * WEEK + (2 * WEEK if i == 3 else timedelta()) if done else None
    return charts.Past(made_on, likely_on, safe_on, done_on)
