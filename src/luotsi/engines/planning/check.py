"""An independent check of a plan against every rule of the problem: plain loops, no solver, no shared model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luotsi.engines.planning.problem import Item, Placed, Problem

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
        item = problem.by_id[placed.id]
        if placed.end != placed.start + item.mode(placed.mode).weeks - 1:
            yield Violation("end", item.id, placed.end)
        if placed.start < item.earliest or placed.end > min(item.latest, problem.weeks - 1):
            yield Violation("window", item.id, placed.start)
        if any(week in item.forbidden for week in range(placed.start, placed.end + 1)):
            yield Violation("forbidden", item.id, placed.start)
        if item.pin and (item.pin.mode not in (None, placed.mode) or item.pin.start not in (None, placed.start)):
            yield Violation("pin", item.id, placed.start)
    yield from _frozen(problem, {placed.id: placed for placed in places})


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
