"""How likely a plan holds, when hours are as uncertain as their ranges say. No solver; numpy is loaded at use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from luotsi.engines.planning.effort import DEFAULT_SPREAD

if TYPE_CHECKING:
    import numpy as np

    from luotsi.engines.planning.problem import Placed, Problem
    from luotsi.engines.planning.slipping import Slipped, Work

PROMISES = (50, 85, 95)  # percent, of the weeks by which an item is done


@dataclass(frozen=True)
class Doubt:
    """Chances (0 to 1) that a plan holds, overruns slipping to the next week.

    holds: everything is finished within the plan's weeks.
    by_week: everything due by the end of the week is finished then; the last one is `holds`.
    by_item: the item ends in its planned week or before.
    by_skill, by_expert: the hours suffice, when what overruns slips on and nothing waits for others.
    hours_left: mean hours undone after the last week; by skill in `hours_left_by_skill`.
    done_by: for every item the week by which it has ended in 50, 85 and 95 % of the draws; None: later than the plan.
    """

    holds: float
    by_week: tuple[float, ...]
    by_item: Mapping[str, float] = field(default_factory=dict)
    by_skill: Mapping[str, float] = field(default_factory=dict)
    by_expert: Mapping[str, float] = field(default_factory=dict)
    hours_left: float = 0.0
    hours_left_by_skill: Mapping[str, float] = field(default_factory=dict)
    done_by: Mapping[str, Mapping[int, int | None]] = field(default_factory=dict)
    draws: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "by_week": list(self.by_week),
            "by_skill": dict(self.by_skill),
            "by_expert": dict(self.by_expert),
            "hours_left": self.hours_left,
            "hours_left_by_skill": dict(self.hours_left_by_skill),
            "by_item": {
                id_: {"holds": chance, "done_by": {str(share): week for share, week in self.done_by[id_].items()}}
                for id_, chance in self.by_item.items()
            },
            "draws": self.draws,
        }


def doubt(
    problem: Problem,
    chosen: Iterable[Placed],
    *,
    draws: int = 2000,
    seed: int = 1,
    spread: float = DEFAULT_SPREAD,
    common: float = 0.0,
) -> Doubt:
    """The chances of a plan; it may break rules (while it is being dragged), unknown ids and modes it may not have.

    draws: 1 or more; a chance of one half is then known within 1/sqrt(draws) (two standard errors). spread: 0 or
    more, for items without a range. common: 0 to 1, correlation between the items' errors.
    """
    from luotsi.engines.planning.effort import draw_factors
    from luotsi.engines.planning.slipping import live_through, work_of

    work = work_of(problem, chosen)
    factors = draw_factors(problem.items, draws=draws, seed=seed, spread=spread, common=common, only=work.rows)
    return _summary(work, live_through(work, factors), draws)


def _summary(work: Work, slipped: Slipped, draws: int) -> Doubt:
    import numpy as np

    done = np.array([(slipped.ends <= week).mean(axis=1) for week in range(work.weeks)]).T.reshape(-1, work.weeks)
    mean_left = slipped.left.mean(axis=1)
    suffices = slipped.suffices.mean(axis=1)
    by_week = tuple(_all_done(work, slipped, week) for week in range(work.weeks))
    return Doubt(
        holds=by_week[-1],
        by_week=by_week,
        by_item={id_: float(done[item, work.end[item]]) for item, id_ in enumerate(work.ids)},
        by_skill=_of_kind(work, suffices, "skill"),
        by_expert=_of_kind(work, suffices, "expert"),
        hours_left=float(mean_left.sum()),
        hours_left_by_skill=_of_kind(work, mean_left, "skill"),
        done_by={id_: {share: _week(done[item], share) for share in PROMISES} for item, id_ in enumerate(work.ids)},
        draws=draws,
    )


def _all_done(work: Work, slipped: Slipped, week: int) -> float:
    due = int((work.end <= week).sum())  # items stand in order of their planned end
    return float((slipped.ends[:due] <= week).all(axis=0).mean())


def _of_kind(work: Work, figures: np.ndarray, kind: str) -> dict[str, float]:
    return {name: float(figures[number]) for number, (of, name) in enumerate(work.resources) if of == kind}


def _week(done: np.ndarray, percent: int) -> int | None:
    """The first week by which so many draws have ended."""
    enough = done >= percent / 100
    return int(enough.argmax()) if enough.any() else None
