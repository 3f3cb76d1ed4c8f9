"""What a draft is worth looking at twice for: will it hold, whom is it for, where would hours or money help.

Everything is worked out from the newest plan's problem; doubt and fairness look at the draft as it stands now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
PRICE_SECONDS = 4.0  # for the prices of all minimums together, on a page


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

    done = blueprint.runs.filter(finished_at__isnull=False).exclude(status="no_plan")
    run = done.order_by("-asked_at", "-id").first()
    if run is None:
        return None
    ids = [item["id"] for item in run.problem["items"]]
    shares = as_shares(blueprint.share_minimums.all())
    document = with_shares(with_askers(_free_to_move(run.problem), asker_groups(ids)), shares)
    goals = {str(pk): title for pk, title in goals_for(user).values_list("pk", "title")}
    return Solved(blueprint, run, document, backlog.titles_of(ids), goals, shares)


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


@lru_cache(maxsize=KEPT)
def doubt_of(asked: Asked) -> Doubt:
    from luotsi.engines.planning.doubt import doubt

    return doubt(asked.problem, asked.chosen)


@lru_cache(maxsize=KEPT)
def fairness_of(asked: Asked) -> Fairness:
    from luotsi.engines.planning.fairness import fairness

    return fairness(asked.problem, asked.chosen)


@lru_cache(maxsize=KEPT)
def minimum_prices_of(asked: Asked) -> tuple[MinimumPrice, ...]:
    """What each minimum costs; some seconds of work the first time."""
    from luotsi.engines.planning import Plan, check, value_of
    from luotsi.engines.planning.fairness import price_minimums

    value = value_of(asked.problem, asked.chosen)
    status = "infeasible" if check(asked.problem, asked.chosen) else "feasible"
    stands = Plan(status, value, None, None, 0.0, asked.chosen)
    return price_minimums(asked.problem, stands, seconds=PRICE_SECONDS)


def doubt_line(blueprint: Blueprint, user: User, slots: Iterable[Slot] | None = None) -> Chances | None:
    """For the line on other pages (`_doubt_line.html`): the draft as it stands. None while nothing stands in it."""
    solved = solved_of(blueprint, user)
    stands = standing_of(solved, slots) if solved is not None else None
    if solved is None or stands is None or not stands.chosen:
        return None
    places = [placed.to_json() for placed in stands.chosen]
    found = doubt_of(solved.asked(stands.chosen)).to_json()
    return chances_of(found, places, blueprint.starts_on, solved.titles)
