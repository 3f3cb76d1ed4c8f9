"""A draft as one document: what publishing freezes, and what every page and file of a Blueprint is drawn from."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from luotsi.kernel.jobs.models import OPEN
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import WEEKS, Blueprint, LeftOut, PlanRun, Slot

if TYPE_CHECKING:
    from luotsi.rooms.backlog.queries import WorkItem

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of a draft, loaded once: what stands in it, what does not, and musts that no plan has weighed yet."""

    blueprint: Blueprint
    plan: PlanRun | None  # the newest that is done
    running: PlanRun | None  # the one that is being made
    slots: list[Slot]
    left_out: list[LeftOut]
    unweighed_musts: list[WorkItem]


def draft_of(blueprint: Blueprint) -> Draft:
    """Four queries."""
    plan, running = newest_plans(blueprint)
    slots = list(blueprint.slots.select_related("work_item__outcome__goal"))
    left_out = list(blueprint.left_out.select_related("work_item__outcome__goal"))
    known = {slot.work_item_id for slot in slots} | {left.work_item_id for left in left_out}
    return Draft(
        blueprint,
        plan,
        running,
        slots,
        left_out,
        [one for one in backlog.open_musts().select_related("outcome__goal") if one.pk not in known],
    )


def newest_plans(blueprint: Blueprint) -> tuple[PlanRun | None, PlanRun | None]:
    """The newest plan that is done and the one that is being made, without their problems; one query."""
    wanted = Q(finished_at__isnull=False) | Q(job__state__in=OPEN, job__cancel_requested_at__isnull=True)
    found = list(blueprint.runs.filter(wanted).select_related("job").defer("problem").order_by("-asked_at", "-id")[:2])
    running = next((run for run in found if not run.is_done), None)
    return next((run for run in found if run.is_done), None), running


def document_of(draft: Draft) -> Document:
    """All that the draft's page says, and what publishing would freeze."""
    blueprint = draft.blueprint
    return {
        "starts_on": blueprint.starts_on.isoformat(),
        "weeks": WEEKS,
        "guidepoint": blueprint.guidepoint.statement if blueprint.guidepoint else "",
        "budget": None if blueprint.budget is None else float(blueprint.budget),
        "skills": _skills(blueprint, draft.slots),
        "items": [_item(slot) for slot in draft.slots],
        "left_out": [_left_out(left) for left in draft.left_out] + [_unweighed(item) for item in draft.unweighed_musts],
        **_plan(draft.plan),
    }


def mark_of(document: Document) -> str:
    """Tells one state of a draft from another: whoever publishes names the one they saw."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]


def stale_in(draft: Draft) -> dict[int, str]:
    """What is otherwise than when it was placed: done, dropped or changed since, by item id."""
    found = {}
    for slot in draft.slots:
        item = slot.work_item
        if item.state in ("done", "dropped"):
            found[item.pk] = item.state
        elif item.version != slot.item_version and item.state != "in_progress":
            found[item.pk] = "changed"
    return found


def _plan(plan: PlanRun | None) -> Document:
    if plan is None:
        return {
            "made_at": None, "status": "", "value": None, "bound": None, "gap": None, "conflict": None, "goals": {},
            "open_count": 0, "weighed_count": 0,
        }  # fmt: skip
    assert plan.finished_at is not None and plan.answer is not None
    return {
        "made_at": plan.finished_at.isoformat(),
        "status": plan.status,
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "conflict": plan.answer["conflict"],
        "goals": plan.facts["goals"],
        "open_count": plan.facts["open_count"],
        "weighed_count": len(plan.facts["versions"]),
    }


def _item(slot: Slot) -> Document:
    return {
        **_named(slot.work_item),
        "way": slot.way,
        "start": slot.start,
        "end": slot.end,
        "hours": slot.hours,
        "version": slot.work_item.version,
    }


def _left_out(left: LeftOut) -> Document:
    return {
        **_named(left.work_item),
        "place": left.place,
        "because": left.because,
        "would_enter_if": left.would_enter_if,
    }


def _unweighed(item: WorkItem) -> Document:
    return {**_named(item), "place": 0, "because": [{"code": "not_weighed"}], "would_enter_if": {}}


def _named(item: WorkItem) -> Document:
    outcome = item.outcome
    return {
        "id": item.pk,
        "title": item.title,
        "moscow": item.moscow,
        "outcome": outcome.pk if outcome else None,
        "outcome_title": outcome.title if outcome else "",
        "goal_title": outcome.goal.title if outcome else "",
    }


def _skills(blueprint: Blueprint, slots: Iterable[Slot]) -> list[Document]:
    used: dict[str, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    for slot in slots:
        for skill, hours in slot.hours.items():
            for week in range(slot.start, slot.end + 1):
                used[skill][week] += hours
    empty = {"hours": [0.0] * WEEKS, "run_work": [0.0] * WEEKS, "in_progress": None}
    return [
        {"name": name, **blueprint.capacity.get(name, empty), "used": [round(hours, 2) for hours in used[name]]}
        for name in sorted({*blueprint.capacity, *used})
    ]
