"""A win goes into a channel, at most once; how the last try ended stands beside the channel."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from luotsi.kernel.errors import LuotsiError
from luotsi.kernel.jobs.run import Run
from luotsi.rooms.cases.models import Hook, WinPost
from luotsi.rooms.cases.webhook import message_of, post


def post_one(run: Run) -> bool:
    """Post it and note how that ended. Raises what `post` raises, after noting it."""
    row = _begin(run)
    if row is None:
        return False
    try:
        post(row.hook.address, message_of(row.win, row.hook.kind))
    except LuotsiError as error:
        WinPost.objects.filter(pk=row.pk).update(posted_at=None)
        Hook.objects.filter(pk=row.hook_id).update(fault=error.code, fault_at=timezone.now())
        raise
    Hook.objects.filter(pk=row.hook_id).update(fault="", fault_at=None)
    return True


def _begin(run: Run) -> WinPost | None:
    """The row, marked before the request: no message goes out twice by itself."""
    with transaction.atomic():
        run.hold_claim()
        rows = WinPost.objects.select_related("win__case", "win__metric", "hook")
        row = rows.select_for_update(of=("self",)).filter(pk=run.args["post"], posted_at__isnull=True).first()
        if row is not None:
            row.posted_at = timezone.now()
            row.save(update_fields=["posted_at"])
    return row
