"""The last plan under changed facts, in about a second: drop what no longer fits, fill up, search from there.

Steps are counted, so the answer is the same in every run that is not cut short by the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from luotsi.engines.planning.check import check, value_of
from luotsi.engines.planning.draft import NOWHERE, Draft
from luotsi.engines.planning.earlier import earlier_on
from luotsi.engines.planning.eviction import cheapest_entry
from luotsi.engines.planning.grid import TOLERANCE, Grid, build_grid
from luotsi.engines.planning.highs import Solver
from luotsi.engines.planning.model import build_model
from luotsi.engines.planning.moves import moves_between
from luotsi.engines.planning.plan import Move, Plan, ShadowPrices, gap_of
from luotsi.engines.planning.polish import insert_all, meet_minimums, polish
from luotsi.engines.planning.prices import limit_prices, shadow_prices
from luotsi.engines.planning.problem import Placed, Problem
from luotsi.engines.planning.ruin import Ruin
from luotsi.engines.planning.search import Guide, Search
from luotsi.engines.planning.what_if import WhatIf

SEARCH_STEPS = 10  # neighbourhoods solved anew
EFFORT = 0.1  # CP-SAT's deterministic time for each: a full solve takes more
RUIN_STEPS = 0.3  # for every item
SEARCH_SHARE = 0.65  # of the time: no neighbourhood is begun later, for each takes a while
RUIN_SHARE = 0.9
LEAST_S = 0.1  # for the linear relaxation


def rework(problem: Problem, plan: Plan, *, seconds: float, seed: int) -> WhatIf:
    """`plan` answered a problem that differs from this one in hours, money and values only."""
    begun = time.monotonic()

    def over(share: float) -> Callable[[], bool]:
        return lambda: time.monotonic() - begun > share * seconds

    grid = build_grid(problem)
    model = build_model(grid)
    solver = Solver(model, seed=seed)
    relaxation = solver.relax(max(LEAST_S, seconds * 0.6))
    prices = None if relaxation is None else limit_prices(model, relaxation)
    draft = repaired(grid, plan.chosen)
    polish(draft, pushing=False)
    guide = Guide(grid, prices)
    draft = _searched(draft, guide, seed, over(SEARCH_SHARE))
    draft = _ruined(draft, guide.wanted, seed, over(RUIN_SHARE))
    polish(draft, pushing=False)
    _settle(draft, earlier_on(grid, plan.chosen).kept)
    bound = None if relaxation is None else relaxation.bound
    shown = ShadowPrices() if relaxation is None else shadow_prices(model, relaxation)
    found = _answer(plan, draft, bound, shown, time.monotonic() - begun)
    if found.broken and relaxation is None and solver.is_hopeless(LEAST_S):
        return replace(found, plan=replace(found.plan, status="infeasible"))
    return found


def repaired(grid: Grid, chosen: tuple[Placed, ...]) -> Draft:
    """The plan with its places where they still are, less what no longer fits by least loss; promises come back.

    Where a promise or a minimum cannot be kept this way, the plan comes without it.
    """
    draft = Draft(grid, earlier_on(grid, chosen).kept)
    while (rows := np.flatnonzero(draft.room < -TOLERANCE)).size or _is_torn(draft):
        for item in _next_out(draft, rows):
            draft.take(item)
    for item in grid.order:
        if grid.promised[item] and not draft.has(item):
            entry = cheapest_entry(draft, item)
            if entry is not None:
                draft.become(entry.after)
    insert_all(draft)
    meet_minimums(draft)
    return draft


def _is_torn(draft: Draft) -> bool:
    return any(_orphan(draft, item) for item in np.flatnonzero(draft.place != NOWHERE).tolist())


def _orphan(draft: Draft, item: int) -> bool:
    """In the plan without something it comes after, as in a plan that was broken before."""
    return not all(draft.has(earlier) for earlier in draft.grid.before[item])


def _next_out(draft: Draft, rows: np.ndarray) -> list[int]:
    """The item that relieves the overfull limits most for what it is worth, with all that comes after it."""
    grid = draft.grid
    if not rows.size:
        return [next(item for item in np.flatnonzero(draft.place != NOWHERE).tolist() if _orphan(draft, item))]
    excess = np.zeros(len(draft.room))
    excess[rows] = -draft.room[rows]
    places = draft.places
    over = excess[grid.uses_row[places]]
    relief = np.divide(np.minimum(grid.uses_amount[places], over), over, out=np.zeros(over.shape), where=over > 0)
    score = relief.sum(axis=1) / np.maximum([_loss(draft, int(grid.item[place])) for place in places], 1e-6)
    score[grid.promised[grid.item[places]]] *= 1e-9
    victim = int(grid.item[places[np.argmax(score)]])
    return [*draft.dependants(victim), victim]


def _loss(draft: Draft, item: int) -> float:
    """What leaves with the item."""
    leaving = [item, *draft.dependants(item)] if draft.grid.behind[item] else [item]
    return float(draft.grid.worth[draft.place[leaving]].sum())


def _searched(draft: Draft, guide: Guide, seed: int, stop: Callable[[], bool]) -> Draft:
    search = Search(draft.copy(), seed, guide, efforts=(EFFORT, EFFORT))
    search.run(steps=SEARCH_STEPS, stop=stop)
    return search.best


def _ruined(draft: Draft, wanted: np.ndarray, seed: int, stop: Callable[[], bool]) -> Draft:
    ruin = Ruin(draft, wanted, seed)
    ruin.run(steps=int(RUIN_STEPS * len(draft.grid.items)), stop=stop)
    return ruin.best


def _settle(draft: Draft, old: np.ndarray) -> None:
    """What moved for nothing goes back to where it was."""
    grid = draft.grid
    going = True
    while going:
        going = False
        for place in old.tolist():
            item = int(grid.item[place])
            now = int(draft.place[item])
            if now in (NOWHERE, place) or grid.worth[place] < grid.worth[now] - TOLERANCE:
                continue
            draft.take(item)
            back = place in draft.in_order(item) and bool(draft.fits(np.array([place]))[0])
            draft.put(place if back else now)
            going |= back


def _answer(plan: Plan, draft: Draft, bound: float | None, prices: ShadowPrices, seconds: float) -> WhatIf:
    problem, chosen = draft.grid.problem, draft.chosen()
    value = value_of(problem, chosen)
    broken = tuple(dict.fromkeys((one.code, one.about) for one in check(problem, chosen)))
    bound = None if bound is None else max(bound, value) if not broken else bound
    gap = None if broken else gap_of(value, bound)
    status = "no_plan" if broken else "optimal" if gap == 0.0 else "feasible"
    moves = moves_between(plan.chosen, chosen)
    named: dict[str, tuple[Move, ...]] = {
        code: tuple(move for move in moves if move.code == code) for code in ("entered", "left", "moved")
    }
    return WhatIf(
        plan=Plan(status, value, bound, gap, seconds, chosen, shadow_prices=prices),
        bound=bound,
        value_change=None if plan.value is None else value - plan.value,
        broken=broken,
        **named,
    )
