"""Codes of plans, reasons, terms and changes in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from luotsi.rooms.blueprint.queries.documents import Document
from luotsi.rooms.blueprint.rules import USUAL, Change

if TYPE_CHECKING:
    from luotsi.rooms.blueprint.queries.prices import Price

NAMED = 3  # titles or weeks named before "and more"


class Words:
    """Says what is about one quarter: it knows titles by item id, goals by id, and the days of the weeks."""

    def __init__(self, starts_on: date, titles: Mapping[str, str], goals: Mapping[str, str]) -> None:
        self.starts_on, self.titles, self.goals = starts_on, titles, goals

    @classmethod
    def of(cls, document: Document) -> Words:
        """Those of a document's own items and goals."""
        return cls(
            date.fromisoformat(document["starts_on"]),
            {str(item["id"]): item["title"] for item in (*document["items"], *document["left_out"])},
            {goal: one["title"] for goal, one in document["goals"].items()},
        )

    def week(self, week: int) -> str:
        """The day a week begins on."""
        return day(self.starts_on + timedelta(weeks=week))

    def reason(self, reason: Mapping[str, Any]) -> str:
        """What stands in the way, as a sentence."""
        say = getattr(self, f"_because_{reason['code']}", None)
        return say(reason) if say else _("It does not fit.")

    def terms(self, left: Mapping[str, Any]) -> list[str]:
        """What would let it in; each alone is enough."""
        code = left["because"][0]["code"] if left["because"] else ""
        own = OWN_TERMS.get(code)
        return [_(own)] if own else list(self._terms(left["would_enter_if"]))

    def _terms(self, terms: Mapping[str, Any]) -> Iterable[str]:
        if terms.get("hours_cut"):
            yield _("%(hours)s hours less effort") % {"hours": number(terms["hours_cut"])}
        if terms.get("extra_hours"):
            by_week = terms.get("extra_hours_by_week", {})
            yield _("more hours: %(list)s") % {
                "list": "; ".join(
                    _("%(hours)s of %(skill)s (%(weeks)s)")
                    % {"hours": number(hours), "skill": skill, "weeks": self.weeks(by_week.get(skill, {}))}
                    for skill, hours in terms["extra_hours"].items()
                )
            }
        if terms.get("value_rise") is not None and terms.get("displaces"):
            yield _("%(points)s points more value; then %(titles)s would leave") % {
                "points": number(terms["value_rise"]),
                "titles": self._named(terms["displaces"]),
            }

        if terms.get("window"):
            yield _("a place between the weeks of %(first)s and %(last)s") % {
                "first": self.week(int(terms["window"]["earliest"])), "last": self.week(int(terms["window"]["latest"])),
            }  # fmt: skip

    def conflict(self, conflict: Mapping[str, Any]) -> dict[str, Any]:
        """Musts and limits that cannot hold together: titles by id, limits and hours short by skill in words."""
        return {
            "musts": [(int(item), self.titles.get(item, item)) for item in conflict["musts"]],
            "is_minimal": conflict.get("minimal", True),
            "limits": [self._limit(limit) for limit in conflict["limits"]],
            "short": [
                _("%(hours)s hours of %(skill)s") % {"hours": number(hours), "skill": skill}
                for skill, hours in conflict.get("hours_short", {}).items()
            ],
        }

    def change(self, change: Change) -> str:
        """What happened to one item since the version before."""
        said = {
            "added": _("new, from %(to)s"),
            "removed": _("taken out; stood from %(before)s"),
            "later": _("later: from %(to)s instead of %(before)s"),
            "earlier": _("earlier: from %(to)s instead of %(before)s"),
            "longer": _("takes longer"),
            "shorter": _("takes less time"),
            "way": _("done in another way"),
        }[change.code]
        return said % {
            "before": self.week(change.before[0]) if change.before else "",
            "to": self.week(change.after[0]) if change.after else "",
        }

    def _limit(self, limit: Mapping[str, Any]) -> str:
        code = limit["code"]
        if code in ("hours", "expert_hours"):
            return _("the hours of %(name)s") % {"name": limit.get("skill") or limit.get("expert")}
        if code == "in_progress":
            return _("how many things may be in progress in %(name)s") % {"name": limit.get("skill")}
        if code == "budget":
            return _("the budget")
        if code == "goal":
            return _("the hours that “%(goal)s” gets at least") % {"goal": self.goals.get(limit.get("goal", ""), "")}
        if code == "share":
            return _("the share of the hours that %(name)s gets at least") % {"name": self._whose(limit)}
        if code == "after":
            return _("what has to be finished before")
        return _("the weeks in which they may run")

    def _because_class(self, reason: Mapping[str, Any]) -> str:
        return _("Won’t this time: that was decided.")

    def _because_excluded(self, reason: Mapping[str, Any]) -> str:
        return _("Left out of this quarter by hand.")

    def _because_readmitted(self, reason: Mapping[str, Any]) -> str:
        return _("Let in again; the next plan weighs it.")

    def _because_not_weighed(self, reason: Mapping[str, Any]) -> str:
        return _("A must that the newest plan has not weighed yet.")

    def _because_no_estimate(self, reason: Mapping[str, Any]) -> str:
        return _("Nobody has estimated its effort.")

    def _because_no_value(self, reason: Mapping[str, Any]) -> str:
        return _("It serves no living outcome, so nothing speaks for it yet.")

    def _because_too_long(self, reason: Mapping[str, Any]) -> str:
        return _("It takes %(weeks)d weeks; the quarter has %(room)d left.") % {
            "weeks": reason["weeks"], "room": reason["room"],
        }  # fmt: skip

    def _because_window(self, reason: Mapping[str, Any]) -> str:
        return _("There is no week in which it may run: they are closed or over.")

    def _because_after(self, reason: Mapping[str, Any]) -> str:
        return _("It waits for %(titles)s.") % {"titles": self._named(reason.get("ids", []))}

    def _because_hours(self, reason: Mapping[str, Any]) -> str:
        return _("%(hours)s hours of %(skill)s are missing (%(weeks)s).") % {
            "hours": number(reason["short"]), "skill": reason["skill"], "weeks": self.weeks(reason.get("weeks", [])),
        }  # fmt: skip

    def _because_in_progress(self, reason: Mapping[str, Any]) -> str:
        return _("Too many things are in progress in %(skill)s (%(weeks)s).") % {
            "skill": reason["skill"], "weeks": self.weeks(reason.get("weeks", [])),
        }  # fmt: skip

    def _because_budget(self, reason: Mapping[str, Any]) -> str:
        return _("The budget is short of %(money)s.") % {"money": number(reason["short"])}

    def _because_goal(self, reason: Mapping[str, Any]) -> str:
        if reason.get("share"):
            return _("The least share of %(name)s stands in its way.") % {"name": self._whose(reason["share"])}
        return _("Hours promised to a goal stand in its way.")

    def _because_chance(self, reason: Mapping[str, Any]) -> str:
        return _("With it the plan would hold less often than was asked for.")

    def _whose(self, share: Mapping[str, Any]) -> str:
        """Whose least share: a department, or a goal by its title."""
        return share["asker"] if "asker" in share else self.goals.get(share.get("goal", "")) or _("a goal")

    def _because_worth_less(self, reason: Mapping[str, Any]) -> str:
        if not reason.get("than"):
            return _("It would add nothing to the value of the plan.")
        return _("Worth less than %(titles)s, in whose place it would stand.") % {"titles": self._named(reason["than"])}

    def _named(self, ids: Iterable[str]) -> str:
        titles = [f"“{self.titles.get(str(one), '…')}”" for one in ids]
        more = len(titles) - NAMED
        said = ", ".join(titles[:NAMED])
        return said + " " + ngettext("and %d more", "and %d more", more) % more if more > 0 else said

    def weeks(self, weeks: Iterable[Any]) -> str:
        """Days on which they begin; the first and the last of many."""
        numbers = sorted(int(week) for week in weeks)
        if not numbers:
            return _("whole quarter")
        if len(numbers) > NAMED:
            return _("%(first)s to %(last)s") % {"first": self.week(numbers[0]), "last": self.week(numbers[-1])}
        return ngettext("week of %s", "weeks of %s", len(numbers)) % ", ".join(self.week(one) for one in numbers)


OWN_TERMS = {
    "class": gettext_noop("another class than won’t"),
    "excluded": gettext_noop("taking that back"),
    "readmitted": gettext_noop("the next plan"),
    "not_weighed": gettext_noop("a new plan"),
    "no_estimate": gettext_noop("an estimate"),
    "no_value": gettext_noop("an outcome it serves, with a value"),
    "too_long": gettext_noop("a shorter way of doing it"),
    "window": gettext_noop("an open week"),
}


def way_name(name: str) -> str:
    return _("the usual way") if name == USUAL else name


def proven(gap: float | None) -> str:
    """How good the plan is, in words."""
    if gap is None:
        return _("how close this is to the best possible plan is not known")
    if gap <= 0.00005:
        return _("no better plan exists")
    return _("within %(share)s %% of the best possible") % {"share": number(100 * gap, 2)}


def sentence(document: Document) -> str:
    """How many fit, what they are worth, and how good that is."""
    count = len(document["items"])
    fit = ngettext("%d item fits", "%d items fit", count) % count
    if document["value"] is None:
        return _("%(fit)s.") % {"fit": fit}
    out = len(document["left_out"])
    return _("%(fit)s, %(out)d stay out; worth %(value)s points, %(proven)s.") % {
        "fit": fit, "out": out, "value": number(document["value"]), "proven": proven(document["gap"]),
    }  # fmt: skip


def so_far(found: Mapping[str, float | None]) -> str:
    """Value, bound and gap of a plan in the making: “worth 1,204; at most 1,231; 2.2 % open”."""
    value, bound, gap = found.get("value"), found.get("bound"), found.get("gap")
    if value is None:
        return ""
    parts = [_("worth %(points)s") % {"points": _fine(value)}]
    if bound is not None:
        parts.append(_("no plan can be worth more than %(points)s") % {"points": _fine(bound)})
    if gap is not None:
        parts.append(_("%(share)s %% open") % {"share": number(100 * gap, 2)} if gap > 0.00005 else _("nothing open"))
    return "; ".join(parts)


def price(found: Price | None) -> str:
    """What taking an item in would cost, in words."""
    if found is None:
        return _("The newest plan has not weighed it; plan again first.")
    if found.points is None:
        none = _("No plan can hold it: musts, pins and begun work leave it no room.") if found.is_exact else ""
        return none or _("No plan was found that holds it beside musts, pins and begun work.")
    if found.points <= 0.05:
        return _("It would cost the plan nothing.")
    points = {"points": number(found.points)}
    if found.is_exact:
        return _("It would lower the plan’s worth by %(points)s, exactly.") % points
    if found.at_least is not None and found.at_least > 0.05:
        points["least"] = number(found.at_least)
        return _("It would lower the plan’s worth by %(least)s to %(points)s.") % points
    return _("It would lower the plan’s worth by at most %(points)s.") % points


def number(value: float, digits: int = 1) -> str:
    """As short as it can be said: 12, 0.4, 1,250. Rounded here, because number_format cuts off."""
    rounded = round(float(value), digits)
    places = 0 if rounded == int(rounded) or rounded >= 100 else digits
    return str(number_format(round(rounded, places), decimal_pos=places, use_l10n=True))


def _fine(value: float) -> str:
    """With one digit up to ten thousand: one watches it change."""
    places = 1 if abs(value) < 10_000 else 0
    return str(number_format(round(value, places), decimal_pos=places, use_l10n=True))


SHORT_DAY = {"fi": "j.n.", "ru": "d.m"}  # where a short month alone would be read wrongly


def day(when: date) -> str:
    return str(date_format(when, SHORT_DAY.get(get_language() or "", "j M")))


def long_day(when: date) -> str:
    """With its year, as a sheet of paper needs it."""
    return str(date_format(when, "j M Y"))
