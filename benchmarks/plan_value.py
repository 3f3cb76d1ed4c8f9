"""What a good plan is worth: the optimiser beside the cut line and greedy with modes, and its proven gap.

Both rivals are what teams do today. Cut line: rank by value per hour, promise until the hours of the quarter are used
up, then see what really fits week by week. Greedy with modes: the same ranking, but what does not
fit is skipped and every mode is tried. Musts are placed first in both. All figures come from this run.

    python benchmarks/plan_value.py [--items 50 200 300] [--seeds 1 2] [--time-limit 30] [--workers 2]
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from plan_instances import instance

from luotsi.engines.planning import Item, Placed, Problem, check, solve, value_of

HEAD = (
    "items", "seed", "promised", "line", "greedy", "plan", "status", "gap", "floor", "goal", "seconds", "over line",
    "over greedy",
)  # fmt: skip
# (items, seconds) -> the gap that must at least be reached, and the one we are after
AIMS = {
    (50, 10): (0.005, 0.005),
    (500, 3): (0.04, 0.04),
    (500, 10): (0.03, 0.03),
    (500, 60): (0.015, 0.01),
    (500, 180): (0.01, 0.01),
    (5000, 30): (0.005, 0.005),
}


class Desk:
    """Places items one by one where they fit: hours, experts, limits in progress, budgets, order."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.chosen = problem, {}
        self.used: dict[tuple[str, str, int], float] = defaultdict(float)

    def place(self, item: Item, modes: int | None) -> bool:
        """At the best free place of the first `modes` modes (None: of all)."""
        best: tuple[float, Placed] | None = None
        for mode in item.modes[:modes]:
            for start in self.problem.starts(item, mode):
                placed = Placed(item.id, mode.name, start, start + mode.weeks - 1)
                worth = self.problem.worth(item, placed.end)
                if (best is None or worth > best[0]) and self.fits(item, placed):
                    best = worth, placed
        if best is None or (best[0] <= 0 and item.moscow != "must"):
            return False
        self.chosen[item.id] = best[1]
        for key, amount in self.uses(item, best[1]).items():
            self.used[key] += amount
        return True

    def uses(self, item: Item, placed: Placed) -> dict[tuple[str, str, int], float]:
        mode, weeks = item.mode(placed.mode), range(placed.start, placed.end + 1)
        uses = {("hours", name, week): hours for name, hours in mode.hours.items() for week in weeks}
        uses |= {("expert", name, week): hours for name, hours in mode.expert_hours.items() for week in weeks}
        uses |= {("progress", mode.in_progress, week): 1.0 for week in weeks if mode.in_progress}
        return uses | {("budget", name, 0): cost for name, cost in mode.costs.items()}

    def fits(self, item: Item, placed: Placed) -> bool:
        if any(id_ not in self.chosen or self.chosen[id_].end >= placed.start for id_ in item.after):
            return False
        return all(self.used[key] + amount <= self.room(key) + 1e-9 for key, amount in self.uses(item, placed).items())

    def room(self, key: tuple[str, str, int]) -> float:
        kind, name, week = key
        if kind == "budget":
            return self.problem.budgets[name]
        if kind == "progress":
            limit = self.problem.skills[name].in_progress
            return float("inf") if limit is None else limit
        hours = (self.problem.skills if kind == "hours" else self.problem.experts)[name].hours
        return float("inf") if hours is None else hours[week]

    @property
    def value(self) -> float:
        return value_of(self.problem, self.chosen.values())


def ranked(problem: Problem) -> list[Item]:
    """Musts first, then by worth for an hour of the first mode."""
    open_ = [item for item in problem.items if item.moscow != "wont"]
    worth = {item.id: problem.weight(item) * item.value / max(item.effort_hours, 1) for item in open_}
    return sorted(open_, key=lambda item: (item.moscow != "must", -worth[item.id]))


def cut_line(problem: Problem) -> tuple[float, float]:
    """The value promised above the line, and the value that then really fits."""
    left = sum(sum(skill.hours or ()) for skill in problem.skills.values())
    desk, promised = Desk(problem), 0.0
    for item in ranked(problem):
        left -= item.effort_hours
        if left < 0:
            break
        promised += problem.worth(item, item.earliest_end)
        desk.place(item, modes=1)
    return promised, desk.value


def greedy_with_modes(problem: Problem) -> float:
    desk = Desk(problem)
    for item in ranked(problem):
        desk.place(item, modes=None)
    return desk.value


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--items", type=int, nargs="+", default=[50, 200, 300])
    reader.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    reader.add_argument("--time-limit", type=float, default=30.0)
    reader.add_argument("--workers", type=int, default=2)
    given = reader.parse_args()
    print(" ".join(f"{name:>11}" for name in HEAD))
    for items in given.items:
        for seed in given.seeds:
            print(" ".join(f"{cell:>11}" for cell in row(items, seed, given.time_limit, given.workers)), flush=True)


def row(items: int, seed: int, time_limit: float, workers: int) -> list[str]:
    problem = Problem.from_json(instance(items, seed))
    promised, line = cut_line(problem)
    greedy = greedy_with_modes(problem)
    plan = solve(problem, time_limit_s=time_limit, workers=workers)
    broken = check(problem, plan.chosen)
    if plan.status != "infeasible" and broken:
        raise SystemExit(f"the plan breaks {broken}")
    value = plan.value or 0.0
    figures = [f"{promised:.1f}", f"{line:.1f}", f"{greedy:.1f}", f"{value:.1f}", plan.status]
    gap = "-" if plan.gap is None else f"{plan.gap:.2%}"
    ratios = [f"{value / line:.2f}", f"{value / greedy:.2f}"]
    aims = [f"{aim:.1%}" for aim in AIMS.get((items, round(time_limit)), ())] or ["-", "-"]
    return [str(items), str(seed), *figures, gap, *aims, f"{plan.seconds:.1f}", *ratios]


if __name__ == "__main__":
    main()
