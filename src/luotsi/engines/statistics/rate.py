"""The rate rule on one campaign: lines, the first sure crossing, evidence, interval, outlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from luotsi.engines.statistics.boundary import (
    RateTable,
    as_boundary,
    errors_of,
    guarantee_of,
    row_of,
    table_of,
    ville_table,
)
from luotsi.engines.statistics.campaign_results import CriterionResult
from luotsi.engines.statistics.campaign_types import Criterion
from luotsi.engines.statistics.case import Case, first_possible_at, open_reasons, points_of, result
from luotsi.engines.statistics.horizon import moved
from luotsi.engines.statistics.looks import Look, first_crossing
from luotsi.engines.statistics.outlook import certain, chances_of, further_to_settle, next_steps
from luotsi.engines.statistics.sequence import rate_interval


@dataclass(frozen=True, slots=True)
class Rule:
    """The table in force, and the code of its guarantee."""

    table: RateTable
    code: str


def rule_of(case: Case) -> Rule:
    """Calibrated; with thresholds moved where the horizon was; the weaker one where the target was changed."""
    criterion, changes = case.criterion, case.data.horizon_changes
    if criterion.changed_after_data:
        errors = errors_of(criterion, case.error_abort)
        contacts = changes[-1].contacts if changes else case.contacts
        return Rule(ville_table(*criterion.zone, contacts, *errors, any_target=True), "target_changed")
    table = table_of(criterion, case.contacts, case.error_abort)
    if not changes or criterion.contacts is not None or criterion.of != "invited":
        return Rule(table, "calibrated")
    return Rule(moved(table, changes, lambda n: _finished_by(case.looks, n)), "horizon_changed")


def _finished_by(looks: Sequence[Look], n: int) -> int | None:
    look = next((look for look in looks if look.n == n), None)
    return look.successes if look is not None and not look.pending else None


def rate_result(case: Case, outlook: bool = True) -> CriterionResult:
    """The state of a rate criterion. `outlook=False` leaves out what may still come (chances, contacts to settle)."""
    criterion, rule = case.criterion, rule_of(case)
    lines = rule.table.up, rule.table.lo
    side, decided_at = first_crossing(*lines, case.looks)
    row = row_of(criterion, rule.table, min(max(case.last.n, 1), rule.table.contacts))
    decision = _decision(case, side, rule.table.contacts)
    ended = decision == "inconclusive"
    return result(
        case,
        decision,
        guarantee_of(criterion, rule.table, rule.code),
        _reasons(case, rule, decision),
        observed=case.last.successes / case.last.resolved if case.last.resolved else None,
        interval=interval_of(case),
        decided_at=decided_at,
        scale_at=row.scale_at,
        abort_at=row.abort_at,
        boundary=as_boundary(criterion, rule.table, rule.code),
        path=points_of(case.looks, *lines, criterion.direction),
        **_evidence(criterion, rule.table, case.last),
        **(_ahead(case, lines, side, ended) if outlook else {}),
        **({} if side else {"first_possible_at": first_possible_at(case, _first(rule.table))}),
    )


def _decision(case: Case, side: int, contacts: int) -> str:
    if side:
        return "scale" if (side > 0) == (case.criterion.direction == "at_least") else "abort"
    over = case.is_closed or case.last.n >= contacts
    return "inconclusive" if over and not case.within(contacts).pending else "continue"


def _reasons(case: Case, rule: Rule, decision: str) -> list[str]:
    reasons = [] if rule.code == "calibrated" else [rule.code]
    if case.last.n > rule.table.contacts:
        reasons.append("beyond_horizon")
    if decision in ("scale", "abort"):
        return [f"crossed_{decision}", *reasons]
    if decision == "inconclusive":
        reasons.append("undecided_at_end")
    else:
        reasons.extend(open_reasons(case, _first(rule.table)))
    return reasons + too_short(case.criterion, rule.table)


def too_short(criterion: Criterion, table: RateTable) -> list[str]:
    """Sides on which the horizon can never decide."""
    upper = any(level <= n for n, level in enumerate(table.up))
    lower = any(level >= 0 for level in table.lo)
    can_scale, can_abort = (upper, lower) if criterion.direction == "at_least" else (lower, upper)
    return ["too_short_to_scale"] * (not can_scale) + ["too_short_to_abort"] * (not can_abort)


def _first(table: RateTable) -> int | None:
    return next((n for n in range(1, table.contacts + 1) if table.lo[n] >= 0 or table.up[n] <= n), None)


def _evidence(criterion: Criterion, table: RateTable, last: Look) -> dict[str, float | None]:
    """E-values on the sure side: open contacts speak against each claim."""
    above = table.above.evidence(last.n, last.successes)
    below = table.below.evidence(last.n, last.successes + last.pending)
    pairs = [(above, table.c_up), (below, table.c_lo)]
    (held, needed), (against, limit) = pairs if criterion.direction == "at_least" else pairs[::-1]
    return {
        "evidence_for": held,
        "threshold_for": needed if isfinite(needed) else None,
        "evidence_against": against,
        "threshold_against": limit if isfinite(limit) else None,
    }


def interval_of(case: Case) -> tuple[float, float]:
    """An interval that holds whenever one looks; open contacts widen it on both sides."""
    last, criterion = case.last, case.criterion
    upper, lower = errors_of(criterion, case.error_abort)
    return rate_interval(last.n, last.successes, last.pending, sum(criterion.zone) / 2, upper, lower)


def _ahead(case: Case, lines: tuple[Sequence[int], Sequence[int]], side: int, ended: bool) -> dict[str, object]:
    criterion, last = case.criterion, case.last
    if side:
        return {"chances": certain(side, criterion.direction)}
    here, settled = (last.resolved, last.successes), case.settled
    unsettled = last.resolved - settled.n, last.successes - settled.successes
    ahead: dict[str, object] = {}
    if not ended:
        ahead["next"] = next_steps(lines, *here, criterion.target, criterion.direction)
        ahead["chances"] = chances_of(lines, *here, criterion.target, criterion.direction, unsettled)
    if settled.n:
        errors, start = errors_of(criterion, case.error_abort), (0, 0) if ended else here
        ahead["further_to_settle"] = further_to_settle(criterion.zone, errors, settled.successes / settled.n, *start)
    return ahead
