"""What the decision of a campaign answers: verdicts, plans, comparisons. Frozen, codes instead of words.

Every code that can appear is listed at the field that carries it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luotsi.engines.statistics.campaign_types import Boundary, Guarantee


@dataclass(frozen=True, slots=True)
class Step:
    """What would bring a verdict: the next `contacts` contacts bring at least / at most `successes`.

    In the user's own counting: for at_most criteria a success is the thing that is to be rare. `sense` is at_least |
    at_most.
    """

    contacts: int
    successes: int
    sense: str


@dataclass(frozen=True, slots=True)
class Next:
    """The nearest ways to a verdict; None where none is left within the planned contacts."""

    abort_if: Step | None
    scale_if: Step | None


@dataclass(frozen=True, slots=True)
class Chances:
    """Chance of each ending by the horizon, and further contacts expected until then, as things stand now.

    The true rate is uncertain: it is drawn from what was seen and, weakly (four contacts), from the target.
    """

    scale: float
    abort: float
    undecided: float
    further_contacts: float


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One point of the picture: after `n` contacts in invitation order.

    `successes` are sure, `pending` could still be added; `scale_at`, `abort_at` as in `BoundaryRow`.
    For mean: `amount` is the running total, for count_rate `n` are days.
    """

    n: int
    successes: int
    pending: int
    scale_at: int | None = None
    abort_at: int | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The state of one criterion.

    `decision`   scale | continue | abort | inconclusive.
    `n`          contacts counted (invited, or successes of `of`); `resolved` of them are settled;
    `successes`  yes so far; `pending` still open. `late`: a yes after response_days, counted as no.
    `observed`   rate among the resolved, mean, or occurrences a week; None without data.
    `interval`   holds whenever one looks, each side with its own error; None where the kind has none.
    `decided_at` contacts after which the verdict fell (prefix in invitation order), or None.
    `path`       points for the chart, one a contact up to 2,000; `boundary` the table for what is to come (rate, goal).
    `evidence_for`, `evidence_against`: e-values with the thresholds they must reach (None: the kind has none).
    `further_to_settle`: cannot tell: this many further contacts would settle it in four of five cases if the true rate
                 is the one observed; None where more than 10,000 or not computable.
    `reasons`    codes: between (undecided as yet) | beyond_horizon (more contacts than planned: not counted) |
                 too_few | pending_only | window_open | crossed_scale | crossed_abort | on_track | out_of_reach |
                 reached | too_short_to_scale | too_short_to_abort | target_changed | horizon_changed | window_unknown |
                 no_cap | dispersion_assumed | undecided_at_end | waits_for_answers | no_zone.
    """

    name: str
    kind: str
    role: str
    direction: str
    target: float
    floor: float
    ceiling: float
    decision: str
    n: int
    resolved: int
    successes: int
    pending: int
    late: int
    observed: float | None
    interval: tuple[float, float] | None
    decided_at: int | None
    scale_at: int | None
    abort_at: int | None
    next: Next
    chances: Chances | None
    evidence_for: float | None
    evidence_against: float | None
    threshold_for: float | None
    threshold_against: float | None
    further_to_settle: int | None
    first_possible_at: datetime | None
    guarantee: Guarantee
    boundary: Boundary | None
    path: tuple[PathPoint, ...]
    reasons: tuple[str, ...]
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that was not counted. `row` from 1.

    `code`: duplicate | outcome_before_invitation | outcome_in_future | invited_in_future | before_start |
    after_end | not_a_yes_or_no | not_an_amount | negative_amount | result_without_parent.
    """

    row: int
    id: str
    code: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class ArmCheck:
    """Did every arm get its share of the contacts?

    `p_value`: exact for two arms, else chi-square; valid for one look. `evidence`: e-value, valid however often one
    looks. `suspicious`: evidence of 100 or more (a false alarm in at most one campaign of a hundred).
    """

    counts: Mapping[str, int]
    expected: Mapping[str, float]
    p_value: float
    evidence: float
    suspicious: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a campaign, deterministic in its data.

    `decision` scale | continue | abort | inconclusive. `chances` of the whole campaign take several musts as
    independent. `arms` is None where no contact names an arm. `snapshot` is the SHA-256 of all that was read.
    `reasons`: must_failed (an abort: which ones stand at abort) | all_musts_scale | no_must | ended | rows_rejected |
    arms_uneven | only_output.
    """

    decision: str
    criteria: tuple[CriterionResult, ...]
    reasons: tuple[str, ...]
    faults: tuple[RowFault, ...]
    arms: ArmCheck | None
    chances: Chances | None
    snapshot: str


@dataclass(frozen=True, slots=True)
class ArmCount:
    """One arm of a comparison, over the resolved contacts."""

    name: str
    n: int
    successes: int
    pending: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two arms. `a`, `b` in alphabetical order of their names unless the shares name them in an order.

    `decision` A | B | continue | no_difference: which is better, not whether by enough.
    `only_a`, `only_b`: pairs in which only that arm was better (unequal shares: blocks); `claim_at`: claim when
    one side has at least this many of the discordant pairs so far. `difference` is b - a with an interval that holds
    whenever one looks; `claim_chance`: predictive chance that any claim comes by the end. `reasons`: too_few |
    between | futile | crossed | window_open | undecided_at_end | lower_is_better | unequal_shares.
    """

    decision: str
    criterion: str
    a: ArmCount
    b: ArmCount
    pairs: int
    planned_pairs: int
    only_a: int
    only_b: int
    claim_at: int | None
    difference: float | None
    interval: tuple[float, float] | None
    claim_chance: float
    decided_at: int | None
    evidence_a: float
    evidence_b: float
    threshold: float
    arms: ArmCheck
    faults: tuple[RowFault, ...]
    reasons: tuple[str, ...]
    path: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """At one true rate and horizon: chance of each ending and the average number of contacts until it."""

    rate: float
    contacts: int
    scale: float
    abort: float
    undecided: float
    expected_contacts: float


@dataclass(frozen=True, slots=True)
class Size:
    """How big must it be: `contacts` that decide in `power` of the cases at true rate `rate`; None: more
    than 2,000 (a goal: 20,000), or a rate within the zone, where no verdict is wrong or right."""

    rate: float
    power: float
    contacts: int | None


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """What is wrong with a campaign before it starts.

    `code`: only_output | no_must | cannot_scale | cannot_abort | target_not_a_share | goal_above_contacts |
    goal_not_whole | goal_too_large (its table would take too long) | no_cap | cap_too_low | no_response_days |
    zone_outside_target | unknown_of | twice_named | unknown_kind | error_out_of_range | at_most_not_possible |
    over_time_not_possible.
    `contacts`: the horizon that would mend it; `floor`, `ceiling`: a zone that would.
    """

    code: str
    criterion: str = ""
    contacts: int | None = None
    floor: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A criterion before the start: endings at several true rates, sizes that would do, and its table."""

    boundary: Boundary | None
    endings: tuple[Ending, ...]
    sizes: tuple[Size, ...]
    weak_points: tuple[WeakPoint, ...]
