"""Ask for a plan, and keep what the planner answers: the whole of it in one transaction, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from luotsi.kernel.accounts.models import User
from luotsi.kernel.activity.models import record
from luotsi.kernel.errors import Refused
from luotsi.kernel.jobs.actions import cancel, enqueue
from luotsi.kernel.jobs.models import OPEN
from luotsi.kernel.jobs.run import Run
from luotsi.rooms.backlog.queries import planning as backlog
from luotsi.rooms.blueprint.models import WEEKS, Aim, Blueprint, LeftOut, PlanRun, Slot
from luotsi.rooms.blueprint.problem import Near, put_problem
from luotsi.rooms.blueprint.queries.moves import snapshot_of

TIME_LIMIT_SECONDS = 30
KEPT_RUNS = 10  # older problems and answers are let go
KEPT_FIELDS = ["answer", "status", "finished_at", "value", "bound", "gap", "has_changed_meanwhile", "before"]


def ask_for_plan(
    blueprint: Blueprint,
    *,
    by: User,
    at: datetime,
    on: date,
    time_limit_seconds: int = TIME_LIMIT_SECONDS,
    near: Near | None = None,
    before: dict[str, Any] | None = None,
) -> PlanRun:
    """Put the problem as it stands and queue its solution; while one is being made, that one is answered.

    near: places to move as few of as can be. before: the draft as it stood before what asks for this plan, where
    that is not the draft at hand. A short plan of moves that is being made gives way to any newer one.
    """
    if blueprint.week_of(on) >= WEEKS:
        raise Refused(_("This quarter is over; begin the next one."), code="quarter_over")
    with transaction.atomic():
        Blueprint.objects.select_for_update().get(pk=blueprint.pk)
        running = _running(blueprint)
        if running is not None and running.aim == Aim.BEST:
            return running
        put = put_problem(blueprint, on=on, near=near)
        if not put.versions:
            raise Refused(_("There is nothing in the backlog to plan."), code="nothing_to_plan")
        if running is not None:
            before = _give_way(running, before, by=by, at=at)
        run = PlanRun.objects.create(
            blueprint=blueprint, asked_by=by, asked_at=at, time_limit_seconds=time_limit_seconds,
            problem=put.problem, facts=put.as_facts(), aim=Aim.MOVES if near else Aim.BEST, before=before,
        )  # fmt: skip
        run.job = enqueue("blueprint.plan", by=by, at=at, unique_key=f"blueprint.plan:{run.pk}", run=run.pk)
        run.save(update_fields=["job"])
        record("blueprint.plan_asked", blueprint, by=by, at=at)
        _let_go(blueprint)
    return run


def stop_and_keep(run: PlanRun, *, by: User, at: datetime) -> None:
    """The best plan found so far is enough: it becomes the draft within a second or two."""
    with transaction.atomic():
        now = PlanRun.objects.select_for_update().get(pk=run.pk)
        if now.is_done or now.stop_asked_at is not None:
            return
        now.stop_asked_at = at
        now.save(update_fields=["stop_asked_at"])
        record("blueprint.plan_stopped", run.blueprint, by=by, at=at)


def _running(blueprint: Blueprint) -> PlanRun | None:
    """The plan that is being made and that nobody has cancelled."""
    found = blueprint.runs.filter(
        finished_at__isnull=True, job__state__in=OPEN, job__cancel_requested_at__isnull=True
    ).select_related("job")
    return found.order_by("-asked_at", "-id").first()


def _give_way(running: PlanRun, before: dict[str, Any] | None, *, by: User, at: datetime) -> dict[str, Any] | None:
    """Cancels it; what was decided with it is put back together with what comes now."""
    assert running.job is not None
    cancel(running.job, by=by, at=at)
    if running.before is None or before is None:
        return running.before or before
    return {**running.before, "decided": {**before["decided"], **running.before["decided"]}}


def keep_plan(plan_run: PlanRun, answer: dict[str, Any], *, run: Run, at: datetime) -> None:
    """The answer becomes the draft, unless this run has lost its claim: then nothing is written."""
    with transaction.atomic():
        blueprint = Blueprint.objects.select_for_update().get(pk=plan_run.blueprint_id)
        run.commit_guard(run=plan_run.pk)
        if blueprint.runs.filter(pk__gt=plan_run.pk).exists():
            return  # it gave way to a newer one
        now = backlog.state_of_items([int(item) for item in plan_run.facts["versions"]])
        plan_run.answer, plan_run.status, plan_run.finished_at = answer, answer["status"], at
        plan_run.value, plan_run.bound, plan_run.gap = answer["value"], answer["bound"], answer["gap"]
        plan_run.has_changed_meanwhile = _has_changed(plan_run, blueprint, now)
        plan_run.before = plan_run.before or snapshot_of(blueprint)
        plan_run.save(update_fields=KEPT_FIELDS)
        if answer["status"] != "no_plan":
            _write_slots(plan_run, blueprint, now)
            _write_left_out(plan_run, blueprint, now)
        record(
            "blueprint.planned",
            blueprint,
            by=plan_run.asked_by,
            at=at,
            items=len(answer["in"]),
            status=answer["status"],
        )


State = dict[int, tuple[str, int]]
LIVING = ("waiting", "in_progress")


def _has_changed(plan_run: PlanRun, blueprint: Blueprint, now: State) -> bool:
    was = {int(item): version for item, version in plan_run.facts["versions"].items()}
    moved = any(now.get(item, ("", 0))[1] != version for item, version in was.items())
    return moved or blueprint.facts_changed_at > plan_run.asked_at


def _write_slots(plan_run: PlanRun, blueprint: Blueprint, now: State) -> None:
    """As planned; what was pinned meanwhile stays where a person put it, what is finished needs no place."""
    modes = {(item["id"], mode["name"]): mode["hours"] for item in plan_run.problem["items"] for mode in item["modes"]}
    put = {pin.work_item_id for pin in blueprint.pins.filter(at__gt=plan_run.asked_at, week__isnull=False)}
    put |= set(
        blueprint.forbidden.filter(at__gt=plan_run.asked_at, week__isnull=True).values_list("work_item", flat=True)
    )
    blueprint.slots.exclude(work_item__in=put).delete()
    versions = plan_run.facts["versions"]
    assert plan_run.answer is not None
    Slot.objects.bulk_create(
        Slot(
            blueprint=blueprint, work_item_id=int(placed["id"]), way=placed["mode"], start=placed["start"],
            end=placed["end"], hours=modes[placed["id"], placed["mode"]], item_version=versions[placed["id"]],
        )
        for placed in plan_run.answer["in"]
        if int(placed["id"]) not in put and now.get(int(placed["id"]), ("", 0))[0] in LIVING
    )  # fmt: skip


def _write_left_out(plan_run: PlanRun, blueprint: Blueprint, now: State) -> None:
    assert plan_run.answer is not None
    found = {left["id"]: (left["because"], left["would_enter_if"]) for left in plan_run.answer["out"]}
    found |= {item: (reasons, {}) for item, reasons in plan_run.facts["out"].items()}
    standing = set(blueprint.slots.values_list("work_item", flat=True))
    blueprint.left_out.all().delete()
    LeftOut.objects.bulk_create(
        LeftOut(
            blueprint=blueprint, work_item_id=int(item), place=plan_run.facts["places"].get(item, 0),
            because=because, would_enter_if=terms,
        )
        for item, (because, terms) in found.items()
        if int(item) not in standing and now.get(int(item), ("", 0))[0] in LIVING
    )  # fmt: skip


def _let_go(blueprint: Blueprint) -> None:
    kept = blueprint.runs.order_by("-asked_at", "-id").values_list("pk", flat=True)[:KEPT_RUNS]
    blueprint.runs.exclude(pk__in=list(kept)).delete()
