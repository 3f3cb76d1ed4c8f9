"""Evidence in sentences: what would change the verdict, how it may end, what is promised. Numbers with their spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from luotsi.rooms.campaigns.models import Criterion, Verdict
from luotsi.rooms.campaigns.queries.evidence import Evidence, Finding
from luotsi.rooms.campaigns.words import GUARANTEES, REASONS, WEAK

if TYPE_CHECKING:
    from luotsi.engines.statistics import campaign as engine

Kind, Way = Criterion.Kind, Criterion.Way


@dataclass(frozen=True, slots=True)
class Said:
    """One criterion in words. `standing` where it is, `ways` what would change it, `promise` what is guaranteed."""

    finding: Finding
    aim: str
    standing: str
    ways: tuple[str, ...]
    chances: str
    promise: str
    basis: str
    reasons: tuple[str, ...]
    to_settle: str


def said_of(finding: Finding) -> Said:
    if finding.comparison is not None:
        return _of_arms(finding, finding.comparison)
    result = finding.result
    assert result is not None
    return Said(
        finding,
        aim_of(finding.criterion),
        _standing(finding.criterion, result),
        tuple(_ways(result)),
        "" if result.decision in Verdict.DECISIVE else chances_in_words(result.chances),
        _promise(finding.criterion, result),
        str(GUARANTEES.get(result.guarantee.code, result.guarantee.code)),
        tuple(str(REASONS.get(code, code)) for code in result.reasons),
        _to_settle(result.further_to_settle),
    )


def aim_of(one: Criterion) -> str:
    """`at least 10 %, bad from 6.7 %, good from 13.3 %`"""
    aim = f"{one.get_way_display()} {amount_of(one, one.target)}"
    if one.kind == Kind.COMPARE:
        aim = _("which of the two is better")
    if one.floor is not None and one.ceiling is not None:
        bad, good = (one.ceiling, one.floor) if one.way == Way.AT_MOST else (one.floor, one.ceiling)
        aim += ", " + _("bad: %(bad)s, good: %(good)s") % {"bad": share(bad), "good": share(good)}
    if one.of is not None:
        aim += " · " + _("among those with “%(other)s”") % {"other": one.of.name}
    return aim


def amount_of(one: Criterion, value: Any) -> str:
    """A value in the criterion's own unit."""
    if one.kind in (Kind.RATE, Kind.COMPARE):
        return share(value)
    if one.kind == Kind.COUNT:
        return _("%(number)s a week") % {"number": plain(value)}
    return plain(value)


def share(value: Any, digits: int = 3) -> str:
    """10 %, 6.7 %, 0.5 %: the digits that matter, never more."""
    percent = float(value) * 100
    return f"{_short(percent, digits if percent >= 10 else 2)} %"


def plain(value: Any) -> str:
    return _short(float(value), 3)


def chance(value: float) -> str:
    """Chances in whole per cent; below one and above 99 said so."""
    percent = value * 100
    if percent < 0.05:
        return "0 %"
    if percent < 1:
        return "< 1 %"
    return "> 99 %" if 99 < percent < 99.95 else f"{round(percent)} %"


def _short(number: float, digits: int) -> str:
    """Rounded to so many digits that matter, whole numbers kept, nothing after the point that says nothing."""
    if abs(number) >= 10 ** (digits - 1):
        return number_format(round(number), use_l10n=True, force_grouping=True)
    rounded = Decimal(f"{number:.{digits}g}")
    return number_format(
        Decimal(f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"), use_l10n=True
    )


def chances_in_words(chances: engine.Chances | None) -> str:
    if chances is None:
        return ""
    return _(
        "As things stand: scale %(scale)s, abort %(abort)s, undecided %(undecided)s; "
        "some %(further)s more contacts."
    ) % {
        "scale": chance(chances.scale),
        "abort": chance(chances.abort),
        "undecided": chance(chances.undecided),
        "further": plain(round(chances.further_contacts)),
    }  # fmt: skip


def weak_in_words(point: engine.WeakPoint, criteria: dict[str, Criterion]) -> str:
    """What is weak before the start, and what would mend it."""
    one = criteria.get(point.criterion)
    text = str(WEAK.get(point.code, point.code)).format(criterion=one.name if one else point.criterion)
    if point.contacts:
        text += " " + ngettext("%d contact would do.", "%d contacts would do.", point.contacts) % point.contacts
    if point.floor is not None and point.ceiling is not None:
        text += " " + _("Or a zone from %(floor)s to %(ceiling)s.") % {
            "floor": share(point.floor),
            "ceiling": share(point.ceiling),
        }
    return text


def ratio_in_words(evidence: Evidence) -> str:
    """A warning where one arm got more than its share; empty where all is well."""
    check = evidence.decision.arms
    if check is None or not check.suspicious:
        return ""
    counts = ", ".join(f"{name}: {count}" for name, count in sorted(check.counts.items()))
    planned = ", ".join(f"{name}: {round(count)}" for name, count in sorted(check.expected.items()))
    return _(
        "The arms are not as planned (%(counts)s instead of %(planned)s). Something sorts contacts before they "
        "are counted; find it before you believe the difference."
    ) % {"counts": counts, "planned": planned}


def _standing(one: Criterion, result: engine.CriterionResult) -> str:
    if not result.n:
        return _("Nothing has come in yet.")
    return " ".join(filter(None, (_so_far(one, result), _still_open(one, result), _span(one, result))))


def _so_far(one: Criterion, result: engine.CriterionResult) -> str:
    if one.kind == Kind.MEAN:
        given = {"mean": plain(result.observed or 0), "n": plain(result.resolved)}
        return _("%(mean)s on average over %(n)s contacts.") % given
    if one.kind == Kind.COUNT:
        return _("%(rate)s a week.") % {"rate": plain(result.observed or 0)}
    given = {"yes": plain(result.successes), "n": plain(result.n)}
    if result.pending or result.observed is None or one.kind == Kind.GOAL:
        return _("%(yes)s yes among %(n)s.") % given
    return _("%(yes)s yes among %(n)s (%(share)s).") % {**given, "share": share(result.observed, 2)}


def _still_open(one: Criterion, result: engine.CriterionResult) -> str:
    if not result.pending:
        return ""
    text = ngettext("%d may still answer.", "%d may still answer.", result.pending) % result.pending
    if result.observed is not None and one.kind == Kind.RATE:
        text += " " + _("Of those settled %s said yes.") % share(result.observed, 2)
    return text


def _span(one: Criterion, result: engine.CriterionResult) -> str:
    """Between what and what it lies, at whatever moment one looks."""
    if result.interval is None or not one.decides or one.kind == Kind.GOAL:
        return ""
    low, high = (_edge(one, max(edge, 0)) if isfinite(edge) else "∞" for edge in result.interval)
    given = {"low": low, "high": high}
    if result.pending:
        return _("Whatever they do, it lies between %(low)s and %(high)s.") % given
    return _("It lies between %(low)s and %(high)s.") % given


def _edge(one: Criterion, value: float) -> str:
    """The edges of a span are themselves not known closer than to two digits."""
    return share(value, 2) if one.kind == Kind.RATE else amount_of(one, value)


def _ways(result: engine.CriterionResult) -> Iterator[str]:
    if result.next.abort_if is not None:
        yield _step(ABORT_IF, result.next.abort_if)
    if result.next.scale_if is not None:
        yield _step(SCALE_IF, result.next.scale_if)


def _step(texts: Mapping[str, Any], step: engine.Step) -> str:
    how = "least" if step.sense == Way.AT_LEAST else "most" if step.successes else "nobody"
    return str(texts[how] % {"n": step.contacts, "k": step.successes})


ABORT_IF = {
    "least": ngettext_lazy(
        "Abort if the next contact brings at least %(k)d.",
        "Abort if the next %(n)d contacts bring at least %(k)d.",
        "n",
    ),
    "nobody": ngettext_lazy(
        "Abort if the next contact brings nobody.", "Abort if the next %(n)d contacts bring nobody.", "n"
    ),
    "most": ngettext_lazy(
        "Abort if the next contact brings at most %(k)d.",
        "Abort if the next %(n)d contacts bring at most %(k)d.",
        "n",
    ),
}
SCALE_IF = {
    "least": ngettext_lazy(
        "Scale if the next contact brings at least %(k)d.",
        "Scale if the next %(n)d contacts bring at least %(k)d.",
        "n",
    ),
    "nobody": ngettext_lazy(
        "Scale if the next contact brings nobody.", "Scale if the next %(n)d contacts bring nobody.", "n"
    ),
    "most": ngettext_lazy(
        "Scale if the next contact brings at most %(k)d.",
        "Scale if the next %(n)d contacts bring at most %(k)d.",
        "n",
    ),
}


def _promise(one: Criterion, result: engine.CriterionResult) -> str:
    given = {
        "bad": amount_of(one, result.ceiling if one.way == Way.AT_MOST else result.floor),
        "good": amount_of(one, result.floor if one.way == Way.AT_MOST else result.ceiling),
        "wrong_scale": chance(result.guarantee.wrong_scale),
        "wrong_abort": chance(result.guarantee.wrong_abort),
    }
    if one.kind == Kind.GOAL:
        return (
            _(
                "Whatever the true share is: “on track” and missed after all in at most %(wrong_scale)s of such "
                "campaigns, aborted and reached after all in at most %(wrong_abort)s."
            )
            % given
        )
    return (
        _(
            "If in truth it is as bad as %(bad)s, this says “scale” in at most %(wrong_scale)s of such campaigns; "
            "if it is as good as %(good)s, “abort” in at most %(wrong_abort)s. "
            "That holds however often and whenever you look."
        )
        % given
    )


def _to_settle(further: int | None) -> str:
    if further is None:
        return ""
    return (
        ngettext(
            "If it goes on like this, %d further contact would settle it.",
            "If it goes on like this, %d further contacts would settle it in four of five cases.",
            further,
        )
        % further
    )


def _of_arms(finding: Finding, side: engine.Comparison) -> Said:
    standing = _(
        "A: %(a)s of %(an)s, B: %(b)s of %(bn)s. "
        "Of the pairs that differ, A is ahead in %(only_a)s, B in %(only_b)s."
    ) % {
        "a": side.a.successes, "an": side.a.n, "b": side.b.successes, "bn": side.b.n,
        "only_a": side.only_a, "only_b": side.only_b,
    }  # fmt: skip
    if side.decision in ("A", "B"):
        standing = _("Arm %(arm)s is better.") % {"arm": side.decision} + " " + standing
    elif side.decision == "no_difference":
        standing = _("No difference is likely to show by the end.") + " " + standing
    is_open = side.decision == "continue"
    ways = (_("A verdict falls at %d of the pairs that differ.") % side.claim_at,) if is_open and side.claim_at else ()
    promise = _(
        "Where the arms are alike, this names a better one in at most 5 of 100 such campaigns, however often you look."
    )
    chances = _("Chance that a difference shows by the end: %s.") % chance(side.claim_chance) if is_open else ""
    return Said(finding, aim_of(finding.criterion), standing, ways, chances, promise, "", (), "")
