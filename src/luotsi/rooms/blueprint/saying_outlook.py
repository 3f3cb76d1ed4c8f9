"""Chances, prices and changes of scenarios in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.rooms.blueprint.rules.scenarios import Changes, percent
from luotsi.rooms.blueprint.saying import number

SURE, LIKELY, EVEN = 0.85, 0.7, 0.5


def odds(chance: float) -> str:
    """A chance as people count: in 8 of 10 quarters."""
    if chance < 0.005:
        return _("in fewer than 1 of 100 quarters")
    if chance >= 0.995:
        return _("in more than 99 of 100 quarters")
    if chance < 0.1 or chance > 0.9:
        return _("in %(count)d of 100 quarters") % {"count": round(100 * chance)}
    return _("in %(count)d of 10 quarters") % {"count": round(10 * chance)}


def share(part: float | None) -> str:
    """12 %; below one percent is said so."""
    if part is None:
        return "–"
    if 0 < part < 0.005:
        return "< 1 %"
    return f"{round(100 * part)} %"


def trust(chance: float) -> tuple[str, str]:
    """A verdict with its word."""
    if chance >= SURE:
        return "good", _("can be promised")
    if chance >= EVEN:
        return "watch", _("better with a later date")
    return "bad", _("more likely not")


def trust_of_plan(chance: float) -> tuple[str, str]:
    """The same of a whole plan."""
    if chance >= SURE:
        return "good", _("likely to hold")
    if chance >= LIKELY:
        return "watch", _("holds mostly")
    if chance >= EVEN:
        return "watch", _("doubtful")
    return "bad", _("unlikely to hold")


def holds(chance: float) -> str:
    """The first sentence on whether a plan holds."""
    said = {"odds": odds(chance)}
    if chance >= LIKELY:
        return _("All of it is finished by the end of the quarter %(odds)s.") % said
    if chance >= EVEN:
        return _("All of it is finished by the end of the quarter only %(odds)s.") % said
    return _("Packed this full, all of it is finished by the end of the quarter only %(odds)s.") % said


def signed(value: float, digits: int = 1) -> str:
    """+12, −3, ±0: with the true minus."""
    rounded = round(value, digits)
    if not rounded:
        return "±0"
    return f"{'+' if rounded > 0 else '−'}{number(abs(rounded), digits)}"


def signed_percent(value: int) -> str:
    return f"{signed(value, 0)} %"


def changes_in_words(
    changes: Changes, titles: Mapping[str, str], goals: Mapping[str, str], budget_name: str = ""
) -> list[str]:
    """What is otherwise in a scenario, a line each."""
    said = [
        _("%(percent)s hours of %(skill)s") % {"percent": signed_percent(percent(by)), "skill": skill}
        for skill, by in changes.hours.items()
    ]
    said += [_("%(percent)s budget") % {"percent": signed_percent(percent(by))} for by in changes.budgets.values()]
    said += [_class(titles.get(item, item), moscow) for item, moscow in changes.classes.items()]
    for by, names in (("goal", goals), ("asker", {})):
        for name, least in changes.shares.get(by, {}).items():
            said.append(
                _("at least %(share)s of the hours for %(name)s")
                % {"share": share(least), "name": names.get(name, name)}
            )
    if changes.confidence is not None:
        said.append(_("holds %(odds)s") % {"odds": odds(changes.confidence)})
    return said


def _class(title: str, moscow: str) -> str:
    texts = {
        "must": _("“%(title)s” is a must"),
        "should": _("“%(title)s” should be done"),
        "could": _("“%(title)s” could be done"),
        "wont": _("“%(title)s” is left out"),
    }
    return texts[moscow] % {"title": title}


def named(titles: Sequence[str], most: int = 3) -> str:
    """“A”, “B” and 2 more."""
    said, more = ", ".join(f"“{title}”" for title in titles[:most]), len(titles) - most
    return said + " " + ngettext("and %d more", "and %d more", more) % more if more > 0 else said
