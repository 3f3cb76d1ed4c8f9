"""The usual way of doing an item, what a week of waiting costs, and which ways still fit a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

USUAL = "usual"
MOST_HOURS_A_WEEK = 20.0  # of one skill on one item: nobody gives one thing more than about half a full week
GUESSED_SHARE = 0.7  # of the hours, to the skill that is named like the work, while nobody has written a recipe
# Beginnings of words that name the skill a kind of deliverable mostly takes, in the five languages.
NAMED_LIKE: Mapping[str, tuple[str, ...]] = {
    "blog": (
        "writ",
        "copy",
        "content",
        "edit",
        "kirjoit",
        "sisäl",
        "копира",
        "контент",
        "redac",
        "contenid",
        "penulis",
    ),
    "email": ("mail", "crm", "writ", "copy", "content", "kirjoit", "копира", "рассыл", "redac", "correo", "penulis"),
    "social": ("social", "some", "communit", "writ", "copy", "content", "соц", "smm", "redes", "sosial", "kirjoit"),
    "event": ("event", "tapahtum", "fair", "ивент", "мероприят", "evento", "acara"),
    "web": ("web", "front", "develop", "site", "verkko", "веб", "сайт", "desarroll", "pengembang"),
    "video": ("video", "film", "motion", "видео", "vídeo"),
    "design": ("design", "graphic", "suunnit", "graaf", "дизайн", "diseñ", "desain"),
    "research": ("research", "analys", "data", "strateg", "tutkim", "analyy", "исслед", "анали", "investig", "riset"),
    "pr": ("pr", "press", "media", "communic", "viestin", "writ", "copy", "пиар", "prensa", "humas", "kirjoit"),
}
LEAST_HOURS = 0.05  # below this a share of a recipe is rounding
LOST_BY_NEEDED = 0.5  # of the value, evenly over the weeks until the day it is needed


@dataclass(frozen=True, slots=True)
class WayPlan:
    """A way as the plan needs it: `hours` are per week by skill, `cost` is the whole; `pk` of a described one."""

    name: str
    weeks: int
    hours: Mapping[str, float] = field(default_factory=dict)
    cost: float = 0.0
    pk: int | None = None

    @property
    def main_skill(self) -> str | None:
        """The skill that gives most; the item counts as in progress there."""
        return max(self.hours, key=lambda skill: self.hours[skill]) if self.hours else None

    @property
    def total_hours(self) -> float:
        return self.weeks * sum(self.hours.values())


def usual_way(effort_hours: float, shares: Mapping[str, float], week_hours: Mapping[str, float]) -> WayPlan:
    """The effort by recipe, over as few weeks as keep every skill below 20 hours and below its own usual week.

    shares: part of the effort by skill, adding up to 1. week_hours: a usual week of each skill.
    """
    whole = {skill: effort_hours * share for skill, share in shares.items() if effort_hours * share > LEAST_HOURS}
    weeks = max((weeks_for(hours, week_hours.get(skill, 0.0)) for skill, hours in whole.items()), default=1)
    return WayPlan(USUAL, weeks, per_week(whole, weeks))


def weeks_for(hours: float, week_hours: float) -> int:
    pace = min(MOST_HOURS_A_WEEK, week_hours or MOST_HOURS_A_WEEK)
    return max(1, ceil(hours / pace - 1e-9))


def per_week(whole: Mapping[str, float], weeks: int) -> dict[str, float]:
    return {skill: round(hours / weeks, 3) for skill, hours in whole.items()}


def even_shares(amounts: Mapping[str, float]) -> dict[str, float]:
    """Amounts as parts of their sum: the recipe where nobody wrote one, from the team's own hours."""
    total = sum(amounts.values())
    return {name: amount / total for name, amount in amounts.items() if amount} if total else {}


def guessed_shares(deliverable: str, amounts: Mapping[str, float]) -> dict[str, float] | None:
    """Most of the hours to the first skill whose name begins like the work, the rest as all hours are spread.

    None where no skill is named so: nothing to guess from.
    """
    spread = even_shares(amounts)
    for beginning in NAMED_LIKE.get(deliverable, ()):
        found = [skill for skill in spread if any(_begins(word, beginning) for word in skill.lower().split())]
        if found:
            return even_shares(
                {skill: (1 - GUESSED_SHARE) * share + (GUESSED_SHARE if skill == found[0] else 0.0)
                 for skill, share in spread.items()}
            )  # fmt: skip
    return None


def _begins(word: str, beginning: str) -> bool:
    """Two letters have to be the whole word."""
    return word == beginning or (len(beginning) > 2 and word.startswith(beginning))


def lost_per_week(value: float, weeks_until_needed: float | None, half_life_weeks: float) -> float:
    """What a week of waiting costs.

    With a date, half of the value is lost evenly over the weeks until then (at least one); without, what an
    unrenewed confidence loses in a week, as in the score.
    """
    if weeks_until_needed is not None:
        return value * LOST_BY_NEEDED / max(weeks_until_needed, 1.0)
    return float(value * (1 - 0.5 ** (1 / half_life_weeks)))
