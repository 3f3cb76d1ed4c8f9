"""What-if answers, and the scenarios of a quarter. Plans side by side: `comparison`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from luotsi.kernel.errors import Missing
from luotsi.rooms.blueprint.models import Aim, Blueprint, Scenario
from luotsi.rooms.blueprint.queries.comparison import Moves, said_moves
from luotsi.rooms.blueprint.queries.outlook import Solved
from luotsi.rooms.blueprint.rules.scenarios import Changes, Choices, askers_in
from luotsi.rooms.blueprint.saying import number
from luotsi.rooms.blueprint.saying_outlook import changes_in_words, share, signed, signed_percent, trust_of_plan

if TYPE_CHECKING:
    from luotsi.engines.planning import Problem
    from luotsi.kernel.accounts.models import User

PLANNER = "luotsi.engines.planning.rework"
WHAT_IF_SECONDS = 0.6  # of search; with page and proof the answer is there within a second


def scenario_for(user: User, pk: int) -> Scenario:
    """For the team. Raises Missing."""
    found = None
    if user.may("blueprint.write"):
        found = Scenario.objects.select_related("job", "blueprint__guidepoint", "asked_by").filter(pk=pk).first()
    if found is None:
        raise Missing("There is no such scenario, or it is not yours to see.", code="blueprint.scenario_unknown")
    return found


def scenarios_in(blueprint: Blueprint, pks: Iterable[str]) -> list[Scenario]:
    """Those of the named ones that belong here and have a plan."""
    wanted = [int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19]
    return [one for one in blueprint.scenarios.filter(pk__in=wanted) if one.has_plan]


def choices_of(solved: Solved) -> Choices:
    """No queries."""
    document = solved.document
    used = {item["goal"] for item in document["items"] if item.get("goal")}
    return Choices(
        skills=sorted(document["skills"]),
        budgets=sorted(document.get("budgets", {})),
        items={item["id"]: solved.titles.get(item["id"], item["id"]) for item in document["items"]},
        goals={goal: title for goal, title in solved.goals.items() if goal in used},
        askers=askers_in(document),
    )


# -- what if ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """A skill's hours of the quarter, now and then."""

    name: str
    now: str
    then: str
    difference: str


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """Value now and then; `more` is what solving it in full could add at most."""

    now: str
    then: str
    difference: str
    is_better: bool
    percent: str
    more: str
    breaks: bool
    moves: Moves
    hours: list[Hours]


def get_ready() -> None:
    """Loads the planner while the reader looks at the sliders, so that the first answer need not wait for it."""
    if PLANNER not in sys.modules:
        Thread(target=import_module, args=(PLANNER,), daemon=True).start()


def what_if_of(solved: Solved, changes: Changes, on: date) -> WhatIfAnswer:
    """From the newest plan, within a second; hours change from that day's week on."""
    from luotsi.engines.planning.what_if import what_if

    budgets = {name: money * changes.budgets.get(name, 1.0) for name, money in solved.planned.budgets.items()}
    now, week = solved.plan, max(0, solved.blueprint.week_of(on))
    found = what_if(
        solved.planned, now, hours=dict(changes.hours), budgets=budgets, from_week=week, seconds=WHAT_IF_SECONDS
    )
    was, then = now.value or 0.0, found.plan.value or 0.0
    bound = _least(found.bound, solved.run.bound if _only_less(solved, changes) else None)
    more = None if bound is None else max(0.0, bound - then)
    return WhatIfAnswer(
        now=number(was),
        then=number(then),
        difference=signed(then - was),
        is_better=then > was,
        percent=signed_percent(round(100 * (then - was) / was)) if was else "",
        more="" if more is None else number(more),
        breaks=found.plan.status in ("infeasible", "no_plan"),
        moves=said_moves(found, solved),
        hours=[_hours(name, solved.planned, by, week) for name, by in changes.hours.items()],
    )


def _only_less(solved: Solved, changes: Changes) -> bool:
    """With less of everything no plan is worth more than the newest plan's own bound allows."""
    return solved.run.aim == Aim.BEST and all(by <= 1 for by in (*changes.hours.values(), *changes.budgets.values()))


def _least(*bounds: float | None) -> float | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def _hours(name: str, problem: Problem, by: float, week: int) -> Hours:
    hours = problem.skills[name].hours or ()
    now, more = sum(hours), sum(hours[week:]) * (by - 1)
    return Hours(name, number(now, 0), number(now + more, 0), signed(more, 0))


# -- scenarios ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scenario is: waiting, running, cancelled or failed; with the best so far."""

    state: str
    percent: int | None
    value: str


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One line of the list: what is otherwise, and how it compares with the newest plan."""

    scenario: Scenario
    changes: list[str]
    progress: Progress
    value: str
    difference: str
    is_better: bool
    holds: str
    kind: str

    @property
    def is_open(self) -> bool:
        return self.progress.state in ("queued", "running")


def scenario_rows(solved: Solved) -> list[ScenarioRow]:
    """One query."""
    rows = solved.blueprint.scenarios.select_related("job").defer("problem", "answer")
    return [_row(one, solved) for one in rows]


def progress_of(scenario: Scenario) -> Progress:
    job = scenario.job
    if scenario.is_done:
        return Progress("done", None, "")
    if job is None or not job.is_open:
        return Progress("failed" if job is None else job.state, None, "")
    told = job.note.split("/")[0] if "/" in job.note else ""
    percent = None
    if job.progress_total:
        percent = min(99, round(100 * job.progress_done / job.progress_total))
    return Progress(job.state, percent, number(float(told)) if told not in ("", "-") else "")


def _row(scenario: Scenario, solved: Solved) -> ScenarioRow:
    value, now = scenario.value, solved.run.value or 0.0
    chance = scenario.outlook.get("doubt", {}).get("holds")
    return ScenarioRow(
        scenario=scenario,
        changes=changes_in_words(Changes.from_json(scenario.changes), solved.titles, solved.goals),
        progress=progress_of(scenario),
        value="" if value is None else number(value),
        difference="" if value is None else signed(value - now),
        is_better=value is not None and value > now,
        holds="" if chance is None else share(chance),
        kind="idle" if chance is None else trust_of_plan(chance)[0],
    )
