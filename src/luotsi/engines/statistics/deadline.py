"""At least K of N planned contacts: on track, out of reach, or open, by calibrated predictive probability.

    PP(n, s) = P(s + BetaBin(N - n; k q + s, k (1 - q) + n - s) >= K),  q = K / N, k = 4

On track where PP >= h, out of reach where PP <= l (Lee and Liu 2008; Saville et al. 2014). l and h are set so that for
no true rate more than the allowed share is given up although it would have got there, or called on track and misses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from luotsi.engines.statistics.boundary import name_of
from luotsi.engines.statistics.campaign_results import Chances, CriterionResult, Step
from luotsi.engines.statistics.campaign_types import Boundary, BoundaryRow, Criterion, Guarantee
from luotsi.engines.statistics.case import Case, first_possible_at, open_reasons, points_of, result
from luotsi.engines.statistics.crossing import Hit, lower_hits, lower_stops, upper_hits, upper_stops, walk
from luotsi.engines.statistics.looks import first_crossing
from luotsi.engines.statistics.outlook import Lines, certain, next_steps, urn
from luotsi.engines.statistics.rate import interval_of
from luotsi.engines.statistics.timed import timed_result

if TYPE_CHECKING:
    import numpy as np

PRIOR_CONTACTS = 4.0
LEAST_SHAPE = 0.3
RATES = 40
LOWEST_RATE, HIGHEST_RATE = 0.3, 2.2


@dataclass(frozen=True, slots=True)
class GoalTable:
    """Lines over n = 0 … N: on track at `up[n]` or more, out of reach at `lo[n]` or fewer.

    `low`, `high` are l and h; `wrong_abort`, `wrong_track` the largest chances over the true rates.
    """

    goal: int
    contacts: int
    up: tuple[int, ...]
    lo: tuple[int, ...]
    low: float
    high: float
    wrong_abort: float
    wrong_track: float
    predictive: np.ndarray


@lru_cache(maxsize=16)
def goal_table(goal: int, contacts: int, error_scale: float = 0.05, error_abort: float = 0.05) -> GoalTable:
    """The calibrated table for `goal` successes among `contacts`."""
    import numpy as np

    predictive = _predictive(goal, contacts)
    values = np.unique(predictive)
    low, wrong_abort = _calibrated(values[values < 0.5], predictive, goal, error_abort, upper=False)
    high, wrong_track = _calibrated(values[values >= 0.5][::-1], predictive, goal, error_scale, upper=True)
    up, lo = _upper_line(predictive, high), _lower_line(predictive, low)
    return GoalTable(goal, contacts, up, lo, low, high, wrong_abort, wrong_track, predictive)


def _predictive(goal: int, contacts: int) -> np.ndarray:
    """PP[n, s] for s = 0 … K by the urn's backward recursion."""
    import numpy as np

    share = goal / contacts
    yes, no = max(PRIOR_CONTACTS * share, LEAST_SHAPE), PRIOR_CONTACTS * (1 - share)
    s = np.arange(goal + 1)
    chances = np.zeros((contacts + 1, goal + 1))
    chances[:, goal] = 1.0
    for n in range(contacts - 1, -1, -1):
        p = np.clip((yes + s[:-1]) / (yes + no + n), 0.0, 1.0)
        chances[n, :-1] = p * chances[n + 1, 1:] + (1 - p) * chances[n + 1, :-1]
    return chances


def _upper_line(predictive: np.ndarray, high: float) -> tuple[int, ...]:
    line = (predictive >= high).argmax(axis=1).tolist()
    # Before anybody was invited, and where more successes than contacts were needed, nothing is decided.
    return tuple(level if 0 < level <= n or (n and not level) else len(line) for n, level in enumerate(line))


def _lower_line(predictive: np.ndarray, low: float) -> tuple[int, ...]:
    line = ((predictive <= low).sum(axis=1) - 1).tolist()
    return (-1, *line[1:])


def _calibrated(
    values: np.ndarray, predictive: np.ndarray, goal: int, error: float, *, upper: bool
) -> tuple[float, float]:
    """The boldest threshold among `values` (from the most cautious on) that keeps the error, and its error."""
    contacts = len(predictive) - 1

    def wrong(place: int) -> float:
        line = (_upper_line if upper else _lower_line)(predictive, float(values[place]))
        return _worst(line, goal, contacts, upper)

    good, bad = 0, len(values)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if wrong(middle) <= error else (good, middle)
    return float(values[good]), wrong(good)


def _worst(line: tuple[int, ...], goal: int, contacts: int, upper: bool) -> float:
    """The largest chance over true rates of touching the line and ending on its other side.

    All paths to one lattice point weigh the same, so one recursion at the needed rate serves every other rate.
    """
    import numpy as np

    needed = min(goal / contacts, 0.999)
    rates = np.minimum(np.linspace(LOWEST_RATE, HIGHEST_RATE, RATES) * needed, 0.999)
    hits = upper_hits(upper_stops(line), needed) if upper else lower_hits(lower_stops(line), needed)
    return float(sum((_falsified(hit, rates, needed, goal, contacts, upper) for hit in hits), np.zeros(RATES)).max())


def _falsified(hit: Hit, rates: np.ndarray, needed: float, goal: int, contacts: int, upper: bool) -> np.ndarray:
    import numpy as np
    from scipy.special import bdtrc

    s = np.arange(hit.first, hit.first + hit.mass.size)[:, None]
    weight = s * np.log(rates / needed) + (hit.n - s) * np.log((1 - rates) / (1 - needed))
    missing = goal - s
    reached = np.where(missing <= 0, 1.0, bdtrc(np.maximum(missing - 1, 0), contacts - hit.n, rates))
    turned = 1 - reached if upper else reached
    return (hit.mass[:, None] * np.exp(weight) * turned).sum(axis=0)


def goal_result(case: Case, outlook: bool = True) -> CriterionResult:
    """The state of a goal. Contacts still open belong to the N - n still to come."""
    criterion, last = case.criterion, case.last
    if criterion.over_time:
        return timed_result(case)
    changes = () if criterion.contacts else case.data.horizon_changes
    contacts = changes[-1].contacts if changes else case.contacts
    goal = int(criterion.target)
    table = goal_table(goal, contacts, criterion.error_scale, case.error_abort)
    side, decided_at = first_crossing(table.up, table.lo, case.looks)
    decision, reasons = _reading(case, table, side)
    guarantee = Guarantee(table.wrong_track, table.wrong_abort, not changes, "predictive")
    lines = _deciding(table, criterion)
    row = _row(lines, min(max(last.n, 1), contacts))
    return result(
        case,
        decision,
        guarantee,
        reasons + ["horizon_changed"] * bool(changes),
        observed=last.successes / last.resolved if last.resolved else None,
        interval=interval_of_goal(case, goal / contacts),
        decided_at=decided_at,
        scale_at=row.scale_at,
        abort_at=row.abort_at,
        boundary=_boundary(criterion, lines, guarantee),
        path=points_of(case.looks, *lines, "at_least"),
        first_possible_at=first_possible_at(case, _first(table)),
        **(_ahead(case, table, decision) if outlook else {}),
    )


def _deciding(table: GoalTable, criterion: Criterion) -> Lines:
    """The lines at which a verdict falls: unless being on track is enough, scale only where the goal is reached."""
    return (table.up if criterion.scale_when_on_track else (table.goal,) * len(table.up)), table.lo


def _row(lines: Lines, n: int) -> BoundaryRow:
    up, lo = lines[0][n], lines[1][n]
    return BoundaryRow(n, up if up <= n else None, lo if lo >= 0 else None)


def _boundary(criterion: Criterion, lines: Lines, guarantee: Guarantee) -> Boundary:
    contacts, goal = len(lines[0]) - 1, criterion.target
    rows = tuple(_row(lines, n) for n in range(1, contacts + 1))
    share = goal / contacts
    return Boundary(name_of(*lines), goal, share, share, contacts, "at_least", rows, guarantee)


def interval_of_goal(case: Case, share: float) -> tuple[float, float]:
    """The interval of the rate behind the goal."""
    from dataclasses import replace

    return interval_of(replace(case, criterion=replace(case.criterion, target=share, floor=None, ceiling=None)))


def _reading(case: Case, table: GoalTable, side: int) -> tuple[str, list[str]]:
    last = case.last
    if last.successes >= table.goal:
        return "scale", ["reached"]
    if last.successes + last.pending + max(table.contacts - last.n, 0) < table.goal:
        return "abort", ["out_of_reach"]
    if side < 0:
        return "abort", ["crossed_abort"]
    if case.is_closed and not last.pending:
        return "abort", ["out_of_reach"]
    if side > 0:
        return ("scale" if case.criterion.scale_when_on_track else "continue"), ["on_track"]
    return "continue", open_reasons(case, _first(table))


def _first(table: GoalTable) -> int | None:
    return next((n for n in range(1, table.contacts + 1) if table.lo[n] >= 0 or table.up[n] <= n), None)


def _reached(case: Case, table: GoalTable) -> float:
    """The chance of getting there: PP, and while somebody may still answer the same urn, filled by who is settled."""
    last, settled = case.last, case.settled
    if not last.pending or last.resolved >= table.contacts:
        return float(table.predictive[min(last.resolved, table.contacts), min(last.successes, table.goal)])
    unsettled = last.resolved - settled.n, last.successes - settled.successes
    line, never = (table.goal,) * (table.contacts + 1), (-1,) * (table.contacts + 1)
    chance = urn(table.goal / table.contacts, unsettled)
    return walk(line, never, chance, (last.resolved, last.successes)).scale


def _ahead(case: Case, table: GoalTable, decision: str) -> dict[str, object]:
    last = case.last
    if decision != "continue":
        return {"chances": certain(1 if decision == "scale" else -1, "at_least")}
    reached = _reached(case, table)
    steps = next_steps((table.up, table.lo), last.resolved, last.successes, table.goal / table.contacts, "at_least")
    if not case.criterion.scale_when_on_track and last.successes < table.goal:
        left = max(table.contacts - last.resolved, 0)
        steps = type(steps)(steps.abort_if, Step(left, table.goal - last.successes, "at_least"))
    further = float(max(table.contacts - last.resolved, 0))
    return {"next": steps, "chances": Chances(reached, 1 - reached, 0.0, further)}
