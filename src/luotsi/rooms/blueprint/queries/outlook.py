"""What a draft is worth looking at twice for: will it hold, whom is it for, where would hours or money help.

Everything is worked out from the newest plan's problem; doubt and fairness look at the draft as it stands now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from luotsi.rooms.backlog.queries import Request
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import Blueprint, PlanRun, Slot
from luotsi.rooms.blueprint.models.scenarios import as_shares
from luotsi.rooms.blueprint.queries.chances import Chances, chances_of
from luotsi.rooms.blueprint.rules.scenarios import Shares, with_askers, with_shares

if TYPE_CHECKING:
    from luotsi.engines.planning import Placed, Plan, Problem
    from luotsi.engines.planning.doubt import Doubt
    from luotsi.engines.planning.fairness import Fairness, MinimumPrice
    from luotsi.kernel.accounts.models import User

KEPT = 16  # answers kept in a process: a page and its parts ask for the same one
PRICE_SECONDS = 3.0  # for the prices of all minimums together, on a page


@dataclass(frozen=True)
class Asked:
    """A problem and what is chosen of it. Two with the same mark and places are the same question."""

    mark: str
    chosen: tuple[Placed, ...]
    problem: Problem = field(compare=False)


@dataclass(frozen=True)
class Solved:
    """The newest plan of a quarter with its problem, who asks for what, and the words for ids."""

    blueprint: Blueprint
    run: PlanRun
    document: dict[str, Any]
    titles: Mapping[str, str]
    goals: Mapping[str, str]
    shares: Shares

    @cached_property
    def problem(self) -> Problem:
        from luotsi.engines.planning import Problem

        return Problem.from_json(self.document)

    @cached_property
    def planned(self) -> Problem:
        """As the plan answered it: without least shares that were set since."""
        from luotsi.engines.planning import Problem

        return Problem.from_json(_free_to_move(self.run.problem))

    @cached_property
    def mark(self) -> str:
        return hashlib.sha256(json.dumps(self.document, sort_keys=True).encode()).hexdigest()

    @property
    def plan(self) -> Plan:
        """The plan as it was answered."""
        assert self.run.answer is not None
        return plan_of(self.run.answer)

    @property
    def is_old(self) -> bool:
        return self.run.has_changed_meanwhile or self.blueprint.facts_changed_at > self.run.asked_at

    @property
    def bound(self) -> float | None:
        """No plan of the problem as it is here is worth more; None where that was proven of another one.

        A plan near an earlier one is bounded among those that move no more; a least share taken away opens others.
        """
        was = self.run.problem.get("shares") or {}
        is_same = self.run.aim == self.run.Aim.BEST and was in ({}, self.document.get("shares", {}))
        return self.run.bound if is_same else None

    def asked(self, chosen: Iterable[Placed]) -> Asked:
        return Asked(self.mark, tuple(chosen), self.problem)


@dataclass(frozen=True)
class Standing:
    """The draft as it stands, as far as its problem knows it; `unknown` counts what was placed since."""

    chosen: tuple[Placed, ...]
    unknown: int = 0


def solved_of(blueprint: Blueprint, user: User) -> Solved | None:
    """None while no plan was made. Five queries."""
    from luotsi.rooms.goals.queries import goals_for

    run = _newest_answered(blueprint)
    if run is None:
        return None
    ids = [item["id"] for item in run.problem["items"]]
    shares = as_shares(blueprint.share_minimums.all())
    document = fair(_free_to_move(run.problem), blueprint, shares)
    goals = {str(pk): title for pk, title in goals_for(user).values_list("pk", "title")}
    return Solved(blueprint, run, document, backlog.titles_of(ids), goals, shares)


def _newest_answered(blueprint: Blueprint) -> PlanRun | None:
    done = blueprint.runs.filter(finished_at__isnull=False).exclude(status="no_plan")
    return done.order_by("-asked_at", "-id").first()


def fair(problem: dict[str, Any], blueprint: Blueprint, shares: Shares | None = None) -> dict[str, Any]:
    """A problem with who asks for each item, and the least shares of its quarter; at most two queries."""
    known = as_shares(blueprint.share_minimums.all()) if shares is None else shares
    return with_shares(with_askers(problem, asker_groups(item["id"] for item in problem["items"])), known)


def _free_to_move(problem: dict[str, Any]) -> dict[str, Any]:
    """A plan near an earlier one was asked for few moves; what may happen beside it is weighed by value alone."""
    return {**problem, "move_cost": 0} if "previous" in problem else problem


def asker_groups(items: Iterable[str]) -> dict[str, str]:
    """Whose each item is: the department (else the organisation) of whoever asked first and still asks. One query."""
    asked = Request.objects.filter(
        work_item__in=[int(item) for item in items], state=Request.State.ACCEPTED, asker__isnull=False
    )
    rows = asked.order_by("received_at", "id").values_list("work_item", "asker__department", "asker__organisation")
    found: dict[str, str] = {}
    for item, department, organisation in rows:
        if department or organisation:
            found.setdefault(str(item), department or organisation)
    return found


def standing_of(solved: Solved, slots: Iterable[Slot] | None = None) -> Standing:
    """One query, none where the slots are at hand."""
    from luotsi.engines.planning import Placed

    known, rows = solved.problem.by_id, list(solved.blueprint.slots.all() if slots is None else slots)
    chosen = []
    for slot in rows:
        item = known.get(str(slot.work_item_id))
        weeks = {mode.name: mode.weeks for mode in item.modes} if item is not None else {}
        if weeks.get(slot.way) == slot.weeks:
            chosen.append(Placed(str(slot.work_item_id), slot.way, slot.start, slot.end))
    return Standing(tuple(chosen), len(rows) - len(chosen))


def plan_of(answer: Mapping[str, Any]) -> Plan:
    """A kept answer as the engine's plan: value, bound and places; reasons stay in the answer."""
    from luotsi.engines.planning import Placed, Plan

    chosen = tuple(Placed(one["id"], one["mode"], one["start"], one["end"]) for one in answer["in"])
    return Plan(answer["status"], answer["value"], answer["bound"], answer["gap"], answer["seconds"], chosen)


def ahead(chosen: Iterable[Placed], first_week: int) -> tuple[Placed, ...]:
    """Without what should be finished by now: nobody promises a Friday that is over."""
    return tuple(placed for placed in chosen if placed.end >= first_week)


def doubted(solved: Solved, stands: Standing, on: date) -> Chances | None:
    """The chances of what is still ahead on that day; None where nothing is."""
    first_week = max(0, solved.blueprint.week_of(on))
    chosen = ahead(stands.chosen, first_week)
    if not chosen:
        return None
    found = doubt_of(solved.asked(chosen)).to_json()
    places = [placed.to_json() for placed in chosen]
    return chances_of(found, places, solved.blueprint.starts_on, solved.titles, first_week)


@lru_cache(maxsize=KEPT)
def doubt_of(asked: Asked) -> Doubt:
    from luotsi.engines.planning.doubt import doubt

    return doubt(asked.problem, asked.chosen)


@lru_cache(maxsize=KEPT)
def fairness_of(asked: Asked) -> Fairness:
    from luotsi.engines.planning.fairness import fairness

    return fairness(asked.problem, asked.chosen)


def minimum_prices_of(solved: Solved, stands: Standing) -> tuple[MinimumPrice, ...]:
    """What each minimum costs the draft as it stands; some seconds of work the first time."""
    return _minimum_prices(solved.asked(stands.chosen), solved.bound)


@lru_cache(maxsize=KEPT)
def _minimum_prices(asked: Asked, bound: float | None) -> tuple[MinimumPrice, ...]:
    from luotsi.engines.planning import Plan, check, value_of
    from luotsi.engines.planning.fairness import price_minimums
    from luotsi.engines.planning.plan import gap_of

    value = value_of(asked.problem, asked.chosen)
    status = "optimal" if gap_of(value, bound) == 0.0 else "feasible"
    if check(asked.problem, asked.chosen):
        status = "infeasible"
    stands = Plan(status, value, bound, None, 0.0, asked.chosen)
    return price_minimums(asked.problem, stands, seconds=PRICE_SECONDS)


def doubt_line(blueprint: Blueprint, on: date, slots: Iterable[Slot] | None = None) -> Chances | None:
    """For the line on other pages (`_doubt_line.html`): the draft as it stands. None while nothing stands in it.

    One query, and one for the slots where they are not at hand.
    """
    run = _newest_answered(blueprint)
    if run is None:
        return None
    solved = Solved(blueprint, run, run.problem, titles={}, goals={}, shares={})
    return doubted(solved, standing_of(solved, slots), on)
