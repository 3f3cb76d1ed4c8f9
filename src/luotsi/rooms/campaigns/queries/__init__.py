"""Questions to campaigns: whose page may show what, where a campaign stands, how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from luotsi.kernel.errors import Missing
from luotsi.rooms.campaigns.models import Batch, Campaign, Criterion, Verdict
from luotsi.rooms.campaigns.models.campaigns import CampaignQuerySet

if TYPE_CHECKING:
    from luotsi.kernel.accounts.models import User

ERROR = 0.05  # of those said to really work, at most this share does not, on average


def campaigns_for(user: User) -> CampaignQuerySet:
    """All for the team; for everybody else those whose verdict the lead opened to them."""
    if user.may("campaigns.write"):
        return Campaign.objects.all()
    return Campaign.objects.filter(is_shared=True) if user.may("campaigns.see") else Campaign.objects.none()


def campaign_for(user: User, pk: int) -> Campaign:
    found = campaigns_for(user).select_related("outcome", "parent", "owner", "closed_by").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such campaign, or it is not yours to see.", code="campaigns.campaign_unknown")
    return found


def criterion_for(user: User, pk: int) -> Criterion:
    """For whoever writes campaigns."""
    found = Criterion.objects.select_related("campaign", "of").filter(pk=pk).first()
    if found is None or not user.may("campaigns.write"):
        raise Missing("There is no such criterion, or it is not yours to see.", code="campaigns.criterion_unknown")
    return found


def verdict_for(user: User, pk: int) -> Verdict:
    found = Verdict.objects.select_related("campaign", "by").filter(pk=pk).first()
    if found is None or not user.may("campaigns.write"):
        raise Missing("There is no such verdict, or it is not yours to see.", code="campaigns.verdict_unknown")
    return found


def batch_for(user: User, pk: int) -> Batch:
    found = Batch.objects.select_related("campaign").filter(pk=pk, taken_back_at__isnull=True).first()
    if found is None or not user.may("campaigns.write"):
        raise Missing("There is no such delivery, or it was taken back.", code="campaigns.batch_unknown")
    return found


def standing_verdict(campaign: Campaign) -> Verdict | None:
    """The first scale or abort: it stands, whatever later data say."""
    return campaign.verdicts.filter(word__in=Verdict.DECISIVE).order_by("at", "pk").first()


# Portfolio


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign in the portfolio, as its newest look found it. `works`: e-BH names it among those that really work."""

    campaign: Campaign
    word: str
    invited: int
    cost: Decimal
    main: dict[str, Any] | None
    stands: str
    works: bool

    @property
    def waits(self) -> bool:
        """Somebody has to do something: the verdict is in."""
        return self.campaign.is_running and (bool(self.stands) or self.word == Verdict.Word.INCONCLUSIVE)

    @property
    def cost_per_success(self) -> Decimal | None:
        successes = (self.main or {}).get("successes")
        return self.cost / successes if successes else None


def lines(campaigns: Iterable[Campaign]) -> list[Line]:
    """As their newest looks found them; no further query."""
    campaigns = list(campaigns)
    working = _working([one for one in campaigns if one.is_running])
    return [_line(one, one.pk in working) for one in campaigns]


def running_lines(user: User) -> list[Line]:
    """The portfolio: those whose verdict waits for somebody first."""
    return sorted(lines(campaigns_for(user).running()), key=lambda line: (not line.waits, line.campaign.started_at))


def at_a_verdict(user: User) -> list[Line]:
    """What waits on Today: running campaigns whose verdict is in; one query."""
    return [line for line in lines(campaigns_for(user).running()) if line.waits] if user.may("campaigns.write") else []


def main_of(latest: dict[str, Any]) -> dict[str, Any] | None:
    """The first criterion that decides, as the newest look found it."""
    return next((one for one in latest.get("criteria", ()) if one["role"] == Criterion.Role.MUST), None)


def _line(campaign: Campaign, works: bool) -> Line:
    latest = campaign.latest
    invited = latest.get("invited", 0)
    word = latest.get("word", Verdict.Word.CONTINUE)
    return Line(campaign, word, invited, campaign.cost_of(invited), main_of(latest), latest.get("stands", ""), works)


def _working(running: Sequence[Campaign]) -> set[int]:
    from luotsi.engines.statistics.campaign import really_work

    weights = {str(one.pk): _weight(one.latest) for one in running if main_of(one.latest)}
    return {int(name) for name in really_work(weights, ERROR)} if weights else set()


def _weight(latest: dict[str, Any]) -> float:
    """A campaign works if all its musts do: the weakest evidence counts."""
    return min(one["weight"] for one in latest["criteria"] if one["role"] == Criterion.Role.MUST)


# Tree of tries


@dataclass(frozen=True, slots=True)
class Try:
    """A campaign within the tree, with the larger ones it begot."""

    line: Line
    children: list[Try]


def tree(campaigns: Iterable[Campaign]) -> list[Try]:
    """First tries, newest first, each with what it begot; a parent that may not be seen makes its child a first try."""
    grown = {line.campaign.pk: Try(line, []) for line in lines(campaigns)}
    roots: list[Try] = []
    for one in grown.values():
        parent = grown.get(one.line.campaign.parent_id or 0)
        (parent.children if parent else roots).append(one)
    for one in grown.values():
        one.children.sort(key=lambda child: child.line.campaign.created_at)
    return roots


# Results as they came in


def batches_of(campaign: Campaign) -> QuerySet[Batch]:
    return campaign.batches.select_related("by").prefetch_related("tallies__criterion")


@dataclass(frozen=True, slots=True)
class Order:
    """How the invitation order stands: drawn or not, how many of it were invited, how many out of their turn."""

    is_drawn: bool
    drawn: int
    invited: int
    early: int


def order_of(campaign: Campaign) -> Order:
    from luotsi.rooms.campaigns.rules import out_of_order

    rows = list(campaign.contacts.values_list("place", "invited_at"))
    drawn = sum(place is not None for place, _ in rows)
    invited = [(place, at) for place, at in rows if at is not None]
    return Order(campaign.order_seed is not None, drawn, len(invited), out_of_order(invited))


def counted_by_hand(campaign: Campaign) -> bool:
    return campaign.batches.filter(source=Batch.Source.HAND, taken_back_at__isnull=True).exists()


def only_output(criteria: Iterable[Criterion]) -> bool:
    """Whether all that decides counts what the team itself puts out."""
    from luotsi.rooms.campaigns.rules import counts_output

    musts = [one for one in criteria if one.decides]
    return bool(musts) and all(counts_output(one.name) for one in musts)
