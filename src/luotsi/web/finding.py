"""The search box: what this reader may see, by kind, twenty of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.search import Kind, matching
from luotsi.rooms.backlog import queries as backlog
from luotsi.rooms.backlog.queries.items import items_to_find
from luotsi.rooms.campaigns import queries as campaigns
from luotsi.rooms.cases import queries as cases
from luotsi.rooms.goals import queries as goals
from luotsi.rooms.newsroom import queries as newsroom
from luotsi.rooms.people import queries as people

MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    title: str
    url: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `is_cut` when there are more than shown."""

    name: str
    hits: list[Hit]
    is_cut: bool


def find(user: User, words: str) -> list[Group]:
    """Groups with something in them; at most one query each."""
    groups = [
        _group(_("Work items"), matching(items_to_find(user), Kind.WORK_ITEM, words), _item),
        _group(_("Requests"), matching(backlog.requests_for(user), Kind.REQUEST, words), lambda r: _request(user, r)),
        _group(_("Goals"), goals.goals_for(user).filter(title__icontains=words), _goal),
    ]
    if user.may("campaigns.write"):
        found = matching(campaigns.campaigns_for(user), Kind.CAMPAIGN, words)
        groups.append(_group(_("Campaigns"), found, _campaign))
    groups.append(_group(_("News"), matching(newsroom.items_for(user), Kind.NEWS_ITEM, words), _news))
    if user.may("newsroom.write"):
        releases = matching(newsroom.releases_for(user), Kind.RELEASE, words)
        groups.append(_group(_("Our releases"), releases, _release))
    if user.may("cases.write"):
        groups.append(_group(_("Cases"), matching(cases.cases_for(user), Kind.CASE, words), _case))
    if user.may("people.see"):
        groups.append(_group(_("Stakeholders"), people.stakeholders_for(user, words=words), _stakeholder))
    return [group for group in groups if group.hits]


def _group(name: str, rows: Any, hit: Any) -> Group:
    found = list(rows[: MOST + 1])
    return Group(name, [hit(row) for row in found[:MOST]], len(found) > MOST)


def _item(item: Any) -> Hit:
    return Hit(item.title, reverse("backlog:item", args=[item.pk]), item.get_state_display())


def _request(user: User, request: Any) -> Hit:
    page = "backlog:request" if user.is_team else "backlog:status"
    return Hit(request.title, reverse(page, args=[request.pk]), request.get_state_display())


def _goal(goal: Any) -> Hit:
    return Hit(goal.title, reverse("goals:goal", args=[goal.pk]))


def _campaign(campaign: Any) -> Hit:
    said = campaign.get_ending_display() if campaign.ending else ""
    return Hit(campaign.title, reverse("campaigns:campaign", args=[campaign.pk]), said)


def _news(item: Any) -> Hit:
    return Hit(item.headline, reverse("newsroom:item", args=[item.pk]), item.company.name if item.company else "")


def _release(release: Any) -> Hit:
    return Hit(release.headline, reverse("newsroom:release", args=[release.pk]))


def _case(case: Any) -> Hit:
    return Hit(case.title, reverse("cases:case", args=[case.pk]), case.get_state_display())


def _stakeholder(stakeholder: Any) -> Hit:
    return Hit(stakeholder.name, reverse("people:stakeholder", args=[stakeholder.pk]), stakeholder.group)
