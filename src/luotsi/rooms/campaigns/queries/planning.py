"""Before the start: what happens at which true rate, how long it takes, and what is weak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luotsi.rooms.campaigns.models import Campaign, Criterion
from luotsi.rooms.campaigns.queries.evidence import as_engine

if TYPE_CHECKING:
    from luotsi.engines.statistics import campaign as engine

UNDECIDABLE = frozenset(
    ("target_not_a_share", "goal_above_contacts", "goal_too_large", "zone_outside_target", "unknown_of", "twice_named")
)
PLANNED = (Criterion.Kind.RATE, Criterion.Kind.GOAL)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A criterion before the start. `days` are those until the verdict at each true rate, at an even pace."""

    criterion: Criterion
    contacts: int
    endings: tuple[tuple[engine.Ending, int], ...]
    sizes: tuple[engine.Size, ...]
    weak: tuple[engine.WeakPoint, ...]
    boundary: engine.Boundary | None


def outlook_of(campaign: Campaign, criterion: Criterion, contacts: int, musts: int) -> Outlook:
    """How it may end when so many are invited evenly over the campaign's days."""
    from luotsi.engines.statistics.campaign import INVITED, plan

    found = plan(replace(as_engine(criterion), of=INVITED), contacts, musts=max(1, musts))
    days = (campaign.ends_on - campaign.starts_on).days + 1
    wait = criterion.response_days or 0
    endings = tuple((ending, round(ending.expected_contacts / contacts * days + wait)) for ending in found.endings)
    sizes = tuple(size for size in found.sizes if _is_clear(criterion, size.rate))
    return Outlook(criterion, contacts, endings, sizes, found.weak_points, found.boundary)


def undecidable(campaign: Campaign, criteria: list[Criterion]) -> engine.WeakPoint | None:
    """The first thing with which no verdict could ever be computed."""
    from luotsi.engines.statistics.campaign import weak_points

    found = weak_points([as_engine(one) for one in criteria], campaign.contacts_planned)
    return next((point for point in found if point.code in UNDECIDABLE), None)


def contacts_for(criterion: Criterion, contacts: int) -> int:
    """How many this criterion is planned for; a share of another one's yes twice as many as that one wants."""
    from luotsi.engines.statistics.campaign import horizon_of

    known = [as_engine(one) for one in (criterion, criterion.of) if one is not None]
    return horizon_of(known[0], known, contacts)


def deciding(criteria: list[Criterion]) -> int:
    """The musts that share the error of a wrong abort; two arms are compared beside them."""
    return sum(one.decides and one.kind != Criterion.Kind.COMPARE for one in criteria)


def _is_clear(criterion: Criterion, rate: float) -> bool:
    """Within the zone no verdict is wrong, so no size decides rightly there; at its edges it hardly ever does."""
    floor = float(criterion.target if criterion.floor is None else criterion.floor)
    ceiling = float(criterion.target if criterion.ceiling is None else criterion.ceiling)
    return criterion.kind != Criterion.Kind.RATE or not floor <= rate <= ceiling


def weak_points_of(campaign: Campaign, criteria: list[Criterion]) -> tuple[engine.WeakPoint, ...]:
    """What is weak with all criteria together; standing watches are short on purpose and not spoken of."""
    from luotsi.engines.statistics.campaign import weak_points

    standing = {one.code for one in criteria if one.is_standing}
    found = weak_points([as_engine(one) for one in criteria], campaign.contacts_planned)
    return tuple(point for point in found if point.criterion not in standing)
