"""Campaigns that decide themselves: scale, continue or abort, sound at every look. The door to the decision half.

Types and their fields: `campaign_types`, `campaign_results`; formulas and promise:
docs/explanation/campaigns.md. Pure and deterministic: the moment is an argument, nothing is drawn at random. NumPy and
SciPy are imported when first needed.

    data = CampaignData((Criterion("accepted", 0.10, response_days=14),), contacts=500, now=now, outcomes=contacts)
    decide(data).decision                       # "scale" | "continue" | "abort" | "inconclusive"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from luotsi.engines.statistics.campaign_results import (
    ArmCheck,
    ArmCount,
    CampaignPlan,
    Chances,
    Comparison,
    CriterionResult,
    Decision,
    Ending,
    Next,
    PathPoint,
    RowFault,
    Size,
    Step,
    WeakPoint,
)
from luotsi.engines.statistics.campaign_types import (
    INVITED,
    KINDS,
    BadCampaign,
    Boundary,
    BoundaryRow,
    CampaignData,
    CampaignFault,
    Contact,
    Criterion,
    Guarantee,
    HorizonChange,
    Tally,
)

__all__ = [
    "INVITED",
    "KINDS",
    "ArmCheck",
    "ArmCount",
    "BadCampaign",
    "Boundary",
    "BoundaryRow",
    "CampaignData",
    "CampaignFault",
    "CampaignPlan",
    "Chances",
    "Comparison",
    "Contact",
    "Criterion",
    "CriterionResult",
    "Decision",
    "Ending",
    "Guarantee",
    "HorizonChange",
    "Next",
    "PathPoint",
    "RowFault",
    "Size",
    "Step",
    "Tally",
    "WeakPoint",
    "boundary",
    "check_rows",
    "compare",
    "decide",
    "horizon_of",
    "plan",
    "read_campaign",
    "really_work",
    "sample_ratio",
    "weak_points",
]


def decide(data: CampaignData, *, outlook: bool = True) -> Decision:
    """The verdict on a campaign as it stands at `data.now`, with each criterion's own state.

    `outlook=False` leaves out what may still come (next, chances, further_to_settle), which takes most of the time.

    Scale when every must stands at scale, abort when any must stands at abort; watches never decide. Raises
    ValueError for a campaign with a weak point that no rule survives (`criteria.FATAL`; ask `weak_points` first).
    """
    from luotsi.engines.statistics.verdict import verdict

    return verdict(data, outlook)


def compare(data: CampaignData, criterion: str | None = None) -> Comparison:
    """Which of two arms does better on `criterion` (its name; the first must where None)?

    The contacts carry `arm`; `data.contacts` are both arms together. Raises ValueError for other than two arms.
    """
    from luotsi.engines.statistics.comparing import comparison

    return comparison(data, criterion)


def boundary(criterion: Criterion, contacts: int) -> Boundary:
    """The table of a rate criterion: row by row of resolved contacts, where to scale and where to abort."""
    from luotsi.engines.statistics.boundary import boundary_of

    return boundary_of(criterion, contacts, criterion.error_abort)


def plan(
    criterion: Criterion, contacts: int, rates: Sequence[float] | None = None, *, power: float = 0.8, musts: int = 1
) -> CampaignPlan:
    """Before the start: what happens at which true rate, and how big must it be (kinds rate and goal_by_deadline).

    `rates`: true shares to look at; None: from a quarter to three times the target. `musts`: criteria that share the
    error of a wrong abort.
    """
    from luotsi.engines.statistics.planner import campaign_plan

    return campaign_plan(criterion, contacts, rates, power, musts)


def weak_points(criteria: Sequence[Criterion], contacts: int) -> tuple[WeakPoint, ...]:
    """What is wrong or weak with these criteria before the start."""
    from luotsi.engines.statistics.criteria import weak_points_of

    return weak_points_of(tuple(criteria), contacts)


def horizon_of(criterion: Criterion, criteria: Sequence[Criterion], contacts: int) -> int:
    """The contacts a criterion can count of those planned."""
    from luotsi.engines.statistics.case import horizon_of as counted

    return counted(criterion, criteria, contacts)


def check_rows(data: CampaignData) -> tuple[RowFault, ...]:
    """Rows that `decide` will not count, and why."""
    from luotsi.engines.statistics.campaign_rows import checked

    return checked(data).faults


def sample_ratio(counts: Mapping[str, int], shares: Mapping[str, float] | None = None) -> ArmCheck:
    """Did every arm get its planned share (None: equal shares)?"""
    from luotsi.engines.statistics.arms import arm_check

    return arm_check(counts, shares)


def really_work(evidence: Mapping[str, float], error: float = 0.05) -> tuple[str, ...]:
    """Which of several campaigns really work: e-values by name in, names out, best first.

    e-BH (Wang and Ramdas 2022): of those named, at most the share `error` does not, on average, however the
    campaigns depend on one another.
    """
    ranked = sorted(evidence, key=lambda name: (-evidence[name], name))
    kept = [place for place, name in enumerate(ranked, 1) if place * evidence[name] >= len(ranked) / error]
    return tuple(ranked[: max(kept, default=0)])


def read_campaign(document: Any, name: str = "campaign.json") -> CampaignData:
    """A campaign.json (docs/reference/commands.md) as data; BadCampaign with every fault and its path."""
    from luotsi.engines.statistics.campaign_reading import read

    return read(document, name)
