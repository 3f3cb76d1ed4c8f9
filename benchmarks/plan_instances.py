"""Generated quarters for the planner's benchmarks and tests: one seed, one instance, no files needed.

Parameters: 13 weeks; 4 skills below 100 items, 6 below 400, else 10; weekly hours with leave; demand 1.7 to 3.5 times
capacity by skill; a team of seven, growing with the items from 237 on; effort log-normal (mean 142 hours at 50
items, 35 at 200, 30 from 237 on) over one to three skills and one to six weeks; must 8 %, wont 7 %; value falling with
delay for 40 %; a predecessor for 12 %; one to three modes (own team; with an inside expert at a rate; vendor at a
price, one to three weeks longer with 12 % of the work left inside); budget 10 % of what buying everything would
cost; a minimum of hours per goal; a limit of work in progress per leading skill.

    python benchmarks/plan_instances.py --items 200 --seed 1 > problem.json
"""

from __future__ import annotations

import argparse
import json
import math
import random
from typing import Any

SKILLS = ("writer", "designer", "web", "video", "social", "email", "events", "analyst", "pr", "translator")
GOALS = ("pipeline", "awareness", "retention", "hiring")
ASKERS = ("sales", "product", "service", "people", "board", "partners")
EXPERTS = ("legal", "engineer", "finance")
WEEKS = 13
TEAM_HOURS = 210  # a week, seven people
SMALLEST_MEAN = 30.0  # hours of effort
RATE = 95  # money an hour, expert and vendor


def instance(items: int, seed: int) -> dict[str, Any]:
    """One quarter with so many items, as problem.json."""
    dice = random.Random(f"{items}/{seed}")
    names = SKILLS[: 4 if items < 100 else 6 if items < 400 else 10]
    mean = max(TEAM_HOURS * WEEKS * 2.6 / items, SMALLEST_MEAN)
    made = [_item(dice, number, names, mean) for number in range(items)]
    _order(dice, made)
    ratio = {skill: dice.uniform(1.7, 3.5) for skill in names}
    for skill in names * 4:  # cutting lowers the demand and with it the team
        _fit_to_size(made, skill, _demand(made, skill) / ratio[skill] / WEEKS)
    skills = {skill: _skill(dice, made, skill, ratio[skill]) for skill in names}
    capacity = sum(sum(skill["hours"]) for skill in skills.values())
    vendor = sum(mode["costs"]["money"] for item in made for mode in item["modes"] if mode["name"] == "vendor")
    return {
        "weeks": WEEKS,
        "skills": skills,
        "experts": {name: {"hours": _leave(dice, max(16, items / 8))} for name in EXPERTS},
        "budgets": {"money": round(vendor * 0.10)},
        "goals": {goal: {"min_hours": _minimum(made, goal, capacity)} for goal in GOALS},
        "weights": {"must": 1, "should": 1, "could": 0.6},
        "items": made,
    }


def _item(dice: random.Random, number: int, names: tuple[str, ...], mean: float) -> dict[str, Any]:
    lead = dice.choice(names)
    skills = [lead, *dice.sample([skill for skill in names if skill != lead], dice.choice((0, 1, 1, 2)))]
    effort = min(4 * mean, math.exp(dice.gauss(math.log(mean) - 0.245, 0.7)))
    weeks = max(1, min(6, round(math.sqrt(effort) / 1.6)))
    parts = [dice.uniform(0.5, 1.5) * (2 if skill == lead else 1) for skill in skills]
    hours = {
        skill: max(1, round(effort * part / sum(parts) / weeks)) for skill, part in zip(skills, parts, strict=True)
    }
    earliest = dice.choice((0, 0, 0, 0, 1, 2, 3, 4, 5, 6))
    draw = dice.random()
    class_ = "must" if draw < 0.08 else "wont" if draw < 0.15 else "should" if draw < 0.6 else "could"
    open_end = dice.random() < 0.6 or class_ == "must"
    latest = WEEKS - 1 if open_end else min(WEEKS - 1, earliest + weeks + dice.randint(1, 6))
    value = round(effort**0.75 * math.exp(dice.gauss(0, 0.55)), 1)
    return {
        "id": f"R{number + 1}",
        "class": class_,
        "goal": dice.choice(GOALS) if dice.random() < 0.8 else None,
        "asker": dice.choice(ASKERS),
        "value": value,
        "value_lost_per_week": round(value * dice.uniform(0.01, 0.06), 2) if dice.random() < 0.4 else 0,
        "earliest": earliest,
        "latest": latest,
        "after": [],
        "modes": _modes(dice, lead, hours, weeks, latest - earliest + 1),
    }


def _modes(dice: random.Random, lead: str, hours: dict[str, int], weeks: int, window: int) -> list[dict[str, Any]]:
    modes: list[dict[str, Any]] = [{"name": "own", "weeks": weeks, "hours": hours, "in_progress": lead}]
    if dice.random() < 0.35:
        given = max(1, round(hours[lead] * 0.5))
        modes.append(
            {
                "name": "expert",
                "weeks": weeks,
                "hours": {**hours, lead: max(1, hours[lead] - given)},
                "expert_hours": {dice.choice(EXPERTS): given},
                "costs": {"money": given * weeks * RATE},
                "in_progress": lead,
            }
        )
    longer = weeks + dice.randint(1, 3)
    if dice.random() < 0.45 and longer <= window:
        total = sum(hours.values()) * weeks
        modes.append(
            {
                "name": "vendor",
                "weeks": longer,
                "hours": {lead: round(total * 0.12 / longer, 1)},
                "costs": {"money": round(total * RATE * dice.uniform(0.8, 1.4))},
                "in_progress": None,
            }
        )
    return modes


def _order(dice: random.Random, made: list[dict[str, Any]]) -> None:
    for index, item in enumerate(made):
        earlier = [other for other in made[:index] if other["class"] != "wont" and other["earliest"] <= 3]
        if earlier and dice.random() < 0.12 and item["class"] != "must":
            item["after"] = [dice.choice(earlier)["id"]]


def _hours(item: dict[str, Any], skill: str) -> float:
    own = item["modes"][0]
    return own["hours"].get(skill, 0) * own["weeks"]


def _leave(dice: random.Random, hours: float) -> list[float]:
    return [round(hours * (0.6 if dice.random() < 0.12 else 1.0)) for _ in range(WEEKS)]


def _demand(made: list[dict[str, Any]], skill: str) -> float:
    return sum(_hours(item, skill) for item in made)


def _fit_to_size(made: list[dict[str, Any]], skill: str, weekly: float) -> None:
    """A team takes no item that fills more than half of its usual week in one skill: it cuts it first."""
    for mode in (mode for item in made for mode in item["modes"] if skill in mode["hours"]):
        mode["hours"][skill] = min(mode["hours"][skill], max(1, round(weekly * 0.5)))


def _skill(dice: random.Random, made: list[dict[str, Any]], skill: str, ratio: float) -> dict[str, Any]:
    largest = max((mode["hours"].get(skill, 0) for item in made for mode in item["modes"]), default=0)
    weekly = max(largest, _demand(made, skill) / ratio / WEEKS)
    return {"hours": _leave(dice, weekly), "in_progress": max(2, round(weekly / 6))}


def _minimum(made: list[dict[str, Any]], goal: str, capacity: float) -> float:
    wanted = sum(
        _hours(item, skill) for item in made if item["goal"] == goal and item["class"] != "wont" for skill in SKILLS
    )
    return round(min(wanted * 0.2, capacity * 0.12))


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--items", type=int, default=50)
    reader.add_argument("--seed", type=int, default=1)
    given = reader.parse_args()
    print(json.dumps(instance(given.items, given.seed), indent=1))


if __name__ == "__main__":
    main()
