"""Makers for the Blueprint: a team with skills, a quarter, a backlog worth planning, and a plan made at once.

The quarter of this world starts on Monday 23 November 2026, its today.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.rooms.backlog import actions as backlog
from luotsi.rooms.backlog.actions import ItemFields
from luotsi.rooms.backlog.models import WorkItem
from luotsi.rooms.blueprint import actions
from luotsi.rooms.blueprint.actions import Frame
from luotsi.rooms.blueprint.models import Blueprint, PlanRun
from luotsi.rooms.blueprint.rules import read_members
from luotsi.rooms.goals.models import Goal, Guidepoint, Outcome
from tests.world import NOW, TODAY, outcome, person

TEAM = """\
Liisa Laine, strategy 40 %, writer 30 %, 37.5 h, run-work 30 %
Mikko Mäkelä, writer 100 %, 37.5 h
Pia Pöyhönen, designer 100 %, 30 h
Timo Tuominen, designer 40 %, web 60 %, 37.5 h
Юлия Орлова, video 70 %, designer 30 %, 37.5 h
"""
TITLES = [
    "Plant managers find the maintenance calculator", "Клиенты видят истории успеха", "Three customer stories on film",
    "Tender answers from one library", "Häiriötön tilaus: opas varaosiin", "Autumn webinar for process engineers",
    "Partners in Spain sell without our help", "Renewal letter that gets answered", "Fair stand in Hannover",
    "Service page says what it costs", "Newsletter for plant managers", "Analysts name us in the spring report",
]  # fmt: skip


def team() -> None:
    """Five people, five skills, about 120 plannable hours a week."""
    actions.paste_members(read_members(TEAM), by=person("liisa"), at=NOW)


def quarter(**frame: Any) -> Blueprint:
    """This world's quarter; with a team unless there is one."""
    from luotsi.rooms.blueprint.queries import has_capacity

    if not has_capacity():
        team()
    return actions.begin_blueprint(frame=Frame(**{"starts_on": TODAY, **frame}), by=person("liisa"), at=NOW)


def serving() -> Outcome:
    """An outcome that lives until well after the quarter, with its Guidepoint and goal."""
    found = Outcome.objects.first() or outcome()
    Guidepoint.objects.update(ends_on=date(2027, 6, 30))
    Goal.objects.update(expires_on=date(2027, 12, 31), by_on=date(2027, 12, 31))
    return found


def item(title: str = "Customer stories", hours: float | None = 20, worth: float = 5, **fields: Any) -> WorkItem:
    """An item of that effort, worth that much to the living outcome."""
    effort = None if hours is None else Decimal(str(hours))
    return backlog.create_item(
        fields=ItemFields(
            **{
                "title": title,
                "worths": {serving().pk: Decimal(str(worth))} if worth else {},
                "effort_low_hours": effort,
                "effort_high_hours": effort,
                **fields,
            }
        ),
        by=None,
        at=NOW,
    )


def backlog_of(count: int, **fields: Any) -> list[WorkItem]:
    """Items of differing effort, worth, class and deliverable, the same in every run."""
    kinds = ("blog", "video", "web", "design", "event", "email")
    return [
        item(
            f"{TITLES[n % len(TITLES)]}{'' if n < len(TITLES) else f' ({n})'}",
            hours=6 + (n * 17) % 67,
            worth=1 + (n * 7) % 9,
            **{"moscow": ("should", "could", "should")[n % 3], "deliverable": kinds[n % 6], **fields},
        )
        for n in range(count)
    ]


def planned(blueprint: Blueprint, seconds: int = 1, on: date = TODAY) -> PlanRun:
    """Ask for a plan and make it, here and now."""
    run = actions.ask_for_plan(blueprint, by=person("liisa"), at=NOW, on=on, time_limit_seconds=seconds)
    return made(run)


def made(run: PlanRun) -> PlanRun:
    """Make a plan that was asked for, here and now."""
    Job.objects.filter(pk=run.job_id).update(run_after=NOW.replace(year=2020))
    worker.drain()
    run.refresh_from_db()
    run.blueprint.refresh_from_db()
    return run


def published(blueprint: Blueprint, **given: Any) -> Any:
    """The draft as it stands, published."""
    return actions.publish(blueprint, **{"note": "", "acknowledged": [], "by": person("liisa"), "at": NOW, **given})
