"""The verdict on a whole campaign: every must at scale, or any must at abort; watches never decide."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from math import prod

from luotsi.engines.statistics.arms import arm_check
from luotsi.engines.statistics.campaign_results import ArmCheck, Chances, CriterionResult, Decision
from luotsi.engines.statistics.campaign_rows import checked
from luotsi.engines.statistics.campaign_types import CampaignData, Contact, Criterion
from luotsi.engines.statistics.case import Case, case_of
from luotsi.engines.statistics.counts import count_result
from luotsi.engines.statistics.criteria import fatal_points
from luotsi.engines.statistics.deadline import goal_result
from luotsi.engines.statistics.money import mean_result
from luotsi.engines.statistics.rate import rate_result

RULES: dict[str, Callable[[Case, bool], CriterionResult]] = {
    "rate": rate_result,
    "goal_by_deadline": goal_result,
    "mean": mean_result,
    "count_rate": count_result,
}


def verdict(data: CampaignData, outlook: bool = True) -> Decision:
    """Each criterion by the rule of its kind, and what they say together."""
    _refuse_nonsense(data)
    rows = checked(data)
    musts = sum(criterion.role == "must" for criterion in data.criteria) or 1
    results = tuple(
        RULES[criterion.kind](case_of(criterion, data, rows.contacts, _share(criterion, musts)), outlook)
        for criterion in data.criteria
    )
    deciding = [result for result in results if result.role == "must"]
    decision = together(result.decision for result in deciding)
    arms = arms_of(rows.contacts, data)
    return Decision(
        decision=decision,
        criteria=results,
        reasons=tuple(_reasons(data, decision, bool(rows.faults), arms)),
        faults=rows.faults,
        arms=arms,
        chances=_chances(deciding),
        snapshot=snapshot_of(data),
    )


def _refuse_nonsense(data: CampaignData) -> None:
    # The weak points cost a table each and are asked for before the start; here only what no rule survives.
    wrong = fatal_points(data.criteria, data.fewest_planned)
    if data.contacts < 1:
        raise ValueError("a campaign has at least one contact")
    if wrong:
        raise ValueError(", ".join(f"{point.criterion}: {point.code}" for point in wrong))


def _share(criterion: Criterion, musts: int) -> float:
    """Any must may abort, so the musts share the error; a watch has its own."""
    return criterion.error_abort / musts if criterion.role == "must" else criterion.error_abort


def together(decisions: Iterable[str]) -> str:
    """Several musts: one abort aborts, all scales scale (intersection-union), one without an answer leaves none."""
    found = list(decisions)
    if "abort" in found:
        return "abort"
    if found and all(decision == "scale" for decision in found):
        return "scale"
    return "inconclusive" if "inconclusive" in found and "continue" not in found else "continue"


def _reasons(data: CampaignData, decision: str, rejected: bool, arms: ArmCheck | None) -> list[str]:
    musts = [criterion for criterion in data.criteria if criterion.role == "must"]
    ended = data.ends_at is not None and data.now >= data.ends_at
    said = {
        "must_failed": decision == "abort",
        "all_musts_scale": decision == "scale",
        "no_must": not musts,
        "only_output": bool(musts) and all(criterion.counts_output for criterion in musts),
        "ended": ended,
        "rows_rejected": rejected,
        "arms_uneven": arms is not None and arms.suspicious,
    }
    return [code for code, holds in said.items() if holds]


def arms_of(contacts: Iterable[Contact], data: CampaignData) -> ArmCheck | None:
    """The sample-ratio check; None where no contact names an arm, or an arm without a share appeared."""
    counts = Counter(contact.arm for contact in contacts if contact.arm)
    if not counts or (data.arm_shares is not None and set(counts) - set(data.arm_shares)):
        return None
    return arm_check(counts, data.arm_shares)


def _chances(deciding: list[CriterionResult]) -> Chances | None:
    """Of the whole campaign, taking its musts as independent."""
    each = [result.chances for result in deciding]
    if not each or any(chances is None for chances in each):
        return None
    known = [chances for chances in each if chances is not None]
    scale = prod(chances.scale for chances in known)
    abort = 1 - prod(1 - chances.abort for chances in known)
    further = max(chances.further_contacts for chances in known)
    return Chances(scale, abort, max(0.0, 1 - scale - abort), further)


def snapshot_of(data: CampaignData) -> str:
    """SHA-256 of everything that was read, whatever the order of the rows."""
    rows = sorted(repr(_row(contact)) for contact in data.outcomes)
    frame = asdict(replace(data, outcomes=()))
    text = json.dumps([frame, rows], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _row(contact: Contact) -> tuple[object, ...]:
    moments = sorted((name, at.isoformat()) for name, at in contact.at.items())
    return (
        contact.id,
        contact.invited_at.isoformat(),
        sorted(contact.results.items()),
        moments,
        contact.arm,
        contact.excluded,
    )
