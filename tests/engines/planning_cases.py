"""Tiny random planning problems with every rule in them, and their best plan by trying everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from luotsi.engines.planning import Placed, Problem, check, value_of


def tiny(seed: int, *, musts: float = 0.15, most: int = 5) -> dict[str, Any]:
    """Up to five items, four or five weeks; weights are 1 so that an item's class does not change its worth."""
    dice = random.Random(f"tiny/{seed}")
    weeks = dice.choice((3, 4, 5))
    items = [_item(dice, f"T{number}", weeks, musts) for number in range(dice.randint(2, most))]
    items[0]["asker"] = "sales"
    for index, item in enumerate(items[1:], start=1):
        if dice.random() < 0.3:
            item["after"] = [dice.choice(items[:index])["id"]]
    return {
        "weeks": weeks,
        "skills": {
            "writer": {"hours": [dice.randint(3, 9) for _ in range(weeks)], "in_progress": dice.randint(1, 3)},
            "web": {"hours": [dice.randint(2, 8) for _ in range(weeks)]},
        },
        "experts": {"legal": {"hours": [dice.randint(0, 4) for _ in range(weeks)]}},
        "budgets": {"money": dice.choice((0, 50, 200))},
        "goals": {"pipeline": {"min_hours": dice.choice((0, 0, 4, 8))}, "awareness": {}},
        "weights": {"must": 1, "should": 1, "could": 1},
        "items": items,
        **({"shares": {"asker": {"sales": 0.4}}} if dice.random() < 0.25 else {}),
    }


def _item(dice: random.Random, name: str, weeks: int, musts: float) -> dict[str, Any]:
    draw = dice.random()
    length = dice.choice((1, 1, 2))
    earliest = dice.choice((0, 0, 1))
    latest = max(earliest + length - 1, dice.choice((weeks - 1, weeks - 1, weeks - 2)))
    item = {
        "id": name,
        "class": "must" if draw < musts else "wont" if draw > 0.93 else dice.choice(("should", "could")),
        "goal": dice.choice((None, "pipeline", "awareness")),
        "asker": dice.choice(("sales", "product")),
        "value": dice.choice((-2, 3, 5, 8, 13, 21)),
        "value_lost_per_week": dice.choice((0, 0.5, 2)),
        "earliest": earliest,
        "latest": latest,
        "modes": [_mode(dice, "own", length)],
    }
    if dice.random() < 0.5:
        item["modes"].append({**_mode(dice, "vendor", 1), "costs": {"money": dice.choice((40, 120))}})
    if dice.random() < 0.15 and length == 1 and latest > earliest:
        item["forbidden"] = [earliest]
    if dice.random() < 0.08 and item["class"] != "wont":
        item["pin"] = {"mode": "own", "start": latest - length + 1}
    return item


def _mode(dice: random.Random, name: str, weeks: int) -> dict[str, Any]:
    hours = {"writer": dice.randint(1, 6), "web": dice.randint(0, 5)}
    legal = {"expert_hours": {"legal": dice.randint(1, 3)}} if dice.random() < 0.3 else {}
    return {"name": name, "weeks": weeks, "hours": hours, "in_progress": dice.choice(("writer", None)), **legal}


def plans(problem: Problem) -> Iterator[tuple[Placed, ...]]:
    """Every way of placing some of the items, valid or not."""
    choices: list[list[Placed | None]] = [
        [None]
        + [
            Placed(item.id, mode.name, start, start + mode.weeks - 1)
            for mode in item.modes
            for start in range(problem.weeks - mode.weeks + 1)
            if start >= item.earliest and start + mode.weeks - 1 <= item.latest
        ]
        for item in problem.items
    ]
    yield from _product(choices, ())


def _product(choices: list[list[Placed | None]], taken: tuple[Placed, ...]) -> Iterator[tuple[Placed, ...]]:
    if not choices:
        yield taken
        return
    for place in choices[0]:
        yield from _product(choices[1:], taken if place is None else (*taken, place))


def best_value(problem: Problem) -> float | None:
    """The value of the best valid plan by trying all; None where no plan is valid."""
    valid = [value_of(problem, plan) for plan in plans(problem) if not check(problem, plan)]
    return max(valid, default=None)


def fewest_broken_promises(problem: Problem) -> int:
    """The least number of promised items left out, over plans that break nothing but promises and minimums."""
    return min(
        len({violation.about for violation in broken if violation.code not in ("goal", "share")})
        for broken in (check(problem, plan) for plan in plans(problem))
        if all(violation.code in ("class", "pin", "goal", "share") for violation in broken)
    )
