"""What goes into the decision of a campaign and what comes out: frozen, free of words for users (codes only).

Every code that can appear is listed at the field that carries it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

KINDS = ("rate", "goal_by_deadline", "mean", "count_rate")
INVITED = "invited"
Result = bool | float | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a campaign must reach, fixed before its first result.

    `kind`      rate | goal_by_deadline | mean | count_rate.
    `target`    rate: a share, above 0 and below 1; goal_by_deadline: whole number of successes among the planned
                contacts; mean: amount a contact; count_rate: occurrences a week.
    `direction` at_least | at_most (at_most: rate only).
    `floor`, `ceiling`  rate only: the indifference zone. Scale is wrong only at or below the floor, abort only at or
                above the ceiling (for at_most the other way round). None: the target itself (strict).
    `error_scale`, `error_abort`  chance allowed for a wrong scale and a wrong abort; the latter is divided among
                the musts by `decide`.
    `role`      must | watch. A watch is shown and never decides.
    `of`        "invited", or another criterion's name: only those who succeeded there are counted here.
    `response_days`  a contact without an answer after so many days counts as a no; None: unknown, then silence is never
                a no before the campaign has closed.
    `contacts`  own horizon in contacts; None: the campaign's, or for `of` another criterion twice what that
                criterion's target would bring.
    `ends_at`   own end; None: the campaign's.
    `cap`       mean: no single amount counts for more; needed to abort on amounts.
    `average_deal_at_most`  mean: amounts above 0 are on average at most this; lets the conversion rate abort.
    `scale_when_on_track`   goal_by_deadline: "on track" is a scale, not only a remark.
    `over_time`             goal_by_deadline without planned contacts: occurrences from the campaign's start to its end,
                each row one observation (yes, or a count).
    `past_weekly`           count_rate, over_time: counts of earlier weeks, for their unevenness.
    `changed_after_data`    target or zone was changed after the first result: the weaker rule that holds for all
                targets at once is used.
    `counts_output`         what is counted is the team's own doing (sent, posted), never a success.
    """

    name: str
    target: float
    kind: str = "rate"
    direction: str = "at_least"
    floor: float | None = None
    ceiling: float | None = None
    error_scale: float = 0.05
    error_abort: float = 0.05
    role: str = "must"
    of: str = INVITED
    response_days: float | None = None
    contacts: int | None = None
    ends_at: datetime | None = None
    cap: float | None = None
    average_deal_at_most: float | None = None
    scale_when_on_track: bool = False
    over_time: bool = False
    past_weekly: tuple[int, ...] = ()
    changed_after_data: bool = False
    counts_output: bool = False

    @property
    def zone(self) -> tuple[float, float]:
        """Floor and ceiling; the target twice where the criterion is strict."""
        floor = self.target if self.floor is None else self.floor
        ceiling = self.target if self.ceiling is None else self.ceiling
        return floor, ceiling


@dataclass(frozen=True, slots=True)
class Contact:
    """One invited contact (count_rate: one observation). `row` numbers it from 1 in what was handed in.

    `results`: by criterion True (yes), False (no), an amount or count, or None (pending; also where absent).
    `at`: by criterion when that result was known.
    `excluded`: left out for a reason that cannot depend on the result (a bounce), before anything is counted.
    """

    id: str
    invited_at: datetime
    results: Mapping[str, Result] = field(default_factory=dict)
    at: Mapping[str, datetime] = field(default_factory=dict)
    arm: str = ""
    excluded: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Counters kept by hand, cumulative at one look: so many invited, so many yes, so many still open."""

    at: datetime
    invited: int
    successes: int
    pending: int = 0


@dataclass(frozen=True, slots=True)
class HorizonChange:
    """The planned contacts were changed to `contacts` when `invited` contacts had been invited."""

    invited: int
    contacts: int


@dataclass(frozen=True, slots=True)
class CampaignData:
    """A campaign at one moment.

    `contacts` is the number planned at the start; `horizon_changes` are later changes of it, oldest first.
    `tallies`: by criterion, used for criteria of which no contact carries a result.
    `starts_at`, `ends_at`: None where not fixed. All moments are aware, or all naive.
    `arm_shares`: planned share by arm; None: equal.
    """

    criteria: tuple[Criterion, ...]
    contacts: int
    now: datetime
    outcomes: tuple[Contact, ...] = ()
    tallies: Mapping[str, tuple[Tally, ...]] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    horizon_changes: tuple[HorizonChange, ...] = ()
    arm_shares: Mapping[str, float] | None = None

    @property
    def fewest_planned(self) -> int:
        """The smaller of what was planned at the start and what is planned now."""
        return min([self.contacts, *(change.contacts for change in self.horizon_changes[-1:])])


@dataclass(frozen=True, slots=True)
class CampaignFault:
    """What is wrong at `path` of a campaign.json (criteria[0].at_least), and what to do."""

    path: str
    text: str
    advice: str = ""


class BadCampaign(ValueError):
    """A campaign.json that cannot be read; all its faults."""

    def __init__(self, faults: tuple[CampaignFault, ...], name: str = "campaign.json") -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.text}" for fault in faults))
        self.faults = faults
        self.name = name


@dataclass(frozen=True, slots=True)
class BoundaryRow:
    """At `n` resolved contacts: scale and abort at this many successes; None where no number suffices.

    at_least: scale at `scale_at` or more, abort at `abort_at` or fewer. at_most: the other way round.
    """

    n: int
    scale_at: int | None
    abort_at: int | None


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is promised.

    `wrong_scale`, `wrong_abort`: chances at the worst true rate, whenever one looks. `exact`: computed to the last
    lattice point; otherwise a bound. `code`: calibrated | any_horizon (no planned contacts) | horizon_changed |
    target_changed | betting | betting_and_rate | gamma_mixture | assumed_dispersion | predictive.
    """

    wrong_scale: float
    wrong_abort: float
    exact: bool
    code: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """The whole table of one rate criterion; `id` names its content. `direction` as in `Criterion`."""

    id: str
    target: float
    floor: float
    ceiling: float
    contacts: int
    direction: str
    rows: tuple[BoundaryRow, ...]
    guarantee: Guarantee

    @property
    def first_scale(self) -> int | None:
        """The fewest contacts after which a scale is possible."""
        return next((row.n for row in self.rows if row.scale_at is not None), None)

    @property
    def first_abort(self) -> int | None:
        """The fewest contacts after which an abort is possible."""
        return next((row.n for row in self.rows if row.abort_at is not None), None)
