"""Hours there are: people × skills × weeks, less leave and holidays, less run-work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from luotsi.values import Period

WORKDAYS = 5  # Monday to Friday


@dataclass(frozen=True, slots=True)
class Worker:
    """One member as the arithmetic needs them; `skills` are shares (0–1) of their time."""

    hours_per_week: float
    run_work_share: float
    skills: Mapping[str, float]
    away: Sequence[Period] = ()


@dataclass(frozen=True, slots=True)
class SkillHours:
    """Hours of one skill in every week: what can be planned, and what run-work takes before it."""

    hours: tuple[float, ...]
    run_work: tuple[float, ...]
    in_progress: int | None = None

    @property
    def usual(self) -> float:
        """A usual week: the middle of those with any hours."""
        return median([hours for hours in self.hours if hours] or [0.0])


def skill_hours(
    workers: Iterable[Worker],
    limits: Mapping[str, int | None],
    holidays: Sequence[Period],
    starts_on: date,
    weeks: int,
) -> dict[str, SkillHours]:
    """Plannable hours and run-work of each skill of `limits` (skill -> at most in progress) by week.

    hours(skill, week) = Σ workers: hours per week × skill share × days there ÷ 5 × (1 − run-work share)
    """
    planned = {skill: [0.0] * weeks for skill in limits}
    run_work = {skill: [0.0] * weeks for skill in limits}
    for worker in workers:
        for week in range(weeks):
            there = days_there(starts_on + timedelta(weeks=week), [*worker.away, *holidays]) / WORKDAYS
            for skill, share in worker.skills.items():
                hours = worker.hours_per_week * share * there
                planned[skill][week] += hours * (1 - worker.run_work_share)
                run_work[skill][week] += hours * worker.run_work_share
    return {skill: SkillHours(_rounded(planned[skill]), _rounded(run_work[skill]), limits[skill]) for skill in limits}


def days_there(monday: date, away: Sequence[Period]) -> int:
    """Working days of the week from `monday` on which somebody is there; overlapping absences count once."""
    days = (monday + timedelta(days=number) for number in range(WORKDAYS))
    return sum(1 for day in days if not any(day in period for period in away))


def hours_left(skills: Iterable[SkillHours], starts_on: date, on: date) -> float:
    """Plannable hours from `on` to the end; of the week at hand what its remaining days are worth."""
    week = (on - starts_on).days // 7
    left = 0.0
    for skill in skills:
        if week < 0:
            left += sum(skill.hours)
            continue
        if week < len(skill.hours):
            left += skill.hours[week] * max(WORKDAYS - on.weekday(), 0) / WORKDAYS
        left += sum(skill.hours[week + 1 :])
    return left


def _rounded(hours: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(one, 2) for one in hours)
