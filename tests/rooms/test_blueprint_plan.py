"""From the backlog to a plan that is kept: the problem, the answer, pins, conflicts, facts that change meanwhile."""

from __future__ import annotations

import pytest

from luotsi.engines.planning import Placed, Problem, check
from luotsi.rooms.blueprint.models import Slot
from tests.world_blueprint import backlog_of, planned, quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def placed(blueprint) -> list[Placed]:
    return [Placed(str(slot.work_item_id), slot.way, slot.start, slot.end) for slot in blueprint.slots.all()]


def test_the_plan_that_is_kept_is_the_planners_and_keeps_every_rule() -> None:
    backlog_of(30)
    blueprint = quarter()
    run = planned(blueprint)
    assert run.status in ("optimal", "feasible") and run.answer is not None
    problem = Problem.from_json(run.problem)
    assert not check(problem, placed(blueprint))
    kept = {(one["id"], one["mode"], one["start"], one["end"]) for one in run.answer["in"]}
    assert {(one.id, one.mode, one.start, one.end) for one in placed(blueprint)} == kept
    assert Slot.objects.count() + blueprint.left_out.count() == 30
