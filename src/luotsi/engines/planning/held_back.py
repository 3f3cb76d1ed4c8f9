"""Why a plan that holds leaves items out: no room, a missing predecessor, or a chance that would fall too low."""

from __future__ import annotations

from collections.abc import Iterator

from luotsi.engines.planning.holding import Holding, Key, Spot
from luotsi.engines.planning.plan import LeftOut, Reason
from luotsi.engines.planning.problem import Item
from luotsi.engines.planning.refill import spots_of

CODES = {"skill": "hours", "expert": "expert_hours"}
NAMED = {"hours": "skill", "expert_hours": "expert", "in_progress": "skill", "budget": "budget"}


def held_back(holding: Holding, needed: float) -> tuple[LeftOut, ...]:
    """One entry for every item that is not chosen; `chance` is what would be left of it, `needed` what is asked."""
    items = (item for item in holding.problem.items if item.id not in holding.chosen)
    return tuple(LeftOut(item.id, tuple(_because(holding, item, needed))) for item in items)


def _because(holding: Holding, item: Item, needed: float) -> Iterator[Reason]:
    if item.moscow == "wont":
        yield Reason("class", {"class": "wont"})
        return
    missing = [id_ for id_ in item.after if id_ not in holding.chosen]
    spots = spots_of(holding, item)
    fitting = [spot for spot in spots if holding.fits(spot)]
    if missing or not spots:
        yield Reason("after", {"ids": missing}) if missing else Reason("worth_less", {})
    elif fitting:
        best = max(holding.chance_with(spot) for spot in fitting)
        yield Reason("chance", {"chance": best, "needed": needed}) if best < needed else Reason("worth_less", {})
    else:
        yield from _short(holding, spots) or [Reason("after", {"ids": list(item.after)})]


def _short(holding: Holding, spots: list[Spot]) -> list[Reason]:
    """What the place lacks that comes nearest (least amount beyond what is free, as a share of its own use)."""
    lacking = [holding.lacking(spot) for spot in spots]
    nearest = min(lacking, key=lambda found: sum(share for _, _, share in found))
    found: dict[tuple[str, str], list[tuple[Key, float]]] = {}
    for key, short, _ in nearest:
        found.setdefault(key[:2], []).append((key, short))
    return [_reason(kind, name, short) for (kind, name), short in found.items()]


def _reason(kind: str, name: str, short: list[tuple[Key, float]]) -> Reason:
    code = CODES.get(kind, kind)
    weeks = {} if kind == "budget" else {"weeks": [key[2] for key, _ in short]}
    return Reason(code, {NAMED[code]: name, **weeks, "short": round(sum(amount for _, amount in short), 6)})
