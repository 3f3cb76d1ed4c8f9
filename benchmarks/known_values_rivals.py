"""The rivals of known_values.py: greedy, and HiGHS alone on the plainest time-indexed model, both written here."""

from __future__ import annotations

from collections import defaultdict

import highspy
import numpy as np
from plan_value import Desk

from luotsi.engines.planning import Item, Problem

THOUSANDTH = 1e-6


def greedy_value(problem: Problem) -> float | None:
    """Longest chain behind it first, then most value for what is used; None where a must found no place."""
    desk, chain = Desk(problem), _chains(problem)
    for item in sorted(problem.items, key=lambda item: (-chain[item.id], -_density(problem, item))):
        if not desk.place(item, modes=None) and item.moscow == "must":
            return None
    return desk.value


def _chains(problem: Problem) -> dict[str, int]:
    """Weeks from the start of each item to the end of all that comes after it, by shortest modes."""
    behind: dict[str, list[Item]] = defaultdict(list)
    for item in problem.items:
        for earlier in item.after:
            behind[earlier].append(item)
    found: dict[str, int] = {}

    def chain(item: Item) -> int:
        if item.id not in found:
            own = min(mode.weeks for mode in item.modes)
            found[item.id] = own + max((chain(later) for later in behind[item.id]), default=0)
        return found[item.id]

    return {item.id: chain(item) for item in problem.items}


def _density(problem: Problem, item: Item) -> float:
    used = sum(cost / max(problem.budgets[name], 1.0) for name, cost in item.modes[0].costs.items())
    return item.value / max(used, THOUSANDTH)


def highs_value(problem: Problem, time_limit: float) -> float | None:
    """One 0/1 column for each item, mode and start; one row for each item, week and limit, and order; no more."""
    places = [
        (number, mode, start)
        for number, item in enumerate(problem.items)
        for mode in item.modes
        for start in problem.starts(item, mode)
    ]
    solver = highspy.Highs()
    settings = {"output_flag": False, "threads": 1, "time_limit": time_limit, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    for column, (number, mode, start) in enumerate(places):
        solver.addVar(0.0, 1.0)
        solver.changeColCost(column, problem.worth(problem.items[number], start + mode.weeks - 1))
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for columns, amounts, lower, upper in _rows(problem, places):
        solver.addRow(lower, upper, len(columns), np.array(columns, np.int32), np.array(amounts, float))
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    solver.run()
    found = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return round(solver.getInfo().objective_function_value, 6) if found else None


def _rows(problem: Problem, places: list) -> list[tuple[list[int], list[float], float, float]]:
    rows = []
    of_item: dict[str, list[int]] = defaultdict(list)
    uses: dict[tuple[str, int], tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for column, (number, mode, start) in enumerate(places):
        of_item[problem.items[number].id].append(column)
        amounts = {
            (name, week): hours for name, hours in mode.hours.items() for week in range(start, start + mode.weeks)
        }
        amounts |= {(name, -1): cost for name, cost in mode.costs.items()}
        for key, amount in amounts.items():
            uses[key][0].append(column)
            uses[key][1].append(amount)
    for (name, week), (columns, amounts) in uses.items():
        limit = problem.budgets[name] if week < 0 else problem.skills[name].hours[week]
        rows.append((columns, amounts, -highspy.kHighsInf, limit))
    for item in problem.items:
        own = of_item[item.id]
        rows.append((own, [1.0] * len(own), float(item.moscow == "must"), 1.0))
        for earlier in item.after:
            columns = own + of_item[earlier]
            weeks = [places[column][2] for column in own]
            weeks += [-places[column][2] - places[column][1].weeks for column in of_item[earlier]]
            rows.append((columns, weeks, 0.0, highspy.kHighsInf))
    return rows
