"""What it would cost to take in one item that the newest plan left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import Blueprint
from luotsi.rooms.blueprint.queries.outlook import plan_of

SECONDS = 1.0  # of searching, while somebody waits for the page
UNWEIGHED = frozenset(
    {"class", "excluded", "readmitted", "not_weighed", "no_estimate", "no_value", "too_long"}
)  # reasons of items that no plan has weighed


@dataclass(frozen=True, slots=True)
class Price:
    """`points` less worth, for certain no less than `at_least`; None where no plan with the item was found.

    is_exact: the price is just that, or it is certain that no plan can hold the item.
    """

    points: float | None
    at_least: float | None
    is_exact: bool
    displaced: tuple[tuple[int, str], ...] = ()  # id and title


def can_be_priced(because: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the plan has weighed it at all."""
    return bool(because) and because[0]["code"] not in UNWEIGHED


def price_of(blueprint: Blueprint, item: int) -> Price | None:
    """None where the newest plan has not weighed the item. About a second of work, two queries."""
    from luotsi.engines.planning import Problem, force

    run = blueprint.runs.filter(finished_at__isnull=False).order_by("-asked_at", "-id").first()
    if run is None or run.answer is None or run.answer["value"] is None:
        return None
    plan, problem = plan_of(run.answer), Problem.from_json(run.problem)
    if str(item) not in problem.by_id:
        return None
    if any(placed.id == str(item) for placed in plan.chosen):
        return Price(0.0, 0.0, is_exact=True)
    found = force(problem, plan, str(item), seconds=SECONDS)
    titles = backlog.titles_of(found.displaced) if found.displaced else {}
    return Price(
        found.price, found.at_least, found.exact, tuple((int(one), titles.get(one, "…")) for one in found.displaced)
    )
