"""Since when a case runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from luotsi.rooms.cases.codes import State
from luotsi.rooms.cases.models import Step


def yes_on(case_ids: Collection[int]) -> dict[int, date]:
    """The day of each case's yes; those without one are absent."""
    rows = Step.objects.filter(case__in=case_ids, state=State.RUNNING).order_by("at")
    return {case: timezone.localdate(at) for case, at in rows.values_list("case", "at")}
