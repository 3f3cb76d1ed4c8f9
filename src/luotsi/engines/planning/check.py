"""An independent check of a plan against every rule of the problem: plain loops, no solver, no shared model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luotsi.engines.planning.plan import Plan
from luotsi.engines.planning.problem import Item, Mode, Placed, Problem

TOLERANCE = 1e-6  # hours, money or shares: below this an excess is rounding


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its code, the item or the resource it is about, the week, and by how much."""

    code: str
    about: str
    week: int | None = None
    excess: float = 0.0


def check(problem: Problem, chosen: Iterable[Placed]) -> tuple[Violation, ...]:
    """All rules that `chosen` breaks; empty when it is a valid plan."""
    places = tuple(chosen)
    broken = list(_unreadable(problem, places))
    if broken:
        return tuple(broken)
    rules = (_classes, _windows, _precedence, _skills, _in_progress, _experts, _budgets, _minimums)
    return tuple(violation for rule in rules for violation in rule(problem, places))


def check_left_out(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Items left out that still fit beside the plan and bring something: their id, the best such week, and worth."""
    places = plan.chosen
    inside = {placed.id for placed in places}
    desk = _Desk(problem, places)
    found = []
    for item in problem.items:
        if item.id in inside or item.moscow == "wont":
            continue
        free = [placed for placed in _places_of(problem, item) if desk.takes(item, placed)]
        if free:
            best = max(free, key=lambda placed: value_of(problem, [placed]))
            found.append(Violation("fits", item.id, best.start, value_of(problem, [best])))
    return tuple(found)


def _places_of(problem: Problem, item: Item) -> Iterator[Placed]:
    """Every place that the item's own rules allow and that is worth something."""
    for mode in item.modes:
        for start in range(problem.weeks - mode.weeks + 1):
            placed = Placed(item.id, mode.name, start, start + mode.weeks - 1)
            broken = [*_window(problem, item, placed), *_frozen(problem, {item.id: placed})]
            if value_of(problem, [placed]) > TOLERANCE and all(one.about != item.id for one in broken):
                yield placed


class _Desk:
    """What a plan has left: hours, lines of work, experts and money, and what its minimums still bear."""

    def __init__(self, problem: Problem, places: tuple[Placed, ...]) -> None:
        self.problem, self.places = problem, places
        self.end = {placed.id: placed.end for placed in places}
        self.used: dict[tuple[str, str, int], float] = defaultdict(float)
        for placed in places:
            for key, amount in _uses(problem.by_id[placed.id].mode(placed.mode), placed):
                self.used[key] += amount
        self.short = {(one.code, one.about): one.excess for one in _minimums(problem, places)}

    def takes(self, item: Item, placed: Placed) -> bool:
        """Whether the item can stand there with nothing else touched; a minimum missed already may not get worse."""
        if any(earlier not in self.end or self.end[earlier] >= placed.start for earlier in item.after):
            return False
        for key, amount in _uses(item.mode(placed.mode), placed):
            if amount > 0 and self.used[key] + amount > self._limit(key):
                return False
        after = _minimums(self.problem, (*self.places, placed))
        return all(one.excess <= self.short.get((one.code, one.about), 0.0) + TOLERANCE for one in after)

    def _limit(self, key: tuple[str, str, int]) -> float:
        code, name, week = key
        if code == "budget":
            return self.problem.budgets[name]
        if code == "in_progress":
            most = self.problem.skills[name].in_progress
            return float("inf") if most is None else most
        hours = (self.problem.skills if code == "hours" else self.problem.experts)[name].hours
        return float("inf") if hours is None else hours[week]


def _uses(mode: Mode, placed: Placed) -> Iterator[tuple[tuple[str, str, int], float]]:
    for week in range(placed.start, placed.end + 1):
        for skill, hours in mode.hours.items():
            yield ("hours", skill, week), hours
        for expert, hours in mode.expert_hours.items():
            yield ("expert_hours", expert, week), hours
        if mode.in_progress is not None:
            yield ("in_progress", mode.in_progress, week), 1.0
    for budget, cost in mode.costs.items():
        yield ("budget", budget, 0), cost


def value_of(problem: Problem, chosen: Iterable[Placed]) -> float:
    """The value of a plan, straight from the definition."""
    total = 0.0
    for placed in chosen:
        item = problem.by_id[placed.id]
        shortest = min(mode.weeks for mode in item.modes)
        late = max(0, placed.end - (item.earliest + shortest - 1))
        total += problem.weight(item) * (item.value - item.value_lost_per_week * late)
    return total


def _unreadable(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    for id_, count in Counter(placed.id for placed in places).items():
        if count > 1:
            yield Violation("twice", id_)
        if id_ not in problem.by_id:
            yield Violation("unknown", id_)
    for placed in places:
        item = problem.by_id.get(placed.id)
        if item and placed.mode not in {mode.name for mode in item.modes}:
            yield Violation("mode", placed.id)
        if not 0 <= placed.start <= placed.end < problem.weeks:
            yield Violation("horizon", placed.id, placed.start)


def _classes(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    chosen = {placed.id for placed in places}
    for item in problem.items:
        if item.moscow == "must" and item.id not in chosen:
            yield Violation("class", item.id)
        if item.moscow == "wont" and item.id in chosen:
            yield Violation("class", item.id)
        if item.pin is not None and item.id not in chosen:
            yield Violation("pin", item.id)


def _windows(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    for placed in places:
        yield from _window(problem, problem.by_id[placed.id], placed)
    yield from _frozen(problem, {placed.id: placed for placed in places})


def _window(problem: Problem, item: Item, placed: Placed) -> Iterator[Violation]:
    if placed.end != placed.start + item.mode(placed.mode).weeks - 1:
        yield Violation("end", item.id, placed.end)
    if placed.start < item.earliest or placed.end > min(item.latest, problem.weeks - 1):
        yield Violation("window", item.id, placed.start)
    if any(week in item.forbidden for week in range(placed.start, placed.end + 1)):
        yield Violation("forbidden", item.id, placed.start)
    if item.pin and (item.pin.mode not in (None, placed.mode) or item.pin.start not in (None, placed.start)):
        yield Violation("pin", item.id, placed.start)


def _frozen(problem: Problem, chosen: dict[str, Placed]) -> Iterator[Violation]:
    kept = {
        old.id: old
        for old in problem.previous
        if old.start < problem.frozen_until and problem.by_id[old.id].moscow != "wont"
    }
    for id_, old in kept.items():
        now = chosen.get(id_)
        if now is None or (now.mode, now.start) != (old.mode, old.start):
            yield Violation("frozen", id_, old.start)
    for id_, now in chosen.items():
        if id_ not in kept and now.start < problem.frozen_until:
            yield Violation("frozen", id_, now.start)


def _precedence(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    end = {placed.id: placed.end for placed in places}
    for placed in places:
        for earlier in problem.by_id[placed.id].after:
            if earlier not in end or end[earlier] >= placed.start:
                yield Violation("after", placed.id, placed.start)


def _skills(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    used: dict[tuple[str, int], float] = defaultdict(float)
    for placed in places:
        mode = problem.by_id[placed.id].mode(placed.mode)
        for week in range(placed.start, placed.end + 1):
            for skill, hours in mode.hours.items():
                used[skill, week] += hours
    for (skill, week), hours in sorted(used.items()):
        limit = problem.skills[skill].hours
        if limit is not None and hours > limit[week] + TOLERANCE:
            yield Violation("hours", skill, week, hours - limit[week])


def _in_progress(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    running: Counter[tuple[str, int]] = Counter()
    for placed in places:
        skill = problem.by_id[placed.id].mode(placed.mode).in_progress
        if skill is not None:
            running.update((skill, week) for week in range(placed.start, placed.end + 1))
    for (skill, week), count in sorted(running.items()):
        limit = problem.skills[skill].in_progress
        if limit is not None and count > limit:
            yield Violation("in_progress", skill, week, count - limit)


def _experts(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    used: dict[tuple[str, int], float] = defaultdict(float)
    for placed in places:
        mode = problem.by_id[placed.id].mode(placed.mode)
        for week in range(placed.start, placed.end + 1):
            for expert, hours in mode.expert_hours.items():
                used[expert, week] += hours
    for (expert, week), hours in sorted(used.items()):
        limit = problem.experts[expert].hours
        if limit is not None and hours > limit[week] + TOLERANCE:
            yield Violation("expert_hours", expert, week, hours - limit[week])


def _budgets(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    spent: dict[str, float] = defaultdict(float)
    for placed in places:
        for budget, cost in problem.by_id[placed.id].mode(placed.mode).costs.items():
            spent[budget] += cost
    for budget, cost in sorted(spent.items()):
        if cost > problem.budgets[budget] + TOLERANCE:
            yield Violation("budget", budget, None, cost - problem.budgets[budget])


def _minimums(problem: Problem, places: tuple[Placed, ...]) -> Iterator[Violation]:
    items = [problem.by_id[placed.id] for placed in places]
    for name, goal in problem.goals.items():
        given = _hours(item for item in items if item.goal == name)
        if given < goal.min_hours - TOLERANCE:
            yield Violation("goal", name, None, goal.min_hours - given)
    for share in problem.shares:
        given = _hours(item for item in items if getattr(item, share.by) == share.name)
        if given < share.least * _hours(items) - TOLERANCE:
            yield Violation("share", share.name, None, share.least * _hours(items) - given)


def _hours(items: Iterable[Item]) -> float:
    return sum(item.modes[0].weeks * sum(item.modes[0].hours.values()) for item in items)
