"""A plan in the making: which place each item has, what room is left, and what may still go where."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from luotsi.engines.planning.grid import TOLERANCE, Grid
from luotsi.engines.planning.problem import Placed

NOWHERE = -1


class Draft:
    """Mutable; `put` and `take` keep room, minimum levels and value up to date."""

    def __init__(self, grid: Grid, places: Iterable[int] = ()) -> None:
        self.grid = grid
        self.place = np.full(len(grid.items), NOWHERE)
        self.room = grid.capacity.copy()
        self.level = np.zeros(len(grid.minimums))
        self.value = 0.0
        for place in places:
            self.put(int(place))

    def copy(self) -> Draft:
        twin = Draft.__new__(Draft)
        twin.grid, twin.value = self.grid, self.value
        twin.place, twin.room, twin.level = self.place.copy(), self.room.copy(), self.level.copy()
        return twin

    def become(self, other: Draft) -> None:
        self.place, self.room, self.level, self.value = other.place, other.room, other.level, other.value

    @property
    def places(self) -> np.ndarray:
        return self.place[self.place >= 0]

    def chosen(self) -> tuple[Placed, ...]:
        return tuple(self.grid.placed(int(place)) for place in self.places)

    def has(self, item: int) -> bool:
        return bool(self.place[item] >= 0)

    def put(self, place: int) -> None:
        grid = self.grid
        self.place[grid.item[place]] = place
        # rows of one place are distinct but for the padding row, whose room is infinite
        self.room[grid.uses_row[place]] -= grid.uses_amount[place]
        self.level += grid.gives[:, grid.item[place]]
        self.value += grid.worth[place]

    def take(self, item: int) -> int:
        """Takes the item out; returns the place it had."""
        place = int(self.place[item])
        self.place[item] = NOWHERE
        self.room[self.grid.uses_row[place]] += self.grid.uses_amount[place]
        self.level -= self.grid.gives[:, item]
        self.value -= self.grid.worth[place]
        return place

    def lacks(self, places: np.ndarray) -> np.ndarray:
        """What each place lacks in each of its rows (0 where there is room)."""
        lack = self.grid.uses_amount[places] - self.room[self.grid.uses_row[places]]
        return np.where((lack > TOLERANCE) & (self.grid.uses_amount[places] > 0), lack, 0.0)

    def fits(self, places: np.ndarray) -> np.ndarray:
        amounts = self.grid.uses_amount[places]
        return ((amounts <= self.room[self.grid.uses_row[places]] + TOLERANCE) | (amounts == 0)).all(axis=1)

    def window(self, item: int) -> tuple[float, float]:
        """The first start and the last end that predecessors and followers in the plan leave (inf: none)."""
        first, last = 0.0, np.inf
        for earlier in self.grid.before[item]:
            first = max(first, self.grid.end[self.place[earlier]] + 1 if self.has(earlier) else np.inf)
        for later in self.grid.behind[item]:
            if self.has(later):
                last = min(last, self.grid.start[self.place[later]] - 1)
        return first, last

    def in_order(self, item: int) -> np.ndarray:
        """The item's places that precedence allows now."""
        own = self.grid.places_of(item)
        if not self.grid.before[item] and not self.grid.behind[item]:
            return own
        first, last = self.window(item)
        return own[(self.grid.start[own] >= first) & (self.grid.end[own] <= last)]

    def keeps_minimums(self, without: Iterable[int] = (), with_: Iterable[int] = ()) -> bool:
        """Whether minimums hold after these changes; one that is missed already may not get worse."""
        if not len(self.level):
            return True
        after = self.level.copy()
        for item in without:
            after -= self.grid.gives[:, item]
        for item in with_:
            after += self.grid.gives[:, item]
        return bool((after >= np.minimum(self.grid.needed, self.level) - TOLERANCE).all())

    def dependants(self, item: int) -> list[int]:
        """Items in the plan that come after this one, directly or not: they leave with it."""
        found: list[int] = []
        stack = [later for later in self.grid.behind[item] if self.has(later)]
        while stack:
            later = stack.pop()
            if later not in found:
                found.append(later)
                stack.extend(other for other in self.grid.behind[later] if self.has(other))
        return found
