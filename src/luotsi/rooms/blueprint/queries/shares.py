"""Fairness: the share of value and hours of every goal and every group of askers beside what it asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luotsi.rooms.blueprint.queries.outlook import Solved, Standing, fairness_of
from luotsi.rooms.blueprint.saying import number
from luotsi.rooms.blueprint.saying_outlook import share

if TYPE_CHECKING:
    from django.forms import BoundField

    from luotsi.engines.planning.fairness import ShareRow
    from luotsi.rooms.blueprint.forms.scenarios import SharesForm

WORTH_SAYING = 0.05  # points
NOTICED = 0.05  # difference of shares below which nobody is called better or worse off


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One goal or group: parts of all that was asked, of the plan's hours and of its value, 0 to 1."""

    name: str
    asked: float
    hours: float
    value: float
    asked_said: str
    hours_said: str
    value_said: str
    kind: str
    word: str
    least: BoundField | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Goals and askers, those that asked for most first."""

    goals: list[ShareLine]
    askers: list[ShareLine]
    sentence: str


@dataclass(frozen=True, slots=True)
class SaidPrice:
    """One minimum: what it asks, what the plan gives, and what the plan would be worth more without it."""

    name: str
    needed: str
    reached: str
    said: str


def shares_of(solved: Solved, stands: Standing, form: SharesForm) -> Shares:
    found = fairness_of(solved.asked(stands.chosen))
    goals = [
        _line(row, goal_name(row.name, solved.goals), form.field_of("goal", row.name or "")) for row in found.goals
    ]
    askers = [_line(row, asker_name(row.name), form.field_of("asker", row.name or "")) for row in found.askers]
    return Shares(_most_first(goals), _most_first(askers), _sentence(askers))


def _most_first(lines: list[ShareLine]) -> list[ShareLine]:
    return sorted(lines, key=lambda line: (-line.asked, line.name))


def goal_name(name: str | None, goals: Mapping[str, str]) -> str:
    return goals.get(name, name) if name else _("No goal: ad hoc")


def asker_name(name: str | None) -> str:
    return name or _("The team’s own, or nobody’s department")


def said_prices(prices: Iterable[Mapping[str, Any]], goals: Mapping[str, str]) -> list[SaidPrice]:
    """Prices of minimums as they are kept (`to_json`)."""
    return [_price(one, goals) for one in prices]


def _price(one: Mapping[str, Any], goals: Mapping[str, str]) -> SaidPrice:
    said = _hours if one["kind"] == "hours" else share
    name = goal_name(one["name"], goals) if one["by"] == "goal" else asker_name(one["name"])
    return SaidPrice(
        name=name,
        needed=said(one["needed"]),
        reached=said(one["reached"]),
        said=_said_price(one),
    )


def _said_price(one: Mapping[str, Any]) -> str:
    """Exact where it is proven, else between what is certain and what cannot be ruled out."""
    price, least, most = one["price"], one["at_least"], one["at_most"]
    if price is None:
        return _("not known: this plan breaks a limit; plan again first")
    if most is not None and most < WORTH_SAYING:
        return _("no more: it costs nothing")
    if one["exact"]:
        return _("%(points)s points more") % {"points": number(price)}
    about = one["relaxed"] if one["relaxed"] is not None else max(price, least)
    if most is None:
        return _("about %(about)s points more") % {"about": number(about)}
    return _("about %(about)s points more; between %(least)s and %(most)s for certain") % {
        "about": number(about), "least": number(least), "most": number(most),
    }  # fmt: skip


def _hours(hours: float) -> str:
    return f"{number(hours, 0)} h"


def _line(row: ShareRow, name: str, least: BoundField | None) -> ShareLine:
    kind, word = _verdict(row.hours_share - row.asked_share)
    return ShareLine(
        name=name, asked=row.asked_share, hours=row.hours_share, value=row.value_share,
        asked_said=share(row.asked_share), hours_said=share(row.hours_share), value_said=share(row.value_share),
        kind=kind, word=word, least=least,
    )  # fmt: skip


def _verdict(difference: float) -> tuple[str, str]:
    if difference > NOTICED:
        return "good", _("more than it asked for")
    if difference < -NOTICED:
        return "watch", _("less than it asked for")
    return "idle", _("about what it asked for")


def _sentence(askers: list[ShareLine]) -> str:
    """Who is furthest behind, or that nobody is."""
    behind = [line for line in askers if line.kind == "watch"]
    if not behind:
        return _("Every department gets about the share of hours that it asked for, or more.")
    least = min(behind, key=lambda line: line.hours - line.asked)
    return _("%(name)s asked for %(asked)s of the hours and gets %(hours)s.") % {
        "name": least.name, "asked": least.asked_said, "hours": least.hours_said,
    }  # fmt: skip
