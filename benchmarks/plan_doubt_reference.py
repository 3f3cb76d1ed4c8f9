"""One draw of a plan lived through in plain loops: what the arrays of `luotsi.engines.planning.slipping` must equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luotsi.engines.planning import Placed, Problem

DONE = 1e-6  # hours


def live_through(
    problem: Problem, chosen: Iterable[Placed], factor: Mapping[str, float]
) -> tuple[dict[str, int], dict[tuple[str, str], float]]:
    """The week in which each item ends (`problem.weeks`: later) and the hours undone of each limited resource."""
    number = {item.id: index for index, item in enumerate(problem.items)}
    order = sorted(chosen, key=lambda placed: (placed.end, placed.start, number[placed.id]))
    hours = {("skill", name): skill.hours for name, skill in problem.skills.items() if skill.hours is not None}
    hours |= {("expert", name): expert.hours for name, expert in problem.experts.items() if expert.hours is not None}
    rates = {placed.id: _rates(problem, placed, factor[placed.id], hours) for placed in order}
    undone = {(placed.id, resource): 0.0 for placed in order for resource in rates[placed.id]}
    begun: dict[str, int] = {}
    ends: dict[str, int] = {}
    lengths = {placed.id: problem.by_id[placed.id].mode(placed.mode).weeks for placed in order}
    for week in range(problem.weeks):
        for placed in order:
            before = [id_ for id_ in problem.by_id[placed.id].after if id_ in lengths]
            if placed.id not in begun and week >= placed.start and all(ends.get(id_, week) < week for id_ in before):
                begun[placed.id] = week
            if placed.id in begun and week < begun[placed.id] + lengths[placed.id]:
                for resource, rate in rates[placed.id].items():
                    undone[placed.id, resource] += rate
        for resource, by_week in hours.items():
            free = by_week[week]
            for placed in order:
                if resource in rates[placed.id]:
                    worked = min(free, undone[placed.id, resource])
                    undone[placed.id, resource] -= worked
                    free -= worked
        for placed in order:
            is_over = placed.id in begun and week >= begun[placed.id] + lengths[placed.id] - 1
            if placed.id not in ends and is_over and all(undone[placed.id, one] <= DONE for one in rates[placed.id]):
                ends[placed.id] = week
    left = dict.fromkeys(hours, 0.0)
    for placed in order:
        ran = min(lengths[placed.id], problem.weeks - begun.get(placed.id, problem.weeks))
        for resource, rate in rates[placed.id].items():
            left[resource] += undone[placed.id, resource] + rate * (lengths[placed.id] - ran)
    return {placed.id: ends.get(placed.id, problem.weeks) for placed in order}, left


def _rates(
    problem: Problem, placed: Placed, factor: float, limited: Mapping[tuple[str, str], object]
) -> dict[tuple[str, str], float]:
    mode = problem.by_id[placed.id].mode(placed.mode)
    rates = {("skill", name): rate for name, rate in mode.hours.items()}
    rates |= {("expert", name): rate for name, rate in mode.expert_hours.items()}
    return {resource: rate * factor for resource, rate in rates.items() if resource in limited}
