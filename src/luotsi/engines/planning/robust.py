"""A plan that holds with a wanted chance, and what that costs: the best plan first, then exchanged until it holds.

Room for overruns lies where the work's own spread needs it, because the chance itself is kept, not a buffer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from luotsi.engines.planning.doubt import Doubt, doubt
from luotsi.engines.planning.effort import DEFAULT_SPREAD
from luotsi.engines.planning.plan import Plan, gap_of

if TYPE_CHECKING:
    from luotsi.engines.planning.problem import Placed, Problem
    from luotsi.engines.planning.refill import Refill

SOLVING = 0.45  # of the time, for the best plan
PARTS = (0.8, 0.5, 0.5, 0.5, 0.5)  # of the time left, for each round of search before it is judged on fresh draws
SEARCH_DRAWS = 1500
PROOF_DRAWS = 4000
PROOF_SEED = 10_007  # added to the seed: what is searched on is not what is judged on
SURE = 1.64  # standard errors above the confidence
STEPS_PER_WORK = 10  # exchanges for one step of the solver
Progress = Callable[[float | None, float | None, float | None, float], None]


@dataclass(frozen=True)
class Robust:
    """A plan that holds with at least `confidence` where one was found (`is_reached`), judged on fresh draws.

    buffers: hours that it leaves free, by skill and week. price: value given up against `full_value`, that of the
    best plan found without regard to doubt, which holds with the chance `full_holds`.
    """

    plan: Plan
    doubt: Doubt | None
    confidence: float
    buffers: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    price: float = 0.0
    full_value: float | None = None
    full_holds: float | None = None

    @property
    def is_reached(self) -> bool:
        return self.doubt is not None and self.doubt.holds >= self.confidence

    def to_json(self) -> dict[str, Any]:
        return {
            "plan": self.plan.to_json(),
            "doubt": None if self.doubt is None else self.doubt.to_json(),
            "confidence": self.confidence,
            "is_reached": self.is_reached,
            "buffers": {
                skill: {str(week): hours for week, hours in weeks.items()} for skill, weeks in self.buffers.items()
            },
            "price": self.price,
            "full_value": self.full_value,
            "full_holds": self.full_holds,
        }


def robust(
    problem: Problem,
    *,
    confidence: float,
    time_limit_s: float = 30,
    workers: int = 2,
    seed: int = 1,
    work_limit: int | None = None,
    spread: float = DEFAULT_SPREAD,
    common: float = 0.0,
    full: Plan | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Robust:
    """The plan worth most, of those found, that holds with the chance `confidence` (above 0, below 1).

    Promised items and the minimums of goals and shares stay kept; where they alone are too doubtful, the plan that
    comes nearest is given and `is_reached` is false. An earlier plan (`previous`) binds in its frozen weeks only.
    full: the best plan where it is known already; then the whole time goes into the search. Limits as for
    `solve`; on_progress tells of the search for the best plan.
    """
    from luotsi.engines.planning import solve

    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    begun = time.monotonic()
    if full is None:
        full = solve(
            problem, time_limit_s=time_limit_s * SOLVING, work_limit=work_limit, workers=workers, seed=seed,
            on_progress=on_progress, should_stop=should_stop,
        )  # fmt: skip
    if full.value is None:
        return Robust(full, None, confidence)
    search = _Search(problem, full, confidence, seed, spread, common)
    search.run(_Clock(begun, time_limit_s, work_limit, should_stop))
    return search.answer(begun)


@dataclass(frozen=True)
class _Clock:
    """What is left of the seconds, or of the steps where those are counted."""

    begun: float
    time_limit_s: float
    work_limit: int | None
    should_stop: Callable[[], bool] | None

    def part(self, share: float) -> Callable[[], float]:
        """A countdown from 1 to 0 over this share of what is left."""
        now, steps = time.monotonic(), 0
        seconds = max(0.0, self.begun + self.time_limit_s - now) * share
        most = None if self.work_limit is None else max(1, round(self.work_limit * STEPS_PER_WORK * share))

        def left() -> float:
            nonlocal steps
            steps += 1
            if self.should_stop is not None and self.should_stop():
                return 0.0
            if most is not None:
                return 1 - steps / most
            return 1 - (time.monotonic() - now) / seconds if seconds else 0.0

        return left


class _Search:
    """Search on some draws, judge on others, aim higher where the judgement falls short."""

    def __init__(
        self, problem: Problem, full: Plan, confidence: float, seed: int, spread: float, common: float
    ) -> None:
        self.problem, self.full, self.confidence, self.seed = problem, full, confidence, seed
        self._errors: dict[str, Any] = {"spread": spread, "common": common}
        self._needed = confidence + SURE * math.sqrt(confidence * (1 - confidence) / PROOF_DRAWS)
        self.chosen = full.chosen
        self.doubt = self.full_doubt = self._judge(full.chosen)
        self.refill: Refill | None = None

    def run(self, clock: _Clock) -> None:
        """Nothing is done where the best plan holds already."""
        aim = self._needed
        for part in PARTS:
            if self.doubt.holds >= self._needed:
                return
            self.refill = self.refill or self._begin()
            self.refill.run(min(aim, 0.999), clock.part(part))
            found = self.refill.best or self.refill.surest
            self.refill.standing_at(found)
            self._take(found, self._judge(found))
            aim += max(self._needed - self.doubt.holds, 0.002)

    def _begin(self) -> Refill:
        from luotsi.engines.planning.effort import draw_factors
        from luotsi.engines.planning.holding import Holding
        from luotsi.engines.planning.refill import Refill

        factors = draw_factors(self.problem.items, draws=SEARCH_DRAWS, seed=self.seed, **self._errors)
        return Refill(Holding(self.problem, factors), self.full.chosen, self.seed)

    def _judge(self, chosen: tuple[Placed, ...]) -> Doubt:
        return doubt(self.problem, chosen, draws=PROOF_DRAWS, seed=self.seed + PROOF_SEED, **self._errors)

    def _take(self, chosen: tuple[Placed, ...], judged: Doubt) -> None:
        """The new plan, unless it is still too doubtful and even more so than the one before."""
        if judged.holds >= min(self._needed, self.doubt.holds):
            self.chosen, self.doubt = chosen, judged

    def answer(self, begun: float) -> Robust:
        plan = self.full if self.refill is None else self._plan(self.refill)
        assert self.full.value is not None and plan.value is not None  # it begins with a plan
        best = max(self.full.value, plan.value)  # the search may come upon a plan worth more than its start
        return Robust(
            plan=replace(plan, seconds=time.monotonic() - begun),
            doubt=self.doubt,
            confidence=self.confidence,
            buffers=free_hours(self.problem, plan.chosen),
            price=best - plan.value,
            full_value=best,
            full_holds=self.full_doubt.holds,
        )

    def _plan(self, refill: Refill) -> Plan:
        from luotsi.engines.planning.check import value_of
        from luotsi.engines.planning.held_back import held_back
        from luotsi.engines.planning.moves import moves_between

        row = {item.id: index for index, item in enumerate(self.problem.items)}
        chosen = tuple(sorted(self.chosen, key=lambda placed: row[placed.id]))
        value, previous = value_of(self.problem, chosen), self.problem.previous
        bound = None if previous else self.full.bound  # there it counts for plans with as few moves only
        return Plan(
            status="infeasible" if self.full.status == "infeasible" else "feasible",
            value=value,
            bound=bound,
            gap=gap_of(value, bound),
            seconds=self.full.seconds,
            chosen=chosen,
            left_out=held_back(refill.standing_at(chosen), refill.aim),
            shadow_prices=self.full.shadow_prices,
            conflict=self.full.conflict,
            moves=moves_between(previous, chosen) if previous else (),
            moves_proven=False if previous else None,
            moves_at_least=self.full.moves_at_least,
        )


def free_hours(problem: Problem, chosen: tuple[Placed, ...]) -> dict[str, dict[int, float]]:
    """Hours a plan leaves free, by skill and week, of the skills that are limited."""
    free = {name: dict(enumerate(skill.hours)) for name, skill in problem.skills.items() if skill.hours is not None}
    for placed in chosen:
        for name, rate in problem.by_id[placed.id].mode(placed.mode).hours.items():
            for week in range(placed.start, placed.end + 1):
                if name in free:
                    free[name][week] -= rate
    return {name: {week: max(0.0, round(hours, 6)) for week, hours in weeks.items()} for name, weeks in free.items()}
