"""What one more unit of each limit is worth, read from the linear relaxation."""

from __future__ import annotations

import numpy as np

from luotsi.engines.planning.highs import Relaxation
from luotsi.engines.planning.model import Model
from luotsi.engines.planning.plan import ShadowPrices


def limit_prices(model: Model, relaxation: Relaxation) -> np.ndarray:
    """The price of every limit; a week's hour also counts in its row over the whole quarter."""
    prices = np.zeros(len(model.grid.limits))
    for number, row in model.limit_row.items():
        prices[number] = relaxation.prices[row]
    for number, limit in enumerate(model.grid.limits):
        total = model.total_row.get((limit.code, limit.name))
        prices[number] += 0.0 if total is None else relaxation.prices[total]
    return np.maximum(prices, 0.0)


def shadow_prices(model: Model, relaxation: Relaxation) -> ShadowPrices:
    """Prices by name; a goal's is what one more hour of its minimum changes (0 or below)."""
    prices = limit_prices(model, relaxation)
    weekly: dict[str, dict[str, list[float]]] = {"hours": {}, "expert_hours": {}}
    budgets: dict[str, float] = {}
    for limit, price in zip(model.grid.limits, prices, strict=True):
        if limit.code in weekly:
            weekly[limit.code].setdefault(limit.name, []).append(_round(price))
        elif limit.code == "budget":
            budgets[limit.name] = _round(price)
    goals = {
        str(minimum.about["goal"]): _round(relaxation.prices[model.minimum_row[number]])
        for number, minimum in enumerate(model.grid.minimums)
        if minimum.code == "goal"
    }
    return ShadowPrices(
        {name: tuple(values) for name, values in weekly["hours"].items()},
        {name: tuple(values) for name, values in weekly["expert_hours"].items()},
        budgets,
        goals,
    )


def _round(price: float) -> float:
    return round(float(price), 6) + 0.0
