"""Questions about people, skills, leave and recipes, and the hours that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from luotsi.kernel.accounts.models import User
from luotsi.kernel.errors import Missing
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import WEEKS, Holiday, Leave, Recipe, Skill, SkillShare, TeamMember
from luotsi.rooms.blueprint.rules import SkillHours, Worker, even_shares, guessed_shares, skill_hours
from luotsi.values import Period


def member_for(user: User, pk: int) -> TeamMember:
    """For whoever may write capacity. Raises Missing."""
    return _one(TeamMember.objects.all(), user, pk, "member")


def skill_for(user: User, pk: int) -> Skill:
    return _one(Skill.objects.all(), user, pk, "skill")


def leave_for(user: User, pk: int) -> Leave:
    return _one(Leave.objects.select_related("member"), user, pk, "leave")


def holiday_for(user: User, pk: int) -> Holiday:
    return _one(Holiday.objects.all(), user, pk, "holiday")


def has_capacity() -> bool:
    """Whether anybody's hours are known."""
    return SkillShare.objects.filter(member__left_on__isnull=True).exists()


def skill_hours_of(starts_on: date) -> dict[str, SkillHours]:
    """Hours by skill name for the quarter from that Monday; five queries."""
    limits = dict(Skill.objects.values_list("name", "most_in_progress"))
    period = Period.of_weeks(starts_on, WEEKS)
    return skill_hours(_workers(period), limits, _holidays(period), starts_on, WEEKS)


def as_capacity(hours: dict[str, SkillHours]) -> dict[str, Any]:
    """As a Blueprint keeps it."""
    return {
        name: {"hours": list(one.hours), "run_work": list(one.run_work), "in_progress": one.in_progress}
        for name, one in hours.items()
    }


def from_capacity(kept: dict[str, Any]) -> dict[str, SkillHours]:
    return {
        name: SkillHours(tuple(one["hours"]), tuple(one["run_work"]), one["in_progress"]) for name, one in kept.items()
    }


def recipes() -> dict[str, dict[str, float]]:
    """Shares by skill name, by deliverable; an empty deliverable stands for all that have none of their own."""
    found: dict[str, dict[str, float]] = {}
    for deliverable, skill, share in Recipe.objects.values_list("deliverable", "skill__name", "share"):
        found.setdefault(deliverable, {})[skill] = float(share)
    return found


def recipe_for(deliverable: str, known: dict[str, dict[str, float]], hours: dict[str, SkillHours]) -> dict[str, float]:
    """Its own recipe, else that for all others, else one guessed from the skills' names, else as hours are spread."""
    spread = {skill: sum(one.hours) for skill, one in hours.items()}
    written = known.get(deliverable) or known.get("")
    return even_shares(written or guessed_shares(deliverable, spread) or spread)


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """A deliverable and its shares as the settings page shows them: written, guessed or spread."""

    deliverable: str
    name: str
    shares: dict[str, float]
    is_written: bool
    is_guessed: bool

    @property
    def said(self) -> list[tuple[str, int]]:
        return [(skill, round(100 * share)) for skill, share in self.shares.items()]


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """All that the settings of capacity show."""

    members: list[TeamMember]
    left: list[TeamMember]
    skills: list[Skill]
    leaves: list[Leave]
    holidays: list[Holiday]
    recipes: list[RecipeRow]
    hours: dict[str, SkillHours]


def capacity_page(on: date) -> CapacityPage:
    """A fixed number of queries."""
    members = list(TeamMember.objects.select_related("user").prefetch_related("skill_shares__skill"))
    hours, known = skill_hours_of(on - timedelta(days=on.weekday())), recipes()
    rows = [_recipe_row(value, label, known, hours) for value, label in [("", ""), *backlog.deliverables()]]
    return CapacityPage(
        members=[member for member in members if member.left_on is None],
        left=[member for member in members if member.left_on is not None],
        skills=list(Skill.objects.all()),
        leaves=list(Leave.objects.filter(ends_on__gte=on).select_related("member")),
        holidays=list(Holiday.objects.filter(ends_on__gte=on)),
        recipes=rows,
        hours=hours,
    )


def _recipe_row(
    deliverable: str, name: str, known: dict[str, dict[str, float]], hours: dict[str, SkillHours]
) -> RecipeRow:
    spread = {skill: sum(one.hours) for skill, one in hours.items()}
    guessed = "" not in known and guessed_shares(deliverable, spread) is not None
    return RecipeRow(deliverable, name, recipe_for(deliverable, known, hours), deliverable in known, guessed)


def _workers(period: Period) -> Iterable[Worker]:
    """Everybody who works for the team on some day of the period."""
    within = Q(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    members = TeamMember.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=period.starts_on)).prefetch_related(
        Prefetch("skill_shares", SkillShare.objects.select_related("skill")),
        Prefetch("leaves", Leave.objects.filter(within)),
    )
    for member in members:
        away = [Period(leave.starts_on, leave.ends_on) for leave in member.leaves.all()]
        if member.left_on is not None and member.left_on < period.ends_on:
            away.append(Period(member.left_on + timedelta(days=1), period.ends_on))
        yield Worker(
            float(member.hours_per_week),
            float(member.run_work_share),
            {share.skill.name: float(share.share) for share in member.skill_shares.all()},
            away,
        )


def _holidays(period: Period) -> list[Period]:
    rows = Holiday.objects.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return [Period(holiday.starts_on, holiday.ends_on) for holiday in rows]


def _one(rows: QuerySet[Any], user: User, pk: int, what: str) -> Any:
    found = rows.filter(pk=pk).first() if user.may("capacity.write") else None
    if found is None:
        raise Missing(f"There is no such {what}, or it is not yours to see.", code=f"blueprint.{what}_unknown")
    return found
