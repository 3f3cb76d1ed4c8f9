"""Are the planner's reasons true, how far are they from the least, and what do they cost?

Claims: random small quarters (musts made shoulds, half of the minimums) are solved to the end, then every change in
`would_enter_if` is applied to the problem and solved anew with the item forced in: it must enter with no loss. The
least value rise is known from that solve; for every tenth case the least of the other changes is found by halving
(extra hours in the proportions named). Pass: one look at all items left out of a large quarter against solving each
anew. Conflicts: many musts at once.

    python benchmarks/plan_reasons.py [--cases 200] [--items 500] [--seconds 20] [--musts 164 200]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from plan_instances import instance

from luotsi.engines.planning import Item, LeftOut, Plan, Problem, check, check_left_out, force, solve
from luotsi.engines.planning.conflict import find_conflict, open_model
from luotsi.engines.planning.draft import Draft
from luotsi.engines.planning.explain import explain_left_out
from luotsi.engines.planning.grid import build_grid

Change = Callable[[Problem, Item, float], Problem]
HALVINGS = 7
FORCE_S = 5.0
SAME = 1e-6


def with_item(problem: Problem, item: Item, **changed: Any) -> Problem:
    return replace(problem, items=tuple(replace(one, **changed) if one.id == item.id else one for one in problem.items))


def more_value(rise: float) -> Change:
    return lambda problem, item, part: with_item(problem, item, value=item.value + rise * part)


def fewer_hours(cut: float) -> Change:
    def change(problem: Problem, item: Item, part: float) -> Problem:
        factor = 1 - cut * part / item.effort_hours
        modes = tuple(
            replace(mode, hours={skill: hours * factor for skill, hours in mode.hours.items()}) for mode in item.modes
        )
        return with_item(problem, item, modes=modes)

    return change


def more_hours(by_week: dict[str, dict[str, float]], kind: str) -> Change:
    def change(problem: Problem, item: Item, part: float) -> Problem:
        rooms = dict(getattr(problem, kind))
        for name, weeks in by_week.items():
            hours = [had + part * weeks.get(str(week), 0.0) for week, had in enumerate(rooms[name].hours)]
            rooms[name] = replace(rooms[name], hours=tuple(hours))
        return replace(problem, **{kind: rooms})

    return change


def more_at_once(extra: dict[str, float]) -> Change:
    def change(problem: Problem, item: Item, part: float) -> Problem:
        skills = dict(problem.skills)
        for name, more in extra.items():
            skills[name] = replace(skills[name], in_progress=skills[name].in_progress + int(more * part))
        return replace(problem, skills=skills)

    return change


def more_money(extra: dict[str, float]) -> Change:
    def change(problem: Problem, item: Item, part: float) -> Problem:
        return replace(
            problem, budgets={name: had + part * extra.get(name, 0.0) for name, had in problem.budgets.items()}
        )

    return change


def other_window(window: dict[str, int]) -> Change:
    def change(problem: Problem, item: Item, part: float) -> Problem:
        earlier = int((item.earliest - window["earliest"]) * part)
        later = int((window["latest"] - item.latest) * part)
        return with_item(problem, item, earliest=item.earliest - earlier, latest=item.latest + later)

    return change


def changes(terms: dict[str, Any]) -> Iterator[tuple[str, Change]]:
    """Every change that the terms name, as something to do to a problem; part 1 is all of it."""
    if "value_rise" in terms:
        yield "value_rise", more_value(terms["value_rise"])
    if "hours_cut" in terms:
        yield "hours_cut", fewer_hours(terms["hours_cut"])
    if "extra_hours" in terms:
        yield "extra_hours", more_hours(terms["extra_hours_by_week"], "skills")
    if "extra_expert_hours" in terms:
        yield "extra_expert_hours", more_hours(terms["extra_expert_hours_by_week"], "experts")
    if "extra_in_progress" in terms:
        yield "extra_in_progress", more_at_once(terms["extra_in_progress"])
    if "extra_budget" in terms:
        yield "extra_budget", more_money(terms["extra_budget"])
    if "window" in terms:
        yield "window", other_window(terms["window"])


@dataclass
class Tally:
    """Of one kind of claim: how many, how many true, and by what factor the least is below what was named."""

    claims: int = 0
    true: int = 0
    shares: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        least = f"{median(self.shares):.2f}" if self.shares else "-"
        exact = f"{sum(share > 0.999 for share in self.shares)}/{len(self.shares)}"
        return f"{name:>20} {self.claims:>7} {self.true:>7} {exact:>12} {least:>20}"


def enters(changed: Problem, plan: Plan, id_: str) -> bool:
    """Whether some valid plan of the changed problem holds the item and is worth the present one."""
    found = force(changed, plan, id_, seconds=FORCE_S)
    return found.plan is not None and not check(changed, found.plan.chosen) and found.plan.value >= plan.value - SAME


def judge(problem: Problem, plan: Plan, left: LeftOut, tallies: dict[str, Tally], *, deep: bool) -> None:
    item = problem.by_id[left.id]
    for name, change in changes(left.would_enter_if.to_json()):
        tally = tallies[name]
        tally.claims += 1
        tally.true += enters(change(problem, item, 1.0), plan, left.id)
        if name == "value_rise":
            share = least_rise(problem, plan, left)
        else:
            share = least_part(problem, plan, item, change) if deep else None
        if share is not None:
            tally.shares.append(share)


def least_rise(problem: Problem, plan: Plan, left: LeftOut) -> float | None:
    """The least rise as a share of the named one, where it is proven."""
    found = force(problem, plan, left.id, seconds=FORCE_S)
    named = left.would_enter_if.value_rise * problem.weight(problem.by_id[left.id])
    if not found.exact or found.price is None:
        return None
    return 1.0 if named <= SAME else max(0.0, found.price) / named


def least_part(problem: Problem, plan: Plan, item: Item, change: Change) -> float:
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if enters(change(problem, item, middle), plan, item.id) else (middle, high)
    return high if high < 1.0 else 1.0


def small_case(seed: int) -> Problem:
    dice = random.Random(f"reasons/{seed}")
    document = instance(dice.randint(12, 30), seed)
    for item in document["items"]:
        item["class"] = "should" if item["class"] == "must" else item["class"]
    document["goals"] = {name: {"min_hours": goal["min_hours"] // 2} for name, goal in document["goals"].items()}
    return Problem.from_json(document)


def claims(cases: int) -> None:
    tallies: dict[str, Tally] = defaultdict(Tally)
    solved, seed, still, out = 0, 0, 0, 0
    while solved < cases:
        seed += 1
        problem = small_case(seed)
        plan = solve(problem, time_limit_s=10, workers=1)
        if plan.status != "optimal":
            continue
        solved += 1
        still += len(check_left_out(problem, plan))
        out += len(plan.left_out)
        for left in plan.left_out:
            judge(problem, plan, left, tallies, deep=solved % 10 == 0)
    print(f"{solved} cases ({seed} drawn), {out} items left out, {still} of them still fit")
    print(f"{'claim':>20} {'named':>7} {'true':>7} {'least/known':>12} {'median least/named':>20}")
    for name, tally in sorted(tallies.items()):
        print(tally.line(name))


def one_pass(items: int, seconds: float) -> None:
    """The time for all reasons at once, against solving anew for each item (measured on ten)."""
    problem = Problem.from_json(instance(items, 1))
    plan = solve(problem, time_limit_s=seconds)
    grid = build_grid(problem)
    draft = Draft(grid, [grid.place_of(placed) for placed in plan.chosen])
    begun = time.perf_counter()
    left_out = explain_left_out(draft)
    pass_s = time.perf_counter() - begun
    asked = [left for left in left_out if left.would_enter_if.value_rise is not None]
    sample = random.Random(items).sample(asked, min(10, len(asked)))
    begun = time.perf_counter()
    prices = [force(problem, plan, left.id, seconds=1.0) for left in sample]
    each_s = (time.perf_counter() - begun) / max(1, len(sample))
    named = sum(left.would_enter_if.value_rise * problem.weight(problem.by_id[left.id]) for left in sample)
    price = sum(found.price for found in prices if found.price is not None)
    print(
        f"{items} items, {len(left_out)} left out, {len(asked)} with a value rise, "
        f"{len(check_left_out(problem, plan))} still fit: pass {pass_s:.2f} s, one solved anew {each_s:.2f} s, "
        f"ratio {each_s * len(left_out) / pass_s:.0f}; "
        f"price / named on {len(sample)}: {price / named if named else 1:.2f}"
    )


def many_musts(items: int, musts: int, seed: int) -> Problem:
    document = instance(items, seed)
    dice = random.Random(f"musts/{seed}")
    for item in dice.sample([item for item in document["items"] if item["class"] != "wont"], musts):
        item["class"] = "must"
    for item in document["items"]:
        item["after"] = [] if item["class"] == "must" else item["after"]
    return Problem.from_json(document)


def conflicts(items: int, musts: int, seed: int) -> None:
    problem = many_musts(items, musts, seed)
    begun = time.monotonic()
    found = find_conflict(open_model(problem), seed=1, seconds_left=lambda: begun + 10 - time.monotonic()).to_json()
    spent = time.monotonic() - begun
    promised = sum(problem.is_promised(item) for item in problem.items)
    short = sum(found.get("hours_short", {}).values())
    print(
        f"{items:>6} {promised:>6} {seed:>5} {spent:>8.1f} {len(found['musts']):>6} {len(found['limits']):>7} "
        f"{found['minimal']!s:>8} {short:>12.1f} {found.get('hours_short_at_least', 0.0):>9.1f}",
        flush=True,
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--cases", type=int, default=200)
    reader.add_argument("--items", type=int, default=500)
    reader.add_argument("--seconds", type=float, default=20.0)
    reader.add_argument("--musts", type=int, nargs="+", default=[40, 100, 164, 200])
    reader.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    given = reader.parse_args()
    claims(given.cases)
    one_pass(given.items, given.seconds)
    print(" items  musts  seed  seconds   core  limits  minimal  hours short  at least")
    for musts in given.musts:
        for seed in given.seeds:
            conflicts(given.items, musts, seed)


if __name__ == "__main__":
    main()
