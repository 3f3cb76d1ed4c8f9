"""The team's capacity, the Blueprint it published before the quarter, and the draft that has moved on since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.actions import Frame, MemberFields
from luotsi.rooms.blueprint.actions.at_once import plan_at_once, scenario_at_once
from luotsi.rooms.blueprint.models import Blueprint, Skill, TeamMember
from luotsi.rooms.blueprint.rules.scenarios import Changes
from luotsi.web.sample.aims import Aims, quarter_start
from luotsi.web.sample.cast import TEAM, Cast
from luotsi.web.sample.timeline import Timeline
from luotsi.web.sample.work import Work

CAPACITY_DAYS, PUBLISHED_DAYS = 58, 36
WORK_LIMIT = 4  # steps of the planner: under a second, and the same plan in every run
SKILLS = {"writing": 6, "design": 5, "web": 4, "events": 3, "film": 3, "research": None}
# Hours a week, share of run-work, and what the rest of the week is for.
HOURS = {
    "johanna": ("37.5", "0.8", {"research": "0.6", "writing": "0.4"}),
    "ville": ("37.5", "0.65", {"writing": "0.85", "research": "0.15"}),
    "petra": ("37.5", "0.65", {"design": "1"}),
    "tuomas": ("37.5", "0.6", {"web": "0.8", "research": "0.2"}),
    "lucia": ("37.5", "0.65", {"events": "0.6", "writing": "0.4"}),
    "arman": ("30", "0.65", {"writing": "0.6", "events": "0.4"}),
    "dewi": ("37.5", "0.65", {"film": "0.5", "design": "0.2", "events": "0.3"}),
}
RECIPES = {
    "blog": {"writing": "0.8", "design": "0.2"},
    "email": {"writing": "0.7", "web": "0.3"},
    "event": {"events": "0.8", "design": "0.2"},
    "video": {"film": "0.8", "writing": "0.2"},
    "web": {"web": "0.7", "writing": "0.2", "design": "0.1"},
    "social": {"film": "0.5", "writing": "0.5"},
    "research": {"research": "0.8", "writing": "0.2"},
    "pr": {"writing": "1"},
}
AWAY = {"petra": (3, 4), "lucia": (6, 6), "tuomas": (9, 10), "arman": (1, 1)}  # weeks of the quarter
PINNED, PINNED_WEEK, LEFT_OUT = "O25", 7, "O13"
SCENARIO, AGENCY_HOURS = "A web agency, five hours a week", {"web": 1.4}
NOTE = "Agreed with the country offices. The evening in Karaganda comes first, letters to food plants can wait."


@dataclass
class Quarter:
    """The one Blueprint of the sample, once it has been begun."""

    blueprint: Blueprint | None = None

    @property
    def begun(self) -> Blueprint:
        assert self.blueprint is not None
        return Blueprint.objects.get(pk=self.blueprint.pk)


def plan(timeline: Timeline, cast: Cast, aims: Aims, work: Work) -> None:
    """Note what happened around the quarter."""
    quarter, starts_on = Quarter(), quarter_start(timeline)
    timeline.note(CAPACITY_DAYS, lambda at: _capacity(cast, at))
    timeline.note(CAPACITY_DAYS, lambda at: _absences(cast, starts_on, at))
    timeline.note(PUBLISHED_DAYS, lambda at: _begin(quarter, cast, aims, starts_on, at))
    timeline.note(PUBLISHED_DAYS, partial(_solve, quarter, cast))
    timeline.note(PUBLISHED_DAYS, lambda at: _publish(quarter, cast, at))
    timeline.note(3, lambda at: _decide(quarter, cast, work, at))
    timeline.note(2, partial(_solve, quarter, cast))
    timeline.note(1, lambda at: _what_if(quarter, cast, at))


def _capacity(cast: Cast, at: datetime) -> None:
    skills = {
        name: actions.save_skill(None, name=name, most_in_progress=most, by=cast.lead, at=at)
        for name, most in SKILLS.items()
    }
    for key, (hours, run_work, shares) in HOURS.items():
        fields = MemberFields(
            name=TEAM[key][0],
            hours_per_week=Decimal(hours),
            run_work_share=Decimal(run_work),
            skills={skills[name].pk: Decimal(share) for name, share in shares.items()},
            user=cast.users[key],
        )
        actions.save_member(None, fields=fields, by=cast.lead, at=at)
    for deliverable, shares in RECIPES.items():
        parts: dict[Skill, Decimal] = {skills[name]: Decimal(share) for name, share in shares.items()}
        actions.save_recipe(deliverable, shares=parts, by=cast.lead, at=at)


def _absences(cast: Cast, starts_on: date, at: datetime) -> None:
    weeks = Blueprint(starts_on=starts_on)
    for key, (first, last) in AWAY.items():
        member = TeamMember.objects.get(user=cast.users[key])
        actions.add_leave(
            member, starts_on=weeks.monday(first), ends_on=weeks.monday(last + 1), by=cast.users[key], at=at
        )


def _begin(quarter: Quarter, cast: Cast, aims: Aims, starts_on: date, at: datetime) -> None:
    frame = Frame(starts_on=starts_on, guidepoint=aims.guidepoints["c"], minimums={aims.goals["hire"].pk: Decimal(30)})
    quarter.blueprint = actions.begin_blueprint(frame=frame, by=cast.lead, at=at)


def _solve(quarter: Quarter, cast: Cast, at: datetime) -> None:
    """What the background job does, here at once."""
    plan_at_once(quarter.begun, by=cast.lead, at=at, on=at.date(), work_limit=WORK_LIMIT)


def _publish(quarter: Quarter, cast: Cast, at: datetime) -> None:
    without_place = quarter.begun.left_out.filter(work_item__moscow="must").values_list("work_item", flat=True)
    actions.publish(quarter.begun, note=NOTE, acknowledged=without_place, by=cast.lead, at=at)


def _decide(quarter: Quarter, cast: Cast, work: Work, at: datetime) -> None:
    """People know better than the planner: one thing at a fixed week, one not in this quarter."""
    actions.pin_item(quarter.begun, work.row(PINNED), week=PINNED_WEEK, by=cast.lead, at=at)
    actions.exclude_item(quarter.begun, work.row(LEFT_OUT), by=cast.lead, at=at)


def _what_if(quarter: Quarter, cast: Cast, at: datetime) -> None:
    """The question of the week: web hours are what is short, so is an agency worth the money?"""
    changes = Changes(hours=AGENCY_HOURS)
    scenario_at_once(quarter.begun, name=SCENARIO, changes=changes, by=cast.lead, at=at, work_limit=WORK_LIMIT)
