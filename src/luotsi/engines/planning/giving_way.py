"""Who makes room for an item that is left out: all its places against everything that could leave or move, at once.

The answer is a plan, so what it costs is enough; a cleverer exchange may cost less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luotsi.engines.planning.draft import NOWHERE, Draft
from luotsi.engines.planning.eviction import Eviction, cheapest_entry
from luotsi.engines.planning.grid import TOLERANCE

MOST_STEPS = 12  # of others, to let one item in
PLANS_TRIED = 4  # per item: the most promising are carried out, the best is kept; more where none will do
NEEDED = 3.0  # times its loss counts a step that a minimum needs
POOL = 60  # steps per limit row that are looked at in large plans: those that free most for their loss
WHOLE_POOL = 1500  # up to so many steps all are looked at
CAREFUL_ITEMS = (
    1000  # up to so many items others fill what became free, and a slow search helps where no exchange was found
)
LEAST_LOSS = 1e-9  # where nothing is worth anything
CHEAP = 0.03  # of the usual worth of an item: what even a step without loss counts, so that few are taken


@dataclass(frozen=True)
class Steps:
    """What items of a plan can do: leave with all that depends on them, or move to another place that is free."""

    draft: Draft
    item: np.ndarray
    place: np.ndarray  # where to; NOWHERE: it leaves
    loss: np.ndarray
    frees: np.ndarray  # limit rows × steps: room won, below 0 where it is taken
    level: np.ndarray  # minimum rows × steps: what the minimums lose
    effort: float  # what any step counts beside its loss
    nearest: np.ndarray | None  # limit rows × POOL: the steps that free most there for their loss (None: few steps)
    waiting: np.ndarray  # places of items left out that are worth something: they may come in behind
    blocked: np.ndarray  # their slots that lack room


def possible_steps(draft: Draft) -> Steps:
    """Every removal and every move that the plan allows now; promised items may only move."""
    grid = draft.grid
    own_use = _dense(draft)
    leaves = _removals(draft, own_use)
    movers, targets = _moves(draft, own_use)
    frees = np.concatenate([leaves.frees, own_use[movers] - _use_of(draft, targets)])
    waiting = np.flatnonzero((draft.place[grid.item] < 0) & (grid.worth > TOLERANCE))
    loss = np.concatenate([leaves.loss, grid.worth[draft.place[movers]] - grid.worth[targets]])
    return Steps(
        draft=draft,
        item=np.concatenate([leaves.item, movers]),
        place=np.concatenate([np.full(len(leaves.item), NOWHERE), targets]),
        loss=loss,
        frees=np.ascontiguousarray(frees.T),
        nearest=_nearest(frees.T, loss),
        level=np.concatenate([leaves.level, np.zeros((len(movers), len(grid.minimums)))]).T,
        effort=CHEAP * float(np.abs(grid.worth[draft.places]).mean()) if len(draft.places) else 0.0,
        waiting=waiting,
        blocked=draft.lacks(waiting) > 0,
    )


def _nearest(frees: np.ndarray, loss: np.ndarray) -> np.ndarray | None:
    if len(loss) <= WHOLE_POOL:
        return None
    least = 0.1 * max(1e-9, float(np.abs(loss).mean()))
    gain = frees / np.maximum(loss, least)[None, :]
    return np.argpartition(-gain, POOL, axis=1)[:, :POOL]


@dataclass(frozen=True)
class _Removals:
    item: np.ndarray
    loss: np.ndarray
    frees: np.ndarray
    level: np.ndarray


def _dense(draft: Draft) -> np.ndarray:
    """What every item in the plan uses: items × limit rows."""
    use = np.zeros((len(draft.grid.items), len(draft.grid.capacity)))
    inside = np.flatnonzero(draft.place >= 0)
    use[inside] = _use_of(draft, draft.place[inside])
    return use


def _use_of(draft: Draft, places: np.ndarray) -> np.ndarray:
    use = np.zeros((len(places), len(draft.grid.capacity)))
    np.put_along_axis(use, draft.grid.uses_row[places], draft.grid.uses_amount[places], axis=1)
    use[:, -1] = 0.0
    return use


def _removals(draft: Draft, own_use: np.ndarray) -> _Removals:
    grid = draft.grid
    inside = np.flatnonzero((draft.place >= 0) & ~grid.promised)
    leaving = {int(item): [int(item), *draft.dependants(int(item))] for item in inside}
    items = [item for item, group in leaving.items() if not grid.promised[group].any()]
    worth = np.where(draft.place >= 0, grid.worth[draft.place], 0.0) if len(grid.worth) else np.zeros(len(grid.items))
    frees, loss = own_use[items], worth[items]
    level = grid.gives[:, items].T if len(grid.minimums) else np.zeros((len(items), 0))
    for row, item in enumerate(items):
        if len(leaving[item]) > 1:
            frees[row] = own_use[leaving[item]].sum(axis=0)
            loss[row] = worth[leaving[item]].sum()
            level[row] = grid.gives[:, leaving[item]].sum(axis=1)
    return _Removals(np.array(items, int), loss, frees, level)


def _moves(draft: Draft, own_use: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Items and the other places that are free for them when they leave their own."""
    grid = draft.grid
    places = np.flatnonzero((draft.place[grid.item] >= 0) & (draft.place[grid.item] != np.arange(len(grid.item))))
    items, rows = grid.item[places], grid.uses_row[places]
    room = draft.room[rows] + own_use[items[:, None], rows]
    amounts = grid.uses_amount[places]
    places = places[((amounts <= room + TOLERANCE) | (amounts == 0)).all(axis=1)]
    items = grid.item[places]
    first, last = np.zeros(len(grid.items)), np.full(len(grid.items), np.inf)
    for item in np.unique(items).tolist():
        if grid.before[item] or grid.behind[item]:
            first[item], last[item] = draft.window(item)
    open_ = (grid.start[places] >= first[items]) & (grid.end[places] <= last[items])
    return items[open_], places[open_]


def best_entry(steps: Steps, item: int) -> Eviction | None:
    """The best plan found with the item in, minimums kept; None where none was found."""
    draft, grid = steps.draft, steps.draft.grid
    missing = [earlier for earlier in grid.ancestors(item) if not draft.has(earlier)]
    if any(grid.first[earlier] == grid.first[earlier + 1] for earlier in missing):
        return None
    best = None if missing else _best_plan(steps, item)
    if best is None:
        return cheapest_entry(draft, item) if len(grid.items) <= CAREFUL_ITEMS else None
    if len(grid.items) <= CAREFUL_ITEMS:
        _fill(steps, best)
    gone = np.flatnonzero((draft.place >= 0) & (best.place < 0))
    return Eviction(best, tuple(gone.tolist()))


def _best_plan(steps: Steps, item: int) -> Draft | None:
    best: Draft | None = None
    for number, (place, picked) in enumerate(_candidates(steps, item)):
        if number >= PLANS_TRIED and best is not None:
            break
        after = _carried_out(steps, place, picked)
        if after is not None and (best is None or after.value > best.value + TOLERANCE):
            best = after
    return best


def _candidates(steps: Steps, item: int) -> list[tuple[int, list[int]]]:
    """Places with the steps that make room there, the least loss first."""
    draft, grid = steps.draft, steps.draft.grid
    own = draft.in_order(item)
    if not len(own):
        return []
    lacks = draft.lacks(own)
    width = max(1, int((lacks > 0).sum(axis=1).max()))
    slots = np.argsort(-lacks, axis=1, kind="stable")[:, :width]
    spare = draft.room[grid.uses_row[own]] - grid.uses_amount[own]
    need = -np.take_along_axis(np.minimum(spare, 1e9), slots, axis=1)  # below 0: so much is to spare
    rows = np.take_along_axis(grid.uses_row[own], slots, axis=1)
    pool = _pool(steps, rows[need > TOLERANCE])
    wins = steps.frees[rows[:, :, None], pool]  # places × slots × steps
    loss = _loss_for(steps, item)[pool]
    found = _by_one(own, need, wins, loss) + _by_many(steps.item[pool], own, need, wins, loss)
    ordered = sorted(found, key=lambda one: (one[1] - float(grid.worth[one[0]]), one[0]))
    return [(place, pool[picked].tolist()) for place, _lost, picked in ordered]


def _pool(steps: Steps, rows: np.ndarray) -> np.ndarray:
    """The steps worth looking at where these rows lack room."""
    if steps.nearest is None:
        return np.arange(len(steps.item))
    return np.unique(steps.nearest[np.unique(rows)])


def _loss_for(steps: Steps, item: int) -> np.ndarray:
    """What each step costs: what the item comes after stays; what a minimum needs is dear, for it must be made good."""
    draft, grid = steps.draft, steps.draft.grid
    loss = np.maximum(steps.loss, 0.0) + steps.effort
    if len(grid.minimums):
        floor = np.minimum(grid.needed, draft.level) - TOLERANCE
        after = (draft.level + grid.gives[:, item])[:, None] - steps.level
        loss = np.where((after >= floor[:, None]).all(axis=0), loss, NEEDED * loss)
    return np.where(np.isin(steps.item, grid.ancestors(item)), np.inf, loss)


_Found = list[tuple[int, float, list[int]]]  # place, loss, steps


def _by_one(own: np.ndarray, need: np.ndarray, wins: np.ndarray, loss: np.ndarray) -> _Found:
    """Places for which one step is enough (none where nothing is lacking)."""
    enough = (wins >= need[:, :, None] - TOLERANCE).all(axis=1)
    cost = np.where(enough, loss[None, :], np.inf)
    free = np.asarray((need <= TOLERANCE).all(axis=1))
    if cost.shape[1] == 0:
        return [(int(place), 0.0, []) for place in own[free]]
    best = cost.argmin(axis=1)
    lost = cost[np.arange(len(own)), best]
    return [
        (int(place), 0.0 if free[at] else float(lost[at]), [] if free[at] else [int(best[at])])
        for at, place in enumerate(own)
        if free[at] or np.isfinite(lost[at])
    ]


def _by_many(items: np.ndarray, own: np.ndarray, need: np.ndarray, wins: np.ndarray, loss: np.ndarray) -> _Found:
    """Several steps, one after the other, each the one that frees most of what lacks for its loss."""
    if not len(loss):
        return []
    scale, left = np.where(need > TOLERANCE, need, np.inf), need.copy()
    loss = np.maximum(loss, LEAST_LOSS)
    price = np.repeat(loss[None, :], len(own), axis=0)
    picked: list[list[int]] = [[] for _ in own]
    for _ in range(MOST_STEPS):
        going = np.flatnonzero((left > TOLERANCE).any(axis=1))
        if not len(going):
            break
        relief = np.minimum(wins[going], np.maximum(left[going, :, None], 0.0)) / scale[going, :, None]
        score = relief.sum(axis=1) / price[going]
        best = score.argmax(axis=1)
        for row, at, step in zip(range(len(going)), going.tolist(), best.tolist(), strict=True):
            if score[row, step] > 0:
                picked[at].append(step)
                left[at] -= wins[at, :, step]
                price[at, items == items[step]] = np.inf
    return [
        (int(own[at]), *_thrifty(need[at], wins[at], loss, picked[at]))
        for at in range(len(own))
        if len(picked[at]) > 1 and (left[at] <= TOLERANCE).all()
    ]


def _thrifty(need: np.ndarray, wins: np.ndarray, loss: np.ndarray, picked: list[int]) -> tuple[float, list[int]]:
    """Without the steps that the later ones made needless, dearest first."""
    for step in sorted(picked, key=lambda step: -loss[step]):
        rest = [other for other in picked if other != step]
        if (wins[:, rest].sum(axis=1) >= need - TOLERANCE).all():
            picked = rest
    return float(loss[picked].sum()), picked


def _carried_out(steps: Steps, place: int, picked: list[int]) -> Draft | None:
    """The plan after these steps with the place taken; who left and fits elsewhere comes back."""
    after, gone = steps.draft.copy(), []
    for step in picked:
        item, target = int(steps.item[step]), int(steps.place[step])
        if not after.has(item):
            continue
        leaving = [item] if target != NOWHERE else [*after.dependants(item), item]
        gone += [(other, after.take(other)) for other in leaving]
        if target != NOWHERE:
            if not _put_if_open(after, target):
                return None
            gone.pop()
    if not _put_if_open(after, place):
        return None
    for item, old in sorted(gone, key=lambda pair: -after.grid.worth[pair[1]]):
        _come_back(after, item, old)
    if _missed(steps, after).any():
        _fill(steps, after)
    return None if _missed(steps, after).any() else after


def _missed(steps: Steps, after: Draft) -> np.ndarray:
    """Minimums that the steps broke."""
    return after.level < np.minimum(after.grid.needed, steps.draft.level) - TOLERANCE


def _put_if_open(draft: Draft, place: int) -> bool:
    open_ = place in draft.in_order(int(draft.grid.item[place])) and bool(draft.fits(np.array([place]))[0])
    if open_:
        draft.put(place)
    return open_


def _come_back(after: Draft, item: int, old: int) -> None:
    own = after.in_order(item)
    own = own[after.fits(own)] if len(own) else own
    if len(own):
        best = int(own[np.argmax(after.grid.worth[own])])
        if after.grid.worth[best] > 0:
            after.put(best)


def _fill(steps: Steps, after: Draft) -> None:
    """Others that were left out take what became free: those that a minimum needs first, then the most worth."""
    grid = after.grid
    freed = after.room > steps.draft.room + TOLERANCE
    if not freed.any():
        return
    hopeful = steps.waiting[~(steps.blocked & ~freed[grid.uses_row[steps.waiting]]).any(axis=1)]
    hopeful = hopeful[after.fits(hopeful)]
    helps = grid.gives[_missed(steps, after)][:, grid.item[hopeful]].sum(axis=0) > 0
    for place in hopeful[np.lexsort((-grid.worth[hopeful], ~helps))].tolist():
        item = int(grid.item[place])
        if not after.has(item) and after.keeps_minimums(with_=[item]):
            _put_if_open(after, place)
