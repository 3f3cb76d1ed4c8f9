"""Will it hold: a draft's chances week by week and item by item, and the weeks that can be promised. No queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luotsi.rooms.blueprint.saying import day, number
from luotsi.rooms.blueprint.saying_outlook import holds, odds, share, trust, trust_of_plan

PROMISE = "85"  # percent: what a person may call a promise
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class WeekChance:
    """How likely everything due by the end of a week is finished then."""

    ends: str
    due: int
    chance: float
    said: str
    kind: str


@dataclass(frozen=True, slots=True)
class ItemChance:
    """One item: the Friday it is planned for, the chance of that, and the Friday to promise (empty: none)."""

    id: str
    title: str
    planned: str
    chance: float
    said: str
    kind: str
    word: str
    promise: str
    is_later: bool


@dataclass(frozen=True, slots=True)
class SkillChance:
    """Whether the hours of a skill suffice, and the mean hours undone at the end."""

    skill: str
    chance: float
    said: str
    hours_left: str


@dataclass(frozen=True, slots=True)
class Chances:
    """All that the page of doubt shows; items with the least chance first."""

    holds: float
    sentence: str
    odds: str
    kind: str
    word: str
    hours_left: str
    weeks: list[WeekChance]
    items: list[ItemChance]
    skills: list[SkillChance]

    @property
    def later(self) -> list[ItemChance]:
        return [item for item in self.items if item.is_later]


def chances_of(
    doubt: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    starts_on: date,
    titles: Mapping[str, str],
    first_week: int = 0,
) -> Chances:
    """doubt and places as they are kept (`to_json`); weeks before `first_week` are over and not shown."""
    kind, word = trust_of_plan(doubt["holds"])
    ends = {place["id"]: place["end"] for place in places}
    items = [
        _item(id_, one, ends[id_], starts_on, titles.get(id_, id_))
        for id_, one in doubt["by_item"].items()
        if id_ in ends
    ]
    left = doubt["hours_left_by_skill"]
    skills = [
        SkillChance(skill, chance, share(chance), number(left.get(skill, 0.0)))
        for skill, chance in doubt["by_skill"].items()
    ]
    return Chances(
        holds=doubt["holds"],
        sentence=holds(doubt["holds"]),
        odds=odds(doubt["holds"]),
        kind=kind,
        word=word,
        hours_left=number(doubt["hours_left"], 0),
        weeks=_weeks(doubt["by_week"], list(ends.values()), starts_on)[first_week:],
        items=sorted(items, key=lambda item: (item.chance, item.title)),
        skills=sorted(skills, key=lambda one: (one.chance, one.skill)),
    )


def friday(starts_on: date, week: int) -> str:
    return day(starts_on + timedelta(weeks=week, days=FRIDAY))


def _weeks(by_week: Sequence[float], ends: Sequence[int], starts_on: date) -> list[WeekChance]:
    return [
        WeekChance(
            friday(starts_on, week), sum(end <= week for end in ends), chance, share(chance), trust(chance)[0]
        )
        for week, chance in enumerate(by_week)
    ]  # fmt: skip


def _item(id_: str, one: Mapping[str, Any], end: int, starts_on: date, title: str) -> ItemChance:
    kind, word = trust(one["holds"])
    week = one["done_by"][PROMISE]
    return ItemChance(
        id=id_,
        title=title,
        planned=friday(starts_on, end),
        chance=one["holds"],
        said=share(one["holds"]),
        kind=kind,
        word=word,
        promise="" if week is None else friday(starts_on, max(week, end)),
        is_later=week is None or week > end,
    )
