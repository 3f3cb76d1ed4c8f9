"""From a plan to one that holds with a wanted chance and is worth as much as can be: leave out, then exchange.

Ruin and recreate on the draws themselves, under simulated annealing (Schrimpf et al. 2000). What is maximised is
value + price * log chance, with little for more chance than is wanted. The price rises while the plan is too doubtful
and falls while it holds, so the wanted chance is met from both sides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from itertools import chain

from luotsi.engines.planning.check import check
from luotsi.engines.planning.holding import Holding, Spot
from luotsi.engines.planning.problem import Item, Placed

WARM = 0.1  # of an item's mean worth: the loss that is taken with chance 1/e at the start
RUINED = (0, 1, 1, 2, 2, 3, 3, 5)  # items that leave at a time
TRIED = 10  # items tried after each removal
SPOTS = 6  # places weighed for one item
LEAST = 1e-3  # added to a chance before its logarithm is taken
STEP = 0.02  # of the price, after each exchange
BEYOND = 0.2  # of the price, for chance beyond the wanted one
CLOSEST = 12  # offers looked at anew for each item that is left out


class Refill:
    """One search: `best` is the plan worth most that reaches `aim` (None: none was found), `surest` the one with the
    greatest chance."""

    def __init__(self, holding: Holding, chosen: Iterable[Placed], seed: int) -> None:
        self.holding, self.aim, self.dice = holding, 1.0, random.Random(seed)  # noqa: S311 - search, no secret
        problem = self.problem = holding.problem
        self.standing_at(chosen)
        self._allowed = self._broken()
        self._least = {name: min(goal.min_hours, self._goal_hours(name)) for name, goal in problem.goals.items()}
        self.best: tuple[Placed, ...] | None = None
        self.value = -math.inf
        self.surest, self._most = self.chosen, holding.chance
        self._spots = {item.id: spots_of(holding, item) for item in problem.items if item.moscow != "wont"}
        self._skills = {
            item.id: frozenset(name for mode in item.modes for name in mode.hours) for item in problem.items
        }
        self._size = {item.id: max(item.effort_hours, 1.0) for item in problem.items}
        self._price = 0.02 * max(abs(holding.value), 1.0)

    def run(self, aim: float, left: Callable[[], float]) -> None:
        """From the plan as it stands. left: the share of time or steps that is left, falling from 1 to 0."""
        self.aim, self.best, self.value = aim, None, -math.inf
        self._drop()
        self._keep()
        warmth = WARM * abs(self.holding.value) / max(len(self.holding.chosen), 1)
        while (share := left()) > 0:
            self._exchange(warmth * share)
            self._price *= 1 + STEP if self.holding.chance < self.aim else 1 - STEP

    def standing_at(self, chosen: Iterable[Placed]) -> Holding:
        """The draws with this plan on them."""
        for id_ in list(self.holding.chosen):
            self.holding.take(id_)
        for placed in chosen:
            item = self.problem.by_id[placed.id]
            self.holding.put(self.holding.spot(item, item.mode(placed.mode), placed.start))
        return self.holding

    @property
    def _score(self) -> float:
        return self.holding.value + self._price * self._hope(self.holding.chance)

    def _hope(self, chance: float) -> float:
        log, wanted = math.log(chance + LEAST), math.log(self.aim + LEAST)
        return log if log < wanted else wanted + BEYOND * (log - wanted)

    def _drop(self) -> None:
        """While the chance is too low: leave out what costs the least for the chance it gives back."""
        waiting: list[str] = []  # in the order of their offers, which are renewed when few are left
        while self.holding.chance < self.aim:
            if len(waiting) <= CLOSEST:
                waiting = [ids[-1] for _, ids in sorted(self._offer(id_) for id_ in self._free())]
            closest = sorted(self._offer(id_) for id_ in waiting[:CLOSEST])
            offers = chain(closest, map(self._offer, waiting[CLOSEST:]))
            taken = next((offer for offer in offers if self._leave(offer[1])), None)
            if taken is None:
                return
            self._price = taken[0] if taken[0] > 0 else self._price
            waiting = [id_ for id_ in waiting if id_ in self.holding.chosen]

    def _leave(self, ids: tuple[str, ...]) -> bool:
        taken = [self.holding.take(id_) for id_ in ids]
        if self._keeps_minimums():
            return True
        self._put_back(taken)
        return False

    def _offer(self, id_: str) -> tuple[float, tuple[str, ...]]:
        """Value lost for the chance gained when the item and all that comes after it leave."""
        holding, value, before = self.holding, self.holding.value, self.holding.chance
        taken = [holding.take(other) for other in self._with_followers(id_)]
        gained = math.log((holding.chance + LEAST) / (before + LEAST))
        gained += 1e-4 * sum(self._size[spot.placed.id] for spot in taken)  # where no single one helps
        lost = value - holding.value
        self._put_back(taken)
        return lost / gained, tuple(spot.placed.id for spot in taken)

    def _exchange(self, warmth: float) -> None:
        before = self._score
        out = [self.holding.take(id_) for id_ in dict.fromkeys(self._ruined())]
        entered = self._enter(out)
        loss = before - self._score
        is_kept = loss <= 0 or (warmth > 0 and self.dice.random() < math.exp(-loss / warmth))
        if is_kept and self._has_promised(out) and self._keeps_minimums():
            self._keep()
            return
        for id_ in entered:
            self.holding.take(id_)
        self._put_back(out)

    def _put_back(self, taken: list[Spot]) -> None:
        for spot in reversed(taken):
            self.holding.put(spot)

    def _ruined(self) -> list[str]:
        """Some items that share a skill, with all that comes after them."""
        chosen = list(self.holding.chosen)
        count = self.dice.choice(RUINED)
        if not chosen or not count:
            return []
        first = self.dice.choice(chosen)
        near = [id_ for id_ in chosen if id_ != first and self._skills[first] & self._skills[id_]]
        picked = [first, *self.dice.sample(near, min(count - 1, len(near)))]
        return [id_ for one in picked for id_ in self._with_followers(one)]

    def _enter(self, out: list[Spot]) -> list[str]:
        """Items put in: the promised ones that left, then the promising ones."""
        ids = [spot.placed.id for spot in out]
        skills = frozenset().union(*(self._skills[id_] for id_ in ids))
        power, holding = self.dice.choice((0.5, 1.0)), self.holding
        open_ = [
            (-spots[0].worth / self._size[id_] ** power * self.dice.uniform(0.6, 1.4), id_)
            for id_, spots in self._spots.items()
            if spots and id_ not in holding.chosen and (not out or skills & self._skills[id_])
        ]
        must = [id_ for id_ in reversed(ids) if self.problem.is_promised(self.problem.by_id[id_])]
        wanted = dict.fromkeys([*must, *(id_ for _, id_ in sorted(open_)[:TRIED])])
        return [id_ for id_ in wanted if self._place(id_, needed=id_ in must)]

    def _place(self, id_: str, *, needed: bool) -> bool:
        """At the place that adds most to the score; left out where none adds anything, unless it is needed."""
        holding, best, found = self.holding, -math.inf if needed else 1e-9, None
        now, weighed = self._hope(holding.chance), 0
        for spot in self._spots[id_]:
            if spot.worth <= best or weighed == SPOTS:
                break
            if holding.fits(spot):
                weighed += 1
                gain = spot.worth + self._price * (self._hope(holding.chance_with(spot)) - now)
                best, found = (gain, spot) if gain > best else (best, found)
        if found is not None:
            holding.put(found)
        return found is not None

    def _free(self) -> list[str]:
        """Items that may leave."""
        by_id = self.problem.by_id
        return [
            id_
            for id_ in self.holding.chosen
            if not any(self.problem.is_promised(by_id[one]) for one in self._with_followers(id_))
        ]

    def _with_followers(self, id_: str) -> list[str]:
        """The item, after all that depend on it."""
        chosen, after = self.holding.chosen, self.holding.after
        found = [one for next_ in after[id_] if next_ in chosen for one in self._with_followers(next_)]
        return [*dict.fromkeys(found), id_]

    @property
    def chosen(self) -> tuple[Placed, ...]:
        """The plan as it stands, which may be too doubtful."""
        return tuple(spot.placed for spot in self.holding.chosen.values())

    def _keep(self) -> None:
        holding = self.holding
        if self.best is None and holding.chance > self._most and self._is_valid():
            self.surest, self._most = self.chosen, holding.chance
        if holding.chance >= self.aim and holding.value > self.value + 1e-9 and self._is_valid():
            self.best, self.value = self.chosen, holding.value

    def _has_promised(self, out: list[Spot]) -> bool:
        ids = (spot.placed.id for spot in out)
        return all(id_ in self.holding.chosen for id_ in ids if self.problem.is_promised(self.problem.by_id[id_]))

    def _goal_hours(self, name: str) -> float:
        by_id = self.problem.by_id
        return sum(by_id[id_].effort_hours for id_ in self.holding.chosen if by_id[id_].goal == name)

    def _keeps_minimums(self) -> bool:
        """Goals get what they need (or what they had, where that was less); shares are asked of the checker."""
        if any(self._goal_hours(name) < least - 1e-6 for name, least in self._least.items() if least):
            return False
        return not self.problem.shares or self._is_valid()

    def _is_valid(self) -> bool:
        """Breaks no rule that the first plan keeps."""
        return self._broken() <= self._allowed

    def _broken(self) -> set[tuple[str, str]]:
        return {(one.code, one.about) for one in check(self.problem, self.chosen)}


def spots_of(holding: Holding, item: Item) -> list[Spot]:
    """Every place that brings something, the best first; at the same worth the earliest, which leaves the most rest."""
    problem = holding.problem
    found = [
        holding.spot(item, mode, start)
        for mode in item.modes
        for start in problem.starts(item, mode)
        if problem.keeps_promise(item, mode, start)
    ]
    wanted = [spot for spot in found if spot.worth > 0 or problem.is_promised(item)]
    return sorted(wanted, key=lambda spot: (-spot.worth, spot.placed.start))
