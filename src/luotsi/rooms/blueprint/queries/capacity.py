"""Questions about people, skills, leave and recipes, and the hours that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

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


def current_members() -> QuerySet[TeamMember]:
    """Who is on the team now."""
    return TeamMember.objects.current()


def has_capacity() -> bool:
    """Whether anybody's hours are known."""
    return SkillShare.objects.filter(member__left_on__isnull=True).exists()


def skill_hours_of(starts_on: date) -> dict[str, SkillHours]:
    """Hours by skill name for the quarter from that Monday; five queries."""
    return _hours(list(_members()), list(Skill.objects.all()), list(Holiday.objects.all()), starts_on)


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
    """Six queries."""
    members, skills, holidays = list(_members()), list(Skill.objects.all()), list(Holiday.objects.all())
    hours = _hours(members, skills, holidays, on - timedelta(days=on.weekday()))
    leaves = [leave for member in members for leave in member.leaves.all() if leave.ends_on >= on]
    return CapacityPage(
        members=[member for member in members if member.left_on is None],
        left=[member for member in members if member.left_on is not None],
        skills=skills,
        leaves=sorted(leaves, key=lambda leave: leave.starts_on),
        holidays=[holiday for holiday in holidays if holiday.ends_on >= on],
        recipes=_recipe_rows(hours),
        hours=hours,
    )


def _recipe_rows(hours: dict[str, SkillHours]) -> list[RecipeRow]:
    known = recipes()
    return [_recipe_row(value, label, known, hours) for value, label in [("", ""), *backlog.deliverables()]]


def _recipe_row(
    deliverable: str, name: str, known: dict[str, dict[str, float]], hours: dict[str, SkillHours]
) -> RecipeRow:
    spread = {skill: sum(one.hours) for skill, one in hours.items()}
    guessed = "" not in known and guessed_shares(deliverable, spread) is not None
    return RecipeRow(deliverable, name, recipe_for(deliverable, known, hours), deliverable in known, guessed)


def _members() -> QuerySet[TeamMember]:
    """Everybody, also who left, with shares and leave; three queries."""
    return TeamMember.objects.prefetch_related(
        Prefetch("skill_shares", SkillShare.objects.select_related("skill")), "leaves"
    )


def _hours(
    members: Iterable[TeamMember], skills: Iterable[Skill], holidays: Iterable[Holiday], starts_on: date
) -> dict[str, SkillHours]:
    period = Period.of_weeks(starts_on, WEEKS)
    workers = [_worker(member, period) for member in members if member.left_on is None or member.left_on >= starts_on]
    limits = {skill.name: skill.most_in_progress for skill in skills}
    closed = [Period(holiday.starts_on, holiday.ends_on) for holiday in holidays]
    return skill_hours(workers, limits, closed, starts_on, WEEKS)


def _worker(member: TeamMember, period: Period) -> Worker:
    away = [Period(leave.starts_on, leave.ends_on) for leave in member.leaves.all()]
    if member.left_on is not None and member.left_on < period.ends_on:
        away.append(Period(member.left_on + timedelta(days=1), period.ends_on))
    return Worker(
        float(member.hours_per_week),
        float(member.run_work_share),
        {share.skill.name: float(share.share) for share in member.skill_shares.all()},
        away,
    )


def _one(rows: QuerySet[Any], user: User, pk: int, what: str) -> Any:
    found = rows.filter(pk=pk).first() if user.may("capacity.write") else None
    if found is None:
        raise Missing(f"There is no such {what}, or it is not yours to see.", code=f"blueprint.{what}_unknown")
    return found
