"""New facts after a plan is published: how much moves and how fast, beside a plain re-solve; and what-if beside both.

Facts: *leave* (of a skill two fifths of the hours for three weeks), *overrun* (two items begun by week 3 take two
weeks longer; weeks before 3 are frozen), *must* (the item left out that is worth most becomes a must). Moves are items
of the published plan that moved or left. Plain: the same problem in the same seconds with moves free (frozen weeks
kept). What-if: hours or money changed, one second from the last plan, beside a full solve from nothing.

    python benchmarks/plan_replan.py [--items 300] [--seeds 1 2 3] [--publish 30] [--replan 4] [--full 30]
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Iterator
from typing import Any

from plan_instances import instance

from luotsi.engines.planning import Plan, Problem, check, solve, what_if, with_facts
from luotsi.engines.planning.moves import count_moves

MOVES = ("seed", "fact", "moves", "at least", "left", "plain", "ratio", "value", "gap", "of plain", "seconds")
ASKED = ("seed", "what if", "last", "answer", "full", "of full", "bound", "in", "out", "moved", "seconds")
BEGUN = 3  # weeks that are frozen when items overrun


def facts(document: dict[str, Any], plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """The published plan's problem after each fact."""
    for name, change in (("leave", _leave), ("overrun", _overrun), ("must", _must)):
        after = copy.deepcopy(document)
        after["previous"] = [placed.to_json() for placed in plan.chosen]
        change(after, plan)
        yield name, after


def _leave(document: dict[str, Any], plan: Plan) -> None:
    skill = next(iter(document["skills"].values()))
    skill["hours"] = [round(hours * 0.6) if 4 <= week < 7 else hours for week, hours in enumerate(skill["hours"])]


def _overrun(document: dict[str, Any], plan: Plan) -> None:
    document["frozen_until"] = BEGUN
    items = {item["id"]: item for item in document["items"]}
    running = [placed for placed in plan.chosen if placed.start < BEGUN <= placed.end < document["weeks"] - 2]
    for placed in running[:2]:
        item = items[placed.id]
        mode = next(mode for mode in item["modes"] if mode["name"] == placed.mode)
        mode["weeks"] += 2
        item["latest"] = document["weeks"] - 1


def _must(document: dict[str, Any], plan: Plan) -> None:
    inside = {placed.id for placed in plan.chosen}
    free = [item for item in document["items"] if item["id"] not in inside and item["class"] != "wont"]
    min(free, key=lambda item: -item["value"])["class"] = "must"


def replanned(seed: int, fact: str, document: dict[str, Any], seconds: float) -> list[str]:
    """One row: near the published plan, and without regard to it, in the same time."""
    problem = Problem.from_json(document)
    near = solve(problem, time_limit_s=seconds)
    plain = solve(Problem.from_json({**document, "move_cost": 0}), time_limit_s=seconds)
    _verify(problem, near)
    moves, left = count_moves(near.moves)
    others = count_moves(plain.moves)[0]
    value, other = near.value or 0.0, plain.value or 0.0
    return [
        str(seed), fact, str(moves), _number(near.moves_at_least, "d"), str(left), str(others),
        f"{others / moves:.1f}" if moves else "-", f"{value:.1f}", _number(near.gap, ".2%"),
        f"{value / other:.3f}" if other else "-", f"{near.seconds:.1f}",
    ]  # fmt: skip


def questions(problem: Problem) -> Iterator[tuple[str, dict[str, Any]]]:
    first = next(iter(problem.skills))
    yield "one skill -20 %", {"hours": {first: 0.8}}
    yield "one skill +20 %", {"hours": {first: 1.2}}
    yield "all skills -10 %", {"hours": dict.fromkeys(problem.skills, 0.9)}
    yield "money halved", {"budgets": {name: amount * 0.5 for name, amount in problem.budgets.items()}}
    yield "money doubled", {"budgets": {name: amount * 2 for name, amount in problem.budgets.items()}}


def answered(seed: int, name: str, problem: Problem, plan: Plan, asked: dict[str, Any], seconds: float) -> list[str]:
    found = what_if(problem, plan, **asked)
    changed = with_facts(problem, **asked)
    _verify(changed, found.plan)
    full = solve(changed, time_limit_s=seconds)
    value, best = found.plan.value or 0.0, full.value or 0.0
    return [
        str(seed), name, _number(plan.value, ".1f"), f"{value:.1f}", f"{best:.1f}",
        f"{value / best:.3f}" if best else "-", _number(found.bound, ".1f"), str(len(found.entered)),
        str(len(found.left)), str(len(found.moved)), f"{found.plan.seconds:.2f}",
    ]  # fmt: skip


def _verify(problem: Problem, plan: Plan) -> None:
    broken = check(problem, plan.chosen)
    if plan.status in ("optimal", "feasible") and broken:
        raise SystemExit(f"the plan breaks {broken}")


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _print(row: tuple[str, ...] | list[str]) -> None:
    print(" ".join(f"{cell:>{16 if number == 1 else 9}}" for number, cell in enumerate(row)), flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--items", type=int, default=300)
    reader.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    reader.add_argument("--publish", type=float, default=30.0, help="seconds for the published plan")
    reader.add_argument("--replan", type=float, default=4.0, help="seconds for each new fact, ours and plain")
    reader.add_argument("--full", type=float, default=30.0, help="seconds for the full solve beside what-if; 0: none")
    given = reader.parse_args()
    published = {seed: instance(given.items, seed) for seed in given.seeds}
    problems = {seed: Problem.from_json(document) for seed, document in published.items()}
    plans = {seed: solve(problem, time_limit_s=given.publish) for seed, problem in problems.items()}
    _print(MOVES)
    for seed, plan in plans.items():
        for fact, document in facts(published[seed], plan):
            _print(replanned(seed, fact, document, given.replan))
    if given.full:
        _print(ASKED)
    for seed, plan in plans.items() if given.full else ():
        for name, asked in questions(problems[seed]):
            _print(answered(seed, name, problems[seed], plan, asked, given.full))


if __name__ == "__main__":
    main()
